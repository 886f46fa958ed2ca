"""Telephone conversations of people: who calls, what came of it, who is called back."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.reports.models import Report


class Presence(models.Model):
    """Whether somebody takes calls now, and by which name the exchange knows them (an extension or a user name)."""

    class State(models.TextChoices):
        READY = "ready", _("Ready")
        AWAY = "away", _("Not ready")
        AFTER = "after", _("Finishing a call")

    account = models.OneToOneField(Account, models.CASCADE, related_name="presence")
    state = models.CharField(max_length=5, choices=State, default=State.AWAY)
    extension = models.CharField(max_length=80, blank=True)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["extension"], name="extension_once", condition=~Q(extension="")),
        ]

    def __str__(self) -> str:
        return f"presence of {self.account_id}: {self.state}"


class Outcome(models.TextChoices):
    """What came of a call: one of these must be said before the next call is opened."""

    REGISTERED = "registered", _("New report registered")
    ADDED = "added", _("Added to a case")
    STATUS = "status", _("Told how a case stands")
    REFERRED = "referred", _("Told where to turn")
    NO_SPEECH = "no_speech", _("Nobody spoke")
    WRONG_NUMBER = "wrong_number", _("Wrong number")
    ABUSIVE = "abusive", _("Abusive caller")
    DROPPED = "dropped", _("The line broke")


class CallWork(models.Model):
    """What somebody of ours made of a call. `account` opened it first and owes the outcome; empty until it is said.

    `report` is what was registered, added to or spoken about; empty for an anonymous report, so that nothing ties the
    number to it. `sealed_notes` are words for colleagues and may hold personal data.
    """

    call = models.OneToOneField(Call, models.CASCADE, related_name="work")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, choices=Outcome, blank=True)
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_notes = models.TextField(blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["account", "opened_at"], name="call_unsettled", condition=Q(outcome=""))]

    def __str__(self) -> str:
        return f"work on call {self.call_id}: {self.outcome or 'open'}"

    @property
    def notes(self) -> str:
        return crypto.unseal(self.sealed_notes) if self.sealed_notes else ""


class CallDraft(models.Model):
    """What one agent has written down during a call; each has their own, so that two never overwrite each other.

    `token` makes registering once only. `seen_at`: when the page was open last, which tells others that it is.
    """

    call = models.ForeignKey(Call, models.CASCADE, related_name="drafts")
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    sealed_words = models.TextField(blank=True)
    token = models.CharField(max_length=32)
    saved_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["call", "account"], name="call_draft_once")]

    def __str__(self) -> str:
        return f"draft of call {self.call_id}"

    @property
    def words(self) -> dict[str, Any]:
        return dict(json.loads(crypto.unseal(self.sealed_words))) if self.sealed_words else {}

    @words.setter
    def words(self, value: dict[str, Any]) -> None:
        self.sealed_words = crypto.seal(json.dumps(value)) if any(value.values()) else ""


class CallBack(models.Model):
    """The duty to call somebody back whose calls nobody took: one for each number, however often it rang.

    `due_at` is counted in office time from the first missed call; `next_at` is when to try again.
    """

    class State(models.TextChoices):
        OPEN = "open", _("to be called back")
        REACHED = "reached", _("reached")
        TEXTED = "texted", _("told by SMS")
        HELPED = "helped", _("helped meanwhile")
        UNREACHED = "unreached", _("not reached after all attempts")
        SILENT = "silent", _("wants no calls, or the number is wrong")

    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="call_backs")
    first_call = models.OneToOneField(Call, models.PROTECT, related_name="call_back")
    missed = models.PositiveSmallIntegerField(default=1)
    first_missed_at = models.DateTimeField()
    last_missed_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contact_point"], name="call_back_once", condition=Q(state="open")),
        ]
        indexes = [models.Index(fields=["next_at", "id"], name="call_back_open", condition=Q(state="open"))]

    def __str__(self) -> str:
        return f"call back {self.pk} ({self.state})"


class MissedCall(models.Model):
    """A missed call that is part of a duty to call back, so that an event told twice counts once."""

    call = models.OneToOneField(Call, models.CASCADE, related_name="missed")
    call_back = models.ForeignKey(CallBack, models.CASCADE, related_name="calls")

    def __str__(self) -> str:
        return f"missed call {self.call_id}"


class Attempt(models.Model):
    """One try to reach somebody. `key` is the form's one-time token."""

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        NO_ANSWER = "no_answer", _("No answer")
        BUSY = "busy", _("Busy or switched off")
        TEXTED = "texted", _("Told by SMS")
        WRONG = "wrong", _("Wrong number, or wants no calls")

    call_back = models.ForeignKey(CallBack, models.CASCADE, related_name="tries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    result = models.CharField(max_length=9, choices=Result)
    sealed_note = models.TextField(blank=True)
    key = models.CharField(max_length=32, unique=True)

    def __str__(self) -> str:
        return f"attempt {self.pk} ({self.result})"

    @property
    def note(self) -> str:
        return crypto.unseal(self.sealed_note) if self.sealed_note else ""
