"""Reading the forms whose words the citizen reads: the answer, and what a recording says."""

from dataclasses import replace
from datetime import date
from typing import Final

from django.http import HttpRequest
from django.utils import dateformat
from django.utils.translation import gettext as _

from rumahrakyat.duty import promises
from rumahrakyat.lib import clock
from rumahrakyat.lib.images import MAX_BYTES
from rumahrakyat.reports.attachments import MAX_FILES, Evidence
from rumahrakyat.reports.states import ANSWER_STAGES
from rumahrakyat.web.requests import day_of, uuid_of
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.shape import Form, Problem, say_something
from rumahrakyat.workbench.writing import answers, composing

# The fields of photos, and what of the work each shows.
_PHASES: Final = {"photos": "", "before": "before", "after": "after"}


def answer(deed: Deed, form: Form) -> Deed:
    request = form.request
    faults: list[tuple[str, str]] = []
    stage = request.POST.get("stage", "")
    if stage not in {one.value for one in ANSWER_STAGES}:
        faults.append(("tahap", _("Choose the stage after this answer")))
    if not deed.text.strip():
        faults.append(("jawab-text", say_something("answer")))
    evidence = [*answers.kept_files(form.report, form.reach.account), *_photos(request)]
    reason = request.POST.get("reason", "").strip()
    if stage == "resolved" and not evidence and not reason:
        faults.append(("jawab-reason", _("Add a photo of what was done, or write why there is none")))
    next_on, wrong = _next_on(form, stage)
    wrong += composing.faults(request, form.report, deed.actor)
    if faults + wrong:
        raise Problem(faults + wrong)
    given = composing.template_of(request)
    return replace(deed, stage=stage, reason=reason, evidence=evidence, next_on=next_on, **given)


def _next_on(form: Form, stage: str) -> tuple[date | None, list[tuple[str, str]]]:
    """The promised day, and what is wrong with it. Whoever declares a case done promises no next word."""
    typed = form.request.POST.get("next_on", "").strip()
    if not typed or stage == "resolved":
        return None, []
    day = day_of(typed)
    if day is None:
        return None, [("jawab-next", _("Write the day as it stands in the calendar, such as 2026-07-24"))]
    bounds = promises.next_word(form.report, at=clock.now())
    if day < bounds.earliest:
        return None, [("jawab-next", _("This day is over. Choose today or a later day"))]
    if day > bounds.latest:
        words = _("At most %(n)s working days ahead: choose %(day)s or earlier")
        return None, [("jawab-next", words % {"n": bounds.most, "day": dateformat.format(bounds.latest, "l, j F Y")})]
    return day, []


def _photos(request: HttpRequest) -> list[Evidence]:
    chosen = [(one, phase) for name, phase in _PHASES.items() for one in request.FILES.getlist(name)]
    files = [one for one, _phase in chosen]
    if len(files) > MAX_FILES:
        raise Problem([("jawab-photos", _("At most %(n)s photos can go along. Choose fewer") % {"n": MAX_FILES})])
    for nth, one in enumerate(files, start=1):
        if (one.size or 0) > MAX_BYTES:
            raise Problem(
                [("jawab-photos", _("Photo %(nth)s is larger than 15 MB. Choose a smaller one") % {"nth": nth})]
            )
    return [Evidence(one.read(), one.content_type or "application/octet-stream", phase) for one, phase in chosen]


def transcribe(deed: Deed, form: Form) -> Deed:
    deed = replace(deed, attachment=str(uuid_of(form.request.POST.get("attachment", ""))))
    if not deed.text.strip():
        raise Problem([(f"tulis-{deed.attachment}", say_something("transcribe"))])
    return deed
