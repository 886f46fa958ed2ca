"""What posts, direct messages, people and files are in X's JSON, whichever way it came."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from rumahrakyat.channels.base import Kind, MediaRef
from rumahrakyat.channels.payload import mapping, number, objects, text

JSON = dict[str, Any]
LONGEST_REF = 250
FASTEST_VIDEO = 2_500_000  # bits a second: more is a larger file and no better evidence
EPOCH = 1_288_834_974_657  # X counts milliseconds from here in the upper bits of its ids
_KINDS: Final = {"photo": Kind.IMAGE, "video": Kind.VIDEO, "animated_gif": Kind.VIDEO}
_TYPES: Final = {"photo": "image/jpeg", "video": "video/mp4", "animated_gif": "video/mp4"}
_ADDRESSED = re.compile(r"(?:@\w{1,30}\s+)*(?:@\w{1,30}\s*$)?")
_LANGUAGES: Final = {"in": "id", "und": "", "zxx": "", "qme": "", "qst": "", "qht": "", "qam": "", "qct": ""}


@dataclass(frozen=True)
class People:
    """The accounts that X named beside the items."""

    known: dict[str, JSON]

    def of(self, user_id: str) -> JSON:
        return self.known.get(user_id, {})

    def name(self, user_id: str) -> str:
        person = self.of(user_id)
        return (text(person, "name") or text(person, "username"))[:120]

    def handle(self, user_id: str) -> str:
        return text(self.of(user_id), "username")


def people(includes: Any) -> People:
    return People({text(user, "id"): user for user in objects(includes, "users")})


def moment(value: Any, name: str, *, otherwise: datetime) -> datetime:
    """The instant written as `2026-11-21T08:00:00.000Z`."""
    try:
        found = datetime.fromisoformat(text(value, name))
        return found.astimezone(UTC) if found.tzinfo else otherwise
    except (ValueError, OverflowError):
        return otherwise


def milliseconds(value: Any, name: str, *, otherwise: datetime) -> datetime:
    """The instant written as milliseconds since 1970."""
    found = number(value, name)
    if found is None or not 0 < found < 32_503_680_000_000:
        return otherwise
    return datetime.fromtimestamp(found / 1000, UTC)


def id_at(at: datetime) -> str:
    """The smallest id that X could have given at `at`."""
    return str(max(int(at.timestamp() * 1000) - EPOCH, 0) << 22)


def words(item: JSON, *, without: str = "") -> str:
    """What was written: whole, with real links instead of X's short ones, without the links that stand for files (one
    of them may be told as `without`) and without the names that the words are addressed to."""
    long = mapping(item, "note_tweet")
    source = long if text(long, "text") else item
    said = text(source, "text")
    for link in objects(mapping(source, "entities"), "urls"):
        short = text(link, "url")
        if short:
            said = said.replace(short, "" if _stands_for_file(link) else text(link, "expanded_url") or short)
    said = html.unescape(said.replace(without, "") if without else said)
    addressed = _ADDRESSED.match(said)
    return said[addressed.end() if addressed else 0 :].strip()


def _stands_for_file(link: JSON) -> bool:
    return bool(text(link, "media_key")) or bool(re.search(r"/(?:photo|video)/\d+$", text(link, "expanded_url")))


def language(item: JSON) -> str:
    code = text(item, "lang")[:10]
    return _LANGUAGES.get(code, code)


def files(item: JSON, includes: Any, *, place: str) -> tuple[MediaRef, ...]:
    """The files of a post or message. `place` (`post:1`, `dm:1`) is where a file that X only named can be asked for."""
    named = mapping(item, "attachments").get("media_keys")
    keys = [key for key in named if isinstance(key, str) and key] if isinstance(named, list) else []
    told = {text(one, "media_key"): one for one in objects(includes, "media")}
    return tuple(_file(told.get(key, {}), key, place) for key in keys)


def _file(told: JSON, key: str, place: str) -> MediaRef:
    kind = text(told, "type") or "photo"
    link = best_link(told)
    ref = link if link and len(link) <= LONGEST_REF else f"{place}:{key}"
    return MediaRef(ref, _KINDS.get(kind, Kind.DOCUMENT).value, _TYPES.get(kind, ""))


def kind_of(media: Sequence[MediaRef]) -> Kind:
    return Kind(media[0].kind) if media else Kind.TEXT


def best_link(told: JSON) -> str:
    """Where a file can be had: a picture as it is, a video as good as is of use."""
    if text(told, "url"):
        return text(told, "url")
    films = [one for one in objects(told, "variants") if text(one, "content_type") == "video/mp4" and text(one, "url")]
    if not films:
        return text(told, "preview_image_url")
    usual = [one for one in films if (number(one, "bit_rate") or 0) <= FASTEST_VIDEO]
    if usual:
        return text(max(usual, key=lambda one: number(one, "bit_rate") or 0), "url")
    return text(min(films, key=lambda one: number(one, "bit_rate") or 0), "url")
