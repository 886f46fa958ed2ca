from django.apps import AppConfig


class CallcentreConfig(AppConfig):
    name = "rumahrakyat.callcentre"

    def ready(self) -> None:
        from rumahrakyat.callcentre import missing, taking
        from rumahrakyat.channels import calls
        from rumahrakyat.reports import timeline

        calls.add_listener("callcentre.missed", missing.follow)
        calls.add_listener("callcentre.work", taking.line_moved)
        timeline.on(["received"], "callcentre.helped", missing.told_otherwise)
