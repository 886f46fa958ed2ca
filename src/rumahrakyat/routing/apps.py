from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "rumahrakyat.routing"

    def ready(self) -> None:
        from rumahrakyat.routing import handlers
        from rumahrakyat.routing.learning import tasks

        handlers.register()
