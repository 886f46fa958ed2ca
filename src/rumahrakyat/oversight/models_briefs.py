"""Briefs as they were frozen, alerts by rule, and what of both was sent to whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Brief(models.Model):
    """What its readers were told on a day, frozen. `day`: the local day it is sent on; it is about the day, or for the
    weekly the week, before. `whose`: "all", or a code of `briefs.editions.Whose`. `made_at`: the instant of its
    figures. `content` never changes; `sha256` is that of its canonical form.
    """

    class Kind(models.TextChoices):
        DAILY = "daily", _("daily")
        WEEKLY = "weekly", _("weekly")

    kind = models.CharField(max_length=8, choices=Kind)
    whose = models.CharField(max_length=40)
    day = models.DateField()
    made_at = models.DateTimeField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "whose", "day"], name="brief_once_a_day")]
        indexes = [models.Index(fields=["whose", "-day"], name="brief_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} brief of {self.day} for {self.whose}"


class BriefAlertRule(models.Model):
    """A rule that watches for something between two briefs. `values`: its numbers, as whole numbers by name. What a
    person changed (`edited_at`) is not brought back in line with the province's file."""

    code = models.CharField(max_length=24, unique=True)
    position = models.PositiveSmallIntegerField(default=0)
    on = models.BooleanField(default=True)
    values = models.JSONField(default=dict)
    edited_at = models.DateTimeField(null=True, blank=True)
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return self.code


class BriefAlert(models.Model):
    """Something a rule found, once for each `matter` and local day. `regency`: where it is, empty for the whole
    province; `danger`: a life may be in danger, so nobody's quiet holds it back. `path`: where more is read."""

    rule = models.CharField(max_length=24)
    matter = models.CharField(max_length=80)
    day = models.DateField()
    found_at = models.DateTimeField()
    words = models.CharField(max_length=400)
    path = models.CharField(max_length=200, blank=True)
    regency = models.CharField(max_length=13, blank=True)
    danger = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["rule", "matter", "day"], name="brief_alert_once_a_day")]
        indexes = [models.Index(fields=["-day", "-id"], name="brief_alert_newest")]

    def __str__(self) -> str:
        return f"{self.rule} of {self.day}"


class BriefSent(models.Model):
    """That a brief or an alert was sent to a reader on one channel. `turn` 1 is the sending by itself, later ones were
    asked for. `channel` empty: there was no way to the reader. `outcome` empty: it left, or is still to leave;
    "failed": it could not be delivered there."""

    brief = models.ForeignKey(Brief, models.CASCADE, null=True, blank=True, related_name="sent")
    alert = models.ForeignKey(BriefAlert, models.CASCADE, null=True, blank=True, related_name="sent")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    turn = models.PositiveSmallIntegerField(default=1)
    channel = models.CharField(max_length=24, blank=True)
    message = models.ForeignKey("channels.Message", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    outcome = models.CharField(max_length=8, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["brief", "account", "turn", "channel"], condition=Q(alert=None), name="brief_sent_once"
            ),
            models.UniqueConstraint(
                fields=["alert", "account", "channel"], condition=Q(brief=None), name="brief_alert_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(brief__isnull=False, alert=None) | Q(brief=None, alert__isnull=False),
                name="brief_sent_is_of_one",
            ),
        ]
        indexes = [models.Index(fields=["message"], name="brief_sent_open", condition=Q(outcome=""))]

    def __str__(self) -> str:
        return f"sent to account {self.account_id} on {self.channel or 'no channel'}"
