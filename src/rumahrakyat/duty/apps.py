from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "rumahrakyat.duty"

    def ready(self) -> None:
        from rumahrakyat.duty import handlers, tasks
        from rumahrakyat.duty.alerts import tasks as alerts_tasks

        handlers.register()
        alerts_tasks.register()
