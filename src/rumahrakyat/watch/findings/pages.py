"""What the pages of findings show."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahrakyat.duty.models import Breach
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import holders
from rumahrakyat.oversight.findings import operations as acts
from rumahrakyat.oversight.findings import queries as kept
from rumahrakyat.oversight.findings.moves import BY_BODY, BY_FINDER, OWED, NotNow, possible
from rumahrakyat.oversight.models_findings import Finding, OmbudsmanCase, Recommendation
from rumahrakyat.people.roles import EXPLAIN, FIND, RECEIVE_COMPLAINTS, SEE_ALL
from rumahrakyat.watch.access import Watcher
from rumahrakyat.web.duties import name_of

Context = dict[str, Any]
_SHOWN = 12


def sees_start(watcher: Watcher) -> bool:
    """Those outside the administration, and who answers to them; an analyst reads no cases."""
    return watcher.sight.everything and watcher.reach.scope.everywhere(SEE_ALL)


def start(watcher: Watcher) -> Context:
    scope = watcher.reach.scope
    outcomes = [("", _("not yet")), *OmbudsmanCase.Outcome.choices]
    return {
        "now": watcher.at,
        "counts": kept.counts(scope, at=watcher.at),
        "brought": kept.brought(),
        "receives": scope.everywhere(RECEIVE_COMPLAINTS),
        "outcomes": outcomes,
        "appeals": kept.open_appeals(limit=_SHOWN),
        "breaches": [_breach(one) for one in kept.newest_breaches(limit=_SHOWN)],
        "overdue": kept.overdue(at=watcher.at, limit=_SHOWN),
        "may_find": scope.everywhere(FIND),
    }


def _breach(one: Breach) -> Context:
    return {
        "one": one, "report": one.clock.report, "what": name_of(one.clock.obligation, one.clock.cycle),
        "holder": one.holder.name if one.holder else "Rumah Rakyat",
    }  # fmt: skip


def listing(watcher: Watcher, wanted: str) -> Context:
    scope = watcher.reach.scope
    counts = kept.counts(scope, at=watcher.at)
    tabs = [("", _("All"), None), ("menunggu", _("Owed"), counts["owed"]), ("lewat", _("Late"), counts["late"])]
    found = kept.every(scope, wanted, at=watcher.at)
    return {
        "now": watcher.at,
        "tabs": [
            {"label": label, "count": count, "href": f"?keadaan={code}" if code else "?", "current": code == wanted}
            for code, label, count in tabs
        ],
        "rows": [
            {"one": one, "chips": [chip(each, watcher.at) for each in one.recommendations.all()]} for one in found
        ],
    }


def chip(one: Recommendation, at: datetime) -> dict[str, str]:
    late = one.state in OWED and one.due_at <= at
    looks = {"open": "soon", "accepted": "calm", "objected": "soon", "done": "calm", "closed": "done"}
    words = _("late: %(state)s") % {"state": one.get_state_display()} if late else str(one.get_state_display())
    return {"look": "late" if late else looks.get(one.state, ""), "words": words, "number": one.number}


def finding(watcher: Watcher, found: Finding, typed: dict[str, str], faults: list[dict[str, str]]) -> Context:
    wrong = {one["id"]: one["text"] for one in faults}
    return {
        "one": found,
        "now": watcher.at,
        "recommendations": [
            _recommendation(watcher, found, each, typed, wrong) for each in found.recommendations.all()
        ],
    }


def may(watcher: Watcher, found: Finding, move: str) -> bool:
    """Whether this step is one of this person's, whatever the state."""
    if move in BY_BODY:
        return found.organisation_id in watcher.reach.scope.organisations(EXPLAIN)
    return move in BY_FINDER and watcher.reach.scope.everywhere(FIND)


def _recommendation(
    watcher: Watcher, found: Finding, one: Recommendation, typed: dict[str, str], wrong: dict[str, str]
) -> Context:
    steps = [*possible(one.state, BY_BODY), *possible(one.state, BY_FINDER)]
    tried = typed.get("jenis") if typed.get("rekomendasi") == str(one.pk) else ""
    forms = []
    for move in [step for step in steps if may(watcher, found, step)]:
        mine = f"{move}-{one.pk}"
        forms.append(
            {
                "move": move, "id": mine, **_words_of(move), "open": move == tried,
                "text": typed.get("text", "") if move == tried else "",
                "day": typed.get("tanggal", "") if move == tried else "",
                "wrong_text": wrong.get(f"{mine}-text"), "wrong_day": wrong.get(f"{mine}-tanggal"),
            }
        )  # fmt: skip
    return {"one": one, "chip": chip(one, watcher.at), "forms": forms, "owed": one.state in OWED}


def _words_of(move: str) -> dict[str, str]:
    verb, label = {
        "accept": (_("Accept"), _("How will it be carried out?")),
        "object": (_("Object"), _("Why not?")),
        "carry_out": (_("It is carried out"), _("What was done, and what proves it?")),
        "confirm": (_("Confirm that it is carried out"), _("A word to it, if you like")),
        "send_back": (_("Not carried out yet"), _("What is missing?")),
        "uphold": (_("Uphold it"), _("Why does it stand?")),
        "withdraw": (pgettext("recommendation", "Withdraw it"), _("Why?")),
    }[move]
    return {"verb": verb, "label": label, "wants_day": "1" if move == "accept" else ""}


def fault_of(refused: Exception) -> dict[str, str]:
    """The field and a sentence for what the rules refuse."""
    if isinstance(refused, acts.TooFewWords):
        name = refused.field.replace("recommendation", "rekomendasi")
        return {"id": name, "text": _("Write at least one sentence of 20 letters, and no more than 8,000")}
    if isinstance(refused, acts.CannotBeAddressed):
        return {"id": "badan", "text": _("This body is outside the government or has ended: choose another")}
    if isinstance(refused, NotNow):
        return {"id": "text", "text": _("Meanwhile it has moved on. Read it once more; your words are still here")}
    return {"id": "tanggal", "text": _("Choose a day from today on; a recommendation has from 3 to 365 days")}


def fields(typed: dict[str, str], faults: list[dict[str, str]]) -> list[dict[str, str]]:
    """The fields of the recommendations of a new finding."""
    wrong = {one["id"]: one["text"] for one in faults}
    labels = (_("Recommendation"), _("Second recommendation, if any"), _("Third recommendation, if any"))
    names = [f"rekomendasi-{nth}" for nth in (1, 2, 3)]
    return [
        {"name": name, "label": label, "value": typed.get(name, ""), "error": wrong.get(name, "")}
        for name, label in zip(names, labels, strict=True)
    ]


def bodies() -> list[Organisation]:
    return list(holders())
