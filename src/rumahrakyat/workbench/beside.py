"""What a page of the workbench asks besides its own matter: badges, tabs, a draft. One round to the database."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rumahrakyat.correspondence.queries import channels_of, waiting_posts
from rumahrakyat.duty.negligence.queries import charged_to
from rumahrakyat.lib.counting import together
from rumahrakyat.oversight.directions import queries as directions
from rumahrakyat.people.roles import ANSWER, APPROVE, EXPLAIN, NAME_PROBLEM, READ_READERS, SEE_CASE, VERIFY
from rumahrakyat.problems.queries import unseen
from rumahrakyat.problems.queries import within as signs_within
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.readings import readers_of
from rumahrakyat.workbench.board.queries import saved
from rumahrakyat.workbench.models import Draft
from rumahrakyat.workbench.queries import drafts_for
from rumahrakyat.writing.answering import rules_of
from rumahrakyat.writing.approval import waiting_rows


@dataclass(frozen=True)
class Beside:
    """`badges` by the name a template knows; `charged`: something is charged to the reader's bodies; `kept`: name and
    query of kept selections; `draft`, `rule` (what the holder wants approved), `heard_on` (codes of channels): of the
    case, where there is one.
    `watchers`, `given`: who keeps an eye on the case, and what was asked and said about it. `watched`: the offices that
    keep an eye on cases of the queue, by number."""

    badges: dict[str, int]
    charged: bool
    kept: list[tuple[str, str]]
    draft: Draft | None = None
    rule: str = ""
    heard_on: list[str] = field(default_factory=list)
    watchers: list[dict[str, Any]] = field(default_factory=list)
    given: list[dict[str, Any]] = field(default_factory=list)
    watched: dict[str, str] = field(default_factory=dict)


def ask(reach: Reach, report: Report | None = None, *, queue: bool = False) -> Beside:
    """`queue`: the queue stands on the page, too, with its kept selections."""
    rows: dict[str, QuerySet[Any, Any]] = {}
    if not reach.has(EXPLAIN):
        rows["charged"] = charged_to(reach.scope.organisations(SEE_CASE)).values("id")[:1]
    if queue:
        rows["kept"] = saved(reach).values("name", "query")
        rows["watched"] = directions.watched_numbers()
    if report is not None:
        rows["draft"] = drafts_for(reach.account, report).values("sealed", "saved_at")
        rows["watchers"] = directions.watchers_of(report)
        rows["given"] = directions.beside_case(report, reach.account.pk)
    if report is not None and report.holder_id and reach.has(ANSWER):
        rows["rule"] = rules_of(report.holder_id).values("wanted")[:1]
        rows["heard_on"] = channels_of(report.pk)
    counts = _badges(reach)
    if report is not None and reach.has(READ_READERS):
        counts["case_readers"] = readers_of(report.pk)
    badges, found = together(counts=counts, rows=rows)
    kept = [(one["name"], one["query"]) for one in found.get("kept", [])]
    rule = next((one["wanted"] for one in found.get("rule", [])), "")
    return Beside(
        badges,
        bool(found.get("charged")),
        kept,
        _draft(found.get("draft", []), reach, report),
        rule,
        [one["channel"] for one in found.get("heard_on", [])],
        found.get("watchers", []),
        found.get("given", []),
        {one["report__number"]: one["title"] for one in found.get("watched", [])},
    )


def _draft(rows: list[dict[str, Any]], reach: Reach, report: Report | None) -> Draft | None:
    if not rows:
        return None
    (row,) = rows
    saved_at = datetime.fromisoformat(row["saved_at"])
    return Draft(account=reach.account, report=report, sealed=row["sealed"], saved_at=saved_at)


def _badges(reach: Reach) -> dict[str, QuerySet[Any, Any]]:
    """What is new behind the links of the frame."""
    wanted: dict[str, QuerySet[Any, Any]] = {}
    if reach.has(VERIFY):
        wanted["social_waiting"] = waiting_posts()
    if reach.has(APPROVE):
        wanted["approvals_waiting"] = waiting_rows(reach.scope.organisations(APPROVE))
    if reach.has(NAME_PROBLEM):
        wanted["signs_new"] = unseen(signs_within(reach, "owner"))
    return wanted
