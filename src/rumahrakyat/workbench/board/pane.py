"""The list at the left: an agency's queue with its parts, its people and its selections; the inbox of verifiers."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahrakyat.duty import filters as narrowing
from rumahrakyat.duty import queue
from rumahrakyat.duty.queue import Counts, Tab, Whose
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import ANSWER, DISPATCH, HAND_OVER, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.web import formats
from rumahrakyat.workbench import likes, rows
from rumahrakyat.workbench.board import filters, undoing
from rumahrakyat.workbench.board.filters import Chosen

Context = dict[str, Any]
_BESIDE: Final = 25  # cases in the list beside an open one
TABS: Final = {
    "semua": Tab.ALL,
    "lewat": Tab.LATE,
    "segera": Tab.SOON,
    "balasan": Tab.REPLIES,
    "terlibat": Tab.JOINED,
    "dikerjakan": Tab.WORKING,
    "menunggu": Tab.WAITING,
}


def queue_pane(request: HttpRequest, reach: Reach, kept: Sequence[tuple[str, str]], current: str = "") -> Context:
    """The list of the queue: its tab, its page, its rows by day. `kept`: name and query of kept selections."""
    now = clock.now()
    chosen = filters.read(request.GET.dict(), me=reach.account.pk)
    tab = TABS.get(chosen.given.get("tab", "semua"), Tab.ALL)
    after = request.GET.get("setelah", "")
    narrowed = narrowing.condition(chosen.wanted, at=now)
    cases, of_whom = reach.cases(), narrowing.of_person(chosen.wanted.person)
    within = (reach.joined() if tab is Tab.JOINED else cases) & narrowed & of_whom
    page = queue.page(reach=within, tab=tab, at=now, after=after, limit=_BESIDE if current else queue.LIMIT)
    listed = rows.listed(page.rows, current=current)
    own = reach.has(ANSWER)
    whose = Whose(reach.account.pk, tab, chosen.wanted.person) if own else None
    counts = queue.counts(reach=cases, at=now, whose=whose, narrowed=narrowed)
    return {
        "pane": "queue",
        "now": now,
        "own": own,
        "heading": _("My queue") if own else _("All cases"),
        "people_tabs": _people_tabs(counts, chosen) if own and tab is not Tab.JOINED else [],
        "tabs": _tabs(counts, tab, chosen) + _joined(reach, tab, count=not current),
        "saved_tabs": filters.tabs(kept, chosen),
        "narrowed": filters.named(chosen, reach) if chosen.given else [],
        "narrow_at": f"{reverse('workbench:narrow')}?{chosen.query}" if chosen.query else reverse("workbench:narrow"),
        "tab": tab.value,
        "legend": legend(tab),
        "groups": rows.by_received_day(listed, now) if tab in queue.NEWEST_FIRST else rows.by_due_day(listed, now),
        "count": len(listed),
        "first": listed[0] if listed else None,
        "next_page": chosen.address(setelah=page.next) if page.next else "",
        "first_page": chosen.address() if after else "",
        "refresh": "" if after else chosen.address(bagian="daftar"),
        "bulk": bulk_choices(reach),
        "undo": undoing.offered(request, now),
    }


def bulk_choices(reach: Reach) -> list[tuple[str, str]]:
    """What this person may do to several cases at once."""
    found = []
    if reach.has(VERIFY):
        found.append(("teruskan", _("Confirm the proposals")))
    if filters.bodies(reach):
        found.append(("petugas", _("Give to a person")))
    if reach.has(HAND_OVER):
        found.append(("serahkan", _("Hand over")))
    if reach.has(VERIFY):
        found += [("rujuk", _("Refer")), ("tolak", _("Do not take up")), ("gabung", _("Join as the same matter"))]
    if reach.has(ANSWER) or reach.has(VERIFY):
        found.append(("catat", _("Add a note")))
    return found


def _people_tabs(counts: Counts, chosen: Chosen) -> list[Context]:
    labels = (
        (filters.MINE, pgettext("cases", "Mine"), counts.mine),
        (filters.FREE, pgettext("cases", "Not taken"), counts.free),
        ("", pgettext("cases", "Everybody's"), counts.everybody),
    )
    return [
        {
            "label": label,
            "count": None if count is None else formats.number(count),
            "href": chosen.address(orang=name),
            "current": chosen.given.get("orang", "") == name,
        }
        for name, label, count in labels
    ]


def _joined(reach: Reach, tab: Tab, *, count: bool) -> list[Context]:
    """The tab of cases that others lead, for accounts of an agency; counted only where the list is the page."""
    if not reach.scope.organisations(ANSWER):
        return []
    return [
        {
            "label": pgettext("tab", "Joined"),
            "count": formats.number(queue.joined(reach=reach.joined())) if count else None,
            "href": f"{reverse('workbench:queue')}?tab=terlibat",
            "current": tab is Tab.JOINED,
        }
    ]


def legend(tab: Tab) -> str:
    """What stands in this part of the queue, and in which order."""
    return {
        Tab.ALL: _("nearest deadline first"),
        Tab.LATE: _("First answer or next word past its deadline, longest first"),
        Tab.SOON: _("First answers due within six hours"),
        Tab.REPLIES: _("The citizen spoke last, newest reports first"),
        Tab.JOINED: _("Led by another agency, you work on it, too; newest reports first"),
        Tab.WORKING: _("Answered; the next word is owed, nearest first"),
        Tab.WAITING: _("The citizen's turn, newest reports first"),
    }[tab]


def _tabs(counts: Counts, tab: Tab, chosen: Chosen) -> list[Context]:
    labels: Mapping[str, tuple[str, int | None]] = {
        "semua": (pgettext("tab", "To answer"), counts.all),
        "lewat": (_("Past due"), counts.late),
        "segera": (_("≤ 6 hours"), counts.soon),
        "balasan": (_("Replies"), counts.replies),
        "dikerjakan": (pgettext("tab", "At work"), counts.working),
        "menunggu": (pgettext("tab", "Citizen's turn"), counts.waiting),
    }
    return [
        {
            "label": label,
            "count": None if count is None else formats.number(count),
            "href": chosen.address(tab="" if name == "semua" else name),
            "current": TABS[name] is tab,
        }
        for name, (label, count) in labels.items()
    ]


def inbox_pane(request: HttpRequest, reach: Reach, current: str = "") -> Context:
    """The list of what waits for a verifier."""
    now = clock.now()
    after = request.GET.get("setelah", "")
    cases = reach.cases(VERIFY)
    page = queue.inbox(reach=cases, after=after)
    alike = likes.in_list([row.report for row in page.rows], current, cases)
    listed = rows.listed(page.rows, current=current, inbox=True, similar=alike["similar"])
    here = reverse("workbench:inbox")
    return {
        "pane": "inbox",
        **alike,
        "campaigns": [] if after else likes.lines(reach, now),
        "now": now,
        "heading": _("Inbox"),
        "inbox_waiting": queue.waiting_for_verifier(reach=cases) if after or page.next else len(listed),
        "groups": [rows.DayGroup("", listed)] if listed else [],
        "count": len(listed),
        "first": listed[0] if listed else None,
        "next_page": f"{here}?{urlencode({'setelah': page.next})}" if page.next else "",
        "first_page": here if after else "",
        "refresh": "" if after else f"{here}?bagian=daftar",
        "bulk": bulk_choices(reach),
        "undo": undoing.offered(request, now),
    }


def dispatches(reach: Reach) -> bool:
    """Whether this person gives out the cases of a body of their own."""
    return bool(reach.scope.organisations(DISPATCH))
