from importlib import import_module

from django.apps import AppConfig


class ChannelsConfig(AppConfig):
    name = "rumahrakyat.channels"

    def ready(self) -> None:
        import_module("rumahrakyat.channels.tasks")
