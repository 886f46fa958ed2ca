"""Findings with their recommendations, and cases that citizens brought to the Ombudsman."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Entry, Report

_ACCOUNT = settings.AUTH_USER_MODEL


class Finding(models.Model):
    """What the Ombudsman or the inspectorate found, about a case (`report`) or about a body itself (None).

    `number`: TM/2026/0001. `by_title`: the office of `made_by` at that time. Where there is a case, the words stand in
    `entry` alone, so that erasing a case erases them too; only without one are they sealed here.
    """

    token = models.UUIDField(unique=True)
    number = models.CharField(max_length=24, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="findings")
    report = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="findings")
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_words = models.TextField(blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    by_title = models.CharField(max_length=160)

    class Meta:
        indexes = [models.Index(fields=["-made_at", "-id"], name="finding_newest")]

    def __str__(self) -> str:
        return self.number

    @property
    def words(self) -> str:
        """Empty where they were erased."""
        return _said(self.entry, self.sealed_words)


class Recommendation(models.Model):
    """What a body must do after a finding, until `due_at`, which never moves (the database refuses).

    `number` is the finding's with a suffix. `planned_on`: by when the body says that it will be done; no deadline.
    `answered_at`: the body's first word; `done_at`: when it said that it is carried out; `ended_at`: whoever made the
    finding agreed, or withdrew it.
    """

    class State(models.TextChoices):
        OPEN = "open", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted, being carried out")
        OBJECTED = "objected", _("objected to")
        DONE = "done", _("carried out, to be confirmed")
        CLOSED = "closed", _("confirmed as carried out")
        WITHDRAWN = "withdrawn", _("withdrawn")

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="recommendations")
    nth = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=28, unique=True)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    sealed_words = models.TextField(blank=True)
    due_at = models.DateTimeField()
    planned_on = models.DateField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    answer_entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_answer = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    proof_entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_proof = models.TextField(blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "nth"], name="recommendation_nth_once"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(state__in=["closed", "withdrawn"]), name="recommendation_ended"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="recommendation_owed",
                condition=Q(state__in=["accepted", "objected", "open"]),
            )
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def last_minute(self) -> datetime:
        """The time ends with a day: named by its last minute, so that nobody reads the day after it."""
        return self.due_at - timedelta(minutes=1)

    @property
    def words(self) -> str:
        if self.finding.entry is None:
            return crypto.unseal(self.sealed_words) if self.sealed_words else ""
        kept: Any = (self.finding.entry.personal or {}).get("recommendations", [])
        return str(kept[self.nth - 1]) if len(kept) >= self.nth else ""

    @property
    def answer_words(self) -> str:
        return _said(self.answer_entry, self.sealed_answer)

    @property
    def proof_words(self) -> str:
        return _said(self.proof_entry, self.sealed_proof)


class OmbudsmanCase(models.Model):
    """A case that its reporter brought to the Ombudsman through us: the words stand in `entry`.

    The reporter agreed that name and contacts go with it (law 37/2008, article 24, wants both; the Ombudsman can keep
    them secret). `reference` is the Ombudsman's own number, `outcome` what came of it; both are entered later.
    """

    class Outcome(models.TextChoices):
        TAKEN = "taken", _("taken up")
        REFUSED = "refused", _("not taken up")
        SETTLED = "settled", _("settled between both sides")
        FOUND = "found", _("maladministration found")
        NOT_FOUND = "not_found", _("no maladministration found")

    report = models.OneToOneField(Report, models.PROTECT, related_name="ombudsman_case")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    channel = models.CharField(max_length=20)
    taken_in_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    reference = models.CharField(max_length=60, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    outcome_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-asked_at", "-id"], name="ombudsman_newest")]

    def __str__(self) -> str:
        return f"{self.report_id} at the Ombudsman"


def _said(entry: Entry | None, sealed: str) -> str:
    if entry is not None:
        return entry.text
    return crypto.unseal(sealed) if sealed else ""
