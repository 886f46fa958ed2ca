"""Reprimands: letters from the governor's office to the head of a body that is late."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Report

_ACCOUNT = settings.AUTH_USER_MODEL


class Reprimand(models.Model):
    """`number` is given at signing and never again. `addressees`: the heads at that time, as {name, title}; empty where
    the post was vacant. `deliver_at`: not before this it is sent, and until then it can be recalled. `signer_name`,
    `signer_title`: as they were at signing.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SIGNED = "signed", _("signed")
        RECALLED = "recalled", _("recalled")
        DELIVERED = "delivered", _("sent")
        ACKNOWLEDGED = "acknowledged", _("read")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(max_length=24, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reprimands")
    addressees = models.JSONField(default=list)
    words = models.TextField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    signer_name = models.CharField(max_length=120, blank=True)
    signer_title = models.CharField(max_length=160, blank=True)
    deliver_at = models.DateTimeField(null=True, blank=True)
    delivered_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    acknowledged_how = models.CharField(max_length=16, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    answer = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="reprimand_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft") | (~Q(number="") & Q(signed_at__isnull=False) & Q(signed_by__isnull=False)),
                name="reprimand_signed_has_number",
            ),
        ]
        indexes = [
            models.Index(fields=["deliver_at"], name="reprimand_to_deliver", condition=Q(state="signed")),
            models.Index(fields=["organisation", "-signed_at"], name="reprimand_by_organisation"),
            models.Index(fields=["-drafted_at", "-id"], name="reprimand_newest"),
        ]

    def __str__(self) -> str:
        return self.number or f"draft {self.pk}"

    @property
    def last_minute(self) -> datetime | None:
        """The time ends with a day: named by its last minute, so that nobody reads the day after it."""
        return self.answer_due_at - timedelta(minutes=1) if self.answer_due_at else None


class ReprimandCase(models.Model):
    """A case that a reprimand is about. `due_at`: since when an answer was owed. `open`: the reprimand was signed and
    has not ended, so that the same body is not reprimanded twice for the same."""

    reprimand = models.ForeignKey(Reprimand, models.CASCADE, related_name="cases")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="reprimand_cases")
    due_at = models.DateTimeField()
    open = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reprimand", "report"], name="reprimand_case_once"),
            models.UniqueConstraint(
                fields=["organisation", "report"], condition=Q(open=True), name="reprimand_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.report_id} of reprimand {self.reprimand_id}"
