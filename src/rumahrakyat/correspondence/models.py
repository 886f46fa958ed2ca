"""The bridge between messages and cases: who is kept informed, what belongs to which case, open conversations."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from rumahrakyat.channels.models import Message
from rumahrakyat.lib import crypto
from rumahrakyat.people.models import ContactPoint
from rumahrakyat.reports.models import Report


class Listener(models.Model):
    """Somebody to be told how a case goes on, and on which channel: the one they used, or asked for."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="listeners")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
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


class Conversation(models.Model):
    """Where a chat with one contact stands. The draft holds what was told so far, sealed, until it becomes a case."""

    contact_point = models.ForeignKey(ContactPoint, models.CASCADE, related_name="conversations")
    channel = models.CharField(max_length=20)
    state = models.CharField(max_length=12, default="idle")
    sealed_draft = models.TextField(blank=True)
    followed = models.ForeignKey(Report, models.SET_NULL, null=True, blank=True, related_name="+")
    followed_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contact_point", "channel"], name="conversation_once")]
        indexes = [models.Index(fields=["updated_at"], name="conversation_drafts", condition=~Q(sealed_draft=""))]

    def __str__(self) -> str:
        return f"conversation {self.pk} ({self.state})"

    @property
    def draft(self) -> dict[str, Any]:
        return json.loads(crypto.unseal(self.sealed_draft)) if self.sealed_draft else {}

    @draft.setter
    def draft(self, value: dict[str, Any]) -> None:
        self.sealed_draft = crypto.seal(json.dumps(value)) if value else ""
