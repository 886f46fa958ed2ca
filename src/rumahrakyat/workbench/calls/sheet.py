"""What the sheet of a call shows: who calls, what to say, what others told, how the call stands."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.callcentre import house, queries, recordings
from rumahrakyat.callcentre.models import Outcome
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.correspondence import facts
from rumahrakyat.duplicates.queries import Told, offers
from rumahrakyat.organisations.queries import desk
from rumahrakyat.people.roles import SEE_ALL, SEE_CASE, SEE_IDENTITY
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.web.recordings import recording
from rumahrakyat.workbench.calls.forms import Form

Context = dict[str, Any]
_FEWEST_SIGNS = 12  # of a text for which likes are looked up


def of_call(call: Call, reach: Reach, form: Form, *, now: datetime) -> Context:
    script = house.script("register", form.language)
    caller = queries.caller(call, named=reach.has(SEE_IDENTITY))
    cases = caller.cases if caller else []
    return {
        "call": call,
        "work": getattr(call, "work", None),
        "caller": caller,
        "cases": _cases(cases, reach, script),
        "script": script,
        "greeting": script.greeting(agent=reach.account.get_short_name(), at=now),
        "languages": house.languages("register"),
        "identities": _identities(form.words["identity"]),
        "outcomes": _outcomes(form.chosen),
        "sounds": sounds(call, reach),
        **heard(form, now=now),
        **state_of(call, now=now),
    }


def _identities(chosen: str) -> list[tuple[str, str, bool]]:
    return [(code, str(label), code == chosen) for code, label in Identity.choices]


def _outcomes(chosen: str) -> list[tuple[str, str, bool]]:
    """In the order in which they come; a new report is made by its own form."""
    wanted = [one for one in Outcome if one != Outcome.REGISTERED]
    return [(one.value, str(one.label), one.value == chosen) for one in wanted]


def _cases(cases: Sequence[Report], reach: Reach, script: house.Script) -> list[Context]:
    """The cases of the caller: what may be said to them aloud, and the title where the reader may see it."""
    own = desk() if any(one.holder is None for one in cases) else None
    shown = []
    for one in cases:
        may_see = _within(one, reach)
        if one.holder is None and own is not None:
            one.holder = own  # to be named, not to be kept: it is with the desk
        aloud = script.status(facts.status_values(one, script.language))
        title = one.title if one.is_public or may_see else ""
        shown.append({"number": one.number, "title": title, "aloud": aloud, "reached": may_see})
    return shown


def _within(report: Report, reach: Reach) -> bool:
    """Whether the case lies within reach by itself; that of a joined body is not looked up here."""
    region = report.region_id
    held = reach.scope.covers(SEE_CASE, organisation=report.holder_id, region=region)
    return held or reach.scope.everywhere(SEE_ALL)


def heard(form: Form, *, now: datetime) -> Context:
    """What is read back, and public cases that may be the same matter."""
    script, words = house.script("register", form.language), form.words
    what = words["what"].strip()
    back = ""
    if what:
        back = script.read_back(what=what, place=words["place"], name=words["name"], identity=words["identity"])
    alike: Sequence[Any] = []
    if len(what) >= _FEWEST_SIGNS and not form.secret and words["identity"] == Identity.NAMED:
        alike = offers(Told(what, "", words["place"]), at=now)
    return {"read_back": back, "alike": alike, "form": form}


def sounds(call: Call, reach: Reach) -> list[Context]:
    """The recordings, for whoever may hear them."""
    if call.answered_at is None or not recordings.may_hear(call, reach):
        return []
    return [
        recording(
            url=reverse("workbench:call-recording", args=[call.pk, one.pk]),
            media_type=one.mime_type or "audio/ogg",
            seconds=call.seconds,
        )
        for one in queries.recordings_of(call)
    ]


def state_of(call: Call, *, now: datetime, colleagues: Sequence[str] = ()) -> Context:
    """Whether it goes on. Who else has it open is told a few seconds later, and again and again."""
    if call.ended_at is not None:
        kind, words = "ended", _("Ended") if call.answered_at else _("Ended, nobody answered")
    elif call.answered_at is not None:
        kind, words = "talking", _("On the line")
    else:
        kind, words = "ringing", _("Ringing")
    return {
        "call": call,
        "now": now,
        "state_kind": kind,
        "state_words": words,
        "colleagues": colleagues,
    }
