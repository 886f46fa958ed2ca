"""First signs of a common cause behind many cases, and the problems that somebody named."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import Category, Report

_ACCOUNT = settings.AUTH_USER_MODEL


class Sign(models.Model):
    """More cases of one topic at one place than usual (burst), or like cases over months (cluster).

    `observed` counts people, not reports; `expected` is what is usual in `window_hours` there. `score` is -log10 of the
    chance of so many (burst), or the number of people (cluster). `since` and `until` are the first and the last case,
    `owner` the body that holds most of them. `suggested` is a name made of the words of categories and regions only.
    `dismissed_observed`: how many there were when somebody dismissed it; it comes back when they have doubled.
    """

    class Kind(models.TextChoices):
        BURST = "burst", _("burst")
        CLUSTER = "cluster", _("cluster")

    class State(models.TextChoices):
        NEW = "new", _("new")
        WATCHING = "watching", _("being watched")
        ACCEPTED = "accepted", _("named a problem")
        DISMISSED = "dismissed", _("dismissed")
        ENDED = "ended", _("over")

    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    place = models.ForeignKey(Region, models.PROTECT, related_name="+")
    topic = models.ForeignKey(Category, models.PROTECT, related_name="+")
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    suggested = models.CharField(max_length=200)
    window_hours = models.PositiveIntegerField()
    since = models.DateTimeField()
    until = models.DateTimeField()
    expected = models.FloatField()
    observed = models.PositiveIntegerField()
    score = models.FloatField()
    evidence = models.JSONField(default=dict)
    found_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(_ACCOUNT, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)
    dismissed_observed = models.PositiveIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["kind", "-until"], name="sign_live", condition=Q(ended_at=None)),
            models.Index(fields=["state", "-until", "-id"], name="sign_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class SignCase(models.Model):
    """A case that a sign was seen in."""

    sign = models.ForeignKey(Sign, models.CASCADE, related_name="cases")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sign", "report"], name="sign_case_once")]

    def __str__(self) -> str:
        return f"case {self.report_id} of sign {self.sign_id}"


class Problem(models.Model):
    """What many cases have in common, under a name that somebody gave it. `public`: its description may be shown."""

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", pgettext_lazy("problem", "closed")

    name = models.CharField(max_length=160)
    description = models.TextField(blank=True)
    public = models.BooleanField(default=False)
    place = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    sign = models.OneToOneField(Sign, models.PROTECT, null=True, blank=True, related_name="problem")
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "-opened_at"], name="problem_newest")]

    def __str__(self) -> str:
        return self.name


class ProblemCase(models.Model):
    """A case that belongs to a problem; it may belong to several."""

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="cases")
    report = models.ForeignKey(Report, models.CASCADE, related_name="problem_cases")
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["problem", "report"], name="problem_case_once")]

    def __str__(self) -> str:
        return f"case {self.report_id} of problem {self.problem_id}"


class ProblemEvent(models.Model):
    """One line of what happened to a problem: who did what, and why. `number`: the case it was about."""

    class What(models.TextChoices):
        NAMED = "named", _("named")
        ADDED = "added", _("case added")
        REMOVED = "removed", _("case removed")
        CLOSED = "closed", pgettext_lazy("problem", "closed")

    problem = models.ForeignKey(Problem, models.CASCADE, related_name="events")
    what = models.CharField(max_length=8, choices=What)
    number = models.CharField(max_length=16, blank=True)
    words = models.TextField(blank=True)
    account = models.ForeignKey(_ACCOUNT, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.what} {self.problem_id}"


class SignRun(models.Model):
    """What the last run of one of the searches did; one row for each search."""

    search = models.CharField(max_length=8, unique=True)
    at = models.DateTimeField()
    looked_at = models.PositiveIntegerField()
    tested = models.PositiveIntegerField()
    found = models.PositiveIntegerField()
    new = models.PositiveIntegerField()
    ended = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.search
