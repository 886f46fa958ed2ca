"""Messages of cases that cannot reach their citizen: what a person of ours has to settle."""

from django.db.models import Q, QuerySet

from rumahrakyat.channels.models import DeliveryTask
from rumahrakyat.reports.models import Report


def waiting(*, within: Q, limit: int) -> list[DeliveryTask]:
    """Tasks about cases that `within` covers, the oldest first; each with its case at hand."""
    return list(_reached(within).filter(done_at=None).order_by("created_at")[:limit])


def one(pk: int, *, within: Q) -> DeliveryTask | None:
    """The task, settled or not, when its case lies within reach."""
    return _reached(within).filter(pk=pk).first()


def _reached(within: Q) -> QuerySet[DeliveryTask]:
    cases = Report.objects.filter(within).values("pk")
    found = DeliveryTask.objects.filter(outbox__message__case__report__in=cases)
    return found.select_related("outbox__message__case__report", "outbox__contact_point")
