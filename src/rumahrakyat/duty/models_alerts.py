"""An alert: somebody has to know of something, and to confirm it, or somebody else is told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Alert(models.Model):
    """`audience` is whom it was for, `rung` whom it has reached on its way up. `acknowledge`: minutes within which one
    of them must confirm it (0: nobody has to). `next_at`: when it must be looked at again; None when nothing follows.
    `due_at`: the deadline it is about. `code` is said back to confirm it; unique among those that are open.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("held back until the quiet hours end")
        OPEN = "open", _("open")
        TOLD = "told", _("told")
        ACKNOWLEDGED = "acknowledged", _("confirmed")
        ENDED = "ended", _("no longer needed")
        NOBODY = "nobody", _("nobody confirmed it")

    key = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=24)
    audience = models.CharField(max_length=12)
    rung = models.CharField(max_length=12)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="alerts"
    )
    report = models.ForeignKey("reports.Report", models.CASCADE, null=True, blank=True, related_name="alerts")
    step = models.ForeignKey("duty.EscalationStep", models.CASCADE, null=True, blank=True, related_name="alerts")
    words = models.CharField(max_length=300)
    path = models.CharField(max_length=200, blank=True)
    acknowledge = models.PositiveSmallIntegerField(default=0)
    climbs = models.BooleanField(default=True)
    due_at = models.DateTimeField(null=True, blank=True)
    code = models.CharField(max_length=8, blank=True)
    state = models.CharField(max_length=12, choices=State, default=State.OPEN)
    raised_at = models.DateTimeField()
    next_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=24, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    how = models.CharField(max_length=16, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~Q(code="") & Q(state__in=["waiting", "open", "nobody"]),
                name="alert_code_once",
            ),
        ]
        indexes = [
            models.Index(fields=["next_at"], name="alert_next", condition=Q(next_at__isnull=False)),
            models.Index(fields=["organisation", "-raised_at"], name="alert_by_organisation"),
            models.Index(fields=["-raised_at", "-id"], name="alert_newest"),
            models.Index(fields=["code", "-raised_at"], name="alert_by_code", condition=~Q(code="")),
        ]

    def __str__(self) -> str:
        return f"{self.kind} alert {self.pk}"


class AlertAttempt(models.Model):
    """One person on one channel, or one who was passed over (`message` None, `outcome` says why).

    `token_hash` finds it by the link in the message. `outcome` is empty while it is under way.
    """

    alert = models.ForeignKey(Alert, models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    audience = models.CharField(max_length=12)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+")
    stands_in_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    channel = models.CharField(max_length=24, blank=True)
    contact_point = models.ForeignKey("people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="+")
    message = models.ForeignKey("channels.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    token_hash = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["alert", "number"], name="alert_attempt_once"),
            models.UniqueConstraint(fields=["token_hash"], condition=~Q(token_hash=""), name="alert_token_once"),
        ]
        indexes = [
            models.Index(fields=["alert", "number"], name="alert_attempt_under_way", condition=Q(outcome="")),
        ]

    def __str__(self) -> str:
        return f"attempt {self.number} of alert {self.alert_id}"
