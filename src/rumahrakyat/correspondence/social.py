"""What officers decide about public words, and posts that they take in by hand. The first decision holds."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from django.db import transaction

from rumahrakyat.correspondence import facts, intake, mentions, messages
from rumahrakyat.correspondence.models import CaseMessage, Listener, Mention, SocialIntake
from rumahrakyat.correspondence.queries import intake_of_link, last_decision, mention_of_link
from rumahrakyat.lib import crypto
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import VERIFY
from rumahrakyat.reports import operations
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import NotAllowed
from rumahrakyat.reports.models import Report

UNDO_FOR: Final = timedelta(minutes=15)
MOST_LINK: Final = 500
# The host of a link and the channel it is counted by. A host below one of these counts as well (m.facebook.com).
PLATFORMS: Final[dict[str, str]] = {
    "facebook.com": "facebook", "fb.com": "facebook", "fb.watch": "facebook", "instagram.com": "instagram",
    "x.com": "x", "twitter.com": "x", "t.co": "x", "tiktok.com": "tiktok", "youtube.com": "youtube",
    "youtu.be": "youtube", "threads.net": "threads", "threads.com": "threads", "t.me": "telegram",
}  # fmt: skip
OTHER: Final = "social"


class AlreadyDecided(Exception):
    """Another officer was faster; `mention` says what was decided and by whom."""

    def __init__(self, mention: Mention) -> None:
        super().__init__(mention.pk)
        self.mention = mention


class BadLink(ValueError):
    """Not the address of a post."""


@dataclass(frozen=True)
class Post:
    """A public post as an officer saw it. `link` may be empty when there is a picture of it."""

    text: str
    link: str = ""
    platform: str = ""
    author: str = ""
    posted_at: datetime | None = None
    evidence: Sequence[Evidence] = ()


def decide(*, mention_id: int, state: str, account: Account, at: datetime, report: Report | None = None) -> Mention:
    """Accept a waiting mention as a report, add it to `report`, or say that it is chatter.

    Repeated by the same officer it is the same decision. Raises AlreadyDecided, and `Mention.DoesNotExist`.
    """
    with transaction.atomic():
        found = Mention.objects.select_for_update(of=("self",)).select_related("message__contact_point", "latest")
        mention = found.get(pk=mention_id)
        if mention.state != Mention.State.WAITING:
            mine = mention.decided_by_id == account.pk and mention.state == state
            if mine and (report is None or mention.report_id == report.pk):
                return mention
            raise AlreadyDecided(mention)
        if state == Mention.State.REPORT:
            mentions.file(mention, account=account, at=at)
        elif state == Mention.State.REPLY and report is not None:
            mentions.add(mention, report, account=account, at=at)
        else:
            mentions.settle(mention, Mention.State.CHATTER, account=account, at=at)
    return mention


def undo(*, account: Account, at: datetime) -> Mention | None:
    """Take back this officer's last decision, while it is fresh: the mention waits again. None when there is none.

    What is on record stays: a report that was made is rejected as not meant, nobody is told; words that were added are
    disowned by a note.
    """
    with transaction.atomic():
        last = last_decision(account, since=at - UNDO_FOR)
        if last is None:
            return None
        mention = Mention.objects.select_for_update(of=("self",)).select_related("message", "report").get(pk=last.pk)
        if mention.decided_by_id != account.pk or mention.state == Mention.State.WAITING:
            return None
        if mention.report is not None:
            _take_back(mention, mention.report, account, at)
        mention.state, mention.report, mention.decided_by, mention.decided_at = Mention.State.WAITING, None, None, None
        mention.round += 1
        mention.save(update_fields=["state", "report", "decided_by", "decided_at", "round"])
    return mention


def _take_back(mention: Mention, report: Report, account: Account, at: datetime) -> None:
    CaseMessage.objects.filter(message=mention.message, report=report).delete()
    actor = Actor("staff", frozenset({VERIFY}), account.pk)
    if mention.state == Mention.State.REPLY:
        words = "Kata-kata terakhir dari media sosial bukan untuk laporan ini; petugas menariknya kembali."
        operations.note(report_id=report.pk, text=words, actor=actor, at=at)
        return
    Listener.objects.filter(report=report).delete()
    try:
        words = "Salah catat: unggahan ini bukan laporan. Petugas menariknya kembali."
        operations.reject(report_id=report.pk, reason="no_report", text=words, actor=actor, at=at)
    except NotAllowed:  # it went on meanwhile: then it is a case, and the note says where it came from
        operations.note(report_id=report.pk, text="Petugas menarik kembali asal laporan ini.", actor=actor, at=at)


def platform_of(link: str) -> str:
    """The channel of a link by its host; `social` for any other. Raises BadLink."""
    host = _host(link)
    parts = host.split(".")
    for first in range(len(parts) - 1):
        found = PLATFORMS.get(".".join(parts[first:]))
        if found:
            return found
    return OTHER


def _host(link: str) -> str:
    try:
        split = urlsplit(link.strip())
    except ValueError as error:
        raise BadLink(link) from error
    host = (split.hostname or "").lower()
    if split.scheme not in {"http", "https"} or "." not in host or len(link) > MOST_LINK or " " in link.strip():
        raise BadLink(link)
    return host


def canonical(link: str) -> str:
    """The link as it is compared: without what says only where it was clicked. Raises BadLink."""
    host = _host(link).removeprefix("www.").removeprefix("m.").removeprefix("mobile.")
    split = urlsplit(link.strip())
    kept = [part for part in split.query.split("&") if part.partition("=")[0] in _TELLING]
    host = {"twitter.com": "x.com"}.get(host, host)
    return f"https://{host}{split.path.rstrip('/')}{'?' + '&'.join(sorted(kept)) if kept else ''}"


_TELLING: Final = {"v", "story_fbid", "fbid", "id", "comment_id", "reply_comment_id", "multi_permalinks"}


def known_by_link(link: str) -> Report | None:
    """The case that was made of this very post before, by hand or by itself. Raises BadLink."""
    if not link.strip():
        return None
    known = intake_of_link(_digest(link))
    if known is not None:
        return known.report
    mention = mention_of_link(link.strip())
    return mention.report if mention is not None else None


def _digest(link: str) -> str:
    return hashlib.sha256(canonical(link).encode()).hexdigest() if link.strip() else ""


def take_in_by_hand(*, post: Post, token: str, account: Account, at: datetime) -> tuple[Report, bool]:
    """Make a report of a post; the case of the same link, and False, when there is one.

    `token` makes a repeated form the same report. Raises BadLink and the errors of `reports.submission.submit`.
    """
    with transaction.atomic():
        known = known_by_link(post.link)
        if known is not None:
            return known, False
        digest = _digest(post.link)
        platform = post.platform or (platform_of(post.link) if post.link.strip() else OTHER)
        report, new = intake.take_in(
            intake=intake.Intake(
                text=post.text,
                channel=platform,
                received_at=at,
                source_key=f"social:{digest[:40] or token}",
                name=post.author.strip(),
                occurred_at=post.posted_at,
                evidence=post.evidence,
                actor=Actor("staff", intake.CITIZEN.permissions, account.pk),
            ),
            at=at,
        )
        if new:
            _write_down(post, digest, report, account, at)
    return report, new


def _write_down(post: Post, digest: str, report: Report, account: Account, at: datetime) -> None:
    SocialIntake.objects.create(
        report=report,
        link=post.link.strip(),
        link_digest=digest,
        sealed_author=crypto.seal(post.author.strip()) if post.author.strip() else "",
        account=account,
        at=at,
    )
    if post.link.strip():
        intake.note(report=report, text=f"Asal laporan: {post.link.strip()}", at=at)


def public_answer(report: Report) -> str:
    """The sentence to paste as the public answer: the number and the deadline, nobody's words."""
    due = report.answer_due_at
    values = {"number": report.number, "holder": facts.holder_name(report), "due": facts.due_words(due)}
    return messages.public_notice("receipt", values, open_case=report.is_public and due is not None).text
