"""Directions as both sides see them: those who gave them and the body that answers."""

from datetime import datetime

from django.utils.translation import gettext as _

from rumahrakyat.oversight.models_directions import Direction


def chip(one: Direction, now: datetime) -> dict[str, str]:
    """How far it is, in a word and a colour."""
    if one.delivered_at is None:
        return {"words": _("taken back") if one.ended_at else _("being sent"), "look": "calm"}
    if one.kind == Direction.Kind.WORD:
        return {"words": _("urgent word") if one.urgent else _("word"), "look": "calm"}
    if one.answered_at:
        return {"words": _("explained"), "look": "met"}
    if one.ended_at:
        return {"words": _("withdrawn"), "look": "calm"}
    late = one.answer_due_at is not None and one.answer_due_at <= now
    return {"words": _("overdue"), "look": "late"} if late else {"words": _("explanation owed"), "look": "soon"}
