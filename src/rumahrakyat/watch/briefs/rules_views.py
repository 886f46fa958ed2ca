"""The hour of the briefs, the rules of the alerts and the weights of what is worth seeing: read by readers of briefs,
changed by whoever runs the installation."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock, wallclock
from rumahrakyat.oversight.briefs import rules as kept
from rumahrakyat.oversight.briefs import words, worth
from rumahrakyat.oversight.briefs.rules import Field, Rule, Wrong
from rumahrakyat.oversight.sight import NothingToOversee, Sight, sight_of
from rumahrakyat.people.roles import READ_BRIEF
from rumahrakyat.reports.access import Reach, reach_of
from rumahrakyat.watch.access import frame
from rumahrakyat.watch.briefs.access import may_change
from rumahrakyat.web import formats
from rumahrakyat.web.requests import account_of, never_stored


@dataclass(frozen=True)
class Input:
    """A field of the form: what was typed stays in it, with what is wrong."""

    name: str
    label: str
    value: str
    least: str
    most: str
    kind: str = "number"
    error: str = ""
    words: str = ""


@dataclass(frozen=True)
class Form:
    code: str
    name: str
    about: str
    on: bool
    always: bool
    inputs: tuple[Input, ...]
    edited: Any


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    reach = reach_of(account_of(request))
    if not (may_change(reach) or reach.scope.may(READ_BRIEF)):
        raise Http404
    frame(request, reach, _sight(reach))
    wrong: dict[str, str] = {}
    if request.method == "POST":
        if not may_change(reach):
            raise Http404
        wrong = _change(request)
        if not wrong:
            return redirect("watch:brief-rules")
    context = {
        "forms": [_form(rule, request.POST, wrong) for rule in kept.every().values()],
        "weights": [{"what": words.WEIGHED[one.code], "weight": one} for one in worth.WEIGHTS],
        "may_change": may_change(reach),
        "reads": reach.scope.may(READ_BRIEF),
        "now": clock.now(),
        "page": "briefs",
    }
    return never_stored(render(request, "watch/briefs/rules.html", context, status=422 if wrong else 200))


def _sight(reach: Reach) -> Sight | None:
    try:
        return sight_of(reach.scope)
    except NothingToOversee:
        return None


def _change(request: HttpRequest) -> dict[str, str]:
    """What is wrong, by code and field; empty when it was changed, or was so already."""
    code = request.POST.get("code", "")
    if code not in kept.FIELDS:
        raise Http404
    values: dict[str, int] = {}
    for field in kept.FIELDS[code]:
        value = _typed(request.POST.get(field.name, ""), clock_time=code == kept.HOUR)
        if value is None or not field.least <= value <= field.most:
            return {f"{code}.{field.name}": _sentence(code, field)}
        values[field.name] = value
    try:
        fresh = kept.change(
            code=code, on=bool(request.POST.get("on")), values=values, account=account_of(request), at=clock.now()
        )
    except Wrong as wrong:
        return {f"{code}.{wrong.field.name}": _sentence(code, wrong.field)}
    messages.success(request, _("Kept.") if fresh else _("It was so already."))
    return {}


def _typed(text: str, *, clock_time: bool) -> int | None:
    """A whole number, or minutes since midnight of a time as 06:00 or 06.00."""
    plain = text.strip()
    if not clock_time:
        return int(plain) if plain.isascii() and plain.isdecimal() and len(plain) < 9 else None
    hour, _mark, minute = plain.replace(".", ":").partition(":")
    if not (hour.isdecimal() and minute.isdecimal() and len(plain) <= 5 and int(hour) < 24 and int(minute) < 60):
        return None
    return int(hour) * 60 + int(minute)


def _sentence(code: str, field: Field) -> str:
    if code == kept.HOUR:
        return _("Write a time of day between 00.00 and 20.00, as 06.00.")
    return _("Write a whole number from %(least)s to %(most)s.") % {"least": field.least, "most": field.most}


def _form(rule: Rule, posted: QueryDict, wrong: dict[str, str]) -> Form:
    mine = posted.get("code") == rule.code and any(key.startswith(f"{rule.code}.") for key in wrong)
    inputs = []
    for field in kept.FIELDS[rule.code]:
        value = rule[field.name]
        hour = rule.code == kept.HOUR
        shown = f"{value // 60:02d}:{value % 60:02d}" if hour else str(value)
        inputs.append(
            Input(
                field.name,
                _labels()[rule.code, field.name],
                posted.get(field.name, "") if mine else shown,
                "" if hour else str(field.least),
                "" if hour else str(field.most),
                "time" if hour else "number",
                wrong.get(f"{rule.code}.{field.name}", ""),
                _time_words(value) if hour else formats.number(value),
            )
        )
    name, about = _names()[rule.code]
    on = bool(posted.get("on")) if mine else rule.on
    return Form(rule.code, name, about, on, rule.code in kept.ALWAYS_ON, tuple(inputs), rule.edited_at)


def _time_words(minutes: int) -> str:
    """06.00 WIB"""
    at = wallclock.midnight(wallclock.day_of(clock.now())) + timedelta(minutes=minutes)
    return f"{formats.clock_time(at)} {formats.zone_name(at)}"


def _names() -> dict[str, tuple[str, str]]:
    return {
        kept.HOUR: (_("Hour of the briefs"), _("Local time. Whoever sleeps longer has theirs when their quiet ends.")),
        kept.DANGER: (
            _("Danger to life without an answer"),
            _("Told at once, in quiet hours too, and cannot be switched off."),
        ),
        kept.BURST: (_("A burst"), _("More people tell of the same at one place than usual.")),
        kept.SILENT_CHANNEL: (_("A silent channel"), _("Quiet for as long as so many reports usually take.")),
        kept.READ_BY_MANY: (_("A case read by many"), _("Read so many times within a day.")),
        kept.NO_ANSWER: (_("An agency without an answer"), _("It is late and has answered nothing for so long.")),
        kept.STANDING_STILL: (
            _("The deadlines are not watched"),
            _("Reminders and missed deadlines are not recorded, which looks like calm."),
        ),
    }


def _labels() -> dict[tuple[str, str], str]:
    return {
        (kept.HOUR, "minutes"): _("Time of day"),
        (kept.DANGER, "minutes"): _("Minutes without an answer"),
        (kept.BURST, "people"): _("At least so many people"),
        (kept.SILENT_CHANNEL, "missing"): _("Reports that are missing"),
        (kept.READ_BY_MANY, "times"): _("Times within a day"),
        (kept.NO_ANSWER, "hours"): _("Hours without an answer"),
        (kept.NO_ANSWER, "waiting"): _("At least so many late"),
        (kept.STANDING_STILL, "minutes"): _("Minutes without a sign of life"),
    }
