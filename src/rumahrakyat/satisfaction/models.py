"""What citizens say of the service afterwards, and the index made of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account, ContactPoint
from rumahrakyat.regions.models import Region
from rumahrakyat.reports.models import Report


class Ending(models.TextChoices):
    """How a case ended. Figures keep the three apart: what the system closed is not "solved"."""

    REPORTER = "reporter", _("closed by the reporter")
    SYSTEM = "system", _("closed by the system")
    OFFICER = "officer", _("referred by an officer")


class Survey(models.Model):
    """The one survey of a case, however often it is closed again.

    `marks` are nine answers in the order of the elements, 0 where none was given. `holder` and `regency` are those at
    the closing. `medium` is the way it was asked, empty when nobody could be asked; `via` the way it was answered.
    `token_digest` finds the survey behind a link; the link itself is made anew from the installation's key.
    """

    report = models.OneToOneField(Report, models.PROTECT, related_name="survey")
    ending = models.CharField(max_length=8, choices=Ending)
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    regency = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, null=True, blank=True, related_name="+")
    channel = models.CharField(max_length=24, blank=True)
    medium = models.CharField(max_length=20, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    closed_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    marks = ArrayField(models.PositiveSmallIntegerField(), size=9, default=list, blank=True)
    sealed_words = models.TextField(blank=True)
    via = models.CharField(max_length=20, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["contact_point", "-sent_at"], name="survey_of_contact"),
            models.Index(fields=["closed_at", "holder"], name="survey_closed"),
        ]

    def __str__(self) -> str:
        return f"survey of {self.report_id}"

    @property
    def words(self) -> str:
        return crypto.unseal(self.sealed_words) if self.sealed_words else ""

    @property
    def given(self) -> int:
        """How many of the nine were answered."""
        return sum(1 for mark in self.marks if mark)


class FeedbackCall(models.Model):
    """A closed case drawn at random for a call; what is said fills its survey. `drawn_for` is the day of the sample,
    `stratum` the code of the body that held the case, "" for the desk."""

    class State(models.TextChoices):
        OPEN = "open", _("to be called")
        DONE = "done", pgettext_lazy("survey", "answered")
        REFUSED = "refused", _("does not want to answer")
        UNREACHED = "unreached", _("not reached")

    survey = models.OneToOneField(Survey, models.PROTECT, related_name="call")
    person = models.PositiveBigIntegerField()
    contact_point = models.ForeignKey(ContactPoint, models.PROTECT, related_name="+")
    drawn_for = models.DateField()
    stratum = models.CharField(max_length=24, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(fields=["drawn_for", "id"], name="feedback_open", condition=Q(state="open")),
            models.Index(fields=["person", "-drawn_for"], name="feedback_of_person"),
        ]

    def __str__(self) -> str:
        return f"feedback call {self.pk} ({self.state})"
