"""What the router decided about each report, why, and what a person made of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import Category, Entry, Report
from rumahrakyat.routing.models_learning import (  # noqa: F401 -- Django finds models in this module alone
    ModelChange,
    ModelVersion,
    ShadowReading,
    Training,
)
from rumahrakyat.routing.models_rules import (  # noqa: F401 -- Django finds models in this module alone
    ResponsibilityRule,
    RuleChange,
    RuleSet,
)


class Action(models.TextChoices):
    ASSIGN = "assign"
    REFER = "refer"
    VERIFY = "verify"


class Outcome(models.TextChoices):
    """``automatic``: acted on at once. ``open``: waits for a verifier, who confirms or corrects it. ``overtaken``:
    somebody had moved the report before."""

    OPEN = "open"
    AUTOMATIC = "automatic"
    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    OVERTAKEN = "overtaken"


class Decision(models.Model):
    """One run of the router over one report. Holds codes, shares and reasons, never the citizen's own words beyond
    those of the lexicon and the names of places. `rule` is the row of the rules of `version` that led to
    `organisation`, `joined` the codes of those who work on it, too. `model` is the version of the classifier that
    spoke, empty on the first day, and `said` its own best codes with their probabilities. The `chosen_` fields are a
    verifier's correction.
    """

    report = models.ForeignKey(Report, models.CASCADE, related_name="decisions")
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="+")
    at = models.DateTimeField()
    version = models.CharField(max_length=20)
    action = models.CharField(max_length=8, choices=Action)
    outcome = models.CharField(max_length=10, choices=Outcome, default=Outcome.OPEN)
    region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(max_length=12)
    urgent = models.BooleanField(default=False)
    confidential = models.BooleanField(default=False)
    confidence = models.FloatField(default=0.0)
    place_confidence = models.FloatField(default=0.0)
    why = models.CharField(max_length=200, blank=True)
    reasons = models.JSONField(default=list)
    guesses = models.JSONField(default=list)
    alternatives = models.JSONField(default=list)
    joined = models.JSONField(default=list)
    rule = models.CharField(max_length=24, blank=True)
    places = models.JSONField(default=list)
    inputs = models.JSONField(default=dict)
    model = models.CharField(max_length=24, blank=True)
    said = models.JSONField(default=list)
    referral_to = models.CharField(max_length=160, blank=True)
    referral_text = models.TextField(blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    chosen_region = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    chosen_category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    chosen_organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["report", "-id"], name="decision_latest"),
            models.Index(fields=["-at"], name="decision_corrected", condition=Q(outcome="corrected")),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.report_id} ({self.outcome})"
