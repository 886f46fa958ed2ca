"""A form of these pages is carried out once, however often its button was pressed."""

from datetime import datetime
from uuid import UUID

from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.models import SentForm


def once(*, token: UUID, account: Account, report: Report, action: str, at: datetime) -> bool:
    """Whether this form is new. Call inside the transaction of the deed: a second press waits for the first."""
    values = {"account": account, "report": report, "action": action[:16], "at": at}
    _row, fresh = SentForm.objects.get_or_create(token=token, defaults=values)
    return fresh
