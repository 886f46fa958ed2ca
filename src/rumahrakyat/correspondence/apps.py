from django.apps import AppConfig


class CorrespondenceConfig(AppConfig):
    name = "rumahrakyat.correspondence"

    def ready(self) -> None:
        from rumahrakyat.channels import handing
        from rumahrakyat.correspondence import chat, handlers, likeness, messages, reaching, receiving, tasks, telephone

        handing.set_receiver(receiving.receive)
        handing.set_media_receiver(chat.media_ready)
        handlers.register()
        reaching.register()
        likeness.register()
        telephone.register()
        messages.register_templates()
