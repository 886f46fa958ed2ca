"""Everything on the page "now", gathered with few queries and put into words."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from rumahrakyat.oversight import definitions as d
from rumahrakyat.oversight import figures, reckonings
from rumahrakyat.oversight.cases import Filter
from rumahrakyat.oversight.periods import PERIODS, TODAY, Window
from rumahrakyat.oversight.promise import key_of as promise_key
from rumahrakyat.oversight.promise import promise
from rumahrakyat.oversight.reprimands import queries as letters
from rumahrakyat.oversight.surroundings import Noticed, Surroundings, surroundings
from rumahrakyat.oversight.surroundings import key_of as around_key
from rumahrakyat.people.roles import NAME_PROBLEM
from rumahrakyat.reports.models import StageChoices
from rumahrakyat.reports.states import MAIN_PATH, Stage
from rumahrakyat.watch import atlas, charts, league, links, names, own, reprimands, tiles
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.choosing import Choice, Chosen, address, carried
from rumahrakyat.watch.directions import pages as directions
from rumahrakyat.watch.spans import span_words
from rumahrakyat.watch.views_kept.keeping import keeping
from rumahrakyat.watch.worst import told
from rumahrakyat.web import formats
from rumahrakyat.web.components import STAGE_ICONS, sparkline
from rumahrakyat.web.signs import line as sign_words

LONGEST_SHOWN: Final = 5
# A channel is called silent when this many reports would usually have come since its last.
SILENT_AFTER: Final = 3.0
_STAGES: Final = (Stage.RECEIVED, Stage.ASSIGNED, *MAIN_PATH[1:], Stage.WAITING_REPORTER)


@dataclass(frozen=True)
class Silent:
    """A body that is late: its longest case, how many, and whether its head knows."""

    name: str
    words: str
    late: timedelta
    count: int
    href: str
    head_words: str
    head_read: bool
    code: str
    standing: reprimands.Standing | None = None


@dataclass(frozen=True)
class BarRow:
    name: str
    icon: str
    count: int
    width: int
    href: str
    warning: str = ""


@dataclass(frozen=True)
class Burst:
    """Something under way: in words, with a small line of how its cases came."""

    name: str
    words: str
    href: str
    line: str
    last_x: str
    last_y: str


def context(watcher: Watcher, chosen: Chosen, measure: str, group: str) -> dict[str, Any]:
    """The template's context. Unknown measures and groups fall back to the first."""
    window = chosen.window
    measure = measure if measure in atlas.MEASURES else atlas.IN
    sight, known = watcher.sight, names.names()
    have = reckonings.read(promise_key(window, sight), around_key(window, sight))
    kept, owed = promise(window, sight, have), figures.running(watcher.at, sight)
    taken, past = figures.taken_in(window, sight), figures.earlier(watcher.at, sight)
    hours = figures.hours(watcher.at, window, sight) if window.code == TODAY else None
    read = tiles.Readings(window, kept, owed, taken, past, hours)
    late_ones = figures.silences(watcher.at, sight)[:LONGEST_SHOWN]
    return {
        "now": watcher.at,
        "whose": known.whose(sight),
        "sight": reckonings.whose(sight),
        "reckoned_at": kept.reckoned_at,
        **_chosen(chosen, measure),
        "tiles": tiles.tiles(read),
        "worst": told(owed, kept, known, window, sight),
        "late": owed.total.late,
        "late_bodies": owed.late_bodies,
        "late_href": links.cases(Filter(d.LATE), TODAY),
        "silences": _silences(late_ones, owed, known, watcher),
        **own.context(watcher, window, known),
        "directed": directions.beside_late([one.body for one in late_ones], known, watcher),
        "signs": reprimands.signs(watcher),
        "reads_reprimands": reprimands.reads(watcher),
        "atlas": atlas.atlas(
            measure, atlas.Readings(window, kept, owed, taken), known.regencies.values(), known.seen(sight)
        ),
        **_drawn(read, window),
        "channels": _channels(read, figures.channels(window, sight) if hours is None else None),
        "taken_total": taken.total,
        **_around(watcher, surroundings(window, sight, have)),
        **_handled(figures.counts(window, sight), owed, window),
        **_leagues(read, known, group),
    }


def _chosen(chosen: Chosen, measure: str) -> dict[str, Any]:
    """What is looked at, and what else can be chosen."""
    window = chosen.window
    return {
        "window": window,
        "chosen": chosen,
        "keep": keeping("now", {**dict(chosen.kept), **carried(window)}),
        "span": span_words(window.code),
        "promise_span": span_words(window.promise_code),
        "periods": _periods(chosen, measure),
        "measures": _measures(window, measure),
    }


def _periods(chosen: Chosen, measure: str) -> list[Choice]:
    labels = {code: span_words(code) for code in PERIODS}
    labels[PERIODS[-1]] = _("quarter")
    return [
        Choice(
            label[:1].upper() + label[1:],
            links.page("now", periode="" if code == TODAY else code, peta="" if measure == atlas.IN else measure),
            code == chosen.window.code and not chosen.window.compared,
        )
        for code, label in labels.items()
    ]


def _measures(window: Window, chosen: str) -> list[Choice]:
    labels = {atlas.IN: _("Came in"), atlas.ON_TIME: _("On time"), atlas.LATE: _("Late")}
    return [
        Choice(
            label,
            address("now", {**carried(window), "peta": "" if code == atlas.IN else code}) + "#peta",
            code == chosen,
        )
        for code, label in labels.items()
    ]


def _around(watcher: Watcher, found: Surroundings) -> dict[str, Any]:
    """Bursts, problems, what people say, and the reprimands that are open."""
    names_them = watcher.reach.has(NAME_PROBLEM)
    counts = letters.counts() if reprimands.reads(watcher) else None
    return {
        "bursts": [_burst(one, watcher, names_them) for one in found.signs],
        "problems": found.problems,
        "opinion": found.opinion,
        "letters": None if counts is None else {
            "open": counts["menunggu"] + counts["dijawab"],
            "unread": counts["belum-dibaca"],
            "answered": counts["dijawab"],
            "waiting": counts["menunggu"],
        },
    }  # fmt: skip


def _burst(one: Noticed, watcher: Watcher, names_them: bool) -> Burst:
    href = reverse("workbench:sign", args=[one.pk]) if names_them else links.page("problems")
    return Burst(one.name, sign_words(one.as_sign(), watcher.at), href, *sparkline(one.points))


def _silences(
    found: list[figures.Silence], owed: figures.Running, known: names.Names, watcher: Watcher
) -> list[Silent]:
    standing = reprimands.standings([(one.body, one.due_at) for one in found], watcher, desk_id=known.desk_id)
    return [
        Silent(
            known.body(one.body),
            _what(one, known),
            watcher.at - one.due_at,
            owed.bodies[one.body].late if one.body in owed.bodies else 1,
            links.cases(Filter(d.LATE, body=known.body_code(one.body)), TODAY),
            _head_words(one, known, watcher.at),
            one.read_at is not None,
            known.body_code(one.body),
            standing.get((one.body, one.due_at)),
        )
        for one in found
    ]


def _what(one: figures.Silence, known: names.Names) -> str:
    """Title and place; of a confidential case only where."""
    place = known.regency(one.regency).removeprefix("Kabupaten ")
    if one.confidential:
        return _("Confidential report, %(place)s") % {"place": place}
    return ", ".join([one.title, *one.places[:1], place])


def _head_words(one: figures.Silence, known: names.Names, now: datetime) -> str:
    if one.body is None:
        return _("no agency has it yet")
    head = known.head(one.body)
    if one.read_at is not None:
        same_day = formats.days_between(one.read_at, now) == 0
        when = formats.clock_time(one.read_at) if same_day else formats.moment(one.read_at, now)
        return _("%(head)s read it %(when)s") % {"head": head, "when": when}
    return _("%(head)s has not read it") % {"head": head}


def _drawn(read: tiles.Readings, window: Window) -> dict[str, Any]:
    if read.hours is None:
        return {"chart": charts.days(read.promise), "by_hour": False}
    drawn = charts.hours(read.hours, window.at.astimezone(window.zone))
    return {"chart": drawn, "by_hour": True, "weeks": read.hours.weeks}


def _channels(read: tiles.Readings, counted: dict[str, int] | None) -> list[BarRow]:
    rows = []
    if counted is not None:
        found = [(code, count, "") for code, count in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))]
    else:
        assert read.hours is not None
        found = [(one.code, one.taken, _silent(one, read)) for one in read.hours.channels]
    most = max([count for _code, count, _warning in found], default=0)
    for code, count, warning in found:
        href = links.cases(Filter(d.IN, channel=code), read.window.code)
        width = _width(count, most)
        rows.append(BarRow(names.channel(code), names.channel_icon(code), count, width, href, warning))
    return rows


def _width(count: int, most: int) -> int:
    return max(4, round(200 * count / most)) if count else 0


def _silent(one: figures.ChannelToday, read: tiles.Readings) -> str:
    """A warning when the channel has been quiet for as long as three reports usually take."""
    if one.missing < SILENT_AFTER:
        return ""
    since = one.last or read.window.taken_in.since
    usual = formats.number(round(one.missing))
    return _("Silent for %(time)s, usually %(n)s in that time") % {
        "time": formats.duration_short(read.window.at - since),
        "n": usual,
    }


def _handled(counts: figures.Counts, owed: figures.Running, window: Window) -> dict[str, Any]:
    """Where open cases stand, and how others ended: solved and closed by the system are two things."""
    labels = {**dict(StageChoices.choices), Stage.RESOLVED.value: _("Done, the reporter decides")}
    most = max(counts.stages.values(), default=0)
    return {
        "open_total": sum(counts.stages.values()),
        "stages": [
            BarRow(
                str(labels[stage.value]),
                STAGE_ICONS[stage.value],
                counts.stages.get(stage.value, 0),
                _width(counts.stages.get(stage.value, 0), most),
                links.cases(Filter(d.STAGE, stage=stage.value), TODAY),
            )
            for stage in _STAGES
        ],
        "flow": [
            (_("answered"), counts.answered, links.cases(Filter(d.ANSWERED), window.code)),
            (_("waiting for an answer"), owed.total.waiting, links.cases(Filter(d.WAITING), TODAY)),
            (_("solved, as the reporter says"), counts.solved, links.cases(Filter(d.SOLVED), window.promise_code)),
            (_("closed by the system"), counts.expired, links.cases(Filter(d.EXPIRED), window.promise_code)),
        ],
    }  # fmt: skip


def _leagues(read: tiles.Readings, known: names.Names, group: str) -> dict[str, Any]:
    period = read.window.promise_code
    made: dict[str, Any] = {"league_period": "" if read.window.code == TODAY else period}
    for key, belongs, anchor in (
        ("agencies", league.provincial(known), "#perangkat"),
        ("governments", league.local(known), "#pemerintah"),
    ):
        found = league.standings(read.promise, read.running, known, belongs)
        divided = league.groups(found, known, period)
        numbers = [str(one.number) for one in divided]
        shown = int(group if group in numbers else next(iter(numbers), "1"))
        made |= {
            key: divided,
            f"{key}_total": len(found),
            f"{key}_group": shown,
            f"{key}_links": [
                Choice(
                    one.short,
                    links.page("now", periode=made["league_period"], kelompok=str(one.number)) + anchor,
                    one.number == shown,
                )
                for one in divided
            ],
        }
    return made
