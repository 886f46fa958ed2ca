"""The lists of the workbench: an agency's queue, the inbox of verifiers, search; and the small pages around them."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.correspondence.queries import waiting_posts
from rumahrakyat.duty import queue
from rumahrakyat.duty.negligence.queries import has_rows
from rumahrakyat.duty.queue import Counts, Tab
from rumahrakyat.lib import clock
from rumahrakyat.lib.counting import counted
from rumahrakyat.organisations.finding import find_holders
from rumahrakyat.people import notices
from rumahrakyat.people import operations as people
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import (
    ACKNOWLEDGE,
    ADMINISTER,
    ANSWER,
    DECIDE_APPEAL,
    DECIDE_DISPUTE,
    EXPLAIN,
    HAND_OVER,
    KEEP_ROSTER,
    NAME_PROBLEM,
    OPERATE,
    OVERSEE,
    OVERSEE_ALL,
    REGISTER,
    SEE_CASE,
    SEE_IDENTITY,
    TAKE_CALLS,
    VERIFY,
)
from rumahrakyat.problems.queries import unseen
from rumahrakyat.problems.queries import within as signs_within
from rumahrakyat.reports import search
from rumahrakyat.reports.access import Reach
from rumahrakyat.web import formats
from rumahrakyat.workbench import likes, rows
from rumahrakyat.workbench.entrance import staff

Context = dict[str, Any]
_TABS = {
    "semua": Tab.ALL,
    "lewat": Tab.LATE,
    "segera": Tab.SOON,
    "balasan": Tab.REPLIES,
    "terlibat": Tab.JOINED,
    "dikerjakan": Tab.WORKING,
    "menunggu": Tab.WAITING,
}
_AT_MOST = 50


def shell(reach: Reach, current: str) -> Context:
    """What the frame of every page needs."""
    overseer = reach.has(OVERSEE) or reach.has(OVERSEE_ALL)
    return {
        "current": current,
        "shows_queue": reach.has(SEE_CASE),
        "shows_inbox": reach.has(VERIFY),
        "shows_intake": reach.has(REGISTER) and not reach.has(VERIFY),
        "shows_watch": overseer,
        "shows_negligence": reach.has(EXPLAIN) or has_rows(reach.scope.organisations(SEE_CASE)),
        "shows_reprimands": bool(reach.scope.organisations(EXPLAIN)),
        "shows_appeals": reach.has(DECIDE_APPEAL) or bool(reach.scope.regions(DECIDE_DISPUTE)),
        "shows_disputes": reach.has(DECIDE_DISPUTE) or reach.has(HAND_OVER),
        "shows_signs": reach.has(NAME_PROBLEM),
        "shows_rules": overseer or reach.has(ADMINISTER),
        "shows_models": any(reach.has(one) for one in (VERIFY, OVERSEE_ALL, ADMINISTER)),
        "shows_alerts": reach.has(ACKNOWLEDGE) or reach.has(KEEP_ROSTER) or reach.has(OVERSEE_ALL),
        "shows_channels": reach.has(OPERATE),
        "shows_calls": reach.has(TAKE_CALLS),
        "shows_people": reach.has(VERIFY) and reach.has(SEE_IDENTITY),
        "bell": SimpleLazyObject(lambda: {"unread": notices.unread(reach.account.pk)}),
        "pane": "",
        **_badges(reach),
    }


def _badges(reach: Reach) -> dict[str, int]:
    """How much is new behind the links of the frame."""
    wanted: dict[str, QuerySet[Any, Any]] = {}
    if reach.has(VERIFY):
        wanted["social_waiting"] = waiting_posts()
    if reach.has(NAME_PROBLEM):
        wanted["signs_new"] = unseen(signs_within(reach, "owner"))
    return counted(**wanted)


def landing(reach: Reach) -> str:
    """Where a working day begins, by what one may do."""
    if reach.has(VERIFY):
        return reverse("workbench:inbox")
    if reach.has(ANSWER):
        return reverse("workbench:queue")
    if reach.has(TAKE_CALLS):
        return reverse("workbench:calls")
    if reach.has(OVERSEE_ALL):
        return "/pantau/"
    if reach.has(OPERATE):
        return reverse("workbench:channels")
    return reverse("workbench:queue") if reach.has(SEE_CASE) else reverse("mfa_index")


@require_GET
@staff()
def start(_request: HttpRequest, reach: Reach) -> HttpResponse:
    return redirect(landing(reach))


@require_GET
@staff(SEE_CASE)
def queue_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    context = shell(reach, "queue") | queue_pane(request, reach)
    if request.headers.get("HX-Request") and request.GET.get("bagian") == "daftar":
        return render(request, "workbench/parts/list.html", context)
    return render(request, "workbench/queue.html", context)


def queue_pane(request: HttpRequest, reach: Reach, current: str = "") -> Context:
    """The list of the queue: its tab, its page, its rows by day."""
    now = clock.now()
    name = request.GET.get("tab", "semua")
    tab = _TABS.get(name, Tab.ALL)
    after = request.GET.get("setelah", "")
    cases = reach.cases()
    page = queue.page(reach=reach.joined() if tab is Tab.JOINED else cases, tab=tab, at=now, after=after)
    listed = rows.listed(page.rows, current=current)
    here = reverse("workbench:queue")
    return {
        "pane": "queue",
        "now": now,
        "own": reach.has(ANSWER),
        "heading": _("My queue") if reach.has(ANSWER) else _("All cases"),
        "tabs": _tabs(queue.counts(reach=cases, at=now), tab) + _joined(reach, tab, count=not current),
        "tab": tab.value,
        "legend": _legend(tab),
        "groups": rows.by_received_day(listed, now) if tab in queue.NEWEST_FIRST else rows.by_due_day(listed, now),
        "count": len(listed),
        "first": listed[0] if listed else None,
        "next_page": f"{here}?{urlencode({'tab': name, 'setelah': page.next})}" if page.next else "",
        "first_page": f"{here}?{urlencode({'tab': name})}" if after else "",
        "refresh": "" if after else f"{here}?{urlencode({'tab': name, 'bagian': 'daftar'})}",
    }


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


def _legend(tab: Tab) -> str:
    """What stands in this part of the queue, and in which order."""
    return {
        Tab.ALL: _("A first answer is owed, nearest deadline first"),
        Tab.LATE: _("First answer or next word past its deadline, longest first"),
        Tab.SOON: _("First answers due within six hours"),
        Tab.REPLIES: _("The citizen spoke last, newest reports first"),
        Tab.JOINED: _("Led by another agency, you work on it, too; newest reports first"),
        Tab.WORKING: _("Answered; the next word is owed, nearest first"),
        Tab.WAITING: _("The citizen's turn, newest reports first"),
    }[tab]


def _tabs(counts: Counts, tab: Tab) -> list[Context]:
    labels = {
        "semua": (_("All"), counts.all),
        "lewat": (_("Late"), counts.late),
        "segera": (_("≤ 6 hours"), counts.soon),
        "balasan": (_("Replies"), counts.replies),
        "dikerjakan": (pgettext("tab", "At work"), counts.working),
        "menunggu": (pgettext("tab", "Citizen's turn"), counts.waiting),
    }
    return [
        {
            "label": label,
            "count": None if count is None else formats.number(count),
            "href": f"{reverse('workbench:queue')}?tab={name}",
            "current": _TABS[name] is tab,
        }
        for name, (label, count) in labels.items()
    ]


@require_GET
@staff(SEE_CASE)
def search_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    """By number straight to the case; else by words and place, newest first."""
    typed = request.GET.get("q", "").strip()[:100]
    number = search.number_in(typed)
    if number and (search.exists(number, within=reach.cases()) or search.exists(number, within=reach.joined())):
        return redirect("workbench:case", number)
    found = queue.rows_of(search.by_words(typed, within=reach.cases())[: _AT_MOST + 1]) if typed else []
    shown = found[:_AT_MOST]
    now = clock.now()
    listed = rows.listed(shown, current="")
    context: Context = {
        "typed": typed,
        "now": now,
        "groups": rows.by_received_day(listed, now),
        "count": len(shown),
        "more": len(found) > len(shown),
    }
    return render(request, "workbench/search.html", shell(reach, "search") | context)


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
        "waiting": queue.waiting_for_verifier(reach=cases) if after or page.next else len(listed),
        "groups": [rows.DayGroup("", listed)] if listed else [],
        "count": len(listed),
        "first": listed[0] if listed else None,
        "next_page": f"{here}?{urlencode({'setelah': page.next})}" if page.next else "",
        "first_page": here if after else "",
        "refresh": "" if after else f"{here}?bagian=daftar",
    }


@require_GET
@staff(HAND_OVER, VERIFY)
def agencies(request: HttpRequest, _reach: Reach) -> HttpResponse:
    """What a search for an agency finds, as choices of the form it was typed in."""
    typed, slug = request.GET.get("find", "")[:80], request.GET.get("untuk", "")[:12]
    context = {"found": find_holders(typed), "typed": typed, "slug": slug if slug.isalpha() else "x"}
    return render(request, "workbench/parts/found.html", context)


@require_GET
@staff(SEE_CASE)
def keys(request: HttpRequest, reach: Reach) -> HttpResponse:
    return render(request, "workbench/keys.html", shell(reach, "keys"))


@require_POST
@staff()
def theme(request: HttpRequest, _reach: Reach) -> HttpResponse:
    """Light or dark, for this account; back to where one was."""
    assert isinstance(request.user, Account)
    wanted = request.POST.get("theme", "")
    people.set_theme(account_id=request.user.pk, theme=wanted if wanted in {"light", "dark"} else "")
    back = request.POST.get("back", "")
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if safe else reverse("workbench:queue"))
