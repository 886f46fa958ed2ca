"""What the figures are read from: three grains of facts, and their sums. Kept by `rollups.folding`, never by hand.

All of it follows from the timelines and can be thrown away and made again (`rumahrakyat recount --rebuild`). It holds
codes, ids and instants only, nothing anybody said or is called. So that a row can be found by its key, "nobody" and
"nowhere" are 0 and '': body 0 is the desk, regency '' is not placed yet. Days and hours are those of the zone of the
installation (`RollupState.zone`). No foreign keys: a fact is a copy, and must never keep what it copies from changing.
"""

from datetime import timedelta

from django.db import models
from django.db.models import Q


class CaseFact(models.Model):
    """Grain a: one row for each case, as it is now. `body`: who holds it, or held it when it ended. `closing`: who
    closed a closed case; `closed_*`: when it ended, however that was."""

    report_id = models.BigIntegerField(primary_key=True)
    body = models.BigIntegerField(default=0)
    regency = models.CharField(max_length=13, default="")
    district = models.CharField(max_length=13, default="")
    channel = models.CharField(max_length=20)
    category = models.CharField(max_length=60, default="")
    kind = models.CharField(max_length=12)
    received_at = models.DateTimeField()
    received_day = models.DateField()
    received_hour = models.SmallIntegerField()
    closing = models.CharField(max_length=8, default="")
    closed_at = models.DateTimeField(null=True)
    closed_day = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["received_at"],
                include=["body", "regency", "channel", "received_day", "received_hour"],
                name="casefact_received",
            ),
            models.Index(
                fields=["closed_at"],
                include=["body", "regency", "closing"],
                name="casefact_closed",
                condition=Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.report_id)


class AnswerFact(models.Model):
    """Grain a: one row for each first answer that was ever owed (`cycle` 1: since receipt, 2: since an objection ...).

    `body` is accountable: whoever was charged when the deadline passed, otherwise the holder. `holder` has or had it
    last. `owed`: it counts when its deadline has come, because it was neither withdrawn before nor stands still now.
    `seconds`: from beginning to answer without the time it waited for the reporter, whole seconds.
    """

    clock_id = models.BigIntegerField(primary_key=True)
    report_id = models.BigIntegerField()
    cycle = models.SmallIntegerField()
    body = models.BigIntegerField(default=0)
    holder = models.BigIntegerField(default=0)
    regency = models.CharField(max_length=13, default="")
    district = models.CharField(max_length=13, default="")
    channel = models.CharField(max_length=20)
    category = models.CharField(max_length=60, default="")
    kind = models.CharField(max_length=12)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    due_day = models.DateField()
    met_at = models.DateTimeField(null=True)
    met_day = models.DateField(null=True)
    met_hour = models.SmallIntegerField(null=True)
    stopped_at = models.DateTimeField(null=True)
    waited = models.DurationField(default=timedelta(0))
    owed = models.BooleanField()
    on_time = models.BooleanField()
    seconds = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["report_id"], name="answerfact_report"),
            models.Index(fields=["due_at"], name="answerfact_due"),
            models.Index(
                fields=["met_at"],
                include=["holder", "regency"],
                name="answerfact_met",
                condition=Q(met_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.cycle}"


class StageSpell(models.Model):
    """Grain b: how long a case was at a stage with a holder, `seq` being the entry that began it. `seconds` and
    `ended_*` are None for the spell that lasts."""

    report_id = models.BigIntegerField()
    seq = models.IntegerField()
    stage = models.CharField(max_length=16)
    body = models.BigIntegerField(default=0)
    regency = models.CharField(max_length=13, default="")
    began_at = models.DateTimeField()
    began_day = models.DateField()
    ended_at = models.DateTimeField(null=True)
    ended_day = models.DateField(null=True)
    seconds = models.BigIntegerField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report_id", "seq"], name="stagespell_once")]
        indexes = [
            models.Index(fields=["ended_at"], name="stagespell_ended", condition=Q(ended_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.stage}"


class OpenChange(models.Model):
    """Grain c: by how many the open cases of a body in a regency grew on a local day. All days up to one added up are
    the cases that were open when that day ended."""

    day = models.DateField()
    body = models.BigIntegerField(default=0)
    regency = models.CharField(max_length=13, default="")
    change = models.IntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "body", "regency"], name="openchange_once")]

    def __str__(self) -> str:
        return f"{self.day} {self.change:+}"


class DaySum(models.Model):
    """The facts added up by local day and everything they can be divided by. Agency and unit follow from `body`: its
    parent, or itself, is the agency.

    `came_in`, `solved`, `expired`, `ended` count cases by their holder; `answered` (late ones included),
    `answered_late` and `seconds` (of the answered) first answers by whoever gave them; `fell_due`, `on_time`, `again`
    by whoever is accountable, on the day of the deadline, which may lie ahead.
    """

    day = models.DateField()
    body = models.BigIntegerField(default=0)
    regency = models.CharField(max_length=13, default="")
    district = models.CharField(max_length=13, default="")
    channel = models.CharField(max_length=20)
    category = models.CharField(max_length=60, default="")
    kind = models.CharField(max_length=12)
    came_in = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)
    answered_late = models.IntegerField(default=0)
    seconds = models.BigIntegerField(default=0)
    fell_due = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    again = models.IntegerField(default=0)
    solved = models.IntegerField(default=0)
    expired = models.IntegerField(default=0)
    ended = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "body", "regency", "district", "channel", "category", "kind"], name="daysum_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.day)


class HourSum(models.Model):
    """What came in and what was answered by local hour, for the course of a day."""

    day = models.DateField()
    hour = models.SmallIntegerField()
    body = models.BigIntegerField(default=0)
    regency = models.CharField(max_length=13, default="")
    channel = models.CharField(max_length=20)
    came_in = models.IntegerField(default=0)
    answered = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "hour", "body", "regency", "channel"], name="hoursum_once")
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.hour}"


class RollupState(models.Model):
    """One row: the zone whose days the facts are in, and when all of them were last made anew."""

    zone = models.CharField(max_length=60)
    rebuilt_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.zone
