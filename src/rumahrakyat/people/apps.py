from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rumahrakyat.people"

    def ready(self) -> None:
        from rumahrakyat.people import entering

        entering.listen()
