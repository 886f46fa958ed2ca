"""Who is on call: now, tonight, at the weekend; who is away; gaps. Changed by those who keep the roster."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.duty.alerts import operations as duty
from rumahrakyat.duty.alerts import words as alerts_words
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.phone import mask_phone
from rumahrakyat.organisations import queries, rostering, rota
from rumahrakyat.organisations import roster_queries as rosters
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.roster import AUDIENCES, OF_ALL, OF_BODY, Lists, load
from rumahrakyat.organisations.rostering import WrongRoster
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ACKNOWLEDGE, ANSWER, KEEP_ROSTER
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench import roster_forms as forms
from rumahrakyat.workbench.alerts import AUDIENCES as NAMES
from rumahrakyat.workbench.alerts import OUTCOMES
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

PROVINCE: Final = "semua"  # the lists above the bodies
_TEST_MINUTES: Final = 15


@dataclass(frozen=True)
class Whose:
    """Whose roster the page shows (None: the installation's), and whether this reader may change it."""

    organisation: Organisation | None
    changes: bool
    chooses: bool

    @property
    def code(self) -> str:
        return self.organisation.code if self.organisation else PROVINCE

    @property
    def audiences(self) -> tuple[str, ...]:
        return OF_BODY if self.organisation else OF_ALL


@require_http_methods(["GET", "POST"])
@staff(KEEP_ROSTER, ACKNOWLEDGE, ANSWER)
def roster(request: HttpRequest, reach: Reach) -> HttpResponse:
    whose = _whose(reach, request.GET.get("dinas", "") or request.POST.get("dinas", ""))
    if request.method == "POST":
        return _change(request, reach, whose)
    now = clock.now()
    people = rosters.staff_of(whose.organisation)
    context: dict[str, Any] = {
        "now": now,
        "whose": whose,
        "lists": _lists(whose, now),
        "people": people,
        "absences": rosters.absences_of(people, at=now),
        "days": [(str(nth), name) for nth, name in enumerate(_days())],
        "bodies": list(queries.holders()) if whose.chooses else [],
    }
    return render(request, "workbench/roster.html", shell(reach, "roster") | context)


def _whose(reach: Reach, code: str) -> Whose:
    """The body asked for, else one's own. Raises Http404 outside one's reach."""
    scope = reach.scope
    everywhere = scope.everywhere(KEEP_ROSTER)
    own = scope.organisations(KEEP_ROSTER) | scope.organisations(ACKNOWLEDGE) | scope.organisations(ANSWER)
    if code == PROVINCE or (not code and everywhere and not own):
        if not everywhere:
            raise Http404
        return Whose(None, changes=True, chooses=True)
    body = queries.by_code(code) if code else queries.first_of(own)
    if body is None or not (everywhere or body.pk in own):
        raise Http404
    return Whose(body, changes=scope.covers(KEEP_ROSTER, organisation=body.pk), chooses=everywhere)


def _days() -> list[str]:
    return [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]


def _lists(whose: Whose, now: datetime) -> list[dict[str, Any]]:
    lists = load(whose.organisation, whose.audiences, at=now)
    turns = rosters.turns_of(whose.organisation, at=now)
    return [
        {
            "audience": audience,
            "name": NAMES[audience],
            "times": _merged([_at(lists, audience, label, at) for label, at in _moments(now)]),
            "turns": [{"turn": one, "when": _when(one)} for one in turns if one.audience == audience],
        }
        for audience in whose.audiences
    ]


def _moments(now: datetime) -> list[tuple[str, datetime]]:
    """Now, tonight at 23.00 and on Saturday at noon (the coming ones), local."""
    here = now.astimezone(wallclock.zone())
    tonight = datetime.combine(here.date(), time(23), wallclock.zone())
    saturday = datetime.combine(here.date() + timedelta(days=(5 - here.weekday()) % 7), time(12), wallclock.zone())
    return [
        (_("Now"), now),
        (_("Tonight at 23.00"), tonight if tonight > now else tonight + timedelta(days=1)),
        (_("Saturday at 12.00"), saturday if saturday > now else saturday + timedelta(days=7)),
    ]


def _at(lists: Lists, audience: str, label: str, at: datetime) -> dict[str, Any]:
    order = lists.order(audience, at)
    place = AUDIENCES.index(audience)
    above = NAMES[AUDIENCES[place + 1]] if place + 1 < len(AUDIENCES) else ""
    return {
        "label": label,
        "called": [_called(one, lists) for one in order.called],
        "gap": not order.called,
        "above": above,
        "skipped": [
            {"who": lists.accounts[one.account].name if one.account else "", "why": OUTCOMES[one.why.value]}
            for one in order.skipped
        ],
    }


def _merged(times: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Times at which the same people are called stand under one heading."""
    found: list[dict[str, Any]] = []
    for one in times:
        alike = next((other for other in found if {**other, "label": ""} == {**one, "label": ""}), None)
        if alike is None:
            found.append(one)
        else:
            alike["label"] = f"{alike['label']} · {one['label']}"
    return found


def _called(one: rota.Called, lists: Lists) -> dict[str, Any]:
    ways = [f"{_SCHEMES.get(scheme, scheme)} {_masked(value)}" for scheme, value in one.ways]
    instead = lists.accounts[one.stands_in_for].name if one.stands_in_for else ""
    return {"name": lists.accounts[one.account].name, "instead": instead, "ways": ", ".join(ways)}


_SCHEMES: Final = {"tel": "SMS", "wa": "WhatsApp", "email": "E-mail", "telegram": "Telegram"}


def _masked(value: str) -> str:
    if value.startswith("+"):
        return mask_phone(value)
    local, at, domain = value.partition("@")
    return f"{local[:2]}•••@{domain}" if at else f"•••{value[-4:]}"


def _when(turn: Any) -> str:
    names = _days()
    days = _("every day") if len(turn.weekdays) == 7 else ", ".join(names[int(day)] for day in turn.weekdays)
    if turn.begins is None or turn.begins == turn.ends:
        return days
    return f"{days}, {turn.begins:%H.%M}-{turn.ends:%H.%M}"


# Changes


def _change(request: HttpRequest, reach: Reach, whose: Whose) -> HttpResponse:
    deed = _DEEDS.get(request.POST.get("pilihan", ""))
    if deed is None or not whose.changes:
        raise Http404
    try:
        messages.success(request, deed(request, reach.account, whose, clock.now()))
    except WrongRoster as error:
        messages.error(request, str(forms.PROBLEMS[error.field]))
    return redirect(f"{reverse('workbench:roster')}?dinas={whose.code}")


def _add(request: HttpRequest, by: Account, whose: Whose, at: datetime) -> str:
    who = _someone(request, "akun", whose)
    audience = request.POST.get("daftar", "")
    if audience not in whose.audiences:
        raise WrongRoster("audience")
    rostering.put_on_call(
        organisation=whose.organisation,
        audience=audience,
        account=who,
        order=forms.order_of(request.POST),
        hours=forms.hours_of(request.POST),
        by=by,
        at=at,
    )
    return _("%(name)s is on the list.") % {"name": who.name}


def _remove(request: HttpRequest, _by: Account, whose: Whose, at: datetime) -> str:
    turn = rosters.turn(_number(request), organisation=whose.organisation)
    if turn is None:
        raise Http404
    rostering.end_turn(turn=turn, at=at)
    return _("%(name)s is off the list.") % {"name": turn.account.name}


def _sooner(request: HttpRequest, _by: Account, whose: Whose, _at_time: datetime) -> str:
    turn = rosters.turn(_number(request), organisation=whose.organisation)
    if turn is None:
        raise Http404
    rostering.move_turn(turn=turn, order=turn.order - 1)
    return _("%(name)s is called sooner.") % {"name": turn.account.name}


def _absent(request: HttpRequest, by: Account, whose: Whose, at: datetime) -> str:
    people = rosters.staff_of(whose.organisation)
    who = _someone(request, "akun", whose)
    rostering.note_absence(
        account=who,
        since=forms.moment_of(request.POST.get("sejak", "")) or at,
        until=forms.moment_of(request.POST.get("sampai", ""), end=True),
        stand_in=forms.person(request.POST, "pengganti", people),
        reason=request.POST.get("alasan", ""),
        by=by,
        at=at,
    )
    return _("The absence of %(name)s is noted.") % {"name": who.name}


def _back(request: HttpRequest, _by: Account, whose: Whose, at: datetime) -> str:
    absence = rosters.absence(_number(request), accounts=rosters.staff_of(whose.organisation))
    if absence is None:
        raise Http404
    rostering.end_absence(absence=absence, at=at)
    return _("%(name)s is called again.") % {"name": absence.account.name}


def _test(request: HttpRequest, by: Account, whose: Whose, at: datetime) -> str:
    """A real message to whoever is on call; it waits for an OK like any other, and never goes above the list."""
    audience = request.POST.get("daftar", "")
    if audience not in whose.audiences:
        raise WrongRoster("audience")
    name = whose.organisation.short_name if whose.organisation else "Rumah Rakyat"
    duty.raise_alert(
        kind=duty.TEST,
        audience=audience,
        organisation=whose.organisation,
        report=None,
        words=alerts_words.TEST.format(agency=alerts_words.cut(name, alerts_words.LONGEST_AGENCY)),
        key=f"test:{by.pk}:{whose.code}:{audience}:{int(at.timestamp())}",
        acknowledge=_TEST_MINUTES,
        at=at,
        path=reverse("workbench:alerts"),
        climbs=False,
    )
    return _("The test is on its way. Who confirmed it stands on the page of alerts.")


_DEEDS: Final[dict[str, Callable[[HttpRequest, Account, Whose, datetime], str]]] = {
    "tambah": _add,
    "lepas": _remove,
    "naik": _sooner,
    "absen": _absent,
    "kembali": _back,
    "uji": _test,
}


def _someone(request: HttpRequest, field: str, whose: Whose) -> Account:
    who = forms.person(request.POST, field, rosters.staff_of(whose.organisation))
    if who is None:
        raise WrongRoster("account")
    return who


def _number(request: HttpRequest) -> int:
    text = request.POST.get("nomor", "")
    return int(text) if text.isdecimal() else 0
