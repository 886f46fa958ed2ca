from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "rumahrakyat.oversight"

    def ready(self) -> None:
        # Only now do the models exist that these need.
        from rumahrakyat.duty.negligence.terms import lock_when  # noqa: PLC0415
        from rumahrakyat.oversight import tasks  # noqa: F401, PLC0415
        from rumahrakyat.oversight.registers.freezing import register_of  # noqa: PLC0415
        from rumahrakyat.oversight.registers.reprimanded import counted  # noqa: PLC0415
        from rumahrakyat.oversight.registers.rows import count_reprimands_with  # noqa: PLC0415
        from rumahrakyat.oversight.reprimands import operations as reprimands  # noqa: PLC0415

        reprimands.register()
        lock_when(register_of)
        count_reprimands_with(counted)
