"""The sentences of a story about letters to outside bodies and disagreements, the same for staff and for citizens."""

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from rumahrakyat.reports.queries import Line


def sentences(line: Line, words: Mapping[str, object], *, public: bool = False) -> dict[str, str]:
    """By type of entry; `words` holds the names `holder`, `from`, `joined` and `to`."""
    data = line.entry.data
    found = {
        "forwarded": _("%(to)s was asked by letter to answer") % words,
        "body_answered": _answered(data, words),
        "disputed": _("%(from)s and %(joined)s disagree whose it is. A coordinator decides; nobody's clock stops")
        % words,
        "dispute_decided": _("Decided: it is the task of %(holder)s") % words,
        "dispute_said": _("%(agency)s, to the one who decides") % {"agency": line.entry.organisation or ""},
        "dispute_settled": _("The disagreement settled itself"),
        "forward_noted": _noted(data),
    }
    if line.type == "handed_over" and data.get("back"):
        back = _("%(from)s gave it back to %(holder)s.") % words
        found["handed_over"] = f"{back} {_('Your deadline has not changed.')}" if public else back
    if line.type == "objected" and line.entry.actor_kind == "staff":
        found["objected"] = _("Opened again because of what the citizen wrote")
    return found


def _answered(data: Mapping[str, object], words: Mapping[str, object]) -> str:
    said = {
        "received": pgettext("answer of an outside body", "has the letter and looks into it"),
        "checked": pgettext("answer of an outside body", "looked at it on site"),
        "at_work": pgettext("answer of an outside body", "is working on it"),
        "done": pgettext("answer of an outside body", "says that it is done"),
        "not_ours": pgettext("answer of an outside body", "says that it is not theirs"),
    }.get(str(data.get("answer", "")), pgettext("answer of an outside body", "answers"))
    return f"{words['to']} {said}"


def _noted(data: Mapping[str, object]) -> str:
    values = {"letter": data.get("letter", ""), "to": data.get("to", "")}
    return {
        "withdrawn": _("Letter %(letter)s to %(to)s was withdrawn"),
        "printed": _("Letter %(letter)s to %(to)s goes on paper"),
        "mailed": _("Letter %(letter)s to %(to)s was mailed again"),
        "reminded": _("%(to)s was reminded of letter %(letter)s"),
    }.get(str(data.get("what", "")), _("Letter %(letter)s to %(to)s")) % values
