"""What is kept about accounts themselves: what they were told, and what they did that no case's timeline holds."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """Something a person of ours should look at: they were named in a note, a task is due, an answer waits for them.

    `code` says what happened (the words are chosen at display, see `people.notices`), `number` is the case's, `path`
    the page to open, `data` holds codes and names of bodies, nothing of citizens. `key` makes a repeat do nothing.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    code = models.CharField(max_length=32)
    number = models.CharField(max_length=16, blank=True)
    path = models.CharField(max_length=200)
    data = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="notice_once")]
        indexes = [
            models.Index(fields=["account", "-made_at"], name="notice_newest"),
            models.Index(fields=["account"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.code} for account {self.account_id}"


class AuditLine(models.Model):
    """One act that stands on no case's timeline: a role given, reference data changed, an export, an identity read.

    `act` is a code with the part of the product before the dot (`people.invited`, `reference.changed`). `subject` is a
    stable code or number, never a citizen's name; `data` holds what was and what is, without personal values of
    citizens. Lines are never changed.
    """

    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    act = models.CharField(max_length=40)
    subject = models.CharField(max_length=120, blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["-at", "-id"], name="audit_newest"),
            models.Index(fields=["account", "-at"], name="audit_of_account"),
            models.Index(fields=["subject", "-at"], name="audit_of_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject}"
