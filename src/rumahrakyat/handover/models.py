"""Letters to bodies that hold no cases, disputes about whose case it is, appeals as matters of their own, and what
citizens say after the end. What was said stands on the case's timeline; these rows say what is open, until when, and
who has it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahrakyat.channels.models import Message
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Entry, Report


class Terms(models.Model):
    """How an outside body is written to. `organisation` None: what holds for all that have no row of their own.

    `email` is the body's own public address, empty when it is not certain: then the letter is printed.
    `remind_after`: working days after which it is reminded, and again; `most_reminders` how often in all.
    `valid_days`: days for which the link to the reply form works.
    """

    organisation = models.OneToOneField(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    email = models.CharField(max_length=120, blank=True)
    remind_after = models.PositiveSmallIntegerField(default=5)
    most_reminders = models.PositiveSmallIntegerField(default=3)
    valid_days = models.PositiveSmallIntegerField(default=90)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation"], name="terms_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return f"terms of {self.organisation_id or 'all'}"


class Letter(models.Model):
    """A matter of a case put to an outside body, which is asked to answer while the case keeps its holder.

    `number` is the case's with a suffix (`RR-482-135/S1`). `token_hash` finds the letter by the link that went out;
    the link itself is kept nowhere. `sender` is the body that asks and chases. `by_mail` False: it is printed.
    `names_reporter`: the reporter consented to be named. `reminded`: how often; `remind_at` None: not any more.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="letters")
    number = models.CharField(max_length=24, unique=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    names_reporter = models.BooleanField(default=False)
    by_mail = models.BooleanField()
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    reminded = models.PositiveSmallIntegerField(default=0)
    remind_at = models.DateTimeField(null=True, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["remind_at"], name="letter_to_remind", condition=Q(remind_at__isnull=False)),
            models.Index(fields=["-made_at", "-id"], name="letter_newest"),
        ]

    def __str__(self) -> str:
        return self.number


class Answer(models.Model):
    """What an outside body said to a letter. One by the form is published at once (`entry`); one by e-mail waits,
    sealed, for the holder to publish it or put it aside: anybody could have written it."""

    class Stage(models.TextChoices):
        RECEIVED = "received", _("We have the letter and look into it")
        CHECKED = "checked", _("We have looked at it on site")
        AT_WORK = "at_work", _("It is being worked on")
        DONE = "done", _("It is done")
        NOT_OURS = "not_ours", _("It is not ours")

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="answers")
    at = models.DateTimeField()
    by_mail = models.BooleanField(default=False)
    stage = models.CharField(max_length=10, choices=Stage, blank=True)
    sealed = models.TextField(blank=True)
    entry = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    key = models.CharField(max_length=80, unique=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["letter", "at"], name="answer_of_letter")]

    def __str__(self) -> str:
        return f"answer to {self.letter_id}"


class Dispute(models.Model):
    """Two bodies disagree whose case it is. Meanwhile the case has a holder and all its clocks run.

    `first` gave the case away, `second` does not want it; `None` is the desk. `said_first` and `said_second` are the
    entries with their words. `until` is when somebody must have decided; `passed_up_at` when the secretary was told
    that nobody had. `settled` names how it ended without a decision: the body answered, or the case ended.
    """

    class Cause(models.TextChoices):
        RETURNED = "returned", pgettext_lazy("a case", "Given back")  # a queue number is given back, too
        THIRD = "third", _("Handed over for the third time")
        SAID = "said", _("A body says so")

    report = models.ForeignKey(Report, models.PROTECT, related_name="disputes")
    cause = models.CharField(max_length=8, choices=Cause)
    first = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    second = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    said_first = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    said_second = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    until = models.DateTimeField()
    passed_up_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=10, blank=True)
    decided_for = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="+")
    rule_code = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], condition=Q(settled_at=None), name="dispute_one_open"),
        ]
        indexes = [models.Index(fields=["until", "id"], name="dispute_open", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"dispute about {self.report_id}"


class Appeal(models.Model):
    """An appeal as a matter of its own for the higher officer; its clock is the case's newest of that obligation.

    `number` is the case's with a suffix (`RR-482-135/B1`). `level` says who decides: the regional secretary, the
    regency's coordinator (`region`), or the head of the body for misconduct (`body`). `against` is the body whose end
    of the case is appealed against, `against_account` whoever of it spoke last: nobody decides about themselves.
    """

    class Level(models.TextChoices):
        SECRETARY = "secretary", _("Regional Secretary")
        REGENCY = "regency", _("Coordinator of the regency or city")
        INSPECTORATE = "inspectorate", _("Head of the Inspectorate")

    report = models.ForeignKey(Report, models.PROTECT, related_name="appeals")
    number = models.CharField(max_length=24, unique=True)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    level = models.CharField(max_length=12, choices=Level, default=Level.SECRETARY)
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    against = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    against_account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=20, blank=True)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)
    decision = models.OneToOneField(Entry, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["made_at", "id"], name="appeal_open", condition=Q(decided_at=None)),
            models.Index(fields=["report", "made_at"], name="appeal_of_report"),
        ]

    def __str__(self) -> str:
        return self.number


class AfterWord(models.Model):
    """What the reporter wrote after the end of a case, put before whoever had it. `entry` holds the words. Either side
    can reopen the case with it until `until`."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="after_words")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    until = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled = models.CharField(max_length=10, blank=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["at", "id"], name="after_word_open", condition=Q(settled_at=None))]

    def __str__(self) -> str:
        return f"after the end of {self.report_id}"
