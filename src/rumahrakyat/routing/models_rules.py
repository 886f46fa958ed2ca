"""The versions of the rules of responsibility, their rows in order, and what was done to them by whom."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class State(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"


class RuleSet(models.Model):
    """One version of all rules. At most one is a draft; what was published is never changed.

    The published one with the latest `valid_from` that has begun is in force. `preamble` holds what stands beside the
    rows: threshold, bodies for misconduct and violence, what is said outside the province, words that speak for facts.
    `origin` names the file it was loaded from, empty for one that people made. `simulation` is what the draft would
    have done to the cases of the last month, `simulated_at` when that was worked out; a change of the draft drops it.
    """

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    based_on = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    restores = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    preamble = models.JSONField(default=dict)
    origin = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    simulation = models.JSONField(null=True, blank=True)
    simulated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["state"], condition=Q(state=State.DRAFT), name="rule_set_one_draft"),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT) | Q(valid_from__isnull=False, published_at__isnull=False),
                name="rule_set_published_is_dated",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-valid_from", "-number"], name="rule_set_in_force", condition=Q(state=State.PUBLISHED)
            )
        ]

    def __str__(self) -> str:
        return f"rules v{self.number} ({self.state})"

    @property
    def version(self) -> str:
        """What is stamped on decisions."""
        return f"v{self.number}"


class ResponsibilityRule(models.Model):
    """One row of a version; see `routing.rules.Rule`. `to`, `joined` and `alternatives` are codes of organisations, or
    `@regency` and `@village` for the governments of the place. `code` stays the same from version to version."""

    rule_set = models.ForeignKey(RuleSet, models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    code = models.CharField(max_length=24)
    categories = models.JSONField(default=list)
    any = models.JSONField(default=list, blank=True)
    none = models.JSONField(default=list, blank=True)
    when = models.JSONField(default=dict, blank=True)
    to = models.CharField(max_length=24)
    joined = models.JSONField(default=list, blank=True)
    alternatives = models.JSONField(default=list, blank=True)
    confidence = models.FloatField()
    automatic = models.BooleanField(default=True)
    because = models.CharField(max_length=300)
    source = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule_set", "code"], name="rule_code_once"),
            models.UniqueConstraint(
                fields=["rule_set", "position"], name="rule_position_once", deferrable=models.Deferrable.DEFERRED
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.to}"


class RuleChange(models.Model):
    """What somebody did to the rules: `action` is begin, edit, add, delete, move, settings, discard, publish, restore,
    simulate or load; `data` the row before and after, by column."""

    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    action = models.CharField(max_length=10)
    code = models.CharField(max_length=24, blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-id"], name="rule_change_newest")]

    def __str__(self) -> str:
        return f"{self.action} v{self.number}"
