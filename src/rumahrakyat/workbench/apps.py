from django.apps import AppConfig


class WorkbenchConfig(AppConfig):
    name = "rumahrakyat.workbench"

    def ready(self) -> None:
        from rumahrakyat.workbench.board import telling
        from rumahrakyat.workbench.handover import addresses

        telling.register()
        addresses.offer()
