"""Telephone calls, apart from the other rows of channels only to keep both files readable."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Call(models.Model):
    """A telephone call as its exchange told it, one row whatever the order of the events.

    `contact_point` is the citizen (None: the number was withheld), `line` our number, `agent` who served the citizen:
    a person's extension, or empty for a machine that took the complaint. `answered_at` stays empty when nobody and
    nothing served the caller. `seconds` is the length in the exchange's words. Recordings hang on it as InboundMedia.
    """

    class Direction(models.TextChoices):
        IN = "in", _("in")
        OUT = "out", _("out")

    channel = models.CharField(max_length=24)
    call_id = models.CharField(max_length=255)
    direction = models.CharField(max_length=3, choices=Direction, default=Direction.IN)
    contact_point = models.ForeignKey(
        "people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="calls"
    )
    line = models.CharField(max_length=40, blank=True)
    agent = models.CharField(max_length=80, blank=True)
    started_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    cause = models.CharField(max_length=60, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "call_id"], name="call_once")]
        indexes = [
            models.Index(fields=["contact_point", "-started_at"], name="call_of_contact"),
            models.Index(
                fields=["-started_at", "-id"],
                name="call_missed",
                condition=models.Q(direction="in", answered_at=None, ended_at__isnull=False),
            ),
            # What rings or is spoken just now: looked at every second by everybody who serves the telephone.
            models.Index(fields=["-started_at"], name="call_going_on", condition=models.Q(ended_at=None)),
            models.Index(fields=["agent", "-started_at"], name="call_of_agent", condition=~models.Q(agent="")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} call {self.pk}"
