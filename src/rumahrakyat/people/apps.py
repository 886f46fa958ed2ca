from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "rumahrakyat.people"

    def ready(self) -> None:
        from rumahrakyat.people import entering  # noqa: PLC0415 -- only now do the models exist

        entering.listen()
