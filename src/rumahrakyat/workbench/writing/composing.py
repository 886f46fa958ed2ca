"""What stands in the answer's form besides the words: templates, hints, what would be sent, who must approve."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.lib import clock
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import ANSWER, APPROVE
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.queries import Line
from rumahrakyat.reports.queries import story as lines_of
from rumahrakyat.reports.states import ANSWER_STAGES, Stage
from rumahrakyat.web.requests import day_of
from rumahrakyat.workbench.writing import findings
from rumahrakyat.writing import approval, fields, preview, quality, templates
from rumahrakyat.writing.answering import Answer
from rumahrakyat.writing.models import Proposal, Template

Context = dict[str, Any]
_STAGES: Final = {one.value for one in ANSWER_STAGES}
ACTIONS: Final = (Template.Action.ANSWER.value, Template.Action.ASK.value)


def beside(report: Report, account: Account, actor: Actor, rule: str) -> Context:
    """What the form says of approval: whether it is wanted (`rule`), what waits, what came back to this person."""
    found = approval.lately(report) if rule else None
    waits = found if found and found.state == Proposal.State.WAITING else None
    back = found if found and not waits and found.author_id == account.pk else None
    wanted = "" if actor.may(APPROVE) else rule
    now = clock.now()
    people = approval.approvers(waits.organisation, now) if waits else None
    return {
        "waits": waits,
        "waits_for": ", ".join(one.name for one in people.all[:3]) if people else "",
        "mine": bool(waits and waits.author_id == account.pk),
        "back": back,
        "back_files": len(back.files.all()) if back else 0,
        "approval": wanted if wanted != "none" else "",
    }


def page(
    report: Report,
    account: Account,
    actor: Actor,
    actions: Sequence[str],
    more: Mapping[str, Any],
    *,
    rule: str,
    lines: Sequence[Line],
) -> Context:
    """What the templates of the form read."""
    if "answer" not in actions:
        return {"writing": {}}
    return {"writing": {"finding": findings.latest(lines), **beside(report, account, actor, rule), **more}}


def name_for(report: Report, actor: Actor) -> str:
    """The reporter's name where whoever answers may know it; empty otherwise."""
    known = report.identity == Identity.NAMED and actor.may(ANSWER)
    return report.reporter.name if known else ""


def asked(request: HttpRequest, report: Report, reach: Reach) -> tuple[str, Mapping[str, str], Context] | None:
    """What a button of the form other than "send" asks for: (action, words of its fields, what the page shows more)."""
    given = request.POST
    if "templat" in given:
        return "answer", {}, {"picking": offered(report, reach, given.get("cari", ""))}
    if "pakai" in given:
        return used(report, reach, given.get("pakai", ""), given.get("text", ""))
    if "temuan" in given:
        return found_there(report, given.get("text", ""))
    if "periksa" in given:
        return "answer", {}, {"checked": checked(request, report, reach)}
    return None


def offered(report: Report, reach: Reach, words: str) -> Context:
    """The templates that fit this case, filled."""
    now, actor = clock.now(), reach.actor_on(report)
    found = templates.suited(report, reach.account.pk, actions=ACTIONS, words=words)
    name = name_for(report, actor)
    return {
        "list": [templates.offer(one, report, name=name, at=now) for one in found],
        "typed": words,
        "language": templates.language_for(report),
    }


def used(report: Report, reach: Reach, chosen: str, typed: str) -> tuple[str, Mapping[str, str], Context] | None:
    """A template put into its form, behind what was typed there already."""
    pk, _colon, language = chosen.partition(":")
    bodies = [report.holder_id] if report.holder_id else []
    known = templates.reachable(reach.account.pk, bodies).filter(active=True)
    row = known.filter(pk=int(pk) if pk.isdecimal() else 0).first()
    if row is None:
        return None
    name = name_for(report, reach.actor_on(report))
    one = templates.offer(row, report, name=name, at=clock.now(), language=language)
    before = typed.strip() if row.action == Template.Action.ANSWER else ""
    text = one.text if not before or before in one.text else f"{before}\n\n{one.text}"
    words = {"text": text, "template": str(row.pk)}
    if row.stage:
        words["stage"] = row.stage
    if one.next_on:
        words["next_on"] = one.next_on
    return row.action, words, {"macro": row if row.is_macro else None, "missing": one.missing}


def found_there(report: Report, typed: str) -> tuple[str, Mapping[str, str], Context] | None:
    """What a field officer found, put behind what was typed there already."""
    found = findings.latest(lines_of(report, staff=True, reporter=False))
    if found is None:
        return None
    before = typed.strip()
    text = found.text if not before or found.text in before else f"{before}\n\n{found.text}"
    return "answer", {"text": text, "stage": found.stage, **({"reason": found.reason} if found.reason else {})}, {}


# Hints and the preview


def checked(request: HttpRequest, report: Report, reach: Reach) -> Context:
    """Hints on the words in the form, and what would be sent where, as far as it can be known yet."""
    text, stage = request.POST.get("text", "").strip(), request.POST.get("stage", "")
    actor = reach.actor_on(report)
    if not text:
        return {"hints": [], "left": [], "preview": None, "why": _("Nothing is written yet.")}
    about = quality.About(
        public=report.is_public,
        dated=bool(request.POST.get("next_on", "")),
        ended=stage == Stage.RESOLVED.value,
        names=names(report, actor),
    )
    hints = [{"good": one.good, "words": sentence(one)} for one in quality.hints(text, about, quality.lists())]
    context: Context = {"hints": hints, "left": fields.left_in(text), "preview": None, "why": ""}
    return context | _preview(request, report, reach, text, stage)


def _preview(request: HttpRequest, report: Report, reach: Reach, text: str, stage: str) -> Context:
    if stage not in _STAGES:
        return {"why": _("Choose the stage to see what would be sent.")}
    answer = Answer(
        report.pk,
        reach.actor_on(report),
        Stage(stage),
        text,
        next_on=day_of(request.POST.get("next_on", "")),
        reason="-",
    )
    try:
        return {"preview": preview.of_answer(answer, at=clock.now())}
    except ReportError:
        return {"why": _("This cannot be sent at the moment: the case is at another stage, or the day has passed.")}


def names(report: Report, actor: Actor) -> list[str]:
    """What must not be said of the reporter: the name, where the writer knows it anyway."""
    known = name_for(report, actor)
    return [known] if known else []


def sentence(hint: quality.Hint) -> str:
    """A hint, for whoever writes."""
    found = {"found": hint.found, "instead": hint.instead}
    if hint.good:
        return {
            quality.STEP: _("Names the step that is taken"),
            quality.DATE: _("Names the next date"),
            quality.BLAME: _("Blames no citizen"),
            quality.OTHERS: _("Blames no other body"),
            quality.PLAIN: _("Plain words"),
            quality.RUDE: _("Calm words"),
            quality.PERSONAL: _("No personal data"),
        }[hint.code]
    if hint.code == quality.STEP and hint.found:
        return _("“%(found)s” says nothing yet: what do you do?") % found
    if hint.code == quality.PLAIN and hint.instead:
        return _("“%(found)s” is heavy: try “%(instead)s”") % found
    return {
        quality.STEP: _("Say what you do: inspect, patch, call, send"),
        quality.DATE: _("Say when: a day, or the next word by"),
        quality.BLAME: _("“%(found)s” blames the citizen"),
        quality.OTHERS: _("“%(found)s” blames somebody else: say what you do"),
        quality.PLAIN: _("“%(found)s…” is hard to read: shorter, and say who does it"),
        quality.RUDE: _("“%(found)s” sounds rude"),
        quality.PERSONAL: _("Everybody reads this: take out %(found)s"),
    }[hint.code] % found


def template_of(request: HttpRequest) -> dict[str, Any]:
    """Which template the words began with, and whether its note and task are wanted."""
    given = request.POST.get("template", "")
    return {"template": int(given) if given.isdecimal() else None, "with_macro": request.POST.get("macro") == "1"}


def faults(request: HttpRequest, report: Report, actor: Actor) -> list[tuple[str, str]]:
    """What must not go out by mistake: fields without a value; personal data, unless it was confirmed."""
    text = request.POST.get("text", "")
    if left := fields.left_in(text):
        marks = ", ".join(f"{{{one}}}" for one in left)
        return [("jawab-text", _("Fill in %(fields)s, or take it out") % {"fields": marks})]
    if not report.is_public or request.POST.get("sure"):
        return []
    found = quality.personal(text, names(report, actor))
    if not found:
        return []
    words = _("Everybody reads this answer, and it holds %(found)s. Take it out, or tick “Send it all the same”")
    return [("jawab-text", words % {"found": found})]
