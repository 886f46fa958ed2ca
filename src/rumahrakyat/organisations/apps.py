from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "rumahrakyat.organisations"
