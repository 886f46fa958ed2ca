"""The page of scores and the briefs, counted a second time."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.conf import settings

from rumahrakyat.duty.colleagues import colleagues
from rumahrakyat.oversight.briefs import counting
from rumahrakyat.oversight.briefs.editions import ALL as EVERYBODY
from rumahrakyat.oversight.briefs.editions import DAILY, WEEKLY, Edition
from rumahrakyat.oversight.periods import TODAY, USUAL_WEEKS, Span, window
from rumahrakyat.oversight.rollups.recount_kit import Compared, Values, compared, ends, nobody, one, rows, seen
from rumahrakyat.oversight.scores import Scores
from rumahrakyat.oversight.scores import counted as scores_counted
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.satisfaction import wording

# What was promised: the clock, and the class of it by the amount in its rule. Kept apart from `oversight.duties`.
_DUTIES: Final[dict[str, tuple[str, int | None]]] = {
    "jawaban-pertama": ("first_response", None),
    "penyaluran": ("routing", None),
    "kabar": ("silence", None),
    "selesai-5": ("resolution", 5),
    "selesai-14": ("resolution", 14),
    "selesai-60": ("resolution", 60),
    "informasi": ("information", None),
}
_SPANS: Final = {"hari-ini": 1, "7-hari": 7, "30-hari": 30}
_LINE_DAYS: Final = 30
_REGISTER_DAYS: Final = 10


def scores(at: datetime, zone: ZoneInfo, sight: Sight) -> Iterator[Compared]:
    yield compared("scores", _scores(scores_counted(window(TODAY, at, zone), sight)), _promises(at, zone, sight))


def daily(at: datetime, zone: ZoneInfo, sight: Sight) -> Iterator[Compared]:
    """What a brief made now would say of yesterday, and of who is late."""
    today = at.astimezone(zone).date()
    yield compared("daily brief", _numbers(Edition(DAILY, EVERYBODY, today), sight, at), of_spans(today, 1, sight, at))
    late = {row.body: (row.count, row.due_at) for row in counting.late(sight, at)}
    yield compared("late in briefs", late, late_now(sight, at))


def weekly(at: datetime, zone: ZoneInfo, sight: Sight) -> Iterator[Compared]:
    """What the brief of this week's Monday, made now, would say of the week before."""
    today = at.astimezone(zone).date()
    day = today - timedelta(days=today.weekday())
    yield compared("weekly brief", _numbers(Edition(WEEKLY, EVERYBODY, day), sight, at), of_spans(day, 7, sight, at))


def load(at: datetime, zone: ZoneInfo, sight: Sight) -> Iterator[Compared]:
    """Who of the own bodies has how much."""
    shown = {
        each.account.pk if each.account else None: (each.load.open, each.load.today, each.load.late)
        for each in colleagues(sorted(sight.organisations), at=at)
    }
    tomorrow = at.astimezone(zone).date() + timedelta(days=1)
    midnight = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=zone)
    statement = """SELECT assignee_id, count(*), count(*) FILTER (WHERE due < %(midnight)s),
            count(*) FILTER (WHERE due <= %(at)s)
        FROM (SELECT r.assignee_id, coalesce(r.answer_due_at, r.news_due_at) AS due FROM reports_report r
            JOIN rc_case k ON k.report_id = r.id WHERE k.closed_at IS NULL AND k.body = ANY(%(organisations)s)) q
        GROUP BY 1"""
    found = rows(statement, midnight=midnight, at=at, organisations=sorted(sight.organisations))
    yield compared("load", shown, {account: tuple(of) for account, *of in found if account in shown})


PARTS: Final = (scores, daily, weekly)


# -- scores -----------------------------------------------------------------------------------------------------------


def _scores(shown: Scores) -> Values:
    found: Values = {key: (tally.due, tally.kept) for key, tally in shown.tallies.items()}
    found |= {("line", code): tuple(shares) for code, shares in shown.trend.items()}
    found |= {("opinion", code): (said.ended, said.asked, said.answers, said.value)
              for code, said in shown.opinions.items()}  # fmt: skip
    return found | {"register": shown.register}


def _promises(at: datetime, zone: ZoneInfo, sight: Sight) -> Values:
    today = at.astimezone(zone).date()
    firsts = {code: today - timedelta(days=days - 1) for code, days in _SPANS.items()}
    firsts["triwulan"] = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    begin = min(firsts.values())
    parts = _first_answers(at, datetime(begin.year, begin.month, begin.day, tzinfo=zone), sight) + _other_duties(
        begin, sight
    )
    found: Values = {}
    for code, (obligation, amount) in _DUTIES.items():
        mine: dict[date, tuple[int, int]] = {}
        for name, rule, day, due, kept in parts:
            if name == obligation and amount in {None, rule}:
                before = mine.get(day, (0, 0))
                mine[day] = (before[0] + due, before[1] + kept)
        for span, first in firsts.items():
            within = [both for day, both in mine.items() if day >= first]
            found[code, span] = (sum(due for due, _kept in within), sum(kept for _due, kept in within))
        line = [mine[day] for day in sorted(mine) if day >= today - timedelta(days=_LINE_DAYS - 1)]
        found["line", code] = tuple(kept / due for due, kept in line)
    found |= {("opinion", code): _opinion(at, zone, firsts[code], sight) for code in firsts if code != TODAY}
    return found | {"register": _register(at, zone)}


def _first_answers(at: datetime, since: datetime, sight: Sight) -> list[tuple[Any, ...]]:
    statement = f"""SELECT 'first_response', 0, due_day, count(*), count(*) FILTER (WHERE met_at <= due_at)
        FROM rc_answer WHERE owed AND due_at >= %(since)s AND due_at <= %(at)s AND {seen("body")} GROUP BY 3"""  # noqa: S608 -- put together from constants, as everything here; values are parameters
    return rows(statement, at=at, since=since, **sight.parameters)


def _other_duties(begin: date, sight: Sight) -> list[tuple[Any, ...]]:
    statement = f"""SELECT obligation, amount, due_day, sum(due)::int, sum(kept)::int FROM rc_duty
        WHERE due_day >= %(begin)s AND {seen("body")} GROUP BY 1, 2, 3"""  # noqa: S608
    return rows(statement, begin=begin, **sight.parameters)


def _opinion(at: datetime, zone: ZoneInfo, first: date, sight: Sight) -> tuple[Any, ...]:
    """Surveys of cases that ended in the span; the index is 25 times the mean of the means of the nine elements."""
    since = datetime(first.year, first.month, first.day, tzinfo=zone)
    seen_row = """(%(everything)s OR holder_id = ANY(%(organisations)s) OR regency_id = ANY(%(regencies)s))"""
    source = f"satisfaction_survey WHERE closed_at BETWEEN %(since)s AND %(at)s AND {seen_row}"
    wanted = {"since": since, "at": at, **sight.parameters}
    counts = rows(f"""SELECT count(*), count(*) FILTER (WHERE sent_at IS NOT NULL OR answered_at IS NOT NULL),
        count(*) FILTER (WHERE 0 < ANY(marks)) FROM {source}""", **wanted)[0]  # noqa: S608  # fmt: skip
    value = one(f"""SELECT CASE WHEN count(*) = 9 THEN round(25 * avg(mean), 2) END FROM (
        SELECT m.nth, avg(m.mark) AS mean FROM (SELECT marks FROM {source}) s,
            unnest(s.marks) WITH ORDINALITY AS m(mark, nth) WHERE m.mark > 0 GROUP BY m.nth) e""", **wanted)  # noqa: S608  # fmt: skip
    enough = counts[2] >= wording.survey().fewest and value is not None
    return (*counts, float(value) if enough else None)


def _register(at: datetime, zone: ZoneInfo) -> tuple[str, bool] | None:
    """The quarter that should have been published last, and whether it was in time; none before there was one."""
    statement = """
        WITH over AS (SELECT date_trunc('quarter', (%(at)s - %(within)s) AT TIME ZONE %(zone)s) AS ended)
        SELECT to_char(ended - interval '1 month', 'YYYY"Q"Q'), coalesce((
            SELECT g.frozen_at <= (ended AT TIME ZONE %(zone)s) + %(within)s FROM oversight_register g
            WHERE (g.year, g.nth) = (extract(year FROM ended - interval '1 month'),
                extract(quarter FROM ended - interval '1 month'))), false),
            (SELECT min(received_at) FROM rc_case) < ended AT TIME ZONE %(zone)s
        FROM over"""
    code, in_time, any_before = rows(statement, at=at, zone=zone.key, within=timedelta(days=_REGISTER_DAYS))[0]
    return (code, in_time) if any_before else None


# -- briefs -----------------------------------------------------------------------------------------------------------


def _numbers(edition: Edition, sight: Sight, at: datetime) -> Values:
    now, usual = counting.numbers(edition, sight, at)
    found: Values = {"span": (now.taken, now.answered, now.due, now.on_time, now.median)}
    found["usual"] = (usual.weeks, usual.taken, usual.answered, usual.due, usual.on_time)
    did = counting.bodies(edition.span, sight, at)
    return found | {("body", body): (each.due, each.on_time, each.median) for body, each in did.items()}


def of_spans(day: date, days: int, sight: Sight, at: datetime) -> Values:
    weeks = [of_span(whole_days(day - timedelta(weeks=back), days), sight, at) for back in range(USUAL_WEEKS + 1)]
    usual = [week for week in weeks[1:] if week[0]]
    count = len(usual)
    found: Values = {"span": weeks[0]}
    if count:
        taken, answered, due, on_time = (sum(week[nth] for week in usual) for nth in range(4))
        found["usual"] = (count, taken / count, answered / count, due, on_time)
    by_body = f"SELECT body, {DID} FROM rc_answer WHERE {DUE} AND {seen('body')} GROUP BY 1"  # noqa: S608
    did = rows(by_body, at=at, **ends(whole_days(day, days)), **sight.parameters)
    return found | {("body", nobody(body)): tuple(each) for body, *each in did}


DUE: Final = "owed AND due_at >= %(since)s AND due_at < %(until)s AND due_at <= %(at)s"
DID: Final = """count(*), count(*) FILTER (WHERE met_at <= due_at), percentile_disc(0.5) WITHIN GROUP (ORDER BY
    extract(epoch FROM least(coalesce(met_at, stopped_at, %(at)s), %(at)s) - started_at - waited)::bigint)"""


def whole_days(day: date, days: int) -> Span:
    """The local days before this one, from midnight to midnight."""
    zone = ZoneInfo(settings.TIME_ZONE)
    first = day - timedelta(days=days)
    return Span(*(datetime(each.year, each.month, each.day, tzinfo=zone) for each in (first, day)))


def of_span(span: Span, sight: Sight, at: datetime) -> tuple[Any, ...]:
    wanted = {"at": at, **ends(span), **sight.parameters}
    within = "{0} >= %(since)s AND {0} < %(until)s AND {0} <= %(at)s".format
    taken = f"SELECT count(*) FROM rc_case WHERE {within('received_at')} AND {seen('body')}"  # noqa: S608
    answered = f"SELECT count(*) FROM rc_answer WHERE {within('met_at')} AND {seen('holder')}"  # noqa: S608
    did = f"SELECT {DID} FROM rc_answer WHERE {DUE} AND {seen('body')}"  # noqa: S608
    return (one(taken, **wanted), one(answered, **wanted), *rows(did, **wanted)[0])


def late_now(sight: Sight, at: datetime) -> Values:
    statement = f"""SELECT body, count(*), min(due_at) FROM rc_answer WHERE owed AND due_at <= %(at)s
        AND met_at IS NULL AND stopped_at IS NULL AND {seen("body")} GROUP BY 1"""  # noqa: S608
    return {nobody(body): (count, since) for body, count, since in rows(statement, at=at, **sight.parameters)}
