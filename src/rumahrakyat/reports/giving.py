"""What the record says of a case that is given from one body to another."""

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Entry, Report

_GIVING = ("assigned", "handed_over", "returned", "unmerged")


def data_of(report: Report, holder: Organisation) -> dict[str, object]:
    """Ask before the case is given. `back`: it goes back to the body that gave it to the present holder."""
    last = Entry.objects.filter(report=report, type__in=_GIVING).order_by("-seq").first()
    back = last is not None and last.type == "handed_over" and last.data.get("from") == holder.code
    return {"from": report.holder.code if report.holder else None, "holder": holder.code, "back": back}
