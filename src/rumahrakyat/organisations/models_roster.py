"""Who is reached when a case needs somebody: turns on call, absences, ways to a person, hours of quiet."""

from datetime import time

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations.sealed import SealedAddress

EVERY_DAY = "0123456"


class Audience(models.TextChoices):
    """For whom a step of a ladder is, from the bottom up."""

    OFFICER = "officer", _("officer")
    DEPUTY = "deputy", _("deputy")
    HEAD = "head", _("head")
    SECRETARY = "secretary", _("regional secretary")
    GOVERNOR = "governor", _("governor's office")


class OnCall(models.Model):
    """A person's turn on a list, first by `order`. `organisation` None: the lists of the whole installation.

    `weekdays` are digits (0 = Monday). `begins` and `ends` are local times, None: the whole day; an end before its
    beginning is on the next day, and the stretch belongs to the day on which it begins. A turn that is taken away
    keeps its row (`until`).
    """

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="turns"
    )
    audience = models.CharField(max_length=12, choices=Audience)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="turns")
    order = models.PositiveSmallIntegerField(default=1)
    weekdays = models.CharField(max_length=7, default=EVERY_DAY)
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "audience", "order"], name="on_call_list")]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="on_call_period"),
            models.CheckConstraint(
                condition=Q(begins=None, ends=None) | Q(begins__isnull=False, ends__isnull=False),
                name="on_call_whole_day_or_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.audience} of {self.organisation_id or '-'}: account {self.account_id}"


class Absence(models.Model):
    """Somebody is away from `since` until `until` (None: until it is ended), and who stands in meanwhile."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="absences")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    stand_in = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(max_length=120, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "since"], name="absence_of_account")]
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="absence_period"),
            models.CheckConstraint(condition=~Q(stand_in=F("account")), name="absence_stand_in_is_another"),
        ]

    def __str__(self) -> str:
        return f"absence of account {self.account_id}"


class StaffContact(SealedAddress, models.Model):
    """A way to a person of ours, first by `order`. Found by a keyed hash, read only by unsealing.

    `tel`: a number that takes SMS; `wa`: a number on WhatsApp; `email`; `telegram`: the chat's id. `confirmed_at`:
    when something that was sent there was confirmed by its owner.
    """

    class Scheme(models.TextChoices):
        TEL = "tel", "SMS"
        WA = "wa", "WhatsApp"
        EMAIL = "email", _("E-mail")
        TELEGRAM = "telegram", "Telegram"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="staff_contacts")
    scheme = models.CharField(max_length=16, choices=Scheme)
    sealed_value = models.TextField()
    value_hash = models.CharField(max_length=64)
    order = models.PositiveSmallIntegerField(default=1)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "scheme", "value_hash"], name="staff_contact_once"),
        ]
        indexes = [models.Index(fields=["value_hash"], name="staff_contact_value")]

    def __str__(self) -> str:
        return f"{self.scheme} of account {self.account_id}"


class QuietHours(models.Model):
    """When a person is not to be disturbed by what can wait, local times. Both equal: never."""

    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="quiet_hours")
    begins = models.TimeField(default=time(21))
    ends = models.TimeField(default=time(5))

    def __str__(self) -> str:
        return f"quiet hours of account {self.account_id}"
