"""The content of a brief: figures and finished sentences, so that what was sent can be shown again word for word."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.canonical import instant
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.briefs import counting, outside, statements, words, worth
from rumahrakyat.oversight.briefs.better import State, better
from rumahrakyat.oversight.briefs.counting import Late, Numbers, Usual
from rumahrakyat.oversight.briefs.editions import WEEKLY, Edition, name_of, organisation_of, sight_of
from rumahrakyat.oversight.briefs.group import comparison
from rumahrakyat.oversight.directions import watching
from rumahrakyat.oversight.registers import telling
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.regions.models import Region
from rumahrakyat.regions.province import active
from rumahrakyat.reports.readings import views_between

LATE_SHOWN: Final = 6
_LOOKED_BACK: Final = timedelta(days=400)  # older cases belong to the register, and the archive is not read through
_READ_DAYS: Final = timedelta(days=7)
_A_DAY: Final = timedelta(days=1)
Content = dict[str, Any]


@dataclass(frozen=True)
class Making:
    """When it is made (`at`: the instant of its figures), when it should have been, and why now: `as_known` when it
    was never sent on its day; `known_until`: the present then."""

    at: datetime
    planned_at: datetime
    as_known: bool = False
    known_until: datetime | None = None


def content_of(edition: Edition, making: Making) -> Content:
    """Everything on the page. Raises `UnknownReaders`."""
    sight, names = sight_of(edition), _Names()
    now, usual = counting.numbers(edition, sight, making.at)
    late, owed = counting.late(sight, making.at), outside.late(sight, making.at)
    chosen = worth.choose(_facts(making.at, sight, names))
    zone = edition.zone
    return {
        "format": words.FORMAT,
        "kind": edition.kind,
        "whose": edition.whose,
        "name": name_of(edition),
        "government": active().facts["government"],
        "day": edition.day.isoformat(),
        "about": [one.astimezone(zone).date().isoformat() for one in (edition.span.since, edition.span.until)],
        "made_at": instant(making.at),
        "zone": zone.key,
        "title": words.TITLES[edition.kind],
        "subtitle": _subtitle(edition, making),
        "note": _note(edition, making),
        "headline": " ".join(filter(None, [_headline(edition, now, late), owed["words"]])),
        "numbers": _numbers(edition, now, usual),
        "late": _late(edition, late, names, making.at),
        "outside": owed,
        "cases": [_case(one, names) for one in chosen],
        "cases_note": words.CASES_NOTE if chosen else words.NOTHING_WORTH,
        "better": _better(edition, making.at, sight, late, names),
        "group": comparison(edition, organisation_of(edition), making.at) if edition.kind == WEEKLY else {},
    }


class _Names:
    """Bodies and places by what the figures are kept by."""

    def __init__(self) -> None:
        self._bodies = dict(Organisation.objects.values_list("pk", "name"))
        self._codes = dict(Organisation.objects.values_list("pk", "code"))
        self._places: dict[str, str] = {}
        self.cases: dict[int, tuple[Any, ...]] = {}

    def body(self, pk: int | None) -> str:
        return words.DESK if pk is None else self._bodies.get(pk, words.GONE)

    def code(self, pk: int | None) -> str:
        return "-" if pk is None else self._codes.get(pk, "-")

    def place(self, code: str | None) -> str:
        return self._places.get(code or "", "")

    def know(self, rows: list[tuple[Any, ...]]) -> None:
        self.cases = {row[0]: row for row in rows}
        codes = {code for row in rows for code in row[5:8] if code}
        found = Region.objects.filter(code__in=codes)
        self._places = {
            one.code: one.short_name.removeprefix("Kabupaten ") if one.level == "regency" else one.name for one in found
        }


def _subtitle(edition: Edition, making: Making) -> str:
    """Selasa, 21 Juli 2026, keadaan pukul 06.00 WIB"""
    first, last = (one.astimezone(edition.zone).date() for one in (edition.span.since, edition.span.until))
    about = f"tentang {words.long_day(last)}" if first == last else f"tentang {telling.span(first, last)}"
    return f"{words.long_day(edition.day)}, keadaan pukul {words.clock(making.at, edition.zone)}, {about}"


def _note(edition: Edition, making: Making) -> str:
    if making.as_known:
        until = making.known_until or making.at
        day = words.long_day(until.astimezone(edition.zone).date())
        return words.AS_KNOWN.format(when=f"{day} {words.clock(until, edition.zone)}")
    if making.at - making.planned_at >= timedelta(minutes=15):
        when, planned = (f"{one.astimezone(edition.zone):%H.%M}" for one in (making.at, making.planned_at))
        return words.LATE_START.format(when=when, planned=planned)
    return ""


def _headline(edition: Edition, now: Numbers, late: list[Late]) -> str:
    said = [
        words.CAME[edition.kind].format(taken=telling.number(now.taken), answered=telling.number(now.answered))
        if now.taken or now.answered
        else words.NOTHING_CAME[edition.kind]
    ]
    if now.due:
        share = words.percent(now.on_time, now.due)
        said.append(words.DUE.format(due=telling.number(now.due), on_time=telling.number(now.on_time), share=share))
    else:
        said.append(words.NOTHING_DUE)
    return " ".join([*said, _late_words(edition, late)])


def _late_words(edition: Edition, late: list[Late]) -> str:
    total = sum(one.count for one in late)
    if not total:
        return words.NOTHING_LATE
    if edition.body:
        return words.LATE_OF_ONE.format(cases=words.cases(total))
    return words.LATE.format(cases=words.cases(total), bodies=f"{len(late)} badan")


def _numbers(edition: Edition, now: Numbers, usual: Usual) -> list[Content]:
    weekday = (edition.day - timedelta(days=1)).weekday()

    def of(mean: float) -> str:
        return words.usual(mean, usual.weeks, edition.kind, weekday)

    share = f"{telling.number(now.on_time)} dari {telling.number(now.due)} yang jatuh tempo"
    known = f"; biasanya {words.percent(usual.on_time, usual.due)}" if usual.due else ""
    median = "separuh dijawab lebih cepat" if now.median is not None else "tidak ada yang jatuh tempo"
    return [
        _number("taken", now.taken, telling.number(now.taken), of(usual.taken)),
        _number("answered", now.answered, telling.number(now.answered), of(usual.answered)),
        {
            **_number("on_time", now.on_time, words.percent(now.on_time, now.due), ""),
            "of": now.due,
            "note": f"{share}{known}" if now.due else "tidak ada yang jatuh tempo",
            "low": bool(now.due and now.on_time * 10 < now.due * 9),
        },
        _number("median", now.median, "–" if now.median is None else words.span(now.median), median),
    ]


def _number(code: str, value: int | None, shown: str, note: str) -> Content:
    return {"code": code, "label": words.LABELS[code], "value": value, "shown": shown, "note": note, "low": False}


def _late(edition: Edition, late: list[Late], names: _Names, at: datetime) -> Content:
    """Who is late, the longest silence first; how many more there are is said, never hidden."""
    shown, rest = late[:LATE_SHOWN], late[LATE_SHOWN:]
    return {
        "total": sum(one.count for one in late),
        "bodies": len(late),
        "words": _late_words(edition, late),
        "rows": [
            {
                "body": names.body(one.body),
                "code": names.code(one.body),
                "count": one.count,
                "seconds": int((at - one.due_at).total_seconds()),
                "longest": words.span(int((at - one.due_at).total_seconds())),
                "head": _head(one, edition, at),
                "read": one.read_at is not None and one.read_at <= at,
            }
            for one in shown
        ],
        "rest": f"dan {len(rest)} badan lain dengan {words.cases(sum(one.count for one in rest))}" if rest else "",
    }


def _head(one: Late, edition: Edition, at: datetime) -> str:
    if one.body is None:
        return words.HEADS["desk"]
    if one.read_at is not None and one.read_at <= at:
        return words.HEADS["read"].format(when=words.moment(one.read_at, edition.zone))
    if one.told_at is not None:
        return words.HEADS["told"].format(when=words.moment(one.told_at, edition.zone))
    return words.HEADS["untold"]


def _facts(at: datetime, sight: Sight, names: _Names) -> list[worth.Facts]:
    today = wallclock.day_of(at)
    read = views_between(today - _READ_DAYS, today)
    much = [case for case, times in read.items() if times >= worth.READERS]
    moved = watching.moves_of_watched(at - _A_DAY, at)
    wanted = [*much, *moved]
    rows = counting.fetch(statements.CANDIDATES, sight, at=at, oldest=at - _LOOKED_BACK, read=wanted)
    names.know(rows)
    return [
        worth.Facts(
            key=key,
            body=body,
            urgent=urgent,
            late=_since(due, at) or 0,
            waiting=_since(waiting, at),
            moves=moves,
            people=people,
            appealed=_since(appealed, at),
            objections=objections,
            readers=read.get(key, 0),
            watched=moved.get(key, 0),
        )
        for key, _n, _v, urgent, body, _r, _d, _vi, _c, due, waiting, moves, people, appealed, objections in rows
    ]


def _since(moment: datetime | None, at: datetime) -> int | None:
    return None if moment is None else int((at - moment).total_seconds())


def _case(one: worth.Worth, names: _Names) -> Content:
    """What is about and where in the words of categories and regions; of a confidential case body and place alone."""
    _key, number, visibility, _urgent, body, regency, district, village, category, *_rest = names.cases[one.facts.key]
    hidden = visibility != "public"
    places = [names.place(code) for code in ((regency,) if hidden else (village, district, regency))]
    return {
        "number": "" if hidden else number,
        "title": words.CONFIDENTIAL if hidden else category or words.UNCATEGORISED,
        "place": ", ".join(filter(None, places)) or words.NOWHERE,
        "body": names.body(body),
        "code": names.code(body),
        "points": one.points,
        "reasons": [{"code": why.code, "points": why.points, "words": words.reason(why)} for why in one.reasons],
    }


def _better(edition: Edition, at: datetime, sight: Sight, late: list[Late], names: _Names) -> Content:
    """One thing that got better since a week before, or the sentence that nothing did."""
    week = timedelta(weeks=1)
    before = State(
        {one.body: one.count for one in counting.late(sight, at - week)},
        counting.bodies(edition.span_before(1), sight, at),
    )
    now = State({one.body: one.count for one in late}, counting.bodies(edition.span, sight, at))
    found = better(before, now)
    if found is None:
        return {"found": False, "words": words.NOTHING_BETTER.format(before=words.BEFORE)}
    return {
        "found": True,
        "code": found.code,
        "body": names.code(found.body) if found.body else "",
        "before": found.before,
        "now": found.now,
        "words": words.bettered(found, names.body(found.body) if found.body else ""),
    }
