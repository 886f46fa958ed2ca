"""What somebody of a body still has to do for a case, until a day: written down, given, done or taken back."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rumahrakyat.organisations.models import Organisation


class TaskKind(models.TextChoices):
    TODO = "todo"
    VISIT = "visit"


class TaskState(models.TextChoices):
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Task(models.Model):
    """Work on a case for a body, and for one of its people once somebody has it. Written by `reports.tasks_of_cases`.

    `body` None: the verifiers of the desk. `due_on` is a local day; the task is late when that day is over. `lat`,
    `lon` (degrees) and `place` say where a visit goes, as the case said it then. `what` and `result` are words that
    may tell of persons: staff alone read them, and they are erased with the case's other words.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=8, choices=TaskKind, default=TaskKind.TODO)
    state = models.CharField(max_length=10, choices=TaskState, default=TaskState.OPEN)
    body = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    what = models.CharField(max_length=500)
    due_on = models.DateField()
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    place = models.CharField(max_length=300, blank=True)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    result = models.TextField(blank=True)
    reminded_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", ended_at=None) | ~Q(state="open") & Q(ended_at__isnull=False),
                name="task_ended_when_not_open",
            ),
        ]
        indexes = [
            models.Index(fields=["report", "id"], name="task_of_case"),
            models.Index(fields=["assignee", "due_on", "id"], name="task_of_person", condition=Q(state="open")),
            models.Index(fields=["body", "due_on", "id"], name="task_of_body", condition=Q(state="open")),
            models.Index(fields=["due_on"], name="task_due", condition=Q(state="open", reminded_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} for {self.report_id}"
