"""Reads of this app's own rows."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.models import Draft, SentForm


def drafts_for(account: Account, report: Report) -> QuerySet[Draft]:
    """What somebody has begun to write for a case: a row or none."""
    return Draft.objects.filter(account=account, report=report)


def drafts_of(account_id: int) -> int:
    """How many answers somebody has begun and not sent."""
    return Draft.objects.filter(account=account_id).count()


def carried_out(tokens: Collection[UUID]) -> frozenset[UUID]:
    """Those of these one-time tokens whose form was carried out."""
    return frozenset(SentForm.objects.filter(token__in=tokens).values_list("token", flat=True))
