"""Running obligations, who held the case meanwhile, what was escalated, and what was missed.

The rows are the state of `engine`, saved by `store`; nothing else writes them.
"""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q

from rumahrakyat.duty.models_alerts import (  # noqa: F401 -- Django finds models in this module alone
    Alert,
    AlertAttempt,
)
from rumahrakyat.duty.models_heartbeat import (  # noqa: F401 -- Django finds models in this module alone
    SweeperBeat,
)
from rumahrakyat.duty.models_negligence import (  # noqa: F401 -- Django finds models in this module alone
    Explanation,
    Ruling,
)
from rumahrakyat.duty.models_rules import Restamping  # noqa: F401 -- Django finds models in this module alone
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import Category, Report

_RUNNING = Q(met_at=None, stopped_at=None)


class Scoped(models.Model):
    """Where a version of a rule or ladder holds (empty: everywhere), where it comes from, from when until when.

    `valid_to` is exclusive; None means until a later version of the same scope begins. A version is never changed.
    """

    obligation = models.CharField(max_length=24)
    version = models.PositiveSmallIntegerField()
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    regency = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    weight = models.CharField(max_length=12, blank=True)
    kind = models.CharField(max_length=12, blank=True)
    source = models.CharField(max_length=300)
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.obligation} v{self.version}"


class DutyRule(Scoped):
    """A version of an obligation: `amount` hours or working days, and `extension` more of the same when it may be
    extended once. `longest`: how many working days ahead a promised next date may lie.
    """

    unit = models.CharField(max_length=8, default="hours")
    amount = models.PositiveIntegerField()
    extension = models.PositiveSmallIntegerField(default=0)
    longest = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "version"], name="duty_rule_version_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="duty_rule_period"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="duty_rule_takes_time"),
            models.CheckConstraint(condition=Q(unit__in=["hours", "workdays"]), name="duty_rule_unit"),
        ]


class Ladder(Scoped):
    """A version of who is told when. `steps` is a list of {code, percent, audience, own, acknowledge, waits}; see
    `rules.Step`."""

    steps = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["obligation", "version"], name="ladder_version_once"),
            models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")), name="ladder_period"),
        ]


class CalendarDay(models.Model):
    """What differs from the published calendar: a day off that the library does not know, or one that is worked."""

    day = models.DateField(unique=True)
    works = models.BooleanField()
    name = models.CharField(max_length=120)
    source = models.CharField(max_length=300)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.name}"


class Clock(models.Model):
    """One obligation on one case. Runs until met or stopped; past due it goes on running, visibly late.

    `cycle` counts how often the same was owed: 1 for the report, 2 for the first objection, and so on. `holder` is who
    has the clock now (None: the desk). `due_at` is the case's deadline. `paused_at`: since when that stands still;
    `waits_until`: when the waiting for the reporter ends by the cap; `waited`: how long it stood still before.
    `promised_at`: an instant that was promised in place of the rule's. `next_action_at` is when the sweeper must look;
    None when there is nothing left to do.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="clocks")
    obligation = models.CharField(max_length=24, default=FIRST_RESPONSE)
    cycle = models.PositiveSmallIntegerField(default=1)
    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="+")
    ladder = models.ForeignKey(Ladder, models.PROTECT, null=True, blank=True, related_name="+")
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    promised_at = models.DateTimeField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    next_action_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    waits_until = models.DateTimeField(null=True, blank=True)
    waited = models.DurationField(default=timedelta(0))
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
            # What the figures read of the answers that are owed, and of those that came late, without the rows.
            models.Index(
                fields=["due_at", "id"],
                include=["holder", "report", "paused_at"],
                name="clock_owed",
                condition=_RUNNING & Q(obligation=FIRST_RESPONSE),
            ),
            models.Index(
                fields=["met_at"],
                include=["obligation", "due_at", "holder", "report"],
                name="clock_late_met",
                condition=Q(breached_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} of {self.report_id}"

    @property
    def running(self) -> bool:
        return self.met_at is None and self.stopped_at is None


class Tenure(models.Model):
    """Who had a clock, from when until when (None: still). `holder` None is the desk. `waiting`: it was the reporter's
    turn. The tenures of a clock follow on without a gap."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="tenures")
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    waiting = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(until=None), name="tenure_one_current"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="tenure_period"),
        ]

    def __str__(self) -> str:
        return f"tenure of {self.clock_id}"


class EscalationStep(models.Model):
    """A step of a ladder that was taken, once. `own`: of the holder's own time. `organisation`: who held the case then.
    `acknowledged_at`: when one of those it was for confirmed it."""

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="steps")
    code = models.CharField(max_length=24)
    own = models.BooleanField(default=False)
    audience = models.CharField(max_length=12)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField()
    taken_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock", "code"], condition=Q(own=False), name="escalation_once"),
            models.UniqueConstraint(
                fields=["clock", "code", "organisation"],
                condition=Q(own=True),
                name="escalation_own_once",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-taken_at"], name="escalation_unread", condition=Q(acknowledged_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} of {self.clock_id}"


class BreachState(models.TextChoices):
    """What became of a missed deadline: the holder may explain, the secretary decides."""

    OPEN = "open"
    EXPLAINED = "explained"
    UPHELD = "upheld"
    EXCUSED = "excused"
    CORRECTED = "corrected"


class Breach(models.Model):
    """A deadline that passed without what was owed: a row of the register of negligence.

    `own` False: the case's deadline, charged to whoever held it longest until then (`held`, of which the last spell
    began at `held_since`). `own` True: the holder's own time, after the case's deadline. `rule`: the version in force.
    """

    clock = models.ForeignKey(Clock, models.CASCADE, related_name="breaches")
    own = models.BooleanField(default=False)
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    rule = models.ForeignKey(DutyRule, models.PROTECT, related_name="+")
    due_at = models.DateTimeField()
    held_since = models.DateTimeField()
    held = models.DurationField(default=timedelta(0))
    recorded_at = models.DateTimeField()
    state = models.CharField(max_length=9, choices=BreachState, default=BreachState.OPEN)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["clock"], condition=Q(own=False), name="breach_of_case_once"),
            models.UniqueConstraint(fields=["clock", "holder"], name="breach_by_holder_once", nulls_distinct=False),
        ]
        indexes = [
            models.Index(fields=["holder", "-due_at"], name="breach_by_holder"),
            models.Index(fields=["-due_at", "-id"], name="breach_newest"),
        ]

    def __str__(self) -> str:
        return f"breach of {self.clock_id}"
