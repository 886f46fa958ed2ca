"""What the secretary sends: one ruling, or the same ruling on several rows after a look at what it would do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence import queries as register
from rumahrakyat.duty.negligence import terms, words
from rumahrakyat.duty.negligence.operations import Verdict
from rumahrakyat.duty.negligence.queries import Filter, Row
from rumahrakyat.people.models import Account
from rumahrakyat.watch.access import Watcher
from rumahrakyat.watch.negligence import Shown, address, filter_of, quarter_words, shown, until_words, within
from rumahrakyat.watch.negligence_row import choices

MOST: Final = 100  # rows of one ruling on several
_FIELD: Final = {"reason": "alasan", "evidence": "bukti", "decision": "putusan"}


def rule(row: Row, sent: QueryDict, account: Account, at: datetime) -> Sequence[tuple[str, str]]:
    """Carry out what was sent about a row. Returns the faults, each with its field; none when it was done.

    Raises `NotPermitted`.
    """
    given = _number(sent.get("dilihat", ""))
    try:
        if sent.get("putusan") == Decision.REOPENED:
            text = sent.get("alasan", "")
            negligence.reopen(breach_id=row.breach.pk, text=text, account=account, at=at, seen=given)
            return []
        verdict = verdict_of(sent)
        if verdict is None:
            return [(_FIELD["decision"], _("Choose a decision"))]
        negligence.rule(breach_id=row.breach.pk, verdict=verdict, account=account, at=at, seen=given)
    except terms.Refused as refused:
        return [fault_of(refused, at)]
    return []


def verdict_of(sent: QueryDict) -> Verdict | None:
    """None when no decision was chosen."""
    code = sent.get("putusan", "")
    if code not in Decision.values or code == Decision.REOPENED:
        return None
    evidence = sent.get("bukti", "") if code == Decision.CORRECTED else ""
    return Verdict(Decision(code), sent.get("alasan", ""), evidence)


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 6 else None


def typed(sent: QueryDict) -> Mapping[str, str]:
    return {name: sent.get(name, "")[: terms.LONGEST + 1000] for name in ("putusan", "alasan", "bukti")}


def fault_of(refused: terms.Refused, at: datetime) -> tuple[str, str]:
    """The field and the sentence for what was refused."""
    if isinstance(refused, terms.TooFewWords):
        words_ = _("Write the reason in %(n)s signs at least, %(most)s at most")
        return _FIELD["reason"], words_ % {"n": terms.SHORTEST, "most": terms.LONGEST}
    if isinstance(refused, terms.NeedsEvidence):
        return _FIELD["evidence"], _("Name what shows that the record was wrong")
    return _FIELD["decision"], sentence_of(refused, at)


def sentence_of(refused: terms.Refused, at: datetime) -> str:
    """Why a decision cannot be made on a row now."""
    if isinstance(refused, terms.StillTime):
        if refused.until is None:
            return _("The agency has not been heard yet")
        return _("The agency may still explain until %(day)s") % {"day": until_words(refused.until, at)}
    if isinstance(refused, terms.Frozen):
        return _("The register %(register)s is frozen: only an erratum changes it") % {"register": refused.register}
    if isinstance(refused, terms.OwnBody):
        return _("You belong to this body")
    if isinstance(refused, terms.Moved):
        return _("Somebody explained or ruled meanwhile. Read it again, then decide")
    return _("This was decided already")


@dataclass(frozen=True)
class Outlook:
    """What the ruling would do to a row: the state after it, or why nothing would be done."""

    shown: Shown
    key: str
    after: str
    refusal: str


def many(watcher: Watcher, query: QueryDict) -> dict[str, Any]:
    """The page on which several rows are chosen: the rows of the filter, newest first."""
    wanted = filter_of(query, watcher.at)
    found = register.page(wanted, within(watcher.sight), limit=MOST)
    return {
        **_frame(watcher, wanted),
        "rows": [(shown(row, watcher), key_of(row)) for row in found.rows],
        "more": bool(found.older),
        "most": MOST,
        "choices": choices(""),
        "typed": {},
        "wrong": {},
    }


def _frame(watcher: Watcher, wanted: Filter) -> dict[str, Any]:
    return {
        "now": watcher.at,
        "wanted": wanted,
        "quarter": quarter_words(wanted.quarter),
        "back": address(wanted, watcher.at),
        "here": address(wanted, watcher.at, name="negligence-many"),
        "shortest": terms.SHORTEST,
    }


def key_of(row: Row) -> str:
    """A chosen row, and how much of it was on the page."""
    return f"{row.breach.pk}.{row.seen}"


def keys_of(sent: QueryDict) -> dict[int, int]:
    """The chosen rows with what was seen of each; what cannot be read is left out."""
    found: dict[int, int] = {}
    for text in sent.getlist("baris")[:MOST]:
        row, dot, given = text.partition(".")
        if dot and row.isdecimal() and given.isdecimal() and len(text) < 24:
            found[int(row)] = int(given)
    return found


def preview(watcher: Watcher, query: QueryDict, sent: QueryDict) -> dict[str, Any]:
    """What the ruling would do to each chosen row, or the first page again with what is wrong."""
    verdict, chosen = verdict_of(sent), keys_of(sent)
    faults = list(_faults(verdict, chosen, watcher.at))
    if verdict is None or faults:
        return {
            **many(watcher, query),
            "typed": typed(sent),
            "chosen": set(sent.getlist("baris")),
            "faults": [{"id": name, "text": text} for name, text in faults],
            "wrong": dict(faults),
        }
    rows = register.some(chosen, within(watcher.sight))
    outlooks = [_outlook(row, verdict, watcher, chosen[row.breach.pk]) for row in rows]
    return {
        **_frame(watcher, filter_of(query, watcher.at)),
        "verdict": verdict,
        "decision": verdict.decision.label,
        "outlooks": outlooks,
        "able": sum(not one.refusal for one in outlooks),
    }


def _faults(verdict: Verdict | None, chosen: Mapping[int, int], at: datetime) -> Iterable[tuple[str, str]]:
    if not chosen:
        yield "baris", _("Choose at least one row")
    if verdict is None:
        yield _FIELD["decision"], _("Choose a decision")
        return
    if not terms.SHORTEST <= len(verdict.text.strip()) <= terms.LONGEST:
        yield fault_of(terms.TooFewWords(), at)
    if verdict.decision is Decision.CORRECTED and not verdict.evidence.strip():
        yield fault_of(terms.NeedsEvidence(), at)


def _outlook(row: Row, verdict: Verdict, watcher: Watcher, seen: int) -> Outlook:
    refused = terms.objection(row.breach, row.limit, verdict.decision, watcher.at)
    if terms.belongs(watcher.reach.scope, row.breach):
        refused = terms.OwnBody()
    elif seen != row.seen:
        refused = terms.Moved()
    after = str(words.STATES[verdict.decision.value])
    return Outlook(
        shown(row, watcher), f"{row.breach.pk}.{seen}", after, sentence_of(refused, watcher.at) if refused else ""
    )


def rule_many(watcher: Watcher, sent: QueryDict, account: Account) -> tuple[str, list[str]]:
    """Carry out the ruling on each chosen row by itself. Returns what was done, and a sentence for each that was not.

    Raises `NotPermitted`.
    """
    verdict, done, not_done = verdict_of(sent), 0, []
    chosen = keys_of(sent)
    if verdict is None:
        return "", [_("Choose a decision")]
    for row in register.some(chosen, within(watcher.sight)):
        try:
            negligence.rule(
                breach_id=row.breach.pk, verdict=verdict, account=account, at=watcher.at, seen=chosen[row.breach.pk]
            )
        except terms.Refused as refused:
            not_done.append(_("Row %(n)s: %(why)s") % {"n": row.breach.pk, "why": fault_of(refused, watcher.at)[1]})
        else:
            done += 1
    told = ngettext("%(n)s row was ruled on.", "%(n)s rows were ruled on.", done) % {"n": done}
    return told if done else "", not_done
