"""What dossiers say, counted a second time: of some cases what a dossier taken now would say, and of every dossier that
was taken that it stands in the timeline of its case and among the readings.

A dossier leaves the house as a file and is not kept; its fingerprint is. Times and holders of first answers, missed
deadlines and the chain are counted from the timelines (the tables of the recount), what stands beside from its rows.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from rumahrakyat.evidence.dossiers.record import Sight, build
from rumahrakyat.oversight.rollups.recount_kit import Compared, Values, compared, rows
from rumahrakyat.reports.models import Report

# Cases that are looked at each time: those of the newest dossiers, and as many of all, by the day others.
LOOKED_AT: Final = 10
_DESK: Final = "-"
_CASES: Final = """
(SELECT report_id FROM (SELECT report_id, max(id) AS newest FROM evidence_taking GROUP BY 1) t
    ORDER BY newest DESC LIMIT %(most)s)
UNION
(SELECT id FROM reports_report WHERE id >= (SELECT min(id) + %(turn)s %% (max(id) - min(id) + 1) FROM reports_report)
    ORDER BY id LIMIT %(most)s)
"""
_CHAIN: Final = """
SELECT count(*), (array_agg(hash ORDER BY seq DESC))[1] FROM reports_entry WHERE report_id = %(case)s
"""
_ANSWERS: Final = """
SELECT cycle, started_at, due_at, met_at, stopped_at, floor(extract(epoch FROM waited))::bigint FROM rc_answer
WHERE report_id = %(case)s
"""
# Who had the case while a first answer was owed, and since when.
_HELD: Final = """
SELECT o.cycle, coalesce(b.code, '-'), h.since FROM rc_owed o CROSS JOIN LATERAL (
    SELECT o.begin_held AS body, o.started_at AS since, o.begin_seq AS seq UNION ALL
    SELECT e.body, e.at, e.seq FROM rc_event e WHERE e.report_id = o.report_id AND e.seq > o.begin_seq
        AND e.seq < o.end_seq AND e.body IS NOT NULL) h
LEFT JOIN organisations_organisation b ON b.id = h.body WHERE o.report_id = %(case)s ORDER BY o.cycle, h.seq
"""
_MISSED: Final = """
SELECT e.obligation, e.own, coalesce(o.code, '-'), count(*) FROM rc_event e
LEFT JOIN organisations_organisation o ON o.id = e.charged WHERE e.report_id = %(case)s AND e.type = 'breached'
GROUP BY 1, 2, 3
"""
_READ: Final = """
SELECT what, count(*), count(DISTINCT coalesce(account_id, 0)) FROM reports_reading WHERE report_id = %(case)s
GROUP BY 1
"""
_BESIDE: Final = """
SELECT (SELECT count(*) FROM reports_attachment WHERE report_id = %(case)s),
    (SELECT count(*) FROM correspondence_casecall WHERE report_id = %(case)s),
    (SELECT count(*) FROM correspondence_casemessage c JOIN channels_message m ON m.id = c.message_id
        WHERE c.report_id = %(case)s AND m.direction = 'in'),
    (SELECT count(*) FROM correspondence_casemessage WHERE report_id = %(case)s),
    (SELECT count(*) FROM handover_appeal WHERE report_id = %(case)s),
    (SELECT count(*) FROM oversight_reprimandcase c JOIN oversight_reprimand p ON p.id = c.reprimand_id
        WHERE c.report_id = %(case)s AND p.signed_at IS NOT NULL),
    (SELECT count(*) FROM oversight_finding WHERE report_id = %(case)s),
    (SELECT count(*) FROM oversight_recommendation c JOIN oversight_finding f ON f.id = c.finding_id
        WHERE f.report_id = %(case)s)
"""
# Every dossier by its fingerprint: the row, and the entry of the case; each was read by whoever took it in that hour,
# and holds no entry that came after it.
_ROWS: Final = "SELECT report_id, sha256, shows_identity, handed_to, coalesce(account_id, 0), at FROM evidence_taking"
_ENTRIES: Final = """
SELECT e.report_id, e.data->>'sha256', (e.data->>'identity')::boolean, e.data->>'to', coalesce(e.account_id, 0), e.at,
    coalesce(t.last_seq < e.seq, true) AND EXISTS (SELECT FROM reports_reading g WHERE g.report_id = e.report_id
        AND g.what = 'dossier' AND coalesce(g.account_id, 0) = coalesce(e.account_id, 0)
        AND g.hour = date_trunc('hour', e.at AT TIME ZONE 'UTC') AT TIME ZONE 'UTC')
FROM rc_event d JOIN reports_entry e ON e.report_id = d.report_id AND e.seq = d.seq
LEFT JOIN evidence_taking t ON t.report_id = e.report_id AND t.sha256 = e.data->>'sha256'
WHERE d.type = 'dossier_taken'
"""


def compare(at: datetime) -> Iterator[Compared]:
    """While the tables of the recount are there."""
    yield compared("dossiers taken", _taken(), _told())
    shown: Values = {}
    counted: Values = {}
    for (case,) in rows(_CASES, most=LOOKED_AT, turn=at.toordinal() * 7919):
        record = build(Report.objects.get(pk=case), Sight())
        shown |= {(record["number"], *key): value for key, value in _said(record).items()}
        counted |= {(record["number"], *key): value for key, value in _counted(case).items()}
    yield compared("dossiers", shown, counted)


def _said(record: dict[str, Any]) -> Values:
    chain, read = record["chain"], record["readings"]
    found: Values = {("chain",): (chain["length"], chain["head"]), ("entries",): len(record["entries"])}
    for one in record["clocks"]:
        if one["obligation"] == "first_response":
            times = (_instant(one[name]) for name in ("started_at", "due_at", "met_at", "stopped_at"))
            found["answer", one["cycle"]] = (*times, one["waited_seconds"])
            held = [(_code(each["holder"]), _instant(each["since"])) for each in one["tenures"]]
            found["held", one["cycle"]] = _following(held)
    missed = Counter((one["obligation"], one["own"], _code(one["holder"])) for one in record["breaches"])
    found |= {("missed", *key): count for key, count in missed.items()}
    for what in {one["what"] for one in read}:
        those = [one["username"] for one in read if one["what"] == what]
        found["read", what] = (len(those), len(set(those)))
    messages = Counter(one["direction"] for one in record["messages"])
    found["beside",] = (
        len(record["attachments"]), len(record["calls"]), messages["in"], messages.total(), len(record["appeals"]),
        len(record["reprimands"]), len(record["findings"]),
        sum(len(one["recommendations"]) for one in record["findings"]),
    )  # fmt: skip
    return found


def _counted(case: int) -> Values:
    length, head = rows(_CHAIN, case=case)[0]
    found: Values = {("chain",): (length, head), ("entries",): length}
    found |= {("answer", cycle): tuple(times) for cycle, *times in rows(_ANSWERS, case=case)}
    held: dict[int, list[tuple[str, datetime]]] = {}
    for cycle, code, since in rows(_HELD, case=case):
        held.setdefault(cycle, []).append((code, since))
    found |= {("held", cycle): _following(those) for cycle, those in held.items()}
    found |= {("missed", *key): count for *key, count in rows(_MISSED, case=case)}
    found |= {("read", what): (times, people) for what, times, people in rows(_READ, case=case)}
    return found | {("beside",): rows(_BESIDE, case=case)[0]}


def _following(held: list[tuple[str, Any]]) -> tuple[Any, ...]:
    """Whoever had it again without another between had it all the time."""
    return tuple(one for nth, one in enumerate(held) if not nth or held[nth - 1][0] != one[0])


def _code(holder: Any) -> str:
    return str(holder["code"]) if holder else _DESK


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _taken() -> Values:
    return {tuple(row[:2]): (*row[2:], True) for row in rows(_ROWS)}


def _told() -> Values:
    return {tuple(row[:2]): tuple(row[2:]) for row in rows(_ENTRIES)}
