"""What was taken in at a counter: the half written report, how consent was given, which receipts were handed out."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahrakyat.reports.models import Report


class DeskIntake(models.Model):
    """How a case was told at a counter. What belongs to the reporter is sealed.

    `read_back`: what was written was read aloud and agreed to. `sealed_helper`: who helped the person to tell it.
    `paper_on`: the day on a paper that came earlier, with `late_reason`; the case keeps the honest time of receipt.
    """

    class Consent(models.TextChoices):
        SAID = "said", _("said aloud")
        THUMB = "thumb", _("thumb print on the printed slip")
        SIGNED = "signed", _("signature on the printed slip")

    report = models.OneToOneField(Report, models.CASCADE, related_name="desk_intake")
    ticket = models.ForeignKey("desk.Ticket", models.SET_NULL, null=True, blank=True, related_name="intakes")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    service_point = models.ForeignKey("organisations.ServicePoint", models.PROTECT, related_name="+")
    counter = models.ForeignKey("desk.Counter", models.SET_NULL, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    consent = models.CharField(max_length=6, choices=Consent)
    read_back = models.BooleanField(default=False)
    cannot_read = models.BooleanField(default=False)
    sealed_helper = models.TextField(blank=True)
    paper_on = models.DateField(null=True, blank=True)
    late_reason = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return f"intake of {self.report_id}"


class Receipt(models.Model):
    """A receipt that was handed out. `sealed_secret` is there until shortly after the first printing, never longer.

    `checked`: on what ground a new secret was given when a receipt was lost; empty for the first receipt.
    """

    class Checked(models.TextChoices):
        CONTACT = "contact", _("the telephone number or e-mail address of the report")
        NAME = "name", _("the name of the report")
        QUESTIONS = "asked", _("questions about the report that only its reporter can answer")

    report = models.ForeignKey(Report, models.CASCADE, related_name="desk_receipts")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", models.SET_NULL, null=True, blank=True, related_name="+")
    service_point = models.ForeignKey(
        "organisations.ServicePoint", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    issued_at = models.DateTimeField()
    sealed_secret = models.TextField(blank=True)
    printed_at = models.DateTimeField(null=True, blank=True)
    checked = models.CharField(max_length=7, choices=Checked, blank=True)
    once = models.CharField(max_length=40, unique=True)

    class Meta:
        indexes = [models.Index(fields=["report", "-id"], name="desk_receipt_newest")]

    def __str__(self) -> str:
        return f"receipt of {self.report_id}"


class IntakeDraft(models.Model):
    """What an officer has typed for the person at the counter, photographs included. Sealed: it names a citizen.

    `token` becomes the key of the report, so that one form sent twice is one report.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    ticket = models.ForeignKey("desk.Ticket", models.CASCADE, related_name="drafts")
    token = models.CharField(max_length=32, unique=True)
    sealed = models.TextField(blank=True)
    saved_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ticket"], name="desk_draft_once")]

    def __str__(self) -> str:
        return f"draft for ticket {self.ticket_id}"
