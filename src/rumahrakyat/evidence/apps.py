from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    name = "rumahrakyat.evidence"

    def ready(self) -> None:
        from rumahrakyat.evidence.seals import tasks
