"""Somebody proved with the receipt secret that a case is theirs, from an address we did not know."""

from datetime import datetime

from rumahrakyat.people import same
from rumahrakyat.people.models import ContactPoint, PersonLink
from rumahrakyat.reports.models import Report


def joined(contact: ContactPoint, report: Report, at: datetime) -> None:
    """Note that the contact belongs to the person who reported the case; can be undone like any such link."""
    if report.reporter_id != contact.reporter_id:
        same.join(one=report.reporter_id, other=contact.reporter_id, evidence=PersonLink.Evidence.RECEIPT, at=at)
