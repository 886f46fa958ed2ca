"""Writing to citizens: templates with their history, answers that wait for approval, answers that came as messages."""

import json

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.models import Message
from rumahrakyat.lib import crypto
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.reports.models import Report, StageChoices


class Template(models.Model):
    """Words to begin with, as they stand now; every wording they had is a `TemplateVersion`.

    `code`: that of the province's file; empty for what people wrote here. Without `organisation` and `owner` it is for
    everybody; with the first for one body, with the second for one person. `texts`: the words by language, "id" always.
    `categories`: codes of the main categories it fits, none: any. `action`: the form it is for. With a `stage`, a day
    (`next_days` calendar days from today), a `note` or a `task` it is a macro: all of that is filled in at once.
    """

    class Action(models.TextChoices):
        ANSWER = "answer", _("answer")
        ASK = "ask", _("question to the citizen")
        REFER = "refer", _("referral")
        REJECT = "reject", _("not taken up")

    code = models.CharField(max_length=60, unique=True, null=True, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=120)
    action = models.CharField(max_length=8, choices=Action, default=Action.ANSWER)
    texts = models.JSONField(default=dict)
    categories = models.JSONField(default=list)
    stage = models.CharField(max_length=16, choices=StageChoices, blank=True)
    next_days = models.PositiveSmallIntegerField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    task = models.CharField(max_length=200, blank=True)
    task_days = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveIntegerField(default=1)
    active = models.BooleanField(default=True)
    used = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(organisation=None) | Q(owner=None), name="template_one_scope"),
        ]
        indexes = [models.Index(fields=["-used", "name"], name="template_most_used", condition=Q(active=True))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_macro(self) -> bool:
        return bool(self.next_days is not None or self.note or self.task)


class TemplateVersion(models.Model):
    """One wording of a template. `made_by` None: it came with the province's file."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    content = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["template", "number"], name="template_version_once")]

    def __str__(self) -> str:
        return f"{self.template_id}, version {self.number}"


class ApprovalRule(models.Model):
    """Which answers of a body wait for its head before they go out. Without a row: none."""

    class Wanted(models.TextChoices):
        NONE = "none", _("no answer")
        ALL = "all", _("every answer")
        DONE = "done", _("only answers that declare a case done")
        PUBLIC = "public", _("only answers that everybody may read")

    organisation = models.OneToOneField(Organisation, models.CASCADE, related_name="+")
    wanted = models.CharField(max_length=8, choices=Wanted, default=Wanted.NONE)

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.wanted}"


class Proposal(models.Model):
    """An answer that waits for whoever may let it out. The citizen's clock runs on meanwhile.

    `sealed`: the officer's words and reason for no photo; `sealed_final`: what went out, where it was changed; `reason`
    is sealed too. `seen_seq`: the last entry the officer had read. At most one waits for each case.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waits for approval")
        SENT = "sent", _("sent")
        RETURNED = "returned", _("sent back")
        MOVED = "moved", _("the case moved meanwhile")
        USED = "used", _("answered anew")

    report = models.ForeignKey(Report, models.PROTECT, related_name="proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=16, choices=StageChoices)
    sealed = models.TextField()
    sealed_final = models.TextField(blank=True)
    sealed_reason = models.TextField(blank=True)
    next_on = models.DateField(null=True, blank=True)
    seen_seq = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report"], name="proposal_one_waits", condition=Q(state="waiting")),
        ]
        indexes = [
            models.Index(fields=["organisation", "made_at"], name="proposal_waiting", condition=Q(state="waiting")),
            models.Index(fields=["report", "-made_at"], name="proposal_of_case"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk} for {self.report_id}"

    @property
    def words(self) -> dict[str, str]:
        """`text` and `reason` (why there is no photo), as the officer wrote them."""
        return dict(json.loads(crypto.unseal(self.sealed)))

    @property
    def text(self) -> str:
        return self.words.get("text", "")

    @property
    def returned_because(self) -> str:
        return crypto.unseal(self.sealed_reason) if self.sealed_reason else ""


class ProposalFile(models.Model):
    """A file that goes with a proposed answer: a sealed blob, by its digest."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="files")
    blob = models.CharField(max_length=64)
    media_type = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"file of proposal {self.proposal_id}"


class StaffAnswer(models.Model):
    """What one of our people wrote to us as a message, for a case. `words_hash` finds the same words sent twice;
    `sealed` keeps them while a reason, a photo or a consent is missing (`state` needs_proof, needs_yes)."""

    class State(models.TextChoices):
        DONE = "done", _("recorded")
        NEEDS_PROOF = "needs_proof", _("waits for a photo or a reason")
        NEEDS_YES = "needs_yes", _("waits for a yes")
        DROPPED = "dropped", _("replaced")

    message = models.OneToOneField(Message, models.CASCADE, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=16, blank=True)
    words_hash = models.CharField(max_length=64)
    sealed = models.TextField(blank=True)
    media = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=State)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["account", "report", "-at"], name="staff_answer_latest")]

    def __str__(self) -> str:
        return f"answer of account {self.account_id} for {self.report_id}"

    @property
    def words(self) -> str:
        return crypto.unseal(self.sealed) if self.sealed else ""
