"""What the router has learnt: the versions of its models, who put them to work, and what a model on trial says."""

from django.db import models
from django.db.models import Q

from rumahrakyat.people.models import Account


class Target(models.TextChoices):
    """What a model tells from a text."""

    CATEGORY = "category"
    AGENCY = "agency"


class ModelState(models.TextChoices):
    """``shadow``: reads every new report beside the active one, and nothing follows from it."""

    CANDIDATE = "candidate"
    SHADOW = "shadow"
    ACTIVE = "active"
    RETIRED = "retired"


class ModelVersion(models.Model):
    """One trained model. Its file lies in the blob store under `digest`; the rows here are never deleted.

    `source` is "history" or "file"; `source_name` the file's name, `since` and `until` the window of the history.
    `examples` and `classes` are what it learnt from. `replaced` is the version that was active when this one was made
    so, None for the lexicon alone: where a roll-back leads.
    """

    target = models.CharField(max_length=8, choices=Target)
    version = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    bytes = models.PositiveIntegerField()
    state = models.CharField(max_length=9, choices=ModelState, default=ModelState.CANDIDATE)
    trained_at = models.DateTimeField()
    trained_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    source = models.CharField(max_length=7)
    source_name = models.CharField(max_length=200, blank=True)
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    examples = models.PositiveIntegerField()
    classes = models.PositiveIntegerField()
    report = models.JSONField(default=dict)
    thresholds = models.JSONField(default=dict)
    replaced = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "version"], name="model_version_once"),
            models.UniqueConstraint(fields=["target"], condition=Q(state="active"), name="model_active_once"),
            models.UniqueConstraint(fields=["target"], condition=Q(state="shadow"), name="model_shadow_once"),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.version[:12]} ({self.state})"


class ModelChange(models.Model):
    """What was done with a version, by whom, when and why. Only added."""

    class Deed(models.TextChoices):
        TRAINED = "trained"
        SHADOWED = "shadowed"
        ACTIVATED = "activated"
        ROLLED_BACK = "rolled_back"
        RETIRED = "retired"

    version = models.ForeignKey(ModelVersion, models.PROTECT, related_name="changes")
    deed = models.CharField(max_length=11, choices=Deed)
    by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["version", "-at"], name="model_change_newest")]

    def __str__(self) -> str:
        return f"{self.deed} {self.version_id}"


class Training(models.Model):
    """A wish that a model be trained on the installation's own cases; a worker fulfils it. `refusal` is a code."""

    target = models.CharField(max_length=8, choices=Target)
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    reason = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    refusal = models.CharField(max_length=20, blank=True)
    refusal_data = models.JSONField(default=dict)
    version = models.ForeignKey(ModelVersion, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target"], condition=Q(done_at=None), name="training_open_once"),
        ]

    def __str__(self) -> str:
        return f"training of {self.target}"


class ShadowReading(models.Model):
    """What a model on trial said of a report that the router decided about: a code and how sure, no words. `acts`:
    sure enough to have been acted on. Kept for a time only (`learning.shadow.KEPT`)."""

    version = models.ForeignKey(ModelVersion, models.CASCADE, related_name="readings")
    decision = models.ForeignKey("routing.Decision", models.CASCADE, related_name="+")
    at = models.DateTimeField()
    label = models.CharField(max_length=120, blank=True)
    probability = models.FloatField()
    acts = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "decision"], name="shadow_once")]
        indexes = [models.Index(fields=["at"], name="shadow_oldest")]

    def __str__(self) -> str:
        return f"{self.version_id} on {self.decision_id}"
