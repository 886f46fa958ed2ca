"""Nothing that was acknowledged is lost between the provider's door and the case, nor on the way back."""

from collections.abc import Iterator

from django.db import connection

from rumahrakyat.channels import codec, registry
from rumahrakyat.channels.media import blobs as inbound_files
from rumahrakyat.channels.models import InboundMedia, RawInbound
from rumahrakyat.correspondence.chat import ABANDONED_AFTER
from rumahrakyat.operate.invariants.base import EXAMPLES, QUEUE_GRACE, Finding, Scope, found, overdue_before, together
from rumahrakyat.reports.attachments import ERASED
from rumahrakyat.reports.attachments import blobs as evidence_files
from rumahrakyat.reports.models import Attachment

_INBOX = "channels.inbox"
_ITEMS_AT_A_TIME = 500


def requests_are_taken_apart(_scope: Scope) -> Finding:
    """A stored provider request is done, due, or failed with a reason."""
    return found(
        "SELECT id AS example FROM channels_rawinbound"
        " WHERE (state = 'new' AND next_at < %s) OR (state = 'failed' AND error = '')",
        [overdue_before(_INBOX, QUEUE_GRACE)],
    )


def every_item_is_an_event(scope: Scope) -> Finding:
    """The newest stored requests, taken apart once more: each item of each batch has its event. Requests that only read
    rightly with settings which this process does not have are left alone."""
    unread = [
        one.code for one in registry.default() if getattr(one, "reads_by_settings", False) and not one.configured()
    ]
    done = RawInbound.objects.filter(state=RawInbound.State.DONE).exclude(channel__in=unread)
    newest = done.exclude(sealed_body=b"").order_by("-pk")
    missing: list[int] = []
    keys: list[tuple[int, str, str]] = []
    for raw in newest[: scope.raw].iterator(chunk_size=100):
        keys += [(raw.pk, raw.channel, key) for key in _keys(raw)]
        if len(keys) >= _ITEMS_AT_A_TIME:
            missing += _without_event(keys)
            keys = []
    missing += _without_event(keys)
    return Finding(len(missing), tuple(str(one) for one in missing[:EXAMPLES]))


def _keys(raw: RawInbound) -> Iterator[str]:
    for event in registry.get(raw.channel).parse(raw.body, at=raw.received_at):
        yield codec.tidy(event, at=raw.received_at).event_key


def _without_event(keys: list[tuple[int, str, str]]) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT raw FROM unnest(%s::bigint[], %s::text[], %s::text[]) AS item (raw, channel, key) WHERE NOT EXISTS"
            " (SELECT 1 FROM channels_inboundevent e WHERE e.channel = item.channel AND e.event_key = item.key)",
            [[one[0] for one in keys], [one[1] for one in keys], [one[2] for one in keys]],
        )
        return [row[0] for row in cursor.fetchall()]


def events_are_handed_on(_scope: Scope) -> Finding:
    """An event is done, due, or failed with a reason; what is done and came from a person is a message."""
    return together(
        found(
            "SELECT id AS example FROM channels_inboundevent"
            " WHERE (state = 'new' AND next_at < %s) OR (state = 'failed' AND error = '')",
            [overdue_before(_INBOX, QUEUE_GRACE)],
        ),
        found(
            "SELECT e.id AS example FROM channels_inboundevent e"
            " WHERE e.state = 'done' AND e.kind NOT IN ('statusupdate', 'notice') AND NOT EXISTS"
            " (SELECT 1 FROM channels_message m WHERE m.channel = e.channel AND m.external_id = e.event_key)"
        ),
    )


def messages_come_once(_scope: Scope) -> Finding:
    """One event and one message per (channel, provider's id), and the database is told to keep it so."""
    return together(
        found("SELECT min(id) AS example FROM channels_inboundevent GROUP BY channel, event_key HAVING count(*) > 1"),
        found(
            "SELECT min(id) AS example FROM channels_message WHERE external_id <> ''"
            " GROUP BY channel, external_id HAVING count(*) > 1"
        ),
        found(
            "SELECT name AS example FROM unnest(%s::text[]) AS name"
            " WHERE NOT EXISTS (SELECT 1 FROM pg_class c JOIN pg_index i ON i.indexrelid = c.oid"
            " WHERE c.relname = name AND i.indisunique AND i.indisvalid)",
            [["inbound_event_once", "message_once", "effect_once", "clock_cycle_once", "entry_seq_once"]],
        ),
    )


def told_stories_are_filed(_scope: Scope) -> Finding:
    """What somebody told in a chat and never confirmed becomes a case all the same after a while."""
    return found(
        "SELECT id AS example FROM correspondence_conversation WHERE sealed_draft <> '' AND updated_at < %s",
        [overdue_before("correspondence.abandoned", QUEUE_GRACE + ABANDONED_AFTER)],
    )


def outgoing_messages_leave(scope: Scope) -> Finding:
    """An outgoing message is sent, due, or failed with a task for a person. One that waits behind an earlier message of
    the same person, or for a channel that is paused or has raised its alarm, is not overdue."""
    return together(
        found(
            "SELECT o.id AS example FROM channels_outbox o"
            " WHERE o.state IN ('queued', 'retry', 'sending') AND o.next_at < %s"
            " AND NOT EXISTS (SELECT 1 FROM channels_outbox earlier WHERE earlier.contact_point_id = o.contact_point_id"
            " AND earlier.channel = o.channel AND earlier.id < o.id"
            " AND earlier.state IN ('queued', 'retry', 'sending'))"
            " AND NOT EXISTS (SELECT 1 FROM channels_channelstate c WHERE c.channel = o.channel"
            " AND (c.alarm <> '' OR c.paused_until > %s))",
            [overdue_before("channels.outbox", QUEUE_GRACE), scope.at],
        ),
        found(
            "SELECT o.id AS example FROM channels_outbox o WHERE o.state = 'failed'"
            " AND NOT EXISTS (SELECT 1 FROM channels_deliverytask t WHERE t.outbox_id = o.id)"
        ),
        found(
            "SELECT m.id AS example FROM channels_message m WHERE m.direction = 'out'"
            " AND NOT EXISTS (SELECT 1 FROM channels_outbox o WHERE o.message_id = m.id)"
        ),
    )


def files_are_there(_scope: Scope) -> Finding:
    """Every stored file that a row names lies in the media folder, unless it was erased; none waits too long to be
    fetched or rewritten."""
    lost = [f"evidence {key}" for key in _lost_evidence()] + [f"inbound {key}" for key in _lost_inbound()]
    return together(
        Finding(len(lost), tuple(lost[:EXAMPLES])),
        found(
            "SELECT id AS example FROM reports_attachment WHERE state = 'pending' AND created_at < %s",
            [overdue_before("reports.attachments", QUEUE_GRACE)],
        ),
        found(
            "SELECT id AS example FROM channels_inboundmedia WHERE state = 'new' AND next_at < %s",
            [overdue_before("channels.media", QUEUE_GRACE)],
        ),
    )


def _lost_evidence() -> Iterator[str]:
    store = evidence_files()
    rows = Attachment.objects.exclude(refusal=ERASED).values_list("pk", "original", "served")
    for key, *digests in rows.iterator(chunk_size=2000):
        if not all(store.path(digest).exists() for digest in digests if digest):
            yield str(key)


def _lost_inbound() -> Iterator[str]:
    store = inbound_files()
    for key, digest in InboundMedia.objects.filter(state="done").values_list("pk", "digest").iterator(chunk_size=2000):
        if digest and not store.path(digest).exists():
            yield str(key)
