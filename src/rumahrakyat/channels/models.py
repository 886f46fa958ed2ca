"""What came in, what goes out, and how far each got. Rows are the truth; jobs only wake the workers."""

import json
import uuid
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.models_calls import Call
from rumahrakyat.lib import crypto

CHANNEL_LENGTH = 24
EXTERNAL_ID_LENGTH = 255


class RawInbound(models.Model):
    """A provider's request exactly as it came, committed before it is acknowledged.

    The body is personal data: sealed, and emptied by `retention.erase` some days after it was taken apart.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    received_at = models.DateTimeField()
    headers = models.JSONField(default=dict)
    sealed_body = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_at", "id"], name="raw_inbound_new", condition=models.Q(state="new")),
            models.Index(fields=["channel", "received_at"], name="raw_inbound_received"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} raw {self.pk}"

    @property
    def body(self) -> bytes:
        return crypto.unseal_bytes(bytes(self.sealed_body))


class InboundEvent(models.Model):
    """One item of a batch, at most once per (channel, event key) whatever the provider repeats.

    `sealed_payload` is emptied when the event is done: its content then lives in the message and the report.
    """

    class State(models.TextChoices):
        NEW = "new", _("new")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    event_key = models.CharField(max_length=EXTERNAL_ID_LENGTH + 50)
    raw = models.ForeignKey(RawInbound, models.SET_NULL, null=True, related_name="events")
    kind = models.CharField(max_length=16)
    order_key = models.CharField(max_length=64)
    sent_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    sealed_payload = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "event_key"], name="inbound_event_once")]
        indexes = [
            models.Index(
                fields=["order_key", "sent_at", "id"], name="inbound_event_new", condition=models.Q(state="new")
            ),
            models.Index(fields=["recorded_at"], name="inbound_event_failed", condition=models.Q(state="failed")),
        ]

    def __str__(self) -> str:
        return f"{self.channel} event {self.pk}"


class Message(models.Model):
    """A message of a conversation, in or out. The words and files are sealed; `status` only moves forward."""

    class Direction(models.TextChoices):
        IN = "in", _("in")
        OUT = "out", _("out")

    class Status(models.TextChoices):
        RECEIVED = "received", _("received")
        QUEUED = "queued", _("waiting to be sent")
        WITHHELD = "withheld", _("withheld")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DELIVERED = "delivered", _("delivered")
        READ = "read", _("read")

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    direction = models.CharField(max_length=3, choices=Direction)
    contact_point = models.ForeignKey(
        "people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="messages"
    )
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH, blank=True)
    kind = models.CharField(max_length=16)
    sealed_content = models.TextField(blank=True)
    quoted_external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH, blank=True)
    album = models.CharField(max_length=EXTERNAL_ID_LENGTH, blank=True)
    status = models.CharField(max_length=10, choices=Status)
    status_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "external_id"], name="message_once", condition=~models.Q(external_id="")
            )
        ]
        indexes = [
            models.Index(fields=["contact_point", "id"], name="message_conversation"),
            models.Index(fields=["channel", "direction", "recorded_at"], name="message_traffic"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} message {self.pk}"

    @property
    def content(self) -> dict[str, Any]:
        """The unsealed content; empty after erasure. `text` is always there when anything is."""
        return json.loads(crypto.unseal(self.sealed_content)) if self.sealed_content else {}

    @property
    def text(self) -> str:
        return str(self.content.get("text", ""))


class Outbox(models.Model):
    """A message that must leave the house, until it has left or a person has been told that it cannot.

    `key` is the caller's: enqueuing the same key twice is one message. `token` goes to the provider, so that a
    status can find this row even when we were stopped between "accepted" and "written down".
    """

    class State(models.TextChoices):
        QUEUED = "queued", _("queued")
        RETRY = "retry", _("will be tried again")
        SENDING = "sending", _("being sent")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        WITHHELD = "withheld", _("withheld")

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    message = models.OneToOneField(Message, models.CASCADE, related_name="outbox")
    contact_point = models.ForeignKey(
        "people.ContactPoint", models.PROTECT, null=True, blank=True, related_name="outbox"
    )
    key = models.CharField(max_length=200, unique=True)
    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    priority = models.PositiveSmallIntegerField(default=50)
    state = models.CharField(max_length=8, choices=State, default=State.QUEUED)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    attempted_at = models.DateTimeField(null=True, blank=True)
    used_template = models.BooleanField(default=False)
    error = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["priority", "next_at", "id"],
                name="outbox_open",
                condition=models.Q(state__in=["queued", "retry", "sending"]),
            ),
            models.Index(
                fields=["contact_point", "id"],
                name="outbox_open_contact",
                condition=models.Q(state__in=["queued", "retry", "sending"]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.channel} outbox {self.pk}"


class EarlyStatus(models.Model):
    """A provider's status for a message id that we have not written down yet; applied when we do."""

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    external_id = models.CharField(max_length=EXTERNAL_ID_LENGTH)
    status = models.CharField(max_length=10)
    at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    permanent = models.BooleanField(default=True)
    window_closed = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "external_id", "status"], name="early_status_once")]

    def __str__(self) -> str:
        return f"{self.channel} early status {self.pk}"


class ReplyWindow(models.Model):
    """When this contact last wrote on this channel: providers let us answer freely only for a while after."""

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    contact_point = models.ForeignKey("people.ContactPoint", models.CASCADE, related_name="reply_windows")
    last_inbound_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "contact_point"], name="reply_window_once")]

    def __str__(self) -> str:
        return f"{self.channel} window {self.pk}"


class InboundMedia(models.Model):
    """A file a citizen sent, or the recording of a call, fetched from the provider at once because its link dies.

    `digest` names the blob. It hangs on the message it came with, on its call, or on both.
    """

    class State(models.TextChoices):
        NEW = "new", _("being fetched")
        DONE = "done", _("stored")
        FAILED = "failed", _("could not be fetched")

    message = models.ForeignKey(Message, models.CASCADE, null=True, blank=True, related_name="media")
    call = models.ForeignKey(Call, models.CASCADE, null=True, blank=True, related_name="recordings")
    channel = models.CharField(max_length=CHANNEL_LENGTH)
    ref = models.TextField()  # some providers give a signed link of a thousand signs
    kind = models.CharField(max_length=16)
    mime_type = models.CharField(max_length=100, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    sealed_filename = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.NEW)
    digest = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_at = models.DateTimeField()
    error = models.CharField(max_length=200, blank=True)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["next_at", "id"], name="inbound_media_new", condition=models.Q(state="new"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(message__isnull=False) | models.Q(call__isnull=False),
                name="inbound_media_of_something",
            )
        ]

    def __str__(self) -> str:
        return f"{self.channel} media {self.pk}"

    @property
    def filename(self) -> str:
        return crypto.unseal(self.sealed_filename) if self.sealed_filename else ""


class DeliveryTask(models.Model):
    """A message that cannot reach a citizen: somebody must find another way, or say that it no longer matters."""

    outbox = models.OneToOneField(Outbox, models.CASCADE, related_name="task")
    reason = models.CharField(max_length=200)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.ForeignKey("people.Account", models.PROTECT, null=True, blank=True, related_name="+")
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["created_at"], name="delivery_task_open", condition=models.Q(done_at=None))]

    def __str__(self) -> str:
        return f"delivery task {self.pk}"


class ChannelState(models.Model):
    """What the operator must know about a channel as a whole: paused after a throttle, alarmed after a dead token.

    `paced_until`: up to when the messages that were sent use up what the provider takes a second (`pacing`).
    `handshake_at`: when the provider last made sure that the webhook is ours. `probed_at`, `problems`, `expires_at`:
    what the provider said when we last asked. `told_at`: when the operator was last told of a trouble (`trouble`).
    """

    channel = models.CharField(max_length=CHANNEL_LENGTH, primary_key=True)
    paused_until = models.DateTimeField(null=True, blank=True)
    paced_until = models.DateTimeField(null=True, blank=True)
    alarm = models.CharField(max_length=200, blank=True)
    alarm_at = models.DateTimeField(null=True, blank=True)
    handshake_at = models.DateTimeField(null=True, blank=True)
    probed_at = models.DateTimeField(null=True, blank=True)
    problems = models.JSONField(default=list, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.channel


class Cursor(models.Model):
    """Where a feed or a listener goes on: stored in the transaction that stores what came before it."""

    name = models.CharField(max_length=100, primary_key=True)
    channel = models.CharField(max_length=CHANNEL_LENGTH)
    value = models.TextField(blank=True)
    looked_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=200, blank=True)

    def __str__(self) -> str:
        return self.name


class ProviderTally(models.Model):
    """The provider's own count of a day (UTC), to hold against ours. Null: it does not tell."""

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    day = models.DateField()
    received = models.PositiveIntegerField(null=True)
    sent = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "day"], name="provider_tally_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.day}"


class Counter(models.Model):
    """How often something was refused on a day, by reason: all that is kept of a forged request."""

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    day = models.DateField()
    reason = models.CharField(max_length=24)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "day", "reason"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.channel} {self.day} {self.reason}: {self.count}"


class StandinRecord(models.Model):
    """The memory of the offline stand-ins for providers (demo mode only): chats, messages, files, deliveries."""

    channel = models.CharField(max_length=CHANNEL_LENGTH)
    kind = models.CharField(max_length=16)
    key = models.CharField(max_length=120)
    thread = models.CharField(max_length=140, blank=True)
    data = models.JSONField(default=dict)
    content = models.BinaryField(default=b"")
    at = models.DateTimeField()
    due_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["channel", "kind", "key"], name="standin_record_once")]
        indexes = [
            models.Index(fields=["channel", "kind", "thread", "id"], name="standin_thread"),
            models.Index(fields=["due_at"], name="standin_due", condition=models.Q(due_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} stand-in {self.kind} {self.pk}"
