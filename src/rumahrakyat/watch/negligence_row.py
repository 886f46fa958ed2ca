"""One row of the register of negligence as an auditor reads it: who had how much of the time, what proves it, what was
said and decided."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.utils.translation import gettext as _

from rumahrakyat.channels import registry
from rumahrakyat.channels.models import Message
from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence import evidence, words
from rumahrakyat.duty.negligence.evidence import Body, Evidence, Fact, Held, Reminder, Ruled
from rumahrakyat.duty.negligence.queries import Row
from rumahrakyat.duty.negligence.terms import LONGEST, RULED, SHORTEST, belongs, frozen_in
from rumahrakyat.duty.rulebook import wording
from rumahrakyat.organisations.queries import names_by_code
from rumahrakyat.people.roles import RULE_ON_BREACH
from rumahrakyat.reports.models import StageChoices
from rumahrakyat.watch import links
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.negligence import body_name, case_words, explain_words, place_words, until_words
from rumahrakyat.web import formats

Context = dict[str, Any]
_OF_BODIES: Final = frozenset({"officer", "deputy", "head"})
_HASH: Final = 16  # signs of a fingerprint that are shown at once; the whole stands behind them


@dataclass(frozen=True)
class Opening:
    """What stands in the form when it comes back: what was typed, and what is wrong with it."""

    typed: Mapping[str, str] | None = None
    faults: Sequence[tuple[str, str]] = ()


def context(row: Row, watcher: Watcher, opening: Opening) -> Context:
    """Everything the page shows, in about fifteen queries."""
    at, report = watcher.at, row.breach.clock.report
    found = evidence.of(row.breach.pk, at=at)
    title, number = case_words(report)
    readable = watcher.reach.reads(report)
    names = names_by_code(
        {str(code) for one in found.facts for key in ("holder", "from") if (code := one.data.get(key))}
    )
    return {
        "now": at,
        "row": found,
        "title": title,
        "number": number,
        "case": links.case(report.number) if readable else "",
        "agency": body_name(row.breach.holder),
        "place": place_words(report),
        "obligation": words.obligation(found.obligation, found.cycle),
        "state": {"words": words.STATES[found.state], "look": words.LOOKS[found.state]},
        "explain": explain_words(row, at),
        "register": frozen_in(row.breach),
        "facts": _facts(found, at),
        "holders": [_holder(one, at) for one in found.spells],
        "spells": [(_body(one.body), one, _spell_words(one)) for one in found.spells],
        "shares": [(_body(one.body), one) for one in found.shares],
        "reminders": [(one, _told(one)) for one in found.reminders],
        "entries": [(one, one.hash[:_HASH], _sentence(one, names)) for one in found.facts],
        "sent": [(one, registry.label(one.channel), Message.Status(one.status).label) for one in found.sent],
        "said": [(one, words.reason(one.reason)) for one in found.explanations],
        "rulings": [(one, *_decision(one, at)) for one in reversed(found.rulings)],
        "ruling": _ruling(row, found, watcher, opening),
    }


def _body(body: Body) -> str:
    return body.name if body.code else _("Verification desk")


def _facts(found: Evidence, at: datetime) -> list[tuple[str, str]]:
    """What was owed and what came of it, as pairs of words."""
    rule = found.rule
    allowed = wording.allowance(rule.unit, rule.amount)
    pairs = [
        (_("Obligation"), f"{words.obligation(found.obligation, found.cycle)}, {allowed}"),
        (_("Rule in force"), _("version %(n)s: %(source)s") % {"n": rule.version, "source": rule.source}),
        (_("Began"), formats.long_moment(found.started_at)),
        (_("Due at"), formats.long_moment(found.due_at)),
        (_("Answer given"), _answer(found)),
        (_("Charged to"), _charged(found)),
    ]
    if found.waited:
        pairs.append((_("Waited for the reporter"), formats.duration(found.waited)))
    if found.explain_until:
        pairs.append((_("Time to explain"), _("until %(day)s") % {"day": until_words(found.explain_until, at)}))
    return pairs


def _answer(found: Evidence) -> str:
    if found.answered_at is None:
        return _("not given") if found.stopped_at is None else _("no longer owed")
    moment = formats.long_moment(found.answered_at)
    if found.late_by and found.late_by.total_seconds() > 0:
        return _("%(moment)s, %(time)s late") % {"moment": moment, "time": formats.duration(found.late_by)}
    return moment


def _charged(found: Evidence) -> str:
    held = {"agency": _body(found.holder), "time": formats.duration(found.held)}
    if found.own:
        return _("%(agency)s, for its own time: it held the case %(time)s") % held
    return _("%(agency)s, who held the case longest until the deadline: %(time)s") % held


def _holder(one: Held, at: datetime) -> Context:
    """A part of the bar."""
    state = "wait" if one.waiting else "late" if one.late else "past"
    since, until = formats.moment(one.since, at), formats.moment(one.until, at)
    return {
        "name": _("Waiting for the reporter") if one.waiting else _body(one.body),
        "seconds": one.span.total_seconds(),
        "state": state,
        "note": _("%(since)s to %(until)s") % {"since": since, "until": until} + (_(", late") if one.late else ""),
    }


def _spell_words(one: Held) -> str:
    if one.waiting:
        return _("waiting for the reporter")
    return _("past the deadline") if one.late else _("before the deadline")


def _told(one: Reminder) -> str:
    """Whom a reminder was for: kepala, Dinas Sosial; Sekretaris Daerah."""
    return _with_body(one.audience, _body(one.body))


def _with_body(audience: str, body: str) -> str:
    name = str(wording.AUDIENCES.get(audience, audience))
    return f"{name}, {body}" if audience in _OF_BODIES else name


def _sentence(one: Fact, names: Mapping[str, str]) -> str:
    """What the entry says, without anybody's words."""
    given = {
        "agency": _body(one.body),
        "holder": names.get(str(one.data.get("holder")), "") or _("Verification desk"),
        "from": names.get(str(one.data.get("from")), "") or _("Verification desk"),
        "stage": _stage(str(one.data.get("stage", ""))),
    }
    given["audience"] = _with_body(str(one.data.get("audience")), given["holder"])
    sentences = {
        "received": _("Received"),
        "assigned": _("Passed on to %(holder)s"),
        "handed_over": _("%(from)s handed it over to %(holder)s"),
        "returned": _("%(from)s gave it back to the desk"),
        "asked": _("%(agency)s asked the reporter"),
        "replied": _("The reporter added something"),
        "waiting_ended": _("Waiting for the reporter ended by itself"),
        "answered": _("%(agency)s answered: %(stage)s"),
        "resolved": _("%(agency)s declared it done"),
        "objected": _("The reporter objected"),
        "confirmed": _("The reporter said that it is solved"),
        "expired": _("Closed by the system"),
        "referred": _("Referred to another body"),
        "rejected": _("Not taken up"),
        "extended": _("More time was taken, with a reason"),
        "appealed": _("The reporter appealed"),
        "appeal_decided": _("The appeal was decided"),
        "merged": _("Joined with another case"),
        "unmerged": _("Separated again"),
        "joined": _("Another case was joined to it"),
        "escalated": _("Reminder to: %(audience)s"),
        "breached": _("The deadline passed; charged to %(holder)s"),
        "explained": _("%(agency)s explained"),
        "ruled": _("A ruling was made"),
    }
    return sentences[one.type] % given


def _stage(code: str) -> str:
    return str(StageChoices(code).label) if code in StageChoices.values else code


def _decision(one: Ruled, at: datetime) -> tuple[str, str]:
    """The decision, and who made it when."""
    name = str(Decision(one.decision).label)
    who = one.by or _("The system")
    when = formats.moment(one.at, at)
    if one.until:
        return name, _("%(who)s, %(when)s: until %(day)s") % {
            "who": who, "when": when, "day": until_words(one.until, at)
        }  # fmt: skip
    return name, _("%(who)s, %(when)s") % {"who": who, "when": when}


def _ruling(row: Row, found: Evidence, watcher: Watcher, opening: Opening) -> Context | None:
    """The form of the secretary; in place of it a sentence where nothing can be decided now. None for all others."""
    if not watcher.reach.has(RULE_ON_BREACH):
        return None
    if belongs(watcher.reach.scope, row.breach):
        return {"blocked": _("You belong to this body: somebody else rules on this row.")}
    register = frozen_in(row.breach)
    if register:
        words_ = _("The register %(register)s is frozen: from now on only an erratum changes this row.")
        return {"blocked": words_ % {"register": register}}
    waits = found.state == "open" and not row.limit.over(watcher.at)
    return {
        "blocked": "",
        "waits": explain_words(row, watcher.at) if waits else "",
        "choices": [] if waits else choices(found.state),
        "typed": opening.typed or {},
        "faults": [{"id": name, "text": text} for name, text in opening.faults],
        "wrong": dict(opening.faults),
        "seen": row.seen,
        "again": found.state in RULED,
        "may_reopen": not waits,
        "shortest": SHORTEST,
        "longest": LONGEST,
    }


def choices(state: str) -> list[tuple[str, str, str]]:
    """Code, name and meaning of every decision that differs from the present one."""
    meanings = {
        Decision.UPHELD: _("It was neglect. The row counts against the agency."),
        Decision.EXCUSED: _("It was late, but is not held against the agency. The reason is published."),
        Decision.CORRECTED: _("The record is wrong: what was owed had been done in time. Name what shows it."),
    }
    return [(code.value, str(code.label), meaning) for code, meaning in meanings.items() if code.value != state]
