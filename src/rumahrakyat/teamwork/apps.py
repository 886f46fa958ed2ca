from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "rumahrakyat.teamwork"

    def ready(self) -> None:
        from rumahrakyat.teamwork import (
            leaving,
            mentions,
            tasks,
            threats,
        )

        leaving.register()
