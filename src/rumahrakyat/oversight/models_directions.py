"""What those who watch ask of a body or tell it, and the cases they keep an eye on."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Report

_ACCOUNT = settings.AUTH_USER_MODEL


class Direction(models.Model):
    """An explanation asked of a body, or a word to it; about `report`, or about the body itself (None).

    Until `deliver_at` it can be recalled; then it leaves and stands on the case's timeline as `entry`, which holds the
    words from then on: whoever erases the personal part of a case erases them too. Only where there is no case do
    `sealed_words` and `sealed_answer` stay. `breach`: the missed deadline it is about, whose own explanation answers
    it. `open`: an explanation is owed still. `title`: the giver's office at that time. `token`: of the form, so that a
    second press of the button gives nothing.
    """

    class Kind(models.TextChoices):
        ASK = "ask", _("explanation")
        WORD = "word", _("word")

    token = models.UUIDField(unique=True)
    kind = models.CharField(max_length=4, choices=Kind)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="directions")
    report = models.ForeignKey(Report, models.CASCADE, null=True, blank=True, related_name="directions")
    breach = models.ForeignKey("duty.Breach", models.PROTECT, null=True, blank=True, related_name="+")
    urgent = models.BooleanField(default=False)
    open = models.BooleanField(default=False)
    sealed_words = models.TextField(blank=True)
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    title = models.CharField(max_length=160)
    deliver_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    entry = models.OneToOneField("reports.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    answer_due_at = models.DateTimeField(null=True, blank=True)
    overdue_told_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    sealed_answer = models.TextField(blank=True)
    answer_entry = models.ForeignKey("reports.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "report"],
                condition=Q(open=True),
                nulls_distinct=False,
                name="direction_one_open",
            ),
            models.CheckConstraint(
                condition=Q(kind="word", open=False, answer_due_at=None) | Q(kind="ask", answer_due_at__isnull=False),
                name="direction_ask_has_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["deliver_at"], name="direction_to_deliver", condition=Q(delivered_at=None, ended_at=None)
            ),
            models.Index(fields=["answer_due_at"], name="direction_owed", condition=Q(open=True)),
            models.Index(fields=["organisation", "-given_at"], name="direction_by_organisation"),
            models.Index(fields=["-given_at", "-id"], name="direction_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def last_minute(self) -> datetime | None:
        """The time ends with a day: named by its last minute, so that nobody reads the day after it."""
        return self.answer_due_at - timedelta(minutes=1) if self.answer_due_at else None

    @property
    def words(self) -> str:
        """What was said; empty where it was erased."""
        if self.entry is not None:
            return self.entry.text
        return crypto.unseal(self.sealed_words) if self.sealed_words else ""

    @property
    def answer(self) -> str:
        if self.answer_entry is not None:
            return self.answer_entry.text
        return crypto.unseal(self.sealed_answer) if self.sealed_answer else ""


class WatchedCase(models.Model):
    """Somebody who directs keeps an eye on a case, since `since` until `until` (None: still). `title`: the office at
    that time. `told_seq`: the last entry of the timeline that the watcher was told of."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="watchers")
    account = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="watched_cases")
    title = models.CharField(max_length=160)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    told_seq = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "account"], condition=Q(until=None), name="watched_case_once"),
        ]
        indexes = [models.Index(fields=["report"], name="watched_now", condition=Q(until=None))]

    def __str__(self) -> str:
        return f"{self.account_id} watches {self.report_id}"
