"""What happened to a case since somebody opened it, in one sentence for the person who is writing."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from rumahrakyat.organisations.queries import names_by_code
from rumahrakyat.people.queries import names_of
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.queries import Line, bodies_named, people_named, since
from rumahrakyat.web import formats
from rumahrakyat.workbench import story

_MOST = 3


def happened(report: Report, *, seen: int, now: datetime) -> str:
    """ "Dinas Jalan (13.05, Siti); the citizen added (13.10)": everything of weight since, newest last; empty when
    nothing."""
    lines = since(report, seen)
    if not lines:
        return ""
    names = names_by_code(bodies_named(lines)) | names_of(people_named(lines))
    told = [_told(line, names, now) for line in lines[-_MOST:]]
    more = len(lines) - len(told)
    return "; ".join(told) + (" " + ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more} if more else "")


def _told(line: Line, names: dict[str, str], now: datetime) -> str:
    what = story.sentence(line, names)
    if line.type in {"answered", "resolved"}:
        what = _("%(agency)s answered") % {"agency": what}
    who = line.entry.account.name if line.entry.account and line.entry.actor_kind == "staff" else ""
    when = formats.moment(line.entry.at, now)
    return f"{what} ({when}, {who})" if who else f"{what} ({when})"
