"""Bodies that work on a case beside the one that holds it. One leads and answers for the clock; the others join."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from rumahrakyat.organisations.models import Organisation


class Participation(models.Model):
    """A body joined to a case from `since` until `until` (exclusive; None: still). Written by `reports.joining` alone.

    `added_by` None: the router, by a rule. `reason` says what it is asked for; no words of the citizen.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="participations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "organisation"], condition=Q(until=None), name="participation_once_at_a_time"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="participation_period"),
        ]
        indexes = [
            models.Index(fields=["organisation", "report"], name="participation_present", condition=Q(until=None)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} on {self.report_id}"
