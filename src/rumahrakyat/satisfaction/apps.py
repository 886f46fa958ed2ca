from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "rumahrakyat.satisfaction"

    def ready(self) -> None:
        from rumahrakyat.correspondence import staff_words
        from rumahrakyat.reports import timeline
        from rumahrakyat.satisfaction import answering, asking, tasks, wording

        staff_words.add_listener("50 survey", answering.hear)
        timeline.on(list(asking.ENDINGS), "satisfaction.ended", asking.case_ended)
        wording.register_template()
