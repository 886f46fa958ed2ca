"""Search: a number leads straight to its case; words and places to a list with the piece where they stand; a phone
number, for whoever may know who reported, to that person's cases.

What is typed is posted and comes back as an address, except a phone number: that must stand in no address, no
history and no log, so its result is the answer to the post itself.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from rumahrakyat.duty import queue
from rumahrakyat.lib import clock
from rumahrakyat.people import audit
from rumahrakyat.people.roles import SEE_CASE, SEE_IDENTITY
from rumahrakyat.reports import search
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench import rows
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
_PAGE = 50


@require_http_methods(["GET", "POST"])
@staff(SEE_CASE)
def search_page(request: HttpRequest, reach: Reach) -> HttpResponse:
    typed = (request.POST if request.method == "POST" else request.GET).get("q", "").strip()[:100]
    context: Context = {"typed": typed, "now": clock.now(), "may_phone": reach.has(SEE_IDENTITY)}
    number = search.number_in(typed)
    if number and (search.exists(number, within=reach.cases()) or search.exists(number, within=reach.joined())):
        return redirect("workbench:case", number)
    phone = search.phone_in(typed)
    if phone and request.method == "POST" and reach.has(SEE_IDENTITY):
        context |= _of_phone(phone, reach) | {"typed": ""}
    elif phone:
        context |= {"count": 0, "groups": [], "phone_only": True, "typed": ""}
    elif request.method == "POST":
        return redirect(f"{reverse('workbench:search')}?{urlencode({'q': typed})}")
    elif typed:
        context |= _of_words(typed, reach, request.GET.get("setelah", ""))
    context["searched"] = context["typed"]
    return render(request, "workbench/search.html", shell(reach, "search") | context)


def _of_words(typed: str, reach: Reach, after: str) -> Context:
    sought = search.read(typed)
    found = search.by_words(sought, within=reach.cases(), after=after, limit=_PAGE)
    shown = _listed(found[:_PAGE])
    here = reverse("workbench:search")
    further = search.key_of(shown[-1].report) if len(found) > _PAGE else ""
    return {
        "groups": rows.by_received_day(shown, clock.now()),
        "excerpts": search.excerpts(found[:_PAGE], sought),
        "count": len(shown),
        "more": bool(further),
        "slips": search.slips(typed, within=reach.cases()),
        "next_page": f"{here}?{urlencode({'q': typed, 'setelah': further})}" if further else "",
        "first_page": f"{here}?{urlencode({'q': typed})}" if after else "",
    }


def _of_phone(phone: str, reach: Reach) -> Context:
    """Whoever looks somebody up by a number leaves a trace: the reporters found, never the number."""
    within = reach.cases(SEE_IDENTITY) & reach.cases()
    found, people = search.of_phone(phone, within=within)
    audit.record(
        act="search.phone",
        account=reach.account.pk,
        at=clock.now(),
        data={"reporters": people, "cases": len(found)},
    )
    shown = _listed(found)
    return {"groups": rows.by_received_day(shown, clock.now()), "count": len(shown), "by_phone": True}


def _listed(keys: list[int]) -> list[rows.ListedCase]:
    return rows.listed(queue.rows_by_id(keys), current="")
