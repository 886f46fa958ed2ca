from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "rumahrakyat.reports"

    def ready(self) -> None:
        from rumahrakyat.reports import tasks
