"""From a decision to a rule: with one tap it becomes a row of the draft of the rules of responsibility. A draft governs
nothing; whoever keeps the rules tries it and publishes it, or takes the row out."""

from datetime import datetime
from typing import Any

from django.db import transaction

from rumahrakyat.handover.models import Dispute
from rumahrakyat.organisations.models import Kind
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import DECIDE_DISPUTE, EDIT_RULES
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.routing import rulebook
from rumahrakyat.routing.rulebook import NoDraft, Row


class NoRule(ValueError):
    """Nothing was decided, or the case has no category that a rule could be about, or no rules were ever loaded."""


def may_draft(scope: Scope, dispute: Dispute) -> bool:
    """Whoever keeps the rules, or decides disputes for the whole province; once for each decision."""
    allowed = scope.may(EDIT_RULES) or scope.everywhere(DECIDE_DISPUTE)
    decided = dispute.decided_for_id is not None and dispute.report.category_id is not None
    return allowed and decided and not dispute.rule_code


def draft_rule(*, dispute_id: int, account: Account, scope: Scope, at: datetime) -> str:
    """Put the row at the top of the draft; returns its code. Raises `NoRule`, `NotPermitted`."""
    with transaction.atomic():
        wanted = Dispute.objects.select_for_update(of=("self",)).select_related("report__category", "decided_for")
        dispute = wanted.get(pk=dispute_id)
        if not may_draft(scope, dispute):
            raise NotPermitted("draft")
        try:
            rulebook.begin(account=account, at=at)
            made = rulebook.add(row=Row(_values(dispute)), position=1, account=account, at=at)
        except NoDraft as error:
            raise NoRule from error
        dispute.rule_code = made.code
        dispute.save(update_fields=["rule_code"])
        audit.record(
            act="dispute.drafted", account=account.pk, at=at, subject=dispute.report.number, data={"code": made.code}
        )
    return made.code


def _values(dispute: Dispute) -> dict[str, Any]:
    report, body = dispute.report, dispute.decided_for
    assert report.category is not None
    assert body is not None
    own = body.kind == Kind.REGENCY_GOVERNMENT and body.region_id == report.regency_id
    return {
        "categories": [report.category.code],
        "to": "@regency" if own else body.code,
        "confidence": 0.6,
        "automatic": False,
        "because": f"Diputuskan untuk {report.number}: {body.short_name}"[:300],
        "source": f"Putusan selisih kewenangan {report.number}",
    }
