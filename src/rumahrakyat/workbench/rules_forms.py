"""The forms of a new version of a rule or a ladder, and of a changed day: what was typed, what is wrong with it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from rumahrakyat.duty import rules
from rumahrakyat.duty.models import DutyRule, Ladder
from rumahrakyat.duty.rulebook import faults, wording
from rumahrakyat.duty.rulebook.calendar_days import DayDraft
from rumahrakyat.duty.rulebook.drafts import MOST_AMOUNT, MOST_MINUTES, MOST_PERCENT, Draft, LadderDraft, RuleDraft
from rumahrakyat.duty.rules import Scope, Step
from rumahrakyat.lib import wallclock
from rumahrakyat.web.requests import day_of

SCOPE: Final = ("kind", "weight", "category", "organisation", "regency")
SHARED: Final = (*SCOPE, "since", "until", "source", "running", "reason", "based_on")
RULE: Final = ("amount", "unit", "extension", "longest", *SHARED)
MOST_STEPS: Final = 20
_EMPTY_STEPS: Final = 3
_STEP: Final = ("percent", "audience", "whose", "acknowledge", "waits", "code")
_LONGEST: Final = 300

Choices = Mapping[str, Sequence[tuple[str, str]]]


@dataclass(frozen=True)
class Form:
    """What stands in the fields by name, what may be chosen, and what is wrong, by field."""

    words: Mapping[str, str]
    choices: Choices = field(default_factory=dict)
    found: Sequence[faults.Fault] = ()

    @property
    def faults(self) -> dict[str, str]:
        """The first fault of each field."""
        return {fault.field: fault.sentence for fault in reversed(self.found)}

    @property
    def only_about_running(self) -> bool:
        """Whether nothing is wrong but what was asked for the running cases, which stands beside the effect."""
        return bool(self.found) and all(fault.field in {"running", "reason"} for fault in self.found)

    @property
    def summary(self) -> list[dict[str, str]]:
        return [{"id": fault.field or "isian", "text": fault.sentence} for fault in self.found]

    @property
    def selects(self) -> dict[str, list[tuple[str, str, bool]]]:
        """(value, name, chosen) of every list to choose from."""
        named: dict[str, Sequence[tuple[str, str]]] = {
            "unit": [("hours", _("hours, every day of the year")), ("workdays", _("working days"))],
            "kind": [("", _("all kinds")), *_names(wording.KINDS)],
            "weight": [("", _("both")), *_names(wording.WEIGHTS)],
            "category": [("", _("every category")), *self.choices.get("category", ())],
            "organisation": [("", _("every agency")), *self.choices.get("organisation", ())],
            "regency": [("", _("the whole province")), *self.choices.get("regency", ())],
        }
        return {
            name: [(value, label, value == self.words.get(name, "")) for value, label in options]
            for name, options in named.items()
        }

    @property
    def scope_words(self) -> str:
        """Where the version would hold, in words."""
        named = {
            name: next((label for value, label in self.choices.get(name, ()) if value == self.words.get(name)), "")
            for name in ("organisation", "regency", "category")
        }
        return wording.scope(**named, weight=self.words.get("weight", ""), kind=self.words.get("kind", ""))

    @property
    def steps(self) -> list[dict[str, object]]:
        """A row for each step that was typed, and empty ones."""
        typed = [_step_words(self.words, nth) for nth in range(MOST_STEPS)]
        kept = [one for one in typed if any(one[name] for name in ("percent", "audience", "acknowledge"))]
        rows = [*kept, *(dict.fromkeys(_STEP, "") for _nth in range(_EMPTY_STEPS))][:MOST_STEPS]
        return [
            {**row, "nth": nth, "audiences": _chosen(_names(wording.AUDIENCES), row["audience"])}
            for nth, row in enumerate(rows)
        ]


def _names(names: Mapping[str, str | Promise]) -> list[tuple[str, str]]:
    return [(code, str(name)) for code, name in names.items()]


def _chosen(options: Sequence[tuple[str, str]], value: str) -> list[tuple[str, str, bool]]:
    return [(code, name, code == value) for code, name in options]


def _step_words(words: Mapping[str, str], nth: int) -> dict[str, str]:
    return {name: words.get(f"{name}-{nth}", "") for name in _STEP}


# -- from a version that is there ------------------------------------------------------------------------------------


def of_row(row: DutyRule | Ladder | None, choices: Choices, newest: int) -> Form:
    """The form filled with the version it starts from; empty beginning, since a new version begins at once."""
    words = {"based_on": str(newest), "unit": "hours"}
    if row is not None:
        words |= {
            "kind": row.kind,
            "weight": row.weight,
            "category": row.category.code if row.category else "",
            "organisation": str(row.organisation_id or ""),
            "regency": row.regency_id or "",
        }
    if isinstance(row, DutyRule):
        words |= {
            "amount": str(row.amount),
            "unit": row.unit,
            "extension": str(row.extension or ""),
            "longest": str(row.longest or ""),
        }
    elif row is not None:
        for nth, one in enumerate(row.steps):
            words |= {
                f"percent-{nth}": str(one["percent"]),
                f"audience-{nth}": str(one["audience"]),
                f"whose-{nth}": "own" if one.get("own") else "",
                f"acknowledge-{nth}": str(one.get("acknowledge") or ""),
                f"waits-{nth}": "1" if one.get("waits") else "",
                f"code-{nth}": str(one["code"]),
            }
    return Form(words, choices)


def typed(given: QueryDict, choices: Choices) -> Form:
    """The form as it was sent."""
    names = [*RULE, *(f"{name}-{nth}" for nth in range(MOST_STEPS) for name in _STEP)]
    return Form({name: given.get(name, "").strip()[:_LONGEST] for name in names if name in given}, choices)


# -- into a draft ----------------------------------------------------------------------------------------------------


def draft_of(form: Form, model: type[DutyRule | Ladder], obligation: str) -> Draft:
    """The form as a draft. Raises `rulebook_faults.Refused` for what is no number and no day."""
    words = form.words
    wrong: list[faults.Fault] = []
    since = _instant(words.get("since", ""), faults.NoSuchDay, wrong)
    until = _instant(words.get("until", ""), faults.NoSuchEnd, wrong)
    organisation = _whole(words.get("organisation", ""), faults.UnknownOrganisation, wrong) or None
    scope = Scope(
        organisation,
        words.get("regency") or None,
        words.get("category") or None,
        words.get("weight") or None,
        words.get("kind") or None,
    )
    source = words.get("source", "")
    draft: Draft
    if model is DutyRule:
        amount = _whole(words.get("amount", ""), lambda: faults.NoTime(most=MOST_AMOUNT), wrong)
        extension = _whole(words.get("extension", ""), lambda: faults.NonsenseExtension(most=MOST_AMOUNT), wrong)
        longest = _whole(words.get("longest", ""), lambda: faults.LongestTooShort(least=max(amount, 1)), wrong)
        unit = words.get("unit", "")
        draft = RuleDraft(obligation, unit, amount, source, since, until, scope, extension, longest or None)
    else:
        draft = LadderDraft(obligation, _steps(words, wrong), source, since, until, scope)
    if wrong:
        raise faults.Refused(wrong)
    return draft


def based_on(form: Form) -> int | None:
    """The newest version the author had seen; None in a form that does not say."""
    text = form.words.get("based_on", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None


def running(form: Form) -> str | None:
    """Why what runs already is moved, too; None: it is not."""
    return form.words.get("reason", "") if form.words.get("running") else None


def _steps(words: Mapping[str, str], wrong: list[faults.Fault]) -> tuple[Step, ...]:
    found = []
    for nth in range(MOST_STEPS):
        row = _step_words(words, nth)
        if not any(row[name] for name in ("percent", "audience", "acknowledge")):
            continue
        own = row["whose"] == "own"
        code = row["code"] or f"{'own_' if own else ''}{row['audience'] or 'x'}_{row['percent'] or 0}"
        no_percent = partial(faults.NonsensePercent, code=nth + 1, most=MOST_PERCENT)
        no_minutes = partial(faults.NonsenseMinutes, code=nth + 1, most=MOST_MINUTES)
        percent = _whole(row["percent"], no_percent, wrong)
        minutes = _whole(row["acknowledge"], no_minutes, wrong)
        found.append(Step(code, percent, row["audience"], own, minutes, bool(row["waits"])))
    return tuple(found)


def _whole(text: str, fault: Callable[[], faults.Fault], wrong: list[faults.Fault]) -> int:
    """The whole number that was typed; 0 for nothing typed, and with a fault for what is none."""
    if not text:
        return 0
    if text.isascii() and text.isdigit() and len(text) <= 9:
        return int(text)
    wrong.append(fault())
    return 0


def _instant(text: str, fault: Callable[[], faults.Fault], wrong: list[faults.Fault]) -> datetime | None:
    """A local day and time of the installation's zone; None for nothing typed."""
    if not text:
        return None
    try:
        return wallclock.typed_moment(text)
    except ValueError:
        wrong.append(fault())
        return None


# -- trying a rule out -----------------------------------------------------------------------------------------------


def tried(given: QueryDict, choices: Choices, now: datetime) -> tuple[Form, datetime | None, rules.Facts | None]:
    """The box to try a rule: (what stands in it, when the report came in, its facts); no facts before it was sent."""
    names = ("received", *SCOPE)
    words = {name: given.get(name, "").strip()[:80] for name in names}
    if "received" not in given:
        local = now.astimezone(wallclock.zone())
        return Form({**words, "received": f"{local:%Y-%m-%dT%H:%M}", "kind": "complaint"}, choices), None, None
    wrong: list[faults.Fault] = []
    at = _instant(words["received"], faults.NoSuchDay, wrong)
    holder = _whole(words["organisation"], faults.UnknownOrganisation, wrong) or None
    weight = rules.Weight.OVERSIGHT if words["weight"] == rules.Weight.OVERSIGHT else rules.Weight.ORDINARY
    facts = rules.Facts(
        words["kind"] or "complaint", words["category"] or None, weight, holder, words["regency"] or None
    )
    form = Form(words, choices, wrong)
    return (form, None, None) if wrong or at is None else (form, at, facts)


# -- a changed day ---------------------------------------------------------------------------------------------------


def day_typed(given: QueryDict) -> Form:
    names = ("day", "works", "name", "source", "running", "reason")
    return Form({name: given.get(name, "").strip()[:_LONGEST] for name in names})


def day_draft(form: Form) -> DayDraft:
    """Raises `rulebook_faults.Refused`."""
    day = day_of(form.words["day"])
    if day is None or not 2000 <= day.year <= 2100:
        raise faults.Refused([faults.NoDay()])
    return DayDraft(day, form.words["works"] == "1", form.words["name"][:120], form.words["source"])
