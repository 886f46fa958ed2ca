"""Reads of this app's own rows."""

from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.models import Draft


def draft_of(account: Account, report: Report) -> Draft | None:
    return Draft.objects.filter(account=account, report=report).first()
