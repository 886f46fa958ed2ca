from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "rumahrakyat.relay"

    def ready(self) -> None:
        from rumahrakyat.relay import by_message  # noqa: PLC0415 -- models must exist first

        by_message.register()
