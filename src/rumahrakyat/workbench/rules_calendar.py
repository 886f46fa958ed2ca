"""The page of the calendar: which days are worked, and days that the operator changes."""

from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dates import WEEKDAYS, WEEKDAYS_ABBR
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.duty import store
from rumahrakyat.duty.calendar import Calendar
from rumahrakyat.duty.engine import Engine
from rumahrakyat.duty.rulebook import calendar_days, queries
from rumahrakyat.duty.rulebook import impact as rulebook_impact
from rumahrakyat.duty.rulebook.faults import DayIsKnown, Refused
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.requests import account_of, day_of
from rumahrakyat.workbench import rules_forms as forms
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.rules import READ, frame, may_change

_FIRST, _LAST = 2000, 2100
_TEMPLATE: Final = "workbench/calendar.html"


@require_http_methods(["GET", "POST"])
@staff(*READ)
def calendar(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The year; a change is looked at first, then kept."""
    if request.method == "GET":
        return _page(request, reach, forms.Form({"works": "0"}), _year(request.GET.get("tahun", "")))
    if not may_change(reach):
        raise Http404
    form = forms.day_typed(request.POST)
    wanted = request.POST.get("pilihan", "")
    try:
        if wanted in {"lihat-hapus", "hapus"}:
            return _remove(request, reach, form, wanted)
        return _add(request, reach, form, wanted)
    except Refused as refused:
        day = day_of(form.words["day"])
        year = day.year if day and _FIRST <= day.year <= _LAST else _year("")
        return _page(request, reach, forms.Form(form.words, found=refused.faults), year, status=422)


def _year(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return number if _FIRST <= number <= _LAST else clock.today(wallclock.zone()).year


def _page(
    request: HttpRequest, reach: Reach, form: forms.Form, year: int, *, status: int = 200, **extra: Any
) -> HttpResponse:
    machine = store.engine()
    context = frame(reach, "calendar") | {
        "form": form,
        "shown": queries.year_shown(year, machine.calendar),
        "before": year - 1 if year > _FIRST else None,
        "after": year + 1 if year < _LAST else None,
        "today": clock.today(wallclock.zone()),
        "wishes": queries.restampings(days=True),
        "weekdays": [(WEEKDAYS[nth], WEEKDAYS_ABBR[nth]) for nth in range(7)],
    }
    return render(request, _TEMPLATE, context | extra, status=status)


def _preview(request: HttpRequest, reach: Reach, form: forms.Form, day: date, after: Calendar) -> HttpResponse:
    """What the change would do. The tick "also the running ones" stands here, beside the number of them."""
    machine = store.engine()
    now = clock.now()
    found = rulebook_impact.of_calendar(machine, Engine(machine.book, after, machine.cap), at=now)
    removing = request.POST.get("pilihan") in {"lihat-hapus", "hapus"}
    context = frame(reach, "calendar") | {
        "form": form,
        "day": day,
        "impact": found,
        "removing": queries.change_of(day) if removing else None,
    }
    return render(request, "workbench/calendar_preview.html", context, status=422 if form.found else 200)


def _add(request: HttpRequest, reach: Reach, form: forms.Form, wanted: str) -> HttpResponse:
    draft = forms.day_draft(form)
    if wanted == "ubah":
        return _page(request, reach, form, draft.day.year)
    if wanted != "simpan":
        return _preview(request, reach, form, draft.day, calendar_days.with_day(draft))
    try:
        calendar_days.add(draft, account=account_of(request), at=clock.now(), running=forms.running(form))
    except Refused as refused:
        again = forms.Form(form.words, found=refused.faults)
        if again.only_about_running:
            return _preview(request, reach, again, draft.day, calendar_days.with_day(draft))
        if not _pressed_twice(request, draft, refused):
            raise
    messages.success(request, _("The calendar is changed."))
    return redirect(f"{reverse('workbench:calendar')}?tahun={draft.day.year}")


def _pressed_twice(request: HttpRequest, draft: calendar_days.DayDraft, refused: Refused) -> bool:
    """The same account has kept just this day: the second press of the button."""
    known = queries.change_of(draft.day)
    return (
        known is not None
        and any(isinstance(one, DayIsKnown) for one in refused.faults)
        and (known.made_by_id, known.works, known.name) == (account_of(request).pk, draft.works, draft.name.strip())
    )


def _remove(request: HttpRequest, reach: Reach, form: forms.Form, wanted: str) -> HttpResponse:
    day = day_of(form.words["day"])
    if day is None:
        raise Http404
    here = redirect(f"{reverse('workbench:calendar')}?tahun={day.year}")
    if queries.change_of(day) is None:
        messages.info(request, _("This change has been taken away already."))
        return here
    if wanted == "lihat-hapus":
        return _preview(request, reach, form, day, calendar_days.without_day(day))
    try:
        calendar_days.remove(day=day, account=account_of(request), at=clock.now(), running=forms.running(form))
    except Refused as refused:
        again = forms.Form(form.words, found=refused.faults)
        return _preview(request, reach, again, day, calendar_days.without_day(day))
    messages.success(request, _("The change is taken away."))
    return here
