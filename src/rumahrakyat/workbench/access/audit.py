"""The audit trail: who did what that stands on no case's story, who signed in, who read whose identity."""

from typing import Any, Final

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from rumahrakyat.lib import clock
from rumahrakyat.people import audit, audit_queries
from rumahrakyat.people.audit_queries import Asked
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.people.roles import READ_AUDIT
from rumahrakyat.reports.access import Reach
from rumahrakyat.web.exports import table_as_csv
from rumahrakyat.web.requests import day_of, never_stored
from rumahrakyat.workbench.access.trail import ACTS, trail
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_GROUPS: Final = (
    ("", _("Everything")),
    ("people.", _("People and roles")),
    ("sign-in.", _("Signing in")),
    ("identity.", _("Identities read")),
    ("export.", _("Exports")),
    ("reference.", _("Reference data")),
    ("desk.", _("Service desk")),
    ("finding.", _("Findings")),
)


def _asked(given: QueryDict) -> Asked:
    clean = {name: given.get(name, "")[:120].strip() for name in ("orang", "hal", "perihal")}
    return Asked(
        clean["orang"], clean["hal"], clean["perihal"], day_of(given.get("dari", "")), day_of(given.get("sampai", ""))
    )


def _rows(lines: list[AuditLine]) -> list[dict[str, Any]]:
    told = trail(lines)
    return [
        {
            "line": line,
            "who": line.account.name if line.account else "",
            "words": ACTS.get(line.act, line.act),
            "subject": told.subject(line),
            "facts": told.facts(line),
        }
        for line in lines
    ]


@require_GET
@staff(READ_AUDIT)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    asked, before = _asked(request.GET), request.GET.get("sebelum", "")
    rows, more = audit_queries.page(asked, before=int(before) if before.isdecimal() and len(before) < 18 else 0)
    kept = request.GET.copy()
    kept.pop("sebelum", None)
    context: dict[str, Any] = {
        "now": clock.now(),
        "asked": asked,
        "groups": _GROUPS,
        "rows": _rows(rows),
        "more": more,
        "query": kept.urlencode(),
    }
    return never_stored(render(request, "workbench/access/audit.html", shell(reach, "audit") | context))


@require_GET
@staff(READ_AUDIT)
def export(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The same as a table; that it was exported is on the trail, too."""
    asked = _asked(request.GET)
    found = list(audit_queries.lines(asked)[: audit_queries.MOST_EXPORTED])
    told = trail(found)
    rows = [
        [one.at.isoformat(), one.account.username if one.account else "", one.act, one.subject, told.facts(one)]
        for one in found
    ]
    data = {"rows": len(rows)}
    audit.record(act="export.audit", account=reach.account.pk, at=clock.now(), data=data)
    return table_as_csv("audit", ("at", "account", "act", "subject", "facts"), rows)
