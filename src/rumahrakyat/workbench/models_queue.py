"""Rows of the queue: filters that were kept under a name, and who has a case open."""

from django.db import models

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Report


class SavedFilter(models.Model):
    """A selection of the queue under a name. `query` is the address's own words; `shared_with`: a body of its owner,
    whose people see it, too."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="filters")
    name = models.CharField(max_length=30)
    query = models.CharField(max_length=300)
    shared_with = models.ForeignKey(Organisation, models.CASCADE, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "name"], name="filter_once")]

    def __str__(self) -> str:
        return self.name


class Presence(models.Model):
    """Somebody has a case open: their page says so again and again, and a row that is older than a minute is void."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    report = models.ForeignKey(Report, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()
    writing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "account"], name="presence_once")]

    def __str__(self) -> str:
        return f"account {self.account_id} at {self.report_id}"
