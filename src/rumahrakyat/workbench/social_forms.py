"""The form of a post taken in by hand: what was typed, what is wrong with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import uuid4

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.correspondence import social
from rumahrakyat.correspondence.social import Post
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.images import MAX_BYTES
from rumahrakyat.reports import attachments, errors
from rumahrakyat.reports.attachments import MAX_FILES, Evidence
from rumahrakyat.reports.submission import MAX_TEXT

FIELDS: Final = ("link", "text", "platform", "author", "posted")
PLATFORMS: Final[Mapping[str, str]] = {
    "facebook": "Facebook", "instagram": "Instagram", "x": "X", "tiktok": "TikTok", "youtube": "YouTube",
    "threads": "Threads", "telegram": "Telegram",
}  # fmt: skip
_LONGEST_AUTHOR: Final = 80


@dataclass
class Wrong(Exception):
    """(id of the field, sentence) for everything that must be corrected."""

    faults: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """What stands in the fields, by name, and beside them."""

    words: Mapping[str, str]
    token: str
    faults: Mapping[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> list[dict[str, str]]:
        return [{"id": name, "text": text} for name, text in self.faults.items()]

    @property
    def platforms(self) -> list[tuple[str, str, bool]]:
        """(code, name, chosen) of every place to choose from."""
        chosen = self.words.get("platform", "")
        named = {"": _("by the link"), **PLATFORMS, social.OTHER: _("another place")}
        return [(code, name, code == chosen) for code, name in named.items()]


def empty(link: str) -> Form:
    return Form({"link": link[: social.MOST_LINK]}, uuid4().hex)


def again(request: HttpRequest, wrong: Wrong) -> Form:
    """The form with everything that was typed."""
    return Form({name: request.POST.get(name, "") for name in FIELDS}, token_of(request), dict(wrong.faults))


def token_of(request: HttpRequest) -> str:
    """The form's one-time token; a form without a proper one is a new form."""
    given = request.POST.get("token", "")
    return given if len(given) == 32 and given.isalnum() else uuid4().hex


def read(request: HttpRequest) -> Post:
    """The form as a post. Raises Wrong, with every fault at once."""
    given = {name: request.POST.get(name, "").strip() for name in FIELDS}
    faults = [*_of_link(given), *_of_text(request, given)]
    posted_at, fault = _posted(given["posted"])
    faults += fault
    evidence, fault = _pictures(request)
    faults += fault
    if faults:
        raise Wrong(faults)
    known = given["platform"] if given["platform"] in PLATFORMS or given["platform"] == social.OTHER else ""
    author = given["author"][:_LONGEST_AUTHOR]
    return Post(given["text"] or _only_a_picture(), given["link"], known, author, posted_at, evidence)


def _only_a_picture() -> str:
    return "Unggahan berupa gambar, belum ditulis."


def _of_link(given: Mapping[str, str]) -> list[tuple[str, str]]:
    if not given["link"]:
        return []
    try:
        social.platform_of(given["link"])
    except social.BadLink:
        return [("link", _("This is not the address of a post. Copy it whole, beginning with https://"))]
    return []


def _of_text(request: HttpRequest, given: Mapping[str, str]) -> list[tuple[str, str]]:
    if len(given["text"]) > MAX_TEXT:
        words = _("The text has %(length)s characters; at most %(limit)s fit. Shorten it")
        return [("text", words % {"length": len(given["text"]), "limit": MAX_TEXT})]
    if not given["text"] and not request.FILES.getlist("photos"):
        return [("text", _("Write what the post says, or add a picture of it"))]
    if not given["link"] and not request.FILES.getlist("photos"):
        return [("link", _("Paste the link, or add a picture of the post: somebody must be able to check it"))]
    return []


def _posted(text: str) -> tuple[datetime | None, list[tuple[str, str]]]:
    """When it was posted, in the installation's zone."""
    if not text:
        return None, []
    try:
        at = wallclock.typed_moment(text)
    except ValueError:
        return None, [("posted", _("Write the day and time as in 2026-07-21 14:20, or leave it empty"))]
    if at > clock.now():
        return None, [("posted", _("This lies in the future. Check the day and time"))]
    return at, []


def _pictures(request: HttpRequest) -> tuple[list[Evidence], list[tuple[str, str]]]:
    files = request.FILES.getlist("photos")
    if len(files) > MAX_FILES:
        return [], [("photos", _("At most %(n)s photos can go along. Choose fewer") % {"n": MAX_FILES})]
    for nth, one in enumerate(files, start=1):
        if (one.size or 0) > MAX_BYTES:
            words = _("Photo %(nth)s is larger than 15 MB. Choose a smaller one") % {"nth": nth}
            return [], [("photos", words)]
    evidence = [Evidence(one.read(), one.content_type or "application/octet-stream") for one in files]
    try:
        attachments.check(evidence)
    except errors.ReportError as error:
        return [], wrong_of(error).faults
    return evidence, []


def wrong_of(error: errors.ReportError) -> Wrong:
    """What an expected failure of taking in means for this form."""
    if isinstance(error, errors.BadFile):
        words = _("File %(nth)s is not a photo that can be opened. Photos are JPEG, PNG or WebP")
        return Wrong([("photos", words % {"nth": error.position + 1})])
    if isinstance(error, errors.TooManyFiles):
        return Wrong([("photos", _("At most %(n)s photos can go along. Choose fewer") % {"n": error.limit})])
    return Wrong([("text", _("Write what the post says"))])
