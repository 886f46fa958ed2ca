"""A brief as it was written, against the tables of the recount: its numbers, its sentences, who is late, what got
better, and that each reason for which a case stands among the five is true.

Figures that stand in sentences are read out of them. Sentences change from one version to the next; where none can be
read in one, there is none to compare.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from rumahrakyat.oversight.briefs.content import Making, content_of
from rumahrakyat.oversight.briefs.editions import Edition
from rumahrakyat.oversight.rollups import recount_choice, recount_sentences, recount_worth
from rumahrakyat.oversight.rollups.recount_kit import ALL, Compared, Values, compared, ends, nobody, one, rows, seen
from rumahrakyat.oversight.rollups.recount_told import DID, DUE, of_spans, whole_days
from rumahrakyat.oversight.sight import Sight

DESK: Final = "-"
EVERYBODY: Final = "all"
_FORMAT: Final = "rumahrakyat.brief/1"
_DAYS: Final = {"daily": 1, "weekly": 7}
_USUAL: Final = re.compile(r"biasanya ([\d.]+(?:,\d+)?)(?:% ?)?(?: \((\d+) )?")
# Late at a moment: what stood still for its reporter only after it counts as well.
_LATE: Final = f"""
SELECT coalesce(o.code, '-'), count(*), min(a.due_at) FROM rc_answer a LEFT JOIN organisations_organisation o
    ON o.id = a.body
WHERE a.due_at <= %(at)s AND a.started_at <= %(at)s AND (a.met_at IS NULL OR a.met_at > %(at)s)
    AND (a.stopped_at IS NULL OR a.stopped_at > %(at)s) AND {seen("a.body")}
    AND NOT EXISTS (SELECT FROM rc_wait w WHERE w.report_id = a.report_id AND w.cycle = a.cycle AND w.until IS NULL
        AND w.since <= %(at)s AND NOT a.owed)
GROUP BY 1
"""  # noqa: S608 -- put together from constants, as everything here; values are parameters


@dataclass(frozen=True)
class Frozen:
    """`day`: on which it is sent. `content`: as `briefs.content` made it."""

    kind: str
    whose: str
    day: date
    content: Mapping[str, Any]

    @property
    def sight(self) -> Sight:
        """Whose figures it holds."""
        level, _, code = self.whose.partition(":")
        if level == "regency":
            return Sight(regencies=frozenset({code}))
        if level == "body":
            pk = one("SELECT min(id) FROM organisations_organisation WHERE code = %(code)s", code=code)
            return Sight(organisations=frozenset({pk}))
        return ALL

    def counted(self, at: datetime, known: datetime) -> Values:
        """What a brief made at `at` has to say, by what was recorded until `known`."""
        if self.content["format"] != _FORMAT:
            return {}
        spans = of_spans(self.day, _DAYS[self.kind], self.sight, at)
        found = _numbers(spans) | _late(self, at)
        found |= recount_sentences.counted(self.content, self.sight, found, at=at, known=known)
        return (
            found | _better(self, at) | _group(self, at) | recount_worth.counted(self.content["cases"], at, known=known)
        )


def written_now(whose: str, at: datetime, zone: ZoneInfo) -> Iterator[Compared]:
    """The daily brief of these readers as it would be written now, sentence by sentence, what its reasons weigh, and
    that no other case outweighs one of the five."""
    today = at.astimezone(zone).date()
    brief = Frozen("daily", whose, today, content_of(Edition("daily", whose, today), Making(at, at)))
    shown, counted = said(brief), brief.counted(at, datetime(9999, 1, 1, tzinfo=zone))
    given, due = recount_worth.points(brief.content["cases"], counted)
    given |= recount_choice.said(brief.content["cases"])
    due |= recount_choice.counted(brief.sight)
    yield compared("brief as it is written", shown | given, counted | due)


def said(brief: Frozen) -> Values:
    """Every figure in it, by name."""
    content = brief.content
    if content["format"] != _FORMAT:
        return {}
    numbers = {each["code"]: each for each in content["numbers"]}
    found: Values = {code: each["value"] for code, each in numbers.items()}
    found["due"] = numbers["on_time"]["of"]
    found |= {("usual", code): _usual(each["note"]) for code, each in numbers.items() if code != "median"}
    late, better, group = content["late"], content["better"], content["group"]
    found |= {"late": late["total"], "late bodies": late["bodies"]}
    found |= {("late", row["code"]): (row["count"], row["seconds"]) for row in late["rows"]}
    if better["found"]:
        found["better", better["code"], better["body"]] = (better["before"], better["now"])
    if "rank" in group:
        found["group"] = tuple(group[name] for name in ("rank", "of", "due", "on_time", "median"))
    return found | recount_sentences.said(content) | recount_worth.said(content["cases"])


def _usual(note: str) -> tuple[float, ...]:
    """What is said to be usual, and over how many weeks where that is said."""
    match = _USUAL.search(note)
    if match is None:
        return ()
    value = float(match[1].replace(".", "").replace(",", "."))
    return (value, float(match[2])) if match[2] else (value,)


def _numbers(spans: Values) -> Values:
    taken, answered, due, on_time, median = spans["span"]
    found: Values = {"taken": taken, "answered": answered, "due": due, "on_time": on_time, "median": median}
    weeks, usual_taken, usual_answered, usual_due, usual_kept = spans.get("usual", (0, 0, 0, 0, 0))
    if weeks:
        found["usual", "taken"] = (_shown(usual_taken), weeks)
        found["usual", "answered"] = (_shown(usual_answered), weeks)
    if due and usual_due:
        found["usual", "on_time"] = (1000 * usual_kept // usual_due / 10,)
    return found


def _shown(mean: float) -> float:
    """A mean as it is written: whole from ten on."""
    return float(round(mean)) if mean >= 10 else round(mean, 1)


def _late(brief: Frozen, at: datetime) -> Values:
    by_body = {code: (count, since) for code, count, since in rows(_LATE, at=at, **brief.sight.parameters)}
    shown = {row["code"] for row in brief.content["late"]["rows"]}
    found: Values = {"late": sum(count for count, _since in by_body.values()), "late bodies": len(by_body)}
    return found | {
        ("late", code): (count, int((at - since).total_seconds()))
        for code, (count, since) in by_body.items()
        if code in shown
    }


def _better(brief: Frozen, at: datetime) -> Values:
    """The two figures of what is said to have got better."""
    told = brief.content["better"]
    if not told["found"]:
        return {}
    code, body = told["code"], told["body"]
    days, week = _DAYS[brief.kind], timedelta(weeks=1)
    if code in {"cleared", "fewer"}:
        late = [
            {of: count for of, count, _since in rows(_LATE, at=moment, **brief.sight.parameters)}
            for moment in (at - week, at)
        ]
        pair = tuple(each.get(body, 0) if code == "cleared" else sum(each.values()) for each in late)
    else:
        did = [_did(brief.day - back, days, brief.sight, at).get(body, (0, 0, None)) for back in (week, timedelta(0))]
        pair = tuple(1000 * kept // due if code == "share" and due else median for due, kept, median in did)
    return {("better", code, body): pair}


def _did(day: date, days: int, sight: Sight, at: datetime) -> dict[str, tuple[Any, ...]]:
    """How every body did in the days before `day`, by its code."""
    statement = f"SELECT body, {DID} FROM rc_answer WHERE {DUE} AND {seen('body')} GROUP BY 1"  # noqa: S608
    codes = dict(rows("SELECT id, code FROM organisations_organisation"))
    found = rows(statement, at=at, **ends(whole_days(day, days)), **sight.parameters)
    return {codes.get(nobody(body), DESK): tuple(numbers) for body, *numbers in found}


# A body's week beside bodies of its kind with about as many answers due: more than the first, or than the second.
_GROUPS: Final = ((20, 5), (10, 4), (5, 2))
_ENOUGH: Final = 3


def _group(brief: Frozen, at: datetime) -> Values:
    if "rank" not in brief.content["group"]:
        return {}
    code = brief.whose.partition(":")[2]
    statement = """SELECT o.code FROM organisations_organisation o JOIN organisations_organisation mine
        ON mine.kind = o.kind WHERE mine.code = %(code)s"""
    like = {each for (each,) in rows(statement, code=code)}
    did = {of: each for of, each in _did(brief.day, _DAYS[brief.kind], ALL, at).items() if of in like and each[0]}
    enough = (pair for pair in _GROUPS if sum(due >= pair[0] for due, _kept, _median in did.values()) >= _ENOUGH)
    large, middle = next(enough, _GROUPS[-1])

    def size(due: int) -> int:
        return (due >= large) + (due >= middle)

    own = did[code]
    group = [each for each in did.values() if size(each[0]) == size(own[0])]
    rank = 1 + sum(kept * own[0] > own[1] * due for due, kept, _median in group)
    medians = sorted(median for _due, _kept, median in group)
    whole = sum(due for due, _kept, _median in group), sum(kept for _due, kept, _median in group)
    return {"group": (rank, len(group), *whole, medians[(len(medians) - 1) // 2])}
