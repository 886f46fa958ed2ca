from django.apps import AppConfig


class OversightConfig(AppConfig):
    name = "rumahrakyat.oversight"

    def ready(self) -> None:
        # Only now do the models exist that these need.
        from rumahrakyat.duty.negligence.terms import lock_when
        from rumahrakyat.oversight import tasks
        from rumahrakyat.oversight.briefs import tasks as briefs
        from rumahrakyat.oversight.directions import telling as directions
        from rumahrakyat.oversight.findings import telling as findings
        from rumahrakyat.oversight.registers.freezing import register_of
        from rumahrakyat.oversight.registers.reprimanded import counted
        from rumahrakyat.oversight.registers.rows import count_reprimands_with
        from rumahrakyat.oversight.reprimands import operations as reprimands
        from rumahrakyat.oversight.rollups import folding

        briefs.register()
        reprimands.register()
        folding.register()
        directions.register()
        findings.declare()
        lock_when(register_of)
        count_reprimands_with(counted)
