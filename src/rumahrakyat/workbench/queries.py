"""Reads of this app's own rows."""

from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.models import Draft


def draft_of(account: Account, report: Report) -> Draft | None:
    return Draft.objects.filter(account=account, report=report).first()


def drafts_of(account_id: int) -> int:
    """How many answers somebody has begun and not sent."""
    return Draft.objects.filter(account=account_id).count()
