"""Reprimands as the register counts them: as of the cut-off, so that what is withdrawn later changes nothing in it."""

from datetime import datetime

from django.db.models import Count, Q

from rumahrakyat.oversight.models_reprimands import Reprimand


def counted(since: datetime, until: datetime, cut_off: datetime) -> dict[str, int]:
    """Reprimands that were signed in the span and neither recalled nor withdrawn by `cut_off`, by the body's code."""
    ended = Q(state__in=[Reprimand.State.RECALLED, Reprimand.State.WITHDRAWN], ended_at__lte=cut_off)
    found = Reprimand.objects.filter(signed_at__gte=since, signed_at__lt=min(until, cut_off)).exclude(ended)
    rows = found.values("organisation__code").annotate(number=Count("pk")).order_by()
    return {row["organisation__code"]: row["number"] for row in rows}
