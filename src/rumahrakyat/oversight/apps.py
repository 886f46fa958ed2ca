from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "rumahrakyat.oversight"

    def ready(self) -> None:
        from rumahrakyat.oversight import tasks  # noqa: F401, PLC0415 -- registers the task once the models exist
