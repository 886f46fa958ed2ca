"""Reads of alerts for the pages: what is open, what was told to whom and when, how it was confirmed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from django.db.models import Case, IntegerField, Prefetch, Value, When

from rumahrakyat.channels import registry
from rumahrakyat.duty.models_alerts import Alert, AlertAttempt

_URGENCY: Final = {Alert.State.NOBODY: 0, Alert.State.OPEN: 1, Alert.State.WAITING: 2}


@dataclass(frozen=True)
class Line:
    """One attempt: to whom by what way, or who was passed over. `channel` is the label people know it by."""

    attempt: AlertAttempt
    channel: str

    @property
    def passed_over(self) -> bool:
        return self.attempt.message_id is None


@dataclass(frozen=True)
class Shown:
    alert: Alert
    lines: list[Line]
    how: str

    @property
    def loud(self) -> bool:
        return self.alert.state == Alert.State.NOBODY


def still_open(*, organisations: Collection[int] | None, limit: int) -> list[Shown]:
    """Alerts that nobody has confirmed, those that nobody could be told of first. `organisations` None: all."""
    found = _of(organisations).filter(state__in=list(_URGENCY))
    cases = [When(state=state, then=Value(rank)) for state, rank in _URGENCY.items()]
    ranked = found.annotate(rank=Case(*cases, default=Value(9), output_field=IntegerField()))
    return [_shown(one) for one in ranked.order_by("rank", "-raised_at", "-pk")[:limit]]


def lately(*, organisations: Collection[int] | None, limit: int) -> list[Shown]:
    """The newest that are settled one way or another."""
    found = _of(organisations).exclude(state__in=list(_URGENCY))
    return [_shown(one) for one in found.order_by("-raised_at", "-pk")[:limit]]


def _of(organisations: Collection[int] | None):  # type: ignore[no-untyped-def] # the manager's own query set
    attempts = AlertAttempt.objects.select_related("account", "stands_in_for", "contact_point", "message")
    found = Alert.objects.select_related("report", "organisation", "acknowledged_by")
    found = found.prefetch_related(Prefetch("attempts", attempts.order_by("number"), to_attr="told"))
    return found if organisations is None else found.filter(organisation__in=organisations)


def _shown(alert: Alert) -> Shown:
    told: list[AlertAttempt] = alert.told  # type: ignore[attr-defined] # prefetched above
    lines = [Line(one, registry.label(one.channel) if one.channel else "") for one in told]
    known = alert.how in registry.default()
    return Shown(alert, lines, registry.label(alert.how) if known else alert.how)
