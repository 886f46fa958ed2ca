from django.apps import AppConfig


class HandoverConfig(AppConfig):
    name = "rumahrakyat.handover"

    def ready(self) -> None:
        from rumahrakyat.handover import handlers, tasks

        handlers.register()
