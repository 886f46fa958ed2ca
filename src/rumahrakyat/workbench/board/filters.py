"""Narrowing the queue down: what the address says, what that is called, and selections kept under a name."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.channels import registry
from rumahrakyat.duty.colleagues import people_of
from rumahrakyat.duty.filters import NOBODY, Wanted
from rumahrakyat.people.roles import ANSWER, DISPATCH
from rumahrakyat.regions.queries import districts, find, regencies
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Kind, StageChoices
from rumahrakyat.reports.queries import categories, category
from rumahrakyat.reports.states import ENDED

# In the order in which they stand in an address, so that one selection has one address.
NAMES: Final[tuple[str, ...]] = (
    "tab",
    "orang",
    "tahap",
    "kategori",
    "wilayah",
    "kanal",
    "jenis",
    "hari",
    "darurat",
    "bersama",
)
MINE: Final = "saya"
FREE: Final = "belum"
MOST_SAVED: Final = 12
_PLACE: Final = re.compile(r"^\d\d\.\d\d(\.\d\d(\.\d{4})?)?$")
_SLUG: Final = re.compile(r"^[a-z0-9_-]{1,60}$")


@dataclass(frozen=True)
class Chosen:
    """A selection as it was read, and the words of the address that are left of it."""

    wanted: Wanted
    given: Mapping[str, str]

    @property
    def narrows(self) -> bool:
        """Whether anything but the tab and the person is chosen."""
        return any(name not in {"tab", "orang"} for name in self.given)

    def address(self, **changed: str) -> str:
        """The address of the queue with this selection; an empty value takes one out."""
        words = {name: value for name, value in {**self.given, **changed}.items() if value}
        ordered = {name: words[name] for name in (*NAMES, "setelah", "bagian") if name in words}
        return f"{reverse('workbench:queue')}?{urlencode(ordered)}" if ordered else reverse("workbench:queue")

    @property
    def query(self) -> str:
        return urlencode({name: self.given[name] for name in NAMES if name in self.given})


def read(words: Mapping[str, str], *, me: int) -> Chosen:
    """What the address asks for; whatever cannot be read is left out, as if it had not been asked."""
    given = {name: value for name in NAMES if (value := words.get(name, "").strip()) and _is_known(name, value)}
    wanted = Wanted(
        stage=given.get("tahap", ""),
        category=given.get("kategori", ""),
        region=given.get("wilayah", ""),
        channel=given.get("kanal", ""),
        kind=given.get("jenis", ""),
        person=_person(given.get("orang", ""), me),
        today="hari" in given,
        urgent="darurat" in given,
        several="bersama" in given,
    )
    return Chosen(wanted, given)


def _person(typed: str, me: int) -> int | None:
    if typed == MINE:
        return me
    if typed == FREE:
        return NOBODY
    return int(typed) if typed else None


def _is_known(name: str, value: str) -> bool:
    if name == "orang":
        return value in {MINE, FREE} or (value.isdecimal() and len(value) < 10)
    if name == "tahap":
        return value in StageChoices.values
    if name == "wilayah":
        return bool(_PLACE.match(value))
    if name == "jenis":
        return value in Kind.values
    if name in {"darurat", "bersama"}:
        return value == "1"
    if name == "hari":
        return value == "ini"
    return bool(_SLUG.match(value))


def bodies(reach: Reach) -> frozenset[int]:
    """The bodies among whose people this account may look and give cases around."""
    return reach.scope.organisations(ANSWER) | reach.scope.organisations(DISPATCH)


def named(chosen: Chosen, reach: Reach) -> list[dict[str, str]]:
    """What the list is narrowed down to, each with the address without it."""
    given = chosen.given
    words = {
        "orang": _person_words(given.get("orang", ""), reach),
        "tahap": str(StageChoices(given["tahap"]).label) if "tahap" in given else "",
        "kategori": _category_words(given.get("kategori", "")),
        "wilayah": _place_words(given.get("wilayah", "")),
        "kanal": registry.label(given["kanal"]) if "kanal" in given else "",
        "jenis": str(Kind(given["jenis"]).label) if "jenis" in given else "",
        "hari": _("Due today"),
        "darurat": _("Urgent"),
        "bersama": _("Several reports or agencies"),
    }
    return [
        {"words": words[name], "without": chosen.address(**{name: ""})}
        for name in NAMES
        if name in given and words.get(name)
    ]


def _person_words(typed: str, reach: Reach) -> str:
    """The name of a colleague; what the switch above the list says already is not said twice."""
    if not typed.isdecimal():
        return ""
    known = {one.pk: one.name for one in people_of(bodies(reach))}
    return known.get(int(typed), _("another person"))


def _category_words(code: str) -> str:
    found = category(code) if code else None
    return found.name if found else code


def _place_words(code: str) -> str:
    found = find(code) if code else None
    return found.full_name if found else code


def choices(chosen: Chosen, reach: Reach) -> list[dict[str, Any]]:
    """The fields of the form, each with what can be chosen."""
    regency = ".".join(chosen.given.get("wilayah", "").split(".")[:2])
    ended = {stage.value for stage in ENDED}
    return [
        _field("orang", _("Person"), [(MINE, _("Mine")), (FREE, _("Not taken")), *_people(reach)], chosen),
        _field("tahap", _("Stage"), [one for one in StageChoices.choices if one[0] not in ended], chosen),
        _field("kategori", _("Category"), [(one.code, one.name) for one in categories()], chosen),
        _field("wilayah", _("Place"), _places(regency), chosen),
        _field("kanal", _("Channel"), _channels(), chosen),
        _field("jenis", _("Kind of report"), list(Kind.choices), chosen),
        _field("hari", _("When it is due"), [("ini", _("Due today or late"))], chosen),
        _field("darurat", _("Urgency"), [("1", _("Urgent only"))], chosen),
        _field("bersama", _("Together"), [("1", _("Several reports or agencies"))], chosen),
    ]


def _people(reach: Reach) -> list[tuple[str, str]]:
    return [(str(one.pk), one.name) for one in people_of(bodies(reach)) if one.pk != reach.account.pk]


def _channels() -> list[tuple[str, str]]:
    return sorted(((one.code, registry.label(one.code)) for one in registry.default()), key=lambda one: one[1])


def _places(regency: str) -> list[tuple[str, str]]:
    """All regencies; of the chosen one its districts, too."""
    found = []
    for one in regencies():
        found.append((one.code, one.full_name))
        if one.code == regency:
            found += [(inner.code, f"{one.short_name}: {inner.name}") for inner in districts(regency)]
    return found


def _field(name: str, label: str, options: Sequence[tuple[Any, Any]], chosen: Chosen) -> dict[str, Any]:
    value = chosen.given.get(name, "")
    return {"name": name, "label": label, "options": options, "value": value}


def tabs(kept: Sequence[tuple[str, str]], chosen: Chosen) -> list[dict[str, Any]]:
    """`kept`: name and query of each."""
    here = reverse("workbench:queue")
    return [
        {"label": name, "href": f"{here}?{query}", "current": query == chosen.query, "count": None}
        for name, query in kept
    ]
