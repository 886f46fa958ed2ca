from django.apps import AppConfig


class RelayConfig(AppConfig):
    name = "rumahrakyat.relay"

    def ready(self) -> None:
        from rumahrakyat.relay import by_message

        by_message.register()
