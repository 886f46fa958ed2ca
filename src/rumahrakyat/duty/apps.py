from django.apps import AppConfig


class DutyConfig(AppConfig):
    name = "rumahrakyat.duty"

    def ready(self) -> None:
        from rumahrakyat.duty import handlers, tasks  # noqa: F401, PLC0415 -- models must exist first
        from rumahrakyat.duty.alerts import tasks as alerts_tasks  # noqa: PLC0415 -- models must exist first

        handlers.register()
        alerts_tasks.register()
