from django.apps import AppConfig


class CallcentreConfig(AppConfig):
    name = "rumahrakyat.callcentre"

    def ready(self) -> None:
        from rumahrakyat.callcentre import missing, taking  # noqa: PLC0415 -- models must exist first
        from rumahrakyat.channels import calls  # noqa: PLC0415
        from rumahrakyat.reports import timeline  # noqa: PLC0415

        calls.add_listener("callcentre.missed", missing.follow)
        calls.add_listener("callcentre.work", taking.line_moved)
        timeline.on(["received"], "callcentre.helped", missing.told_otherwise)
