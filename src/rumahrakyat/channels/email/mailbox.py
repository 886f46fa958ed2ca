"""Mail that waits in a mailbox of ours on an IMAP server.

Where we are is UIDVALIDITY and the last UID, stored in the transaction that stores the mails; whether somebody has
looked at a mail (\\Seen) means nothing. When the server numbers its mails anew, all are read again: the ids of the
events make that harmless.
"""

import imaplib
import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags
from imap_tools.errors import ImapToolsError

from rumahrakyat.channels.contract import Raw, Store
from rumahrakyat.channels.email.options import Options

logger = logging.getLogger(__name__)

SECONDS = 30
LONGEST_IDLE = 28 * 60  # seconds; servers may hang up after 30 minutes
SLICE = 1.0  # seconds of one look, so that a stop is soon noticed
BATCH = 20
BATCH_BYTES = 32 * 1024 * 1024
MOST_EMPTY = 3
TRUNCATED = b"X-Rumahrakyat-Truncated: yes\r\n"
_SIZE = re.compile(rb"RFC822\.SIZE (\d+)")
_UID = re.compile(rb"UID (\d+)")
_NUMBERS = re.compile(rb"\d+")


class MailboxListener:
    """A connection to the mailbox that waits for new mail."""

    def __init__(self, options: Options) -> None:
        self.options = options
        mailbox = options.mailbox
        self.name = f"email.mailbox.{mailbox.host}.{mailbox.user}.{mailbox.folder}"[:100]

        self._broke: dict[int, int] = {}

    def listen(self, store: Store, stopping: threading.Event) -> None:
        """Raises OSError and errors of the IMAP libraries when the connection breaks."""
        box = self._connected()
        try:
            validity = _uid_validity(box)
            while not stopping.is_set():
                while self._look(box, validity, store) and not stopping.is_set():
                    pass
                self._wait(box, stopping)
        finally:
            _leave(box)

    def _connected(self) -> BaseMailBox:
        mailbox = self.options.mailbox
        box: BaseMailBox
        if mailbox.security == "tls":
            box = MailBox(mailbox.host, mailbox.port, SECONDS, ssl_context=self.options.tls())
        elif mailbox.security == "starttls":
            box = MailBoxStartTls(mailbox.host, mailbox.port, SECONDS, ssl_context=self.options.tls())
        else:
            box = MailBoxUnencrypted(mailbox.host, mailbox.port, SECONDS)
        try:
            token = mailbox.current_token()
            if token:
                box.xoauth2(mailbox.user, token, mailbox.folder)
            elif (mailbox.user + mailbox.password).isascii():
                box.login(mailbox.user, mailbox.password, mailbox.folder)
            else:
                box.login_utf8(mailbox.user, mailbox.password, mailbox.folder)
        except (ImapToolsError, imaplib.IMAP4.error, OSError):
            _leave(box)
            raise
        return box

    def _look(self, box: BaseMailBox, validity: str, store: Store) -> bool:
        """Store the next mails; whether there are more. Raises NotStored."""
        place = Place.read(store.cursor(self.name), validity)
        uids = _uids_after(box, place.uid)
        if not uids:
            return False
        items, done = self._fetched(box, uids)
        store.take(items, name=self.name, cursor=str(Place(validity, done[-1])))
        self._settle(box, done)
        return len(done) < len(uids)

    def _fetched(self, box: BaseMailBox, uids: Sequence[int]) -> tuple[list[Raw], list[int]]:
        """The mails and the UIDs that are dealt with. A mail that the server cannot give is passed over and told to the
        operator: one broken mail must not hold back all others."""
        items: list[Raw] = []
        done: list[int] = []
        size = 0
        for uid in uids:
            broke = self._broke.get(uid, 0)
            self._broke[uid] = broke + 1  # taken back below, unless the connection breaks over this mail
            body = _fetch(box, uid, largest=self.options.largest, broke=broke)
            del self._broke[uid]
            if body is None:
                logger.error("mail %s of a mailbox cannot be fetched and is passed over", uid)
            elif body:
                items.append(Raw(body, {"via": "imap"}))
                size += len(body)
            done.append(uid)
            if size > BATCH_BYTES or len(done) == BATCH:
                break
        return items, done

    def _settle(self, box: BaseMailBox, done: Sequence[int]) -> None:
        """Mark or move what is committed here, where the operator wants it. A fault here loses nothing."""
        mailbox = self.options.mailbox
        uids = [str(uid) for uid in done]
        try:
            if mailbox.mark_seen:
                box.flag(uids, MailMessageFlags.SEEN, True)
            if mailbox.move_to:
                if not box.folder.exists(mailbox.move_to):
                    box.folder.create(mailbox.move_to)
                box.move(uids, mailbox.move_to)
        except imaplib.IMAP4.abort:
            raise
        except (ImapToolsError, imaplib.IMAP4.error) as error:
            logger.warning("mails that were read cannot be put away: %s", type(error).__name__)

    def _wait(self, box: BaseMailBox, stopping: threading.Event) -> None:
        """Until something is new, at most as long as the operator says. A server without IDLE is asked again."""
        end = time.monotonic() + min(self.options.mailbox.poll_minutes * 60, LONGEST_IDLE)
        if "IDLE" not in box.client.capabilities:
            while not stopping.is_set() and time.monotonic() < end:
                stopping.wait(SLICE)
            box.client.noop()
            return
        empty = 0
        with box.idle as idle:
            while not stopping.is_set() and time.monotonic() < end:
                began = time.monotonic()
                lines = idle.poll(SLICE)
                if _something_new(lines):
                    return
                # A connection that is gone answers at once, with nothing.
                empty = empty + 1 if not lines and time.monotonic() - began < SLICE / 2 else 0
                if empty > MOST_EMPTY:
                    raise ConnectionResetError("the mail server hung up")


class Unreadable(Exception):
    """The server answers, but not with the mail."""


@dataclass(frozen=True, slots=True)
class Place:
    """How far we have read."""

    validity: str
    uid: int

    @classmethod
    def read(cls, cursor: str, validity: str) -> "Place":
        """The stored place; the beginning when there is none or the server counts anew."""
        known, _, uid = cursor.partition(":")
        return cls(validity, int(uid)) if known == validity and uid.isdigit() else cls(validity, 0)

    def __str__(self) -> str:
        return f"{self.validity}:{self.uid}"


def _uid_validity(box: BaseMailBox) -> str:
    """Of the folder that is open, as it was told when it was opened."""
    _kind, found = box.client.response("UIDVALIDITY")
    text = found[0] if found else None
    if not isinstance(text, bytes) or not text.isdigit():
        raise Unreadable("the server tells no UIDVALIDITY")
    return text.decode("ascii")


def _uids_after(box: BaseMailBox, last: int) -> list[int]:
    """UIDs greater than `last`, in order. `n:*` also names the last mail when it is older than n."""
    status, found = box.client.uid("SEARCH", f"UID {last + 1}:*")
    if status != "OK":
        raise imaplib.IMAP4.abort("the server cannot search")
    return sorted({int(number) for part in found if part for number in _NUMBERS.findall(part) if int(number) > last})


def _fetch(box: BaseMailBox, uid: int, *, largest: int, broke: int) -> bytes | None:
    """The mail as it is, without marking it as read; empty when it is gone. Of one that is larger than we take or that
    the server cannot give, only the headers; None when not even those. Some servers hang up over a broken mail:
    `broke` is how often this one did, and each time less is asked."""
    ways = ["(BODY.PEEK[])", "(BODY.PEEK[])", "(BODY.PEEK[HEADER])"]
    for number, wanted in list(enumerate(ways, start=1))[broke:]:
        try:
            size = _size(box, uid)
            if size is None:
                return b""
            if number < len(ways) and size > largest:
                continue
            body = _body(box, uid, wanted)
        except imaplib.IMAP4.abort:
            raise  # the connection itself is broken
        except (imaplib.IMAP4.error, Unreadable):
            continue
        return body if number < len(ways) else TRUNCATED + body
    return None


def _body(box: BaseMailBox, uid: int, wanted: str) -> bytes:
    status, found = box.client.uid("FETCH", str(uid), wanted)
    if status != "OK":
        raise Unreadable
    for part in found:
        if isinstance(part, tuple) and len(part) > 1 and isinstance(part[1], bytes):
            return part[1]
    raise Unreadable


def _size(box: BaseMailBox, uid: int) -> int | None:
    """None when the mail is gone."""
    status, found = box.client.uid("FETCH", str(uid), "(RFC822.SIZE)")
    if status != "OK":
        raise Unreadable
    joined = b" ".join(_flat(found))
    match = _SIZE.search(joined)
    return int(match[1]) if match and _UID.search(joined) else None


def _flat(found: Sequence[object]) -> Iterator[bytes]:
    for part in found:
        if isinstance(part, bytes):
            yield part
        elif isinstance(part, tuple):
            yield from (piece for piece in part if isinstance(piece, bytes))


def _something_new(lines: Sequence[bytes]) -> bool:
    return any(b"EXISTS" in line or b"RECENT" in line or b"BYE" in line for line in lines)


def _leave(box: BaseMailBox) -> None:
    """Say goodbye when the server still listens; the connection is closed in any case."""
    try:
        box.logout()
    except (ImapToolsError, imaplib.IMAP4.error, OSError):
        box.client.shutdown()
