from django.apps import AppConfig


class DuplicatesConfig(AppConfig):
    name = "rumahrakyat.duplicates"

    def ready(self) -> None:
        from rumahrakyat.duplicates import handlers, tasks

        handlers.register()
