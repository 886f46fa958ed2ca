from django.apps import AppConfig


class CallcentreConfig(AppConfig):
    name = "rumahrakyat.callcentre"
