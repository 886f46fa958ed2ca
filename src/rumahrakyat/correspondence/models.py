"""The bridge between messages and cases: who is kept informed, what belongs to which case, open conversations."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.models import Message
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports.models import Report


class Listener(models.Model):
    """Somebody to be told how a case goes on, and on which channel: the one they used, or asked for.

    Whoever listens speaks as the reporter as well: a listener is made where the reporter came in, or by the receipt
    secret. `under`: they wrote in public and never privately, so news stands beneath this public message, without words
    of anybody. Emptied as soon as they write privately.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="listeners")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    under = models.CharField(max_length=255, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "contact_point", "channel"], name="listener_once"),
        ]

    def __str__(self) -> str:
        return f"listener of {self.report_id}"


class CaseMessage(models.Model):
    """A message, in or out, that belongs to a case: shown on the case page, found again when it is quoted."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="messages")
    message = models.OneToOneField(Message, models.CASCADE, related_name="case")

    def __str__(self) -> str:
        return f"message {self.message_id} of {self.report_id}"


class CaseCall(models.Model):
    """The telephone call in which a case was told, or spoken about. One call may bring several matters."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="calls")
    call = models.ForeignKey(Call, models.CASCADE, related_name="cases")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "report"], name="case_call_once")]

    def __str__(self) -> str:
        return f"call {self.call_id} of {self.report_id}"


class Conversation(models.Model):
    """Where a chat with one contact stands. The draft holds what was told so far, sealed, until it becomes a case.

    `offered` are the choices shown last, as (id, words): a bare "2" means the second of them for a while. `ask_at`: an
    album is coming in without words; what happened is asked then, should it still be unknown.
    """

    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="conversations")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="idle")
    sealed_draft = models.TextField(blank=True)
    followed = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="+")
    followed_at = models.DateTimeField(null=True, blank=True)
    offered = models.JSONField(default=list)
    offered_at = models.DateTimeField(null=True, blank=True)
    ask_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact_point", "channel"], name="conversation_once")]
        indexes = [
            models.Index(fields=["updated_at"], name="conversation_drafts", condition=~Q(sealed_draft="")),
            models.Index(fields=["ask_at"], name="conversation_to_ask", condition=Q(ask_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"conversation {self.pk} ({self.state})"

    @property
    def draft(self) -> dict[str, Any]:
        return json.loads(crypto.unseal(self.sealed_draft)) if self.sealed_draft else {}

    @draft.setter
    def draft(self, value: dict[str, Any]) -> None:
        self.sealed_draft = crypto.seal(json.dumps(value)) if value else ""


class Album(models.Model):
    """Several messages that one person sent as one. `first` is the one that came first and speaks for all."""

    channel = models.CharField(max_length=24)
    group = models.CharField(max_length=255)
    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="+")
    first = models.ForeignKey(Message, models.CASCADE, related_name="+")
    size = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "contact_point", "group"], name="album_once")]

    def __str__(self) -> str:
        return f"album {self.pk} on {self.channel}"


class Mention(models.Model):
    """A public message about which it had to be decided whether it is a report. `author` is the name people know the
    writer by, sealed; `under` is what a public answer hangs under, `private_until` how long a private one is allowed.

    `guess`, `score` and `reason` are what the sorter thought. `latest` is the last edit. `round` counts how often a
    decision was taken back: a report made after that is another one.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        REPORT = "report", _("made a report")
        REPLY = "reply", _("added to a case")
        CHATTER = "chatter", _("no report")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    message = models.OneToOneField(Message, models.CASCADE, related_name="mention")
    latest = models.ForeignKey(Message, models.SET_NULL, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=24)
    place = models.CharField(max_length=8)
    sealed_author = models.TextField(blank=True)
    link = models.CharField(max_length=500, blank=True)
    under = models.CharField(max_length=255)
    private_until = models.DateTimeField(null=True, blank=True)
    guess = models.CharField(max_length=10)
    score = models.FloatField(default=0)
    reason = models.CharField(max_length=200, blank=True)
    suggested = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="mentions")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    round = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="mention_waiting", condition=Q(state="waiting")),
            models.Index(fields=["decided_by", "-decided_at"], name="mention_decided"),
            models.Index(fields=["link"], name="mention_link", condition=~Q(link="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} mention {self.pk} ({self.state})"

    @property
    def author(self) -> str:
        return crypto.unseal(self.sealed_author) if self.sealed_author else ""

    @property
    def text(self) -> str:
        """The words as they stand now."""
        return (self.latest or self.message).text


class Pace(models.Model):
    """How fast one contact writes: the moments (seconds since 1970) of the last messages, and since when there have
    been too many of them. One row for each contact, so that a flood costs no more than any other message."""

    contact_point = models.OneToOneField(ContactPoint, models.CASCADE, related_name="pace")
    recent = models.JSONField(default=list)
    flooding_since = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"pace of {self.contact_point_id}"


class HeldMessage(models.Model):
    """A message of somebody who sent too many at once: kept, not answered, until an officer has looked at them."""

    class State(models.TextChoices):
        HELD = "held", _("held")
        RELEASED = "released", _("added to a case")
        DISMISSED = "dismissed", _("no report")

    message = models.OneToOneField(Message, models.CASCADE, related_name="held")
    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    report = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["contact_point", "id"], name="held_waiting", condition=Q(state="held"))]

    def __str__(self) -> str:
        return f"held message {self.message_id}"


class SocialIntake(models.Model):
    """A post that an officer took in by hand. The digest of its link finds it when somebody takes it in again."""

    report = models.OneToOneField(Report, models.CASCADE, related_name="social_intake")
    link = models.CharField(max_length=500, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    sealed_author = models.TextField(blank=True)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["link_digest"], name="social_link_once", condition=~Q(link_digest=""))
        ]

    def __str__(self) -> str:
        return f"social intake of {self.report_id}"

    @property
    def author(self) -> str:
        return crypto.unseal(self.sealed_author) if self.sealed_author else ""
