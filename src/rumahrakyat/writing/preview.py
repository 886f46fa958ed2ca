"""What would be sent, to whom, how and for how much: the words of the very messages, before they go.

The answer is really made and taken back (`answering.as_if_sent`), its messages are composed by the function that
composes them for the outbox (`correspondence.handlers.news_of`) and cut by the one that cuts them there
(`channels.fitting.fit`). There is no second wording that could differ.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rumahrakyat.channels import registry, smstext, windows, wordings
from rumahrakyat.channels.base import Manner
from rumahrakyat.channels.contract import Adapter
from rumahrakyat.channels.fitting import fit
from rumahrakyat.channels.models import ReplyWindow
from rumahrakyat.channels.windows import Window
from rumahrakyat.correspondence.handlers import Said, news_of
from rumahrakyat.regions.province import active
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.writing.answering import Answer, as_if_sent

PRICES = "message_prices.json"


@dataclass(frozen=True)
class Way:
    """One wording on one channel. `texts` in the order in which they go; `signs` and `parts` as the channel counts;
    `rupiah` for all `people` together, None where no price is known; `open_until`: while it may be answered freely."""

    channel: str
    people: int
    texts: tuple[str, ...]
    signs: int
    parts: int
    coding: str = ""
    public: bool = False
    template: bool = False
    withheld: bool = False
    open_until: datetime | None = None
    rupiah: int | None = None


@dataclass(frozen=True)
class Preview:
    ways: tuple[Way, ...]
    source: str

    @property
    def people(self) -> int:
        return sum(way.people for way in self.ways)

    @property
    def rupiah(self) -> int:
        return sum(way.rupiah or 0 for way in self.ways)


def of_answer(answer: Answer, *, at: datetime) -> Preview:
    """Raises what sending it would raise."""
    document = active().document(PRICES)

    def look(report: Report, entry: Entry) -> Preview:
        return Preview(tuple(ways(news_of(report, entry), document["rupiah"], at=at)), str(document["source"]))

    return as_if_sent(answer, look, at=at)


def ways(said: Sequence[Said], prices: Mapping[str, Any], *, at: datetime) -> list[Way]:
    """The messages, those alike counted together, each channel's in the order of their number."""
    last = _last_words({one.contact.pk for one in said})
    counted = Counter(_way(one, last.get((one.channel, one.contact.pk)), prices, at) for one in said)
    found = [_of_many(way, count) for way, count in counted.items()]
    return sorted(found, key=lambda way: (-way.people, way.channel))


def _of_many(way: Way, people: int) -> Way:
    price = None if way.rupiah is None else way.rupiah * people
    return Way(**{**{name: getattr(way, name) for name in Way.__dataclass_fields__}, "people": people, "rupiah": price})


def _last_words(contacts: set[int]) -> dict[tuple[str, int], datetime]:
    rows = ReplyWindow.objects.filter(contact_point__in=contacts)
    return {(row.channel, row.contact_point_id): row.last_inbound_at for row in rows}


def _way(said: Said, last: datetime | None, prices: Mapping[str, Any], at: datetime) -> Way:
    adapter = registry.get(said.channel)
    able = adapter.capabilities
    public = said.body.manner is Manner.PUBLIC
    window = Window.OPEN if public else windows.judged(last, capabilities=able, at=at)
    closed = window is Window.CLOSED or (window is Window.PERSON and not said.body.by_person)
    template = closed and said.body.template is not None and able.templates
    texts: tuple[str, ...]
    if template and said.body.template is not None:
        texts = (wordings.filled(said.body.template),)
    else:
        texts = tuple(one.text for one in fit(said.body, able))
    signs, parts, coding = _length(adapter, texts)
    opened = able.reply_window is not None and last is not None and not closed and not public
    return Way(
        channel=adapter.label,
        people=1,
        texts=texts,
        signs=signs,
        parts=parts,
        coding=coding,
        public=public,
        template=template,
        withheld=closed and not template,
        open_until=_hour(last + able.reply_window) if opened and last and able.reply_window else None,
        rupiah=_price(adapter, prices, parts=parts, template=template, withheld=closed and not template),
    )


def _hour(moment: datetime) -> datetime:
    """To the full hour before, so that people whose windows close close together are counted together."""
    return moment.replace(minute=0, second=0, microsecond=0)


def _length(adapter: Adapter, texts: Sequence[str]) -> tuple[int, int, str]:
    """Signs, messages that are paid for, and the alphabet, where the channel has one."""
    if adapter.medium != "sms":
        return sum(map(len, texts)), len(texts), ""
    encoded = [smstext.parts(smstext.plain(text)) for text in texts]
    coding = "ucs2" if any(one.coding == "ucs2" for one in encoded) else "gsm7"
    signs = sum(smstext.length(smstext.plain(text)) for text in texts)
    return signs, sum(len(one.parts) for one in encoded), coding


def _price(adapter: Adapter, prices: Mapping[str, Any], *, parts: int, template: bool, withheld: bool) -> int | None:
    listed = prices.get(adapter.medium)
    if withheld:
        return 0
    if listed is None:
        return None
    if "part" in listed:
        return int(listed["part"]) * parts
    if "template" in listed:
        return int(listed["template"] if template else listed.get("free", 0)) * parts
    return int(listed.get("message", 0)) * parts
