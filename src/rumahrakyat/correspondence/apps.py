from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "rumahrakyat.correspondence"

    def ready(self) -> None:
        from rumahrakyat.channels import handing  # noqa: PLC0415 -- models must exist first
        from rumahrakyat.correspondence import chat, handlers, likeness, messages, reaching, receiving, tasks, telephone  # noqa: F401, PLC0415

        handing.set_receiver(receiving.receive)
        handing.set_media_receiver(chat.media_ready)
        handlers.register()
        reaching.register()
        likeness.register()
        telephone.register()
        messages.register_templates()
