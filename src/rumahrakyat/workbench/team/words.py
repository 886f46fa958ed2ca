"""The words of working together: what the story says, what went wrong, what is said afterwards."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils import dateformat
from django.utils.translation import gettext as _

from rumahrakyat.reports import errors
from rumahrakyat.reports.queries import Line
from rumahrakyat.teamwork.mentions import UnknownColleagues

ICONS: Final[Mapping[str, str]] = {
    "task_given": "clipboard",
    "task_taken": "person",
    "task_done": "check-circle",
    "task_reopened": "undo",
    "task_withdrawn": "close",
    "linked": "link",
    "unlinked": "link",
    "split": "merge",
    "public_edited": "globe",
    "photo_hidden": "hidden",
    "photo_shown": "camera",
    "threatened": "warning",
}
WITH_REASON: Final = frozenset({"linked", "unlinked", "split"})


def sentences(line: Line, words: Mapping[str, str]) -> dict[str, str]:
    """What the story says of an entry of ours. `words` as in `workbench.story`: `person`, `number`."""
    if line.type not in ICONS:
        return {}
    data = line.entry.data
    due = str(data.get("due_on", ""))
    values = {**words, "by": line.entry.account.name if line.entry.account else "Rumah Rakyat"}
    values["due"] = dateformat.format(date.fromisoformat(due), "l, j F") if due else ""
    given = _("Task for %(person)s, until %(due)s") if words.get("person") else _("Task for all of us, until %(due)s")
    return {
        "task_given": given % values,
        "task_taken": _("%(by)s takes the task") % values,
        "task_done": _("Task done by %(by)s") % values,
        "task_reopened": _("Task open again, until %(due)s") % values,
        "task_withdrawn": _("Task taken back by %(by)s") % values,
        "linked": _("Linked with %(number)s") % values,
        "unlinked": _("No longer linked with %(number)s") % values,
        "split": _("A part became a case of its own: %(number)s") % values,
        "public_edited": _("Public text changed"),
        "photo_hidden": _("Photo hidden from the public"),
        "photo_shown": _("Photo shown to the public again"),
        "threatened": _("Threat reported to the head and the secretary")
        if data.get("threat")
        else _("Abuse reported to the head"),
    }


def fault_of(error: Exception, slug: str) -> tuple[str, str] | None:
    """(id of the field, sentence) for the failures of working together; None for any other."""
    match error:
        case UnknownColleagues():
            words = _(
                "%(names)s cannot see this case, so cannot be told. Take the @ away, or let their agency join first"
            )
            return f"{slug}-text", words % {"names": ", ".join(f"@{one}" for one in error.names)}
        case errors.NotYourTask():
            return "tugas-person", _("Choose somebody of your own body")
        case errors.TaskEnded():
            return "tugas", _("This task was ended before. Nothing was changed")
        case errors.CannotLink():
            return f"{slug}-number", _cannot_link(error.reason)
        case errors.CannotSplit():
            return "pecah-part", _cannot_split(error.reason)
        case errors.NoPhoto():
            return "cerita", _("This photo is not part of the case. Load the page again")
        case errors.PastDay() if slug == "tugas":
            return "tugas-day", _("This day is over. Choose today or a later day")
    return None


def _cannot_link(reason: str) -> str:
    return {
        "itself": _("This is the same case. Write the number of the other one"),
        "linked": _("These two are linked already"),
        "apart": _("These two are not linked, or one was split off from the other"),
    }[reason]


def _cannot_split(reason: str) -> str:
    return {
        "part": _("These words do not stand in the report. Copy them as they are, at least ten letters"),
        "all": _("This is the whole report. Leave something for the first case"),
    }[reason]


def done() -> dict[str, str]:
    """What is said after each form; fields as in `casepage.done`."""
    return {
        "give_task": _("The task is given."),
        "link": _("%(number)s and %(to)s are linked."),
        "unlink": _("%(number)s and %(to)s are no longer linked."),
        "split": _("The part is a case of its own now. The citizen is told, both are passed on."),
        "edit_public": _("The public text was changed. The original stays as it came."),
        "photo": _("Kept. The photo changed for the public alone."),
        "threat": _("Reported. The head has been told. The case goes on like any other."),
    }
