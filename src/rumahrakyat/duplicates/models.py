"""What a report is found again by, what is thought to be the same matter, and texts that many people send."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report

BANDS = 6


class Campaign(models.Model):
    """A text that different people send within days, wherever they are. Its members are fingerprints that name it.

    `head` is the case that goes on for the members once somebody gathered them. `work` is what a worker is doing to
    them and `cursor` the last member that was dealt with, so that it goes on where it was interrupted.
    """

    class Work(models.TextChoices):
        NONE = ""
        GATHER = "gather"
        SCATTER = "scatter"

    first = models.ForeignKey(Report, models.PROTECT, related_name="+")
    head = models.ForeignKey(Report, models.PROTECT, null=True, blank=True, related_name="+")
    opened_at = models.DateTimeField()
    last_at = models.DateTimeField()
    work = models.CharField(max_length=8, choices=Work, default=Work.NONE, blank=True)
    cursor = models.BigIntegerField(default=0)
    until = models.BigIntegerField(default=0)
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["-last_at"], name="campaign_newest", condition=Q(dismissed_at=None)),
            models.Index(fields=["id"], name="campaign_at_work", condition=~Q(work="")),
        ]

    def __str__(self) -> str:
        return f"campaign {self.pk}"


class Fingerprint(models.Model):
    """By what one report is found again. No words: `words` are keyed hashes of those that say something (at most 64),
    `names` of streets, hamlets, schools that were named; nobody can read them without the installation's key.

    `cell` is the H3 cell of the pin, `band_1` to `band_6` are equal for texts that are nearly equal (see
    `signature.bands_of`), empty for texts too short to tell anything. Everything can be rebuilt from the report.
    """

    report = models.OneToOneField(Report, models.CASCADE, primary_key=True, related_name="fingerprint")
    received_at = models.DateTimeField()
    cell = models.BigIntegerField(null=True, blank=True)
    regency = models.CharField(max_length=5, blank=True)
    district = models.CharField(max_length=8, blank=True)
    village = models.CharField(max_length=13, blank=True)
    category = models.CharField(max_length=60, blank=True)
    subject = models.CharField(max_length=60, blank=True)
    words = ArrayField(models.IntegerField(), default=list)
    names = ArrayField(models.IntegerField(), default=list)
    band_1 = models.IntegerField(null=True, blank=True)
    band_2 = models.IntegerField(null=True, blank=True)
    band_3 = models.IntegerField(null=True, blank=True)
    band_4 = models.IntegerField(null=True, blank=True)
    band_5 = models.IntegerField(null=True, blank=True)
    band_6 = models.IntegerField(null=True, blank=True)
    campaign = models.ForeignKey(
        Campaign, models.SET_NULL, null=True, blank=True, related_name="members", db_index=False
    )
    version = models.PositiveSmallIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["cell", "received_at"], name="fingerprint_cell", condition=Q(cell__isnull=False)),
            models.Index(fields=["village", "received_at"], name="fingerprint_village", condition=~Q(village="")),
            models.Index(
                fields=["district", "subject", "received_at"], name="fingerprint_district", condition=~Q(district="")
            ),
            models.Index(
                fields=["campaign", "report"], name="fingerprint_campaign", condition=Q(campaign__isnull=False)
            ),
            *(
                models.Index(
                    fields=[f"band_{n}", "received_at"],
                    name=f"fingerprint_band_{n}",
                    condition=Q(**{f"band_{n}__isnull": False}),
                )
                for n in range(1, BANDS + 1)
            ),
        ]

    def __str__(self) -> str:
        return f"fingerprint of {self.report_id}"


class Suggestion(models.Model):
    """Two reports that may be one matter, for a verifier to decide. `reasons` are numbers and codes, never words."""

    first = models.ForeignKey(Report, models.CASCADE, related_name="+")
    second = models.ForeignKey(Report, models.CASCADE, related_name="+")
    score = models.FloatField()
    reasons = models.JSONField(default=dict)
    at = models.DateTimeField()
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="suggestion_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="suggestion_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} like {self.second_id}"
