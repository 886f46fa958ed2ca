"""The report while it is being written. Pure: a dictionary in the drawer, no database."""

import secrets
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any, Final, Self

MAX_PHOTOS: Final = 10


@dataclass(frozen=True)
class Photo:
    """A photograph kept for the draft: digests of the sealed file, of its small picture (empty without one), and of
    what was uploaded, because the same picture chosen twice is one."""

    digest: str
    media_type: str
    small: str = ""
    content: str = ""


@dataclass(frozen=True)
class Draft:
    """What was told so far. `key` makes a form that is sent twice one report.

    `where`: code of a region that was chosen, empty without one. `place_known` is False once the reporter said that the
    place is unknown. `contact`: phone, email or none; `identity`: named, confidential or anonymous; `hidden` keeps the
    words off the public pages.
    """

    key: str = field(default_factory=lambda: secrets.token_hex(16))
    text: str = ""
    photos: tuple[Photo, ...] = ()
    where: str = ""
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None
    place_done: bool = False
    contact: str = ""
    phone: str = ""
    email: str = ""
    name: str = ""
    identity: str = ""
    hidden: bool = False

    def to_values(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_values(cls, values: dict[str, Any] | None) -> Self:
        """The draft of a drawer; a field of an older version of the product is left out rather than trusted."""
        if not values:
            return cls()
        known = {one.name for one in fields(cls)}
        kept = {name: value for name, value in values.items() if name in known}
        kept["photos"] = tuple(Photo(**one) for one in kept.get("photos", ()))
        return cls(**kept)

    def with_photos(self, added: list[Photo]) -> "Draft":
        """The first ten, each once."""
        seen: dict[str, Photo] = {}
        for one in (*self.photos, *added):
            seen.setdefault(one.content, one)
        return replace(self, photos=tuple(seen.values())[:MAX_PHOTOS])

    def without_photo(self, digest: str) -> "Draft":
        return replace(self, photos=tuple(one for one in self.photos if one.digest != digest))

    @property
    def told(self) -> bool:
        return bool(self.text.strip())

    @property
    def has_point(self) -> bool:
        return self.lat is not None and self.lon is not None

    @property
    def contact_done(self) -> bool:
        return bool(self.contact and self.identity)

    @property
    def first_gap(self) -> str:
        """The name of the first step that still misses something; `check` when none does."""
        if not self.told:
            return "story"
        if not self.place_done:
            return "place"
        return "check" if self.contact_done else "contact"
