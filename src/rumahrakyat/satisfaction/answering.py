"""Answers: nine digits in a message, a form behind a link, a call, a sheet of paper at the desk.

A message is taken for an answer only when it clearly is one: nine digits from 0 to 4, perhaps with words behind them,
or fewer digits as the next word after our question. Everything else a citizen writes after the closing stays what it
was: a reply.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.channels.base import Inbound
from rumahrakyat.channels.models import Message
from rumahrakyat.correspondence import languages
from rumahrakyat.correspondence.models import Conversation
from rumahrakyat.lib import crypto, ids
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports.models import Report
from rumahrakyat.satisfaction import wording
from rumahrakyat.satisfaction.index import ELEMENTS, HIGHEST
from rumahrakyat.satisfaction.models import FeedbackCall, Survey

LONGEST_WORDS: Final = 2000
_WHOLE: Final = re.compile(
    r"\s*(?:skm\b[\s:]*)?((?:[0-4][\s,.;/-]*){8}[0-4])(?!\d)(?:[\s,.;:-]+(?P<words>\D.*))?\s*$",
    re.IGNORECASE | re.DOTALL,
)
_PART: Final = re.compile(r"\s*((?:[0-4][\s,.;/-]*){1,7}[0-4]?)\s*$")
NOT_GIVEN, NOT_SAID = 0, -1


class NothingMarked(ValueError):
    """At least one of the nine must be marked."""


class AlreadyAnswered(ValueError):
    """This survey was answered before; the first answer stands."""


def hear(inbound: Inbound, message: Message, contact: ContactPoint, at: datetime) -> str | None:
    """The answer to digits that answer a survey; None when the message is anything else."""
    if inbound.choice is not None or inbound.media or inbound.location is not None:
        return None
    whole, part = _WHOLE.fullmatch(inbound.text), _PART.fullmatch(inbound.text)
    if not (whole or part):
        return None
    survey = _open_survey(contact, message.channel, at)
    if survey is None or not (whole or _next_word(survey, inbound.text, message)):
        return None
    found = whole or part
    assert found is not None
    marks = [int(sign) for sign in found.group(1) if sign.isdigit()]
    words = (whole["words"] or "").strip() if whole else ""
    return _take(survey, marks, words, message, at)


def _open_survey(contact: ContactPoint, channel: str, at: datetime) -> Survey | None:
    since = at - wording.survey().open_for
    sent = Survey.objects.filter(contact_point=contact, channel=channel, sent_at__gt=since, sent_at__lte=at)
    return sent.select_related("report__reporter").order_by("-sent_at", "-pk").first()


def _next_word(survey: Survey, text: str, message: Message) -> bool:
    """Whether a few digits can only mean the survey: nothing else was said by us or offered since, no case has that
    number, and something is left to answer."""
    if len(survey.marks) >= ELEMENTS and NOT_SAID not in _padded(survey):
        return False
    try:
        if Report.objects.filter(number=ids.parse_tracking_number(text)).exists():
            return False
    except ids.WrongNumber:
        pass
    last = Message.objects.filter(
        channel=message.channel, contact_point=survey.contact_point, direction=Message.Direction.OUT, pk__lt=message.pk
    ).order_by("-pk")
    newest = last.select_related("outbox").first()
    if newest is None or not newest.outbox.key.startswith(("survey:", "staff:")):
        return False
    if newest.outbox.key.startswith("staff:") and not survey.marks:
        return False
    offered = Conversation.objects.filter(contact_point=survey.contact_point, channel=message.channel)
    return not offered.filter(offered_at__gt=survey.sent_at).exclude(offered=[]).exists()


def _padded(survey: Survey) -> list[int]:
    """The nine marks; NOT_SAID where digits are still to come."""
    return [*survey.marks, *[NOT_SAID] * (ELEMENTS - len(survey.marks))]


def _take(survey: Survey, marks: Sequence[int], words: str, message: Message, at: datetime) -> str:
    with transaction.atomic():
        locked = Survey.objects.select_for_update(of=("self",)).get(pk=survey.pk)
        if len(marks) == ELEMENTS:
            locked.marks = list(marks)  # who sends all nine again has thought again
        else:
            locked.marks = [*locked.marks, *marks][:ELEMENTS]
        locked.via, locked.answered_at = survey.medium, at
        if words:
            locked.sealed_words = crypto.seal(words[:LONGEST_WORDS])
        locked.save(update_fields=["marks", "via", "answered_at", "sealed_words"])
        _call_off(locked, at)
    language = languages.of_case(survey.report, survey.report.reporter)
    del message
    return wording.thanks(number=survey.report.number, given=_padded(locked), language=language)


def _call_off(survey: Survey, at: datetime) -> None:
    """Who has answered is not called any more."""
    waiting = FeedbackCall.objects.filter(survey=survey, state=FeedbackCall.State.OPEN)
    waiting.update(state=FeedbackCall.State.DONE, settled_at=at)


def answer(
    *,
    survey_id: int,
    marks: Sequence[int],
    words: str,
    via: str,
    at: datetime,
    account: Account | None = None,
) -> Survey:
    """Keep a whole form: nine marks, 0 where none was given. The same again changes nothing. Raises `NothingMarked`,
    `AlreadyAnswered` (another answer is there)."""
    kept = [mark if 0 <= mark <= HIGHEST else NOT_GIVEN for mark in marks][:ELEMENTS]
    if len(kept) != ELEMENTS or not any(kept):
        raise NothingMarked
    with transaction.atomic():
        survey = Survey.objects.select_for_update(of=("self",)).get(pk=survey_id)
        if survey.answered_at is not None:
            if survey.marks == kept and survey.via == via:
                return survey
            raise AlreadyAnswered
        survey.marks, survey.via, survey.answered_at, survey.account = kept, via, at, account
        if words.strip():
            survey.sealed_words = crypto.seal(words.strip()[:LONGEST_WORDS])
        survey.save(update_fields=["marks", "via", "answered_at", "account", "sealed_words"])
        _call_off(survey, at)
    return survey
