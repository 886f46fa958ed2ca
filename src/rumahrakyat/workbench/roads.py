"""The register of roads: what it holds, a new file, and an export. The installation fills it."""

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.organisations.queries import names_by_code
from rumahrakyat.people.roles import EDIT_RULES
from rumahrakyat.regions import road_queries, roadbook
from rumahrakyat.regions.roadnames import RoadClass
from rumahrakyat.reports.access import Reach
from rumahrakyat.routing.rule_queries import VALUE_NAMES
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.responsibility import READ, may_edit
from rumahrakyat.workbench.rules import frame

Context = dict[str, Any]
MOST_FAULTS: Final = 20


@require_http_methods(["GET", "POST"])
@staff(*READ)
def roads(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The stretches in force, searched; POST: a file is looked at first, then taken in."""
    editor = may_edit(reach)
    if request.method == "POST":
        if not editor:
            raise Http404
        return _upload(request, reach)
    return _list(request, reach, {})


def _list(request: HttpRequest, reach: Reach, more: Context, status: int = 200) -> HttpResponse:
    word, chosen = request.GET.get("kata", "").strip()[:60], request.GET.get("kelas", "")[:12]
    found = road_queries.search(word, road_class=chosen, after=request.GET.get("setelah", "")[:200])
    counted = road_queries.by_class()
    query = {"kata": word, "kelas": chosen, "setelah": found.next}
    owners = names_by_code({road.owner for road in found.rows if road.owner})
    context = frame(reach, "roads") | {
        "may_edit": may_edit(reach),
        "rows": [(road, _class(road.road_class), owners.get(road.owner, road.owner)) for road in found.rows],
        "next_page": f"{reverse('workbench:roads')}?{urlencode(query)}" if found.next else "",
        "word": word,
        "classes": [(one.value, _class(one.value), one.value == chosen) for one in RoadClass],
        "counted": [(_class(code), count) for code, count in counted.items()],
        "imports": road_queries.imports(),
        "sources": road_queries.sources(),
        "columns": ", ".join(roadbook.COLUMNS),
    }
    return render(request, "workbench/roads.html", context | more, status=status)


def _class(code: str) -> str:
    return str(VALUE_NAMES[f"road_class.{code}"])


def _upload(request: HttpRequest, reach: Reach) -> HttpResponse:
    source = " ".join(request.POST.get("source", "").split())[:120]
    file = request.FILES.get("file")
    if file is None or not source:
        missing = [] if source else [{"id": "source", "text": _("Write whose register it is")}]
        missing += [] if file else [{"id": "file", "text": _("Choose the file")}]
        return _list(request, reach, {"faults": missing, "source": source}, status=422)
    looks = request.POST.get("pilihan") != "muat"
    try:
        taken = roadbook.take_in(
            file.read(),
            source=source,
            at=clock.now(),
            file_name=str(file.name),
            made_by=reach.account.name,
            dry_run=looks,
        )
    except roadbook.BadRegister as bad:
        faults = [{"id": "file", "text": _fault(row, words)} for row, words in bad.faults[:MOST_FAULTS]]
        return _list(request, reach, {"faults": faults, "source": source, "wrong": len(bad.faults)}, status=422)
    if looks:
        return _list(request, reach, {"taken": taken, "source": source})
    words = _("%(added)s added, %(changed)s changed, %(ended)s ended, %(kept)s kept.")
    messages.success(request, words % vars(taken))
    return redirect("workbench:roads")


def _fault(row: int, words: str) -> str:
    return _("Row %(row)s: %(words)s") % {"row": row, "words": words} if row else words


@require_GET
@staff(EDIT_RULES)
def export(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The stretches in force as a table, of one source or of all."""
    if not may_edit(reach):
        raise Http404
    rows = roadbook.export(road_queries.in_force(request.GET.get("sumber", "")[:120]))
    answer = HttpResponse(b"".join(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="ruas.csv"'
    return answer
