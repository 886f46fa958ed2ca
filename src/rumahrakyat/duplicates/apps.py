from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "rumahrakyat.duplicates"

    def ready(self) -> None:
        from rumahrakyat.duplicates import handlers, tasks  # noqa: F401, PLC0415 -- models must exist first

        handlers.register()
