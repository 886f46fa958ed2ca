from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "rumahrakyat.oversight"

    def ready(self) -> None:
        # Only now do the models exist that these need.
        from rumahrakyat.duty.negligence_terms import lock_when  # noqa: PLC0415
        from rumahrakyat.oversight import tasks  # noqa: F401, PLC0415
        from rumahrakyat.oversight.registers.freezing import register_of  # noqa: PLC0415

        lock_when(register_of)
