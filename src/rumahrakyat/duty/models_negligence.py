"""What was said and decided about a missed deadline. Rows are added, never changed: the database refuses.

The words stand in the entry of the timeline that each row points to, and nowhere else: whoever erases the personal part
of a case erases them too.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExplanationReason(models.TextChoices):
    """Why a deadline was missed, as the agency sees it."""

    WRONG_AGENCY = "wrong_agency", _("it belonged to another body")
    ANSWERED_ELSEWHERE = "elsewhere", _("it was answered on another way")
    FORCE_MAJEURE = "force_majeure", _("force majeure")
    SYSTEM_TROUBLE = "system", _("trouble with the system")
    WAITING_FOR_OTHERS = "waiting", _("another body had to speak first")
    OTHER = "other", _("another reason")


class Decision(models.TextChoices):
    """What a ruling says. `REOPENED`: the agency may explain once more, until a named instant."""

    UPHELD = "upheld", _("Upheld")
    EXCUSED = "excused", _("Excused")
    CORRECTED = "corrected", _("Corrected")
    REOPENED = "reopened", _("Time to explain reopened")


class Explanation(models.Model):
    """The holder's own words about a missed deadline. `until`: when the time to explain ended, as `rule` had it."""

    breach = models.ForeignKey("duty.Breach", models.PROTECT, related_name="explanations")
    entry = models.OneToOneField("reports.Entry", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(max_length=14, choices=ExplanationReason, blank=True)
    rule = models.ForeignKey("duty.DutyRule", models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(at__lte=models.F("until")), name="explained_in_time")
        ]

    def __str__(self) -> str:
        return f"explanation of {self.breach_id}"


class Ruling(models.Model):
    """A decision on a row of the register, the `nth` of that row; the newest counts. `account` None: the system, which
    corrects what a record that came late shows to have been in time. `erratum`: its number, after the register froze.
    """

    breach = models.ForeignKey("duty.Breach", models.PROTECT, related_name="rulings")
    nth = models.PositiveSmallIntegerField()
    decision = models.CharField(max_length=9, choices=Decision)
    entry = models.OneToOneField("reports.Entry", models.PROTECT, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateTimeField(null=True, blank=True)
    erratum = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["breach", "nth"], name="ruling_nth_once"),
            models.CheckConstraint(
                condition=Q(decision="reopened", until__isnull=False) | (~Q(decision="reopened") & Q(until=None)),
                name="ruling_reopens_until",
            ),
            models.CheckConstraint(
                condition=Q(account__isnull=False) | Q(decision="corrected"), name="ruling_by_system_corrects"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.decision} {self.breach_id}"
