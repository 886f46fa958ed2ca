"""Dossiers that were taken."""

from django.conf import settings
from django.db import models

from rumahrakyat.reports.models import Report


class Taking(models.Model):
    """Somebody took a case as one file. Never changed, never deleted (the database refuses).

    `account` None: from the command line. `reason` in their own words. `handed_to`: the outside body that it was made
    for, if any. `record_sha256`: of record.json, which is the same for the same state; `sha256`: of the whole file.
    """

    token = models.UUIDField(unique=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField()
    handed_to = models.CharField(max_length=160, blank=True)
    shows_identity = models.BooleanField(default=False)
    has_originals = models.BooleanField(default=False)
    at = models.DateTimeField()
    last_seq = models.PositiveIntegerField()
    record_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["report", "-id"], name="taking_of_case"),
            models.Index(fields=["account", "-id"], name="taking_of_person"),
        ]

    def __str__(self) -> str:
        return f"dossier of {self.report_id} at {self.at}"
