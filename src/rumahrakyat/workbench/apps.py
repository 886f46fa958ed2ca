from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "rumahrakyat.workbench"

    def ready(self) -> None:
        from rumahrakyat.workbench.board import telling  # noqa: PLC0415 -- models are not loaded before this

        telling.register()
