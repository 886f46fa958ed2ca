"""A wish that a new version, or a change of the calendar, also holds for the clocks that run already."""

from django.db import models
from django.db.models import Q

from rumahrakyat.people.models import Account


class Restamping(models.Model):
    """Exactly one of `rule`, `ladder` and `day` is what the running clocks are moved to. `report_id` is the case done
    last: cases are taken in the order of their ids, so a worker that dies goes on where it was. `moved` and `failed`
    count cases.
    """

    rule = models.ForeignKey("duty.DutyRule", models.PROTECT, null=True, blank=True, related_name="+")
    ladder = models.ForeignKey("duty.Ladder", models.PROTECT, null=True, blank=True, related_name="+")
    day = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    asked_by = models.ForeignKey(Account, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    report_id = models.BigIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    failed = models.PositiveIntegerField(default=0)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(rule__isnull=False, ladder=None, day=None)
                | Q(rule=None, ladder__isnull=False, day=None)
                | Q(rule=None, ladder=None, day__isnull=False),
                name="restamping_of_one_thing",
            )
        ]
        indexes = [models.Index(fields=["id"], name="restamping_open", condition=Q(done_at=None))]

    def __str__(self) -> str:
        return f"restamping {self.pk}"
