"""Cases that have to do with each other without being the same matter."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class LinkKind(models.TextChoices):
    RELATED = "related"
    SPLIT = "split"


class Link(models.Model):
    """Two cases, the older row first, linked from `since` until `until` (None: still). Written by `reports.linking`.

    `kind` split: `two` was made from a part of `one`. `reason` is for staff.
    """

    one = models.ForeignKey("reports.Report", models.PROTECT, related_name="+")
    two = models.ForeignKey("reports.Report", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=LinkKind, default=LinkKind.RELATED)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "two"], condition=Q(until=None), name="link_once_at_a_time"),
            models.CheckConstraint(condition=Q(one__lt=F("two")), name="link_older_first"),
        ]
        indexes = [models.Index(fields=["two"], name="link_from_the_younger", condition=Q(until=None))]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.two_id}"
