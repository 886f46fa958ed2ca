"""What the bell says about directions and watched cases; and how they are tied to the layers below."""

from django.utils.translation import gettext_lazy as _

from rumahrakyat.oversight.directions import tasks  # noqa: F401 -- it registers what a worker does
from rumahrakyat.oversight.directions.operations import on_explained
from rumahrakyat.people import notices
from rumahrakyat.reports import timeline


def register() -> None:
    """Called once at start."""
    for code, sentence in {
        "explanation_asked": _("%(title)s asks for an explanation on %(number)s"),
        "explanation_asked_body": _("%(title)s asks you for an explanation"),
        "explanation_withdrawn": _("%(title)s needs the explanation no longer %(number)s"),
        "explanation_given": _("%(body)s explained %(number)s"),
        "explanation_overdue": _("%(body)s did not explain in time %(number)s"),
        "word_said": _("%(title)s has a word for you on %(number)s"),
        "word_said_body": _("%(title)s has a word for you"),
        "watched_moved": _("%(number)s, which you watch, has moved"),
        "watched_answered": _("%(number)s, which you watch, was answered"),
        "watched_resolved": _("%(number)s, which you watch, was declared done"),
        "watched_objected": _("%(number)s, which you watch: the citizen objects"),
        "watched_confirmed": _("%(number)s, which you watch, is solved, says the citizen"),
        "watched_handed_over": _("%(number)s, which you watch, was handed over"),
        "watched_breached": _("%(number)s, which you watch, is past its deadline"),
        "watched_expired": _("%(number)s, which you watch, was closed by the system"),
        "watched_appealed": _("%(number)s, which you watch: the citizen appeals"),
    }.items():
        notices.declare(code, sentence)
    timeline.on(["explained"], "oversight.directions.explained", on_explained, inline=True)
