from django.apps import AppConfig


class WritingConfig(AppConfig):
    name = "rumahrakyat.writing"

    def ready(self) -> None:
        from rumahrakyat.correspondence import staff_words
        from rumahrakyat.writing import approval, tasks
        from rumahrakyat.writing.from_outside import doing, hearing

        approval.declare()
        staff_words.add_listener("20 answers", hearing.hear)
        staff_words.add_file_listener("20 answers", doing.file_ready)
