from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "rumahrakyat.teamwork"
