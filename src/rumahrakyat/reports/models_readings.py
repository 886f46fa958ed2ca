"""Who of ours read which case, and how many people looked at its public page."""

from django.conf import settings
from django.db import models

from rumahrakyat.organisations.models import Organisation

_REPORT = "reports.Report"


class Reading(models.Model):
    """Somebody of ours had something of a case before them: once for each account, case, kind and hour. The database
    refuses to change or delete a row (see the migration).

    `account` None: from the command line. `roles`: the roles it held then, separated by commas; `organisation`: the
    body for which it acted. `hour`: the full hour of `at`, in UTC.
    """

    class What(models.TextChoices):
        CASE = "case"
        IDENTITY = "identity"
        FILE = "file"
        ORIGINAL = "original"
        DOSSIER = "dossier"
        EXPORT = "export"

    report = models.ForeignKey(_REPORT, models.PROTECT, related_name="+", db_index=False)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    roles = models.CharField(max_length=120, blank=True)
    what = models.CharField(max_length=8, choices=What)
    at = models.DateTimeField()
    hour = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["report", "account", "what", "hour"], name="reading_once_an_hour", nulls_distinct=False
            ),
        ]
        indexes = [
            models.Index(fields=["report", "-id"], name="reading_of_case"),
            models.Index(fields=["account", "-id"], name="reading_of_person"),
            models.Index(fields=["at"], name="reading_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.what} of {self.report_id} by {self.account_id}"


class PublicViews(models.Model):
    """How often the public page of a case was asked for on one local day. A number, nothing about who asked."""

    report = models.ForeignKey(_REPORT, models.CASCADE, related_name="+", db_index=False)
    day = models.DateField()
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "report"], name="public_views_once")]

    def __str__(self) -> str:
        return f"{self.views} of {self.report_id} on {self.day}"
