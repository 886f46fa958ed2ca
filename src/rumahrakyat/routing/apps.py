from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "rumahrakyat.routing"

    def ready(self) -> None:
        from rumahrakyat.routing import handlers  # noqa: PLC0415 -- models must exist first
        from rumahrakyat.routing.learning import tasks  # noqa: F401, PLC0415

        handlers.register()
