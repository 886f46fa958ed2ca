from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "rumahrakyat.handover"

    def ready(self) -> None:
        from rumahrakyat.handover import handlers, tasks  # noqa: F401, PLC0415 -- models must exist first

        handlers.register()
