"""Who answers to citizens: agencies, local governments, outside bodies, the desk, and the people who work for them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations.models_roster import (  # noqa: F401 -- Django finds models in this module alone
    Absence,
    OnCall,
    QuietHours,
    StaffContact,
)
from rumahrakyat.organisations.models_staffing import Invitation  # noqa: F401 -- as above
from rumahrakyat.regions.models import Region


class Kind(models.TextChoices):
    AGENCY = "agency", _("provincial agency")
    REGENCY_GOVERNMENT = "regency_government", _("regency or city government")
    OUTSIDE = "outside", _("outside body")
    DESK = "desk", _("complaint desk")


class Organisation(models.Model):
    """A body a report can be held by, or (kind ``outside``) be referred to.

    ``region`` is the territory of a local government; None for bodies that serve the whole province.
    ``receives_misconduct`` marks the bodies that may hold reports of misconduct (the inspectorate).
    Contact facts are the institution's own public ones and stay empty unless certain.
    ``successor`` took over what a body that has ended (``active`` False, since ``ended_at``) held. What a person of
    ours edited (``edited_at``) is not brought back in line with the province's files.
    """

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=160)
    short_name = models.CharField(max_length=60)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    form = models.CharField(max_length=20, blank=True, help_text="Dinas, Badan, Biro, RSUD ...")
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="units")
    duties = models.CharField(max_length=200, blank=True, help_text="What it does, in words citizens use")
    phone = models.CharField(max_length=40, blank=True)
    website = models.CharField(max_length=120, blank=True)
    referral_text = models.TextField(blank=True, help_text="What a citizen is told when referred there")
    receives_misconduct = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="heirs_of")
    ended_at = models.DateTimeField(null=True, blank=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "active"], name="organisation_kind_active")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(kind=Kind.REGENCY_GOVERNMENT) | models.Q(region__isnull=False),
                name="organisation_local_government_has_region",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    @property
    def can_hold(self) -> bool:
        """Whether a report may be assigned to it; an outside body can only be referred to."""
        return self.active and self.kind != Kind.OUTSIDE


class ServicePoint(models.Model):
    """A place where citizens are served face to face. Opening hours are local (WIB)."""

    code = models.CharField(max_length=24, unique=True)
    name = models.CharField(max_length=120)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="service_points")
    address = models.CharField(max_length=200, blank=True)
    regency = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="+")
    serves = models.ManyToManyField(Region, related_name="+", blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    notes = models.TextField(blank=True)
    confirmed = models.BooleanField(default=True, help_text="Place and hours were confirmed by the operator")
    active = models.BooleanField(default=True)
    edited_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class OpeningHours(models.Model):
    """One stretch of opening on a weekday (0 = Monday), local time."""

    service_point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField()
    opens = models.TimeField()
    closes = models.TimeField()

    class Meta:
        ordering = ["weekday", "opens"]
        constraints = [
            models.UniqueConstraint(fields=["service_point", "weekday", "opens"], name="hours_unique_start"),
            models.CheckConstraint(condition=models.Q(weekday__lte=6), name="hours_weekday_exists"),
            models.CheckConstraint(condition=models.Q(opens__lt=models.F("closes")), name="hours_open_before_close"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%H.%M}-{self.closes:%H.%M}"


class TopicDay(models.Model):
    """A subject a service point gives a day to, with its agency at the table: on one date, or every such weekday."""

    service_point = models.ForeignKey(ServicePoint, on_delete=models.CASCADE, related_name="topic_days")
    topic = models.CharField(max_length=120)
    on = models.DateField(null=True, blank=True)
    weekday = models.PositiveSmallIntegerField(null=True, blank=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(on__isnull=False, weekday__isnull=True)
                | models.Q(on__isnull=True, weekday__isnull=False, weekday__lte=6),
                name="topic_day_date_or_weekday",
            ),
        ]

    def __str__(self) -> str:
        return self.topic


class Membership(models.Model):
    """A role an account has, at an organisation and/or over a region; None means the whole installation.

    It holds while `active`, from `since` (None: since always) until `until` (None: until it is ended).
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=40)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    region = models.ForeignKey(Region, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    active = models.BooleanField(default=True)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "role", "organisation", "region"],
                name="membership_unique",
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} ({self.organisation_id or self.region_id or '-'})"
