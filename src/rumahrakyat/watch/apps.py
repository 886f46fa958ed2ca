from django.apps import AppConfig


class WatchConfig(AppConfig):
    name = "rumahrakyat.watch"
