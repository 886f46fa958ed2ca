from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "rumahrakyat.routing"
