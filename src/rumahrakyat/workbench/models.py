"""What staff have half written, and what they have sent."""

import json

from django.db import models

from rumahrakyat.lib import crypto
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.models_queue import (  # noqa: F401 -- Django finds models in this module alone
    Presence,
    SavedFilter,
)


class Draft(models.Model):
    """Words for a case that were not sent yet, one row for each person and case. Sealed: they may name a citizen."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="drafts")
    report = models.ForeignKey(Report, models.CASCADE, related_name="drafts")
    sealed = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "report"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.account_id} for {self.report_id}"

    @property
    def words(self) -> dict[str, str]:
        """What was typed, by the name of its field."""
        return {str(name): str(value) for name, value in json.loads(crypto.unseal(self.sealed)).items()}


class SentForm(models.Model):
    """A form that was carried out. Its one-time token makes a second press of the same button do nothing."""

    token = models.UUIDField(primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    action = models.CharField(max_length=16)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.action} on {self.report_id}"
