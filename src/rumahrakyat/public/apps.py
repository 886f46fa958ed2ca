from django.apps import AppConfig


class PublicConfig(AppConfig):
    name = "rumahrakyat.public"

    def ready(self) -> None:
        from rumahrakyat.public import tasks
