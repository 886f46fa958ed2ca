from django.apps import AppConfig


class ReferenceConfig(AppConfig):
    name = "rumahrakyat.reference"

    def ready(self) -> None:
        # The tables register themselves; only now do the models exist that they describe.
        from rumahrakyat.reference import categories, places_and_bodies
