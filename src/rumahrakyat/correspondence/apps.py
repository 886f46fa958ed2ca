from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "rumahrakyat.correspondence"
