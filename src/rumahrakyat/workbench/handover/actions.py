"""What a case's page does about whose it is: hand over, give back, disagree, ask an outside body, decide an appeal."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahrakyat.handover import appeals, disputes, letters, passing, people
from rumahrakyat.handover.appeals import Word
from rumahrakyat.handover.letters import Asked
from rumahrakyat.organisations.models import Kind
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.casepage.shape import Form, Problem, holder_of, with_text

# What a reason says to everybody; the own words of whoever hands over stand behind it.
TO_OTHERS: Final[Mapping[str, str | Promise]] = {
    "place": gettext_lazy("The place lies in your territory."),
    "road": gettext_lazy("The road is yours by its status."),
    "task": gettext_lazy("It is the task of your body."),
    "mistake": gettext_lazy("The report came to us by mistake."),
}
BACK: Final[Mapping[str, str | Promise]] = {
    "not_place": gettext_lazy("The place does not lie in our territory."),
    "not_road": gettext_lazy("The road is not ours by its status."),
    "not_task": gettext_lazy("It is not the task of our body."),
    "unclear": gettext_lazy("What has to be done is not clear to us yet."),
}


def _with_reason(deed: Deed, form: Form, known: Mapping[str, str | Promise]) -> Deed:
    chosen = known.get(form.request.POST.get("reason", ""))
    words = " ".join(filter(None, (str(chosen) if chosen else "", deed.text.strip())))
    return replace(deed, text=words)


def _read_hand_over(deed: Deed, form: Form) -> Deed:
    holder = holder_of(form.request, "hand_over")
    return with_text(replace(_with_reason(deed, form, TO_OTHERS), holder=holder), "hand_over")


def _read_send_back(deed: Deed, form: Form) -> Deed:
    return with_text(_with_reason(deed, form, BACK), "send_back")


def _read_forward(deed: Deed, form: Form) -> Deed:
    body = by_code(form.request.POST.get("to", ""))
    if body is None or body.kind != Kind.OUTSIDE:
        raise Problem([("surati-to", _("Choose the body"))])
    flags = [name for name in ("named", "printed") if form.request.POST.get(name)]
    return with_text(replace(deed, holder=body, reason=" ".join(flags)), "forward")


READERS: Final[Mapping[str, Callable[[Deed, Form], Deed]]] = {
    "hand_over": _read_hand_over,
    "send_back": _read_send_back,
    "forward": _read_forward,
}


def _hand_over(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    passing.hand_over(
        report_id=deed.report_id, holder=deed.holder, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq
    )


def _give_back(deed: Deed, at: datetime) -> None:
    passing.give_back(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _send_back(deed: Deed, at: datetime) -> None:
    passing.send_back(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at, seen_seq=deed.seen_seq)


def _dispute(deed: Deed, at: datetime) -> None:
    disputes.say(report_id=deed.report_id, text=deed.text, actor=deed.actor, at=at)


def _forward(deed: Deed, at: datetime) -> None:
    assert deed.holder is not None
    flags = deed.reason.split()
    asked = Asked(
        deed.holder, deed.text, names_reporter="named" in flags, printed="printed" in flags, seen_seq=deed.seen_seq
    )
    letters.send(report_id=deed.report_id, asked=asked, actor=deed.actor, at=at)


def _decide_appeal(deed: Deed, at: datetime) -> None:
    account = people.account(deed.actor.account_id or 0)
    word = Word(deed.granted, deed.text, deed.seen_seq)
    appeals.decide(report_id=deed.report_id, word=word, account=account, scope=scope_of(account), at=at)


DO: Final[Mapping[str, Callable[[Deed, datetime], None]]] = {
    "hand_over": _hand_over,
    "give_back": _give_back,
    "send_back": _send_back,
    "dispute": _dispute,
    "forward": _forward,
    "decide_appeal": _decide_appeal,
}


def sentence(error: Exception) -> str:
    """What went wrong with one of these, in words that say what to do next; "" for another error."""
    match error:
        case passing.Bound():
            return _(
                "A coordinator decided that it is yours. When the facts are wrong, ask the desk to correct the place"
            )
        case passing.NothingToReturn():
            return _("Nobody gave you this case. Hand it over instead, or give it to the desk")
        case disputes.AlreadyOpen():
            return _("There is a disagreement about this case already; add your words there")
        case disputes.NoDispute():
            return _("It is decided already. Load the page again")
        case letters.AlreadyAsked():
            return _("This body was asked already and has not answered. Remind it by telephone, or withdraw the letter")
        case letters.NoConsent():
            return _("The reporter gave no name, or wants it kept. Leave the name out")
        case appeals.OwnEnd():
            return _("You ended this case yourself; somebody else decides the appeal")
    return ""


def done(action: str) -> str | None:
    """What is said after one of these; None for other actions. Fields as in `casepage.done`."""
    return {
        "send_back": _("%(number)s went back to whom it came from."),
        "dispute": _("Kept. A coordinator decides; the case and its clocks stay with you until then."),
        "forward": _("%(to)s was asked about %(number)s. The case stays with you."),
    }.get(action)
