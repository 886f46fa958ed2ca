from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "rumahrakyat.desk"

    def ready(self) -> None:
        # Only now do the models exist that these need.
        from rumahrakyat.desk import by_message, tasks  # noqa: F401, PLC0415

        by_message.register()
