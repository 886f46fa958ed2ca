from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "rumahrakyat.web"
