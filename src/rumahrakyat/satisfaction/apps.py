from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "rumahrakyat.satisfaction"

    def ready(self) -> None:
        from rumahrakyat.correspondence import staff_words  # noqa: PLC0415 -- models must exist first
        from rumahrakyat.reports import timeline  # noqa: PLC0415
        from rumahrakyat.satisfaction import answering, asking, tasks, wording  # noqa: F401, PLC0415

        staff_words.add_listener("50 survey", answering.hear)
        timeline.on(list(asking.ENDINGS), "satisfaction.ended", asking.case_ended)
        wording.register_template()
