from django.apps import AppConfig


class ProblemsConfig(AppConfig):
    name = "rumahrakyat.problems"

    def ready(self) -> None:
        # Only now do the models exist that these need.
        from rumahrakyat.problems import tasks
