from django.apps import AppConfig


class TeamworkConfig(AppConfig):
    name = "rumahrakyat.teamwork"

    def ready(self) -> None:
        from rumahrakyat.teamwork import (  # noqa: F401, PLC0415 -- registered once the models exist
            leaving,
            mentions,
            tasks,
            threats,
        )

        leaving.register()
