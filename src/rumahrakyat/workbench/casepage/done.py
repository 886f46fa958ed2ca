"""What is said after a form of a case's page was carried out."""

from django.utils.translation import gettext as _

from rumahrakyat.reports.models import Report
from rumahrakyat.workbench.casepage.deed import Deed
from rumahrakyat.workbench.handover import actions as handover
from rumahrakyat.workbench.team import words
from rumahrakyat.workbench.writing import answers


def done(action: str, report: Report, deed: Deed) -> str:
    if action == "answer" and answers.waits(report, deed.actor.account_id):
        return _("Kept. It waits for approval; the clock runs on.")
    values = {"number": report.number, "to": deed.to or (deed.holder.short_name if deed.holder else "")}
    if deed.correction and deed.correction.organisation:
        values["to"] = deed.correction.organisation.short_name
        return _("%(number)s was passed on to %(to)s.") % values
    own = handover.done(action)
    if own:
        return own % values
    return {
        "answer": _("Sent. The citizen is told now."),
        "ask": _("Asked. The case waits for the citizen."),
        "hand_over": _("%(number)s was handed over to %(to)s."),
        "give_back": _("%(number)s went back to the desk."),
        "refer": _("%(number)s was referred to %(to)s, the citizen is told now."),
        "reject": _("%(number)s was not taken up, the citizen is told now."),
        "note": _("The note is kept."),
        "transcribe": _("What is said is written down. The citizen can read it too."),
        "confirm": _("%(number)s was passed on."),
        "correct": _("Place and category were corrected."),
        "extend": _("More time was taken. The citizen is told now."),
        "decide_appeal": _("The appeal is decided. The citizen is told now."),
        "merge": _("%(number)s is handled together with %(to)s."),
        "unmerge": _("%(number)s is a case of its own again."),
        "join_agency": _("%(to)s works on %(number)s, too."),
        "leave_agency": _("%(to)s is not joined to %(number)s any more."),
        "contribute": _("Kept. Everybody who follows the case can read it."),
        **words.done(),
        "give_to_person": _("%(number)s was given to your colleague."),
        "take": _("%(number)s is yours now."),
        "put_back": _("%(number)s waits for whoever takes it."),
    }[action] % values
