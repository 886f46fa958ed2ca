"""The case: what one citizen told us once, its append-only timeline, its evidence."""

import uuid

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Reporter
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import chain
from rumahrakyat.reports.models_joined import Participation  # noqa: F401 -- Django finds models in this module alone
from rumahrakyat.reports.models_links import Link  # noqa: F401 -- Django finds models in this module alone
from rumahrakyat.reports.models_readings import (  # noqa: F401 -- Django finds models in this module alone
    PublicViews,
    Reading,
)
from rumahrakyat.reports.models_tasks import Task  # noqa: F401 -- Django finds models in this module alone
from rumahrakyat.reports.models_transcripts import Transcript  # noqa: F401 -- Django finds models in this module alone
from rumahrakyat.reports.states import ENDED, Closing, Stage


class Kind(models.TextChoices):
    COMPLAINT = "complaint", _("Complaint")
    ASPIRATION = "aspiration", _("Aspiration")
    INFORMATION = "information", _("Information request")


class Visibility(models.TextChoices):
    PUBLIC = "public", _("Public")
    CONFIDENTIAL = "confidential", _("Confidential")


class Identity(models.TextChoices):
    """Who may know the reporter's name: the agency; only the desk; nobody, because nothing is kept."""

    NAMED = "named", _("Known to the agency")
    CONFIDENTIAL = "confidential", _("Known to the desk only")
    ANONYMOUS = "anonymous", _("Known to nobody")


class StageChoices(models.TextChoices):
    RECEIVED = Stage.RECEIVED.value, _("Waiting")
    VERIFICATION = Stage.VERIFICATION.value, _("Verification")
    ASSIGNED = Stage.ASSIGNED.value, _("Passed on")
    FIELD_CHECK = Stage.FIELD_CHECK.value, _("Field check")
    IN_PROGRESS = Stage.IN_PROGRESS.value, _("Work in progress")
    RESOLVED = Stage.RESOLVED.value, _("Done")
    CLOSED = Stage.CLOSED.value, _("Closed")
    WAITING_REPORTER = Stage.WAITING_REPORTER.value, _("Waiting for the reporter")
    REJECTED = Stage.REJECTED.value, _("Not taken up")
    REFERRED = Stage.REFERRED.value, _("Referred")
    MERGED = Stage.MERGED.value, _("Merged")


class Category(models.Model):
    """What a report is about, in two levels. `forced_confidential`: misconduct and the like are never public.
    `edited_at`: a person of ours changed it, so that the province's files do not."""

    code = models.CharField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    forced_confidential = models.BooleanField(default=False)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)
    edited_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


# Sorted: a set's order changes from run to run, and the index would seem to have changed with it.
_OPEN = ~Q(stage__in=sorted(stage.value for stage in ENDED))
_OWED = Q(answer_due_at__isnull=False)
# What a staff member's search looks through.
SEARCHED = ("title", "place_words", "text")
# PostgreSQL's own configuration for Indonesian: "diperbaiki" and "perbaikan" are one word to it.
WORDS_AS = "indonesian"


class Report(models.Model):
    """A case. `stage`, `holder` and the chain fields change only in this package's operations.

    Instants: `occurred_at` what the citizen says, `received_at` when the provider or our server got it,
    `recorded_at` when it was committed here. `answer_due_at` and `reporter_due_at` repeat the running clocks of `duty`
    for everybody who must say a time: until when an answer is owed, until when it is the reporter's turn.
    `assignee`: the person of the holding body who has the case, if anybody: see `reports.assignees`.
    `text` is what was said, never edited; `public_text` is the redacted copy.
    """

    number = models.CharField(max_length=16, unique=True)
    source_key = models.CharField(max_length=100, unique=True, null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.COMPLAINT)
    visibility = models.CharField(max_length=12, choices=Visibility, default=Visibility.PUBLIC)
    identity = models.CharField(max_length=12, choices=Identity, default=Identity.NAMED)
    channel = models.CharField(max_length=20)
    reporter = models.ForeignKey(Reporter, models.PROTECT, related_name="reports")
    text = models.TextField()
    public_text = models.TextField()
    title = models.CharField(max_length=120)
    place_words = models.CharField(max_length=300, blank=True)
    lat = models.FloatField(null=True, blank=True)
    lon = models.FloatField(null=True, blank=True)
    cell = models.CharField(max_length=16, blank=True)
    regency = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey(Region, models.PROTECT, null=True, blank=True, related_name="+")
    village = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )  # see `report_village_newest`
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    urgent = models.BooleanField(default=False)
    holder = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    stage = models.CharField(max_length=16, choices=StageChoices, default=StageChoices.RECEIVED)
    stage_before_waiting = models.CharField(max_length=16, choices=StageChoices, blank=True)
    closing = models.CharField(max_length=8, blank=True, choices=[(c.value, c.value) for c in Closing])
    referred_to = models.CharField(max_length=160, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="merged")
    secret_hash = models.CharField(max_length=128, blank=True)
    occurred_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    answer_due_at = models.DateTimeField(null=True, blank=True)
    reporter_due_at = models.DateTimeField(null=True, blank=True)
    news_due_at = models.DateTimeField(null=True, blank=True)
    last_seq = models.PositiveIntegerField(default=0)
    head_hash = models.CharField(max_length=64, default=chain.GENESIS)

    class Meta:
        indexes = [
            models.Index(fields=["-received_at", "-id"], name="report_newest"),
            models.Index(fields=["regency", "-received_at"], name="report_regency_newest"),
            models.Index(fields=["district", "-received_at"], name="report_district_newest"),
            models.Index(fields=["village", "-received_at"], name="report_village_newest"),
            models.Index(fields=["holder", "-received_at"], name="report_holder_newest"),
            models.Index(fields=["reporter", "-received_at"], name="report_reporter_newest"),
            models.Index(fields=["received_at"], name="report_inbox", condition=Q(stage=Stage.RECEIVED.value)),
            models.Index(
                fields=["holder", "stage"], include=["id", "regency"], name="report_open_held", condition=_OPEN
            ),
            models.Index(fields=["-closed_at", "-id"], name="report_closed", condition=Q(closed_at__isnull=False)),
            # The queues of staff: what is owed next, of one holder or of all; then what was answered and is still open.
            models.Index(fields=["holder", "answer_due_at", "id"], name="report_owed_by_holder", condition=_OWED),
            models.Index(fields=["answer_due_at", "id"], name="report_owed", condition=_OWED),
            models.Index(
                fields=["holder", "-received_at", "-id"], name="report_at_work", condition=_OPEN & Q(answer_due_at=None)
            ),
            models.Index(
                fields=["holder", "news_due_at", "id"], name="report_news_owed", condition=Q(news_due_at__isnull=False)
            ),
            # The cases of one person, in the order in which they are owed; and whatever is open.
            models.Index(
                fields=["assignee", "answer_due_at", "id"],
                name="report_owed_by_person",
                condition=_OWED & Q(assignee__isnull=False),
            ),
            models.Index(
                fields=["assignee", "stage"], name="report_open_of_person", condition=_OPEN & Q(assignee__isnull=False)
            ),
            models.Index(
                F("urgent").desc(),
                Coalesce("answer_due_at", "received_at"),
                "id",
                name="report_inbox_next",
                condition=Q(stage=Stage.RECEIVED.value),
            ),
            GinIndex(SearchVector(*SEARCHED, config=WORDS_AS), name="report_stems"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage=Stage.CLOSED.value) | ~Q(closing=""), name="report_closed_by_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        return Stage(self.stage) not in ENDED

    @property
    def is_public(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def region_id(self) -> str | None:
        """The smallest region it is placed in."""
        return self.village_id or self.district_id or self.regency_id

    @property
    def region(self) -> Region | None:
        return self.village or self.district or self.regency


class Entry(models.Model):
    """One line of a case's timeline. Never changed, never deleted: the database refuses (see the trigger migration).

    `data` holds codes and numbers only. `personal` holds words and names and may be erased alone, once: its digest in
    the chain stays, so the record remains verifiable.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="entries")
    seq = models.PositiveIntegerField()
    type = models.CharField(max_length=24)
    actor_kind = models.CharField(max_length=8)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    data = models.JSONField(default=dict)
    personal = models.JSONField(null=True, blank=True)
    personal_digest = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "seq"], name="entry_seq_once")]

    def __str__(self) -> str:
        return f"{self.report_id}#{self.seq} {self.type}"

    @property
    def text(self) -> str:
        """The words of this entry, empty when it had none or they were erased."""
        return str((self.personal or {}).get("text", ""))

    @property
    def actor(self) -> str:
        """The actor as it stands in the chain: kind, and ids rather than names."""
        return f"{self.actor_kind}:{self.account_id or ''}:{self.organisation_id or ''}"

    def stored(self, number: str) -> chain.Stored:
        """This entry as the chain's verifier wants it; `number` is the report's."""
        link = chain.Link(
            number, self.seq, self.type, self.at, self.recorded_at, self.actor, self.data, self.personal_digest
        )
        return chain.Stored(link, self.hash, self.personal)


class Attachment(models.Model):
    """Evidence. The original is sealed and never served; what is served was decoded and written anew."""

    class Kind(models.TextChoices):
        IMAGE = "image"
        AUDIO = "audio"
        VIDEO = "video"
        DOCUMENT = "document"

    class State(models.TextChoices):
        PENDING = "pending"
        READY = "ready"
        REFUSED = "refused"

    class Phase(models.TextChoices):
        """Before or after the work that a photo proves."""

        BEFORE = "before"
        AFTER = "after"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    report = models.ForeignKey(Report, models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=State, default=State.PENDING)
    original = models.CharField(max_length=64)
    content_digest = models.CharField(max_length=64)
    served = models.CharField(max_length=64, blank=True)
    media_type = models.CharField(max_length=60)
    width = models.PositiveIntegerField(null=True, blank=True)
    height = models.PositiveIntegerField(null=True, blank=True)
    seconds = models.PositiveIntegerField(null=True, blank=True)
    by_citizen = models.BooleanField(default=True)
    phase = models.CharField(max_length=8, choices=Phase, blank=True, default="")
    # Whether everybody may see it when the case is public: staff hide a photo with the reason (`reports.publishing`).
    public = models.BooleanField(default=True)
    refusal = models.CharField(max_length=12, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="attachment_pending", condition=Q(state="pending"))]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class PendingEffect(models.Model):
    """What an upper layer still has to do about an entry. The row is deleted in the transaction of the effect."""

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")
    handler = models.CharField(max_length=60)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["entry", "handler"], name="effect_once")]
        indexes = [models.Index(fields=["next_at"], name="effect_due")]

    def __str__(self) -> str:
        return f"{self.handler} for {self.entry_id}"
