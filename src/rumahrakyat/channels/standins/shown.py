"""What the stand-ins' pages show beside the conversation itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.base import Asking, Named, Noting, Standin, Tricky
from rumahrakyat.channels.standins.bubbles import PUBLIC, excerpt
from rumahrakyat.channels.standins.examples import Example, next_example
from rumahrakyat.channels.standins.look import look_of
from rumahrakyat.channels.standins.places import PLACES
from rumahrakyat.lib.phone import display_phone

PEOPLE_SHOWN = 40
JSON = dict[str, Any]


@dataclass(frozen=True)
class Card:
    """A channel on the first page."""

    standin: Standin
    icon: str
    about: str
    people: int
    last: str
    last_at: datetime | None
    earlier: bool
    example: Example


@dataclass(frozen=True)
class Person:
    """Somebody in the list of conversations. `address` is the number, account or mail address."""

    key: str
    name: str
    address: str
    initial: str
    last: str
    at: datetime
    earlier: bool
    data: JSON


@dataclass(frozen=True)
class Box:
    name: str
    label: str
    on: bool = False


def hub(*, at: datetime) -> JSON:
    cards = [_card(standin, at) for standin in registry.default().values()]
    own = [{"code": one.code, "title": one.title, "about": gettext(str(one.about))} for one in registry.own_pages()]
    return {"cards": cards, "own": own}


def _card(standin: Standin, at: datetime) -> Card:
    last = standin.store.records("message").order_by("-id").first()
    return Card(
        standin=standin,
        icon="public" if standin.publics else look_of(standin).style,
        about=gettext(str(look_of(standin).about)),
        people=standin.store.records("person").count(),
        last=excerpt(last) if last else "",
        last_at=last.at if last else None,
        earlier=_is_earlier(last.at, at) if last else False,
        example=next_example(standin),
    )


def sidebar(standin: Standin, *, at: datetime) -> JSON:
    """The conversations, those with the newest words first; troubles and tricks; what is asked of a new person."""
    example = next_example(standin)
    on = set(standin.store.records("switch").filter(data__on=True).values_list("key", flat=True))
    return {
        "standin": standin,
        "look": look_of(standin),
        "about": gettext(str(look_of(standin).about)),
        "people": _people(standin, at),
        "person_label": gettext(str(standin.person_label)),
        "new": {"name": example.name, "typed": example.typed},
        "asked": _boxes(standin.person_options) if isinstance(standin, Asking) else [],
        "switches": _boxes(standin.switches, on),
        "troubled": len(on.intersection(name for name, _label in standin.switches)),
        "waiting": standin.store.records("delivery").count(),
        "tricks": _boxes(standin.tricks) if isinstance(standin, Tricky) else [],
    }


def _boxes(named: Sequence[Named], on: "set[str] | frozenset[str]" = frozenset()) -> list[Box]:
    return [Box(name, gettext(str(label)), name in on) for name, label in named]


def _people(standin: Standin, at: datetime) -> list[Person]:
    newest = standin.store.records("message").values("thread").annotate(newest=Max("id")).values_list("newest")
    last = {record.thread: record for record in StandinRecord.objects.filter(pk__in=newest)}
    found = [person(standin, one, last=last.get(one.key), at=at) for one in standin.store.people()]
    return sorted(found, key=lambda one: one.at, reverse=True)[:PEOPLE_SHOWN]


def person(
    standin: Standin, record: StandinRecord, *, last: StandinRecord | None = None, at: datetime | None = None
) -> Person:
    name = str(record.data["name"])
    since = last.at if last else record.at
    return Person(
        key=record.key,
        name=name,
        address=address(standin, record),
        initial=name.rsplit(maxsplit=1)[-1][:1].upper() if name.split() else "",
        last=excerpt(last) if last else "",
        at=since,
        earlier=at is not None and _is_earlier(since, at),
        data=record.data,
    )


def address(standin: Standin, record: StandinRecord) -> str:
    """The person's number as people write it, or the account or mail address as it was typed."""
    if look_of(standin).phones:
        return display_phone(f"+{record.key.removeprefix('+')}")
    return str(record.data.get("typed") or record.key)


def note(standin: Standin, record: StandinRecord, *, at: datetime) -> str:
    return standin.note(record, at=at) if isinstance(standin, Noting) else ""


def composer(standin: Standin, given: Mapping[str, str]) -> JSON:
    """What the form for writing holds: where to write, and which message is answered (`under`)."""
    answered = standin.store.message(given.get("under", ""))
    chosen = given.get("public", answered.data["public"] if answered else "")
    ways = _ways(standin)
    if chosen not in {name for name, _label in ways}:
        chosen = standin.publics[0] if chosen and standin.publics else ways[0][0]
    subject = answered.data["subject"] if answered else ""
    if subject and not subject.lower().startswith("re:"):
        subject = f"Re: {subject}"
    return {
        "ways": [Box(name, str(label), name == chosen) for name, label in ways] if len(ways) > 1 else [],
        "only_way": ways[0][0],
        "answered": {"key": answered.key, "excerpt": excerpt(answered)} if answered else None,
        "subject": given.get("subject", subject),
        "written": given.get("text", ""),
        "places": PLACES if standin.takes_places else (),
    }


def _ways(standin: Standin) -> list[tuple[str, "str | Promise"]]:
    private = [("", gettext("In private"))] if look_of(standin).private or not standin.publics else []
    return [*private, *((name, PUBLIC[name]) for name in standin.publics)]


def _is_earlier(at: datetime, now: datetime) -> bool:
    """Whether `at` is on an earlier day than `now` as people here count days."""
    return timezone.localtime(at).date() < timezone.localtime(now).date()
