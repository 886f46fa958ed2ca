"""The forms of the rules of responsibility: what was typed for a row, what is wrong with it in shape."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from rumahrakyat.lib import wallclock
from rumahrakyat.lib.faults import Fault
from rumahrakyat.routing import facts
from rumahrakyat.routing.models_rules import ResponsibilityRule
from rumahrakyat.routing.rule_faults import BadRules, NoSuchDay
from rumahrakyat.routing.rule_queries import FACT_NAMES, Names
from rumahrakyat.routing.rulebook import Row
from rumahrakyat.routing.rules import LOCAL

TO_CHOOSE: Final = 3  # fields for joined bodies, and for others that are held possible
MOST_PHRASES: Final = 80
_LONGEST: Final = 300


class NoSuchBody(Fault):
    field = "to"
    words = _("There is no body called %(typed)s. Choose one of the list")


class NoCategory(Fault):
    field = "for"
    words = _("Choose at least one category")


class NoSentence(Fault):
    field = "because"
    words = _("Write the sentence that a verifier reads")


class NoPercent(Fault):
    field = "confidence"
    words = _("Write how sure it is as a whole number from 1 to 100")


@dataclass(frozen=True)
class Form:
    """What stands in the fields, and what is wrong with it, by field."""

    words: Mapping[str, Any]
    found: Sequence[Fault] = field(default_factory=tuple)

    @property
    def faults(self) -> dict[str, str]:
        return {one.field: one.sentence for one in reversed(self.found)}

    @property
    def summary(self) -> list[dict[str, str]]:
        return [{"id": one.field or "isian", "text": one.sentence} for one in self.found]


def of_row(row: ResponsibilityRule | None) -> Form:
    """The form of a row that is there, or an empty one."""
    if row is None:
        return Form({"confidence": "80", "automatic": True, "position": "1", "categories": [], "when": {}})
    return Form(
        {
            "categories": row.categories,
            "any": "\n".join(row.any),
            "none": "\n".join(row.none),
            "when": row.when,
            "to": row.to,
            "joined": row.joined,
            "alternatives": row.alternatives,
            "confidence": str(round(row.confidence * 100)),
            "automatic": row.automatic,
            "because": row.because,
            "source": row.source,
            "position": str(row.position),
        }
    )


def typed(given: QueryDict) -> Form:
    """What was typed, kept whatever is wrong with it."""
    when = {name: given.getlist(f"when-{name}") for name in facts.VALUES}
    return Form(
        {
            "categories": given.getlist("for")[:200],
            "any": given.get("any", "")[:6000],
            "none": given.get("none", "")[:6000],
            "when": {name: values for name, values in when.items() if values},
            "to": given.get("to", "").strip()[:160],
            "joined": _several(given, "joined"),
            "alternatives": _several(given, "alternatives"),
            "confidence": given.get("confidence", "").strip()[:4],
            "automatic": bool(given.get("automatic")),
            "because": given.get("because", "").strip()[:_LONGEST],
            "source": given.get("source", "").strip()[:_LONGEST],
            "position": given.get("position", "").strip()[:4],
        }
    )


def _several(given: QueryDict, name: str) -> list[str]:
    typed = (given.get(f"{name}-{nth}", "").strip()[:160] for nth in range(TO_CHOOSE))
    return [one for one in typed if one]


def row_of(form: Form, known: Names) -> Row:
    """The row that was typed. Raises `BadRules`."""
    wrong: list[Fault] = []
    words = form.words
    percent = words["confidence"]
    if not (percent.isascii() and percent.isdigit() and 0 < int(percent) <= 100):
        wrong.append(NoPercent())
    if not words["categories"]:
        wrong.append(NoCategory())
    if not words["because"]:
        wrong.append(NoSentence())
    values = {
        "categories": list(dict.fromkeys(words["categories"])),
        "any": _phrases(words["any"]),
        "none": _phrases(words["none"]),
        "when": words["when"],
        "to": _body(words["to"], known, wrong),
        "joined": [_body(one, known, wrong) for one in words["joined"]],
        "alternatives": [_body(one, known, wrong) for one in words["alternatives"]],
        "confidence": int(percent) / 100 if percent.isascii() and percent.isdigit() else 0.0,
        "automatic": words["automatic"],
        "because": words["because"],
        "source": words["source"],
    }
    if wrong:
        raise BadRules(wrong)
    return Row(values)


def position_of(form: Form, otherwise: int = 1) -> int:
    """The place that was typed; `otherwise` for what is no number."""
    text = str(form.words.get("position", ""))
    return int(text) if text.isascii() and text.isdigit() else otherwise


def _phrases(text: str) -> list[str]:
    lines = (" ".join(line.split()).lower() for line in text.splitlines())
    return list(dict.fromkeys(line[:60] for line in lines if line))[:MOST_PHRASES]


def _body(typed: str, known: Names, wrong: list[Fault]) -> str:
    """The code that was typed, in any case, or that of the name."""
    if typed.lower() in LOCAL:
        return typed.lower()
    if typed.upper() in known.bodies:
        return typed.upper()
    named = {name.lower(): code for code, name in known.bodies.items()}
    found = named.get(typed.lower(), "")
    if not found:
        wrong.append(NoSuchBody(typed=typed or "–"))
    return found


# -- what there is to choose -----------------------------------------------------------------------------------------


def category_groups(known: Names, chosen: Sequence[str]) -> list[dict[str, Any]]:
    """Main categories with their children, each with whether it is chosen; a group is open when something is."""
    groups: dict[str, dict[str, Any]] = {}
    for code, name in known.categories.items():
        if "." not in code:
            every = f"{code}.*"
            rows = [(every, known.category(every), every in chosen)]
            groups[code] = {"name": name, "rows": rows, "open": every in chosen}
    for code, name in known.categories.items():
        main, dot, _child = code.partition(".")
        if dot and main in groups:
            groups[main]["rows"].append((code, name, code in chosen))
            groups[main]["open"] = groups[main]["open"] or code in chosen
    return list(groups.values())


def fact_groups(known: Names, chosen: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    """The facts a row may ask for, with their values; places last."""
    groups = []
    for name, values in facts.VALUES.items():
        codes = values or tuple(known.regions)
        rows = [(value, known.value(name, value), value in chosen.get(name, ())) for value in codes]
        label = str(FACT_NAMES[name])
        groups.append({"name": name, "label": label, "rows": rows, "open": bool(chosen.get(name))})
    return groups


def slots(values: Sequence[str]) -> list[tuple[int, str]]:
    padded = [*values, *[""] * TO_CHOOSE][: max(TO_CHOOSE, len(values))]
    return list(enumerate(padded))


def instant(text: str) -> datetime | None:
    """A local day and time; None for nothing typed. Raises `BadRules`."""
    if not text.strip():
        return None
    try:
        return wallclock.typed_moment(text)
    except ValueError as error:
        raise BadRules([NoSuchDay()]) from error
