from importlib import import_module

from django.apps import AppConfig
from django.conf import settings


class ChannelsConfig(AppConfig):
    name = "rumahrakyat.channels"

    def ready(self) -> None:
        import_module("rumahrakyat.channels.tasks")
        if settings.DEMO:
            import_module("rumahrakyat.channels.standins.tasks")
