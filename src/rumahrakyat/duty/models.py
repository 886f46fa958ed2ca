"""Running obligations, who held the case meanwhile, what was escalated, and what was missed."""

from django.db import models
from django.db.models import F, Q

from rumahrakyat.duty.rules import FIRST_RESPONSE, Step
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report

_RUNNING = Q(met_at=None, stopped_at=None)


class DutyRule(models.Model):
    """A version of an obligation: hours allowed, its ladder, where it comes from, and from when until when it holds.

    `ladder` is a list of {code, percent, audience}; see `rules.Step`. `valid_to` is exclusive; None means still valid.
    """

    obligation = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    hours = models.PositiveIntegerField()
    ladder = models.JSONField(default=list)
    source = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "version"], name="duty_rule_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="duty_rule_period"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="duty_rule_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} v{self.version}"

    @property
    def steps(self) -> list[Step]:
        return [Step(str(one["code"]), int(one["percent"]), str(one["audience"])) for one in self.ladder]


class Clock(models.Model):
    """One obligation on one case. Runs until met or stopped; past due it goes on running, visibly late.

    `cycle` counts first responses owed: 1 for the report, 2 for the first objection, and so on. `holder` is who has the
    case now (None: the desk). `next_action_at` is when the sweeper must look; None when there is nothing left to do.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="clocks")
    obligation = models.CharField(max_length=24, default=FIRST_RESPONSE)
    cycle = models.PositiveSmallIntegerField(default=1)
    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    next_action_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    met_at = models.DateTimeField(null=True, blank=True)
    breached_at = models.DateTimeField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    stop_reason = models.CharField(max_length=24, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "obligation", "cycle"], name="clock_cycle_once"),
            models.UniqueConstraint(fields=["report", "obligation"], condition=_RUNNING, name="clock_one_running"),
            models.CheckConstraint(condition=Q(due_at__gt=F("started_at")), name="clock_due_after_start"),
        ]
        indexes = [
            models.Index(
                fields=["next_action_at"], name="clock_next_action", condition=Q(next_action_at__isnull=False)
            ),
            models.Index(fields=["holder", "due_at"], name="clock_running_by_holder", condition=_RUNNING),
            models.Index(fields=["due_at", "id"], name="clock_running_by_due", condition=_RUNNING),
            models.Index(fields=["obligation", "due_at"], name="clock_by_due"),
            models.Index(fields=["obligation", "met_at"], name="clock_by_met"),
            models.Index(fields=["met_at"], name="clock_late_met", condition=Q(breached_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} of {self.report_id}"

    @property
    def running(self) -> bool:
        return self.met_at is None and self.stopped_at is None


class Tenure(models.Model):
    """Who held the case while a clock ran. `holder` None is the desk. `until` None: still."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="tenures")
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until=None), name="tenure_one_current"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="tenure_period"),
        ]

    def __str__(self) -> str:
        return f"tenure of {self.clock_id}"


class EscalationStep(models.Model):
    """A step of the ladder that was taken, once. `acknowledged_at`: when the one it was for opened the case."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="steps")
    code = models.CharField(max_length=24)
    audience = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clock", "code"], name="escalation_once")]
        indexes = [
            models.Index(
                fields=["organisation", "-taken_at"], name="escalation_unread", condition=Q(acknowledged_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.clock_id}"


class Breach(models.Model):
    """A deadline that passed without an answer: who held the case at that instant, under which version of the rule."""

    clock = models.OneToOneField(Clock, models.CASCADE, related_name="breach")
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    held_since = models.DateTimeField()
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["holder", "-due_at"], name="breach_by_holder")]

    def __str__(self) -> str:
        return f"breach of {self.clock_id}"
