"""What village heads and field officers hand over when a signal comes: each thing once, its photos piece by piece."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahrakyat.people.models import Reporter
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import Report


class Handed(models.Model):
    """One thing that a phone handed over. `uuid` was made on the phone when it was written down, so that a repeat is
    seen to be one. `noted_at` is what the phone's clock said, put right by `ahead` when that clock was wrong;
    `received_at` is when our server had it. `ahead`: seconds by which the phone's clock was ahead of ours.
    """

    class Kind(models.TextChoices):
        REPORT = "report"
        REPLY = "reply"
        OBJECTION = "objection"
        CONFIRMATION = "confirmation"
        VISIT = "visit"

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uuid = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)
    ahead = models.IntegerField(default=0)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "uuid"], name="handed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"


class PhotoOnItsWay(models.Model):
    """The part of a photo that has arrived. Sealed; the row goes when the photo is whole and with its case."""

    handed = models.ForeignKey(Handed, models.CASCADE, related_name="photos")
    digest = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    have = models.PositiveIntegerField(default=0)
    sealed = models.BinaryField(default=b"")
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["handed", "digest"], name="photo_on_its_way_once")]

    def __str__(self) -> str:
        return f"photo of {self.handed_id}: {self.have} of {self.size} bytes"


class Villager(models.Model):
    """A villager for whom a village head spoke: found again by village, name and number. The name is the reporter's
    and sealed there."""

    reporter = models.OneToOneField(Reporter, models.PROTECT, related_name="villager")
    village = models.ForeignKey(Region, models.PROTECT, related_name="+")
    key_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["village", "key_hash"], name="villager_once")]

    def __str__(self) -> str:
        return f"villager {self.pk} of {self.village_id}"


class Carried(models.Model):
    """A case that came through a village head: for whom, with which consent, and up to which entry (its id) of
    the story the villager was told. `villager` None: nobody's name was given."""

    class Via(models.TextChoices):
        APP = "app", _("app")
        MESSAGE = "message", _("message")

    class Consent(models.TextChoices):
        SAID = "said", _("said aloud")
        SIGNED = "signed", pgettext_lazy("consent", "signed")
        THUMB = "thumb", _("thumb print")

    report = models.OneToOneField(Report, models.PROTECT, related_name="carried")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    village = models.ForeignKey(Region, models.PROTECT, related_name="+")
    villager = models.ForeignKey(Villager, models.PROTECT, null=True, blank=True, related_name="carried")
    via = models.CharField(max_length=7, choices=Via)
    consent = models.CharField(max_length=6, choices=Consent, default=Consent.SAID)
    reachable = models.BooleanField(default=False, help_text="The villager left a contact and is told directly")
    text_hash = models.CharField(max_length=64, blank=True)
    told_upto = models.BigIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["village", "-created_at"], name="carried_of_village"),
            models.Index(
                fields=["account", "text_hash", "-created_at"], name="carried_same_words", condition=~Q(text_hash="")
            ),
        ]

    def __str__(self) -> str:
        return f"case {self.report_id} through {self.village_id}"
