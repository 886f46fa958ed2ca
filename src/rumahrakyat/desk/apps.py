from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rumahrakyat.desk"

    def ready(self) -> None:
        # Only now do the models exist that these need.
        from rumahrakyat.desk import by_message, tasks

        by_message.register()
