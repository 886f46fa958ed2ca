"""What was given leaves after ten seconds, and an explanation that does not come is said aloud. Work of a worker."""

from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.correspondence.messages import short_moment
from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.oversight.directions import operations as acts
from rumahrakyat.oversight.directions import words as wording
from rumahrakyat.oversight.models_directions import Direction
from rumahrakyat.people import notices

ALERT: Final = "direction"
READ_WITHIN: Final = 15  # minutes until the next person is told of what is urgent
_ENTRIES: Final = {Direction.Kind.ASK: "explanation_asked", Direction.Kind.WORD: "word_said"}


def deliver_due(*, at: datetime) -> bool:
    """Send one that is due; False when none is left. Any number of workers may do this at once."""
    due = Direction.objects.filter(delivered_at=None, ended_at=None, deliver_at__lte=at)
    first = due.order_by("deliver_at", "pk").values_list("pk", flat=True).first()
    if first is None:
        return False
    with transaction.atomic():
        report = acts.case_of(first)
        one = acts.locked(first)
        if one.delivered_at is not None or one.ended_at is not None:
            return True  # another worker was first, or it was taken back
        data: dict[str, object] = {"urgent": True} if one.urgent else {}
        if one.answer_due_at is not None:
            data["until"] = one.answer_due_at.isoformat()
        actor = acts.staff(one.given_by_id)
        one.delivered_at = at
        one.entry = acts.record(one, report, _ENTRIES[Direction.Kind(one.kind)], data, one.words, actor=actor, at=at)
        one.sealed_words = "" if one.entry is not None else one.sealed_words
        one.save(update_fields=["delivered_at", "entry", "sealed_words"])
        _tell(one, at)
    return True


def _tell(one: Direction, at: datetime) -> None:
    asked = one.kind == Direction.Kind.ASK
    notices.tell(
        accounts=acts.readers(one.organisation),
        code=("explanation_asked" if asked else "word_said") + ("" if one.report_id else "_body"),
        key=acts.alert_key(one),
        path=acts.path_of(one),
        at=at,
        number=acts.number_of(one),
        by=one.given_by_id,
        data={"title": one.title},
    )
    if asked or one.urgent:
        _alert(one, acts.alert_key(one), wording.ALERT_ASK if asked else wording.ALERT_WORD, at, urgent=one.urgent)


def _alert(one: Direction, key: str, words: str, at: datetime, *, urgent: bool) -> None:
    alerts.raise_alert(
        kind=ALERT,
        audience="head",
        organisation=one.organisation,
        report=None,
        words=words.format(title=one.title, body=one.organisation.short_name, what=about(one), until=_until(one)),
        key=key,
        acknowledge=READ_WITHIN if urgent else 0,
        waits=not urgent,
        due_at=one.answer_due_at,
        at=at,
        path=acts.path_of(one),
        climbs=urgent,
    )


def about(one: Direction) -> str:
    """The case by its number, or the body's work."""
    return acts.number_of(one) or wording.ABOUT_BODY


def _until(one: Direction) -> str:
    return short_moment(one.last_minute) if one.last_minute else ""


def tell_overdue(*, at: datetime) -> bool:
    """Say of one explanation that it did not come in time, to who asked and to the head; False when none is left."""
    owed = Direction.objects.filter(open=True, answer_due_at__lte=at, overdue_told_at=None, delivered_at__isnull=False)
    with transaction.atomic():
        found = owed.select_for_update(of=("self",), skip_locked=True).select_related("organisation", "report")
        one = found.order_by("answer_due_at").first()
        if one is None:
            return False
        one.overdue_told_at = at
        one.save(update_fields=["overdue_told_at"])
        notices.tell(
            accounts=[one.given_by_id], code="explanation_overdue", key=f"direction-overdue:{one.pk}",
            path=f"/pantau/arahan/{one.pk}/", at=at, number=acts.number_of(one),
            data={"body": one.organisation.short_name},
        )  # fmt: skip
        _alert(one, f"direction-overdue:{one.pk}", wording.ALERT_OVERDUE, at, urgent=False)
    return True
