"""The shape of the forms on a case's page: their addresses, what reads them, what can be wrong with them."""

from dataclasses import dataclass, field
from typing import Final

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.organisations.models import Organisation
from rumahrakyat.organisations.queries import by_code
from rumahrakyat.regions.gazetteer import Candidate
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.models import Report
from rumahrakyat.routing.models import Decision
from rumahrakyat.workbench.casepage.deed import Deed

# The address of each action, and what it is called inside.
ACTIONS: Final = {
    "jawab": "answer",
    "tanya": "ask",
    "serahkan": "hand_over",
    "kembalikan": "give_back",
    "rujuk": "refer",
    "tolak": "reject",
    "catat": "note",
    "tulis": "transcribe",
    "teruskan": "confirm",
    "koreksi": "correct",
    "perpanjang": "extend",
    "banding": "decide_appeal",
    "gabung": "merge",
    "pisah": "unmerge",
    "libatkan": "join_agency",
    "lepaskan": "leave_agency",
    "kabari": "contribute",
    "tugas": "give_task",
    "hubungkan": "link",
    "putuskan": "unlink",
    "pecah": "split",
    "salinan": "edit_public",
    "foto": "photo",
    "ancaman": "threat",
    "balikkan": "send_back",
    "selisih": "dispute",
    "surati": "forward",
    "petugas": "give_to_person",
    "ambil": "take",
    "lepas": "put_back",
}
SLUGS: Final = {code: slug for slug, code in ACTIONS.items()}


@dataclass
class Problem(Exception):
    """What must be corrected: (id of the field, sentence). `places` are readings of an ambiguous place name."""

    faults: list[tuple[str, str]] = field(default_factory=list)
    places: list[Candidate] = field(default_factory=list)


@dataclass(frozen=True)
class Form:
    """What a reader of a form looks at besides the deed so far."""

    request: HttpRequest
    report: Report
    reach: Reach
    decision: Decision | None


def with_text(deed: Deed, action: str) -> Deed:
    if not deed.text.strip():
        raise Problem([(f"{SLUGS[action]}-text", say_something(action))])
    return deed


def say_something(action: str) -> str:
    return {
        "answer": _("Write what is happening now. One sentence is enough"),
        "ask": _("Write what you need to know from the citizen"),
        "hand_over": _("Write why it goes there"),
        "give_back": _("Write why it is not yours"),
        "note": _("Write the note"),
        "extend": _("Write why more time is needed"),
        "decide_appeal": _("Write the reason of the decision"),
        "merge": _("Write why it is the same matter"),
        "unmerge": _("Write why it is another matter"),
        "transcribe": _("Write what is said in the recording"),
        "join_agency": _("Write what it is asked to do"),
        "leave_agency": _("Write why it has nothing more to do here"),
        "contribute": _("Write how your part goes"),
        "send_back": _("Choose a reason, or write one"),
        "dispute": _("Write why it is not yours, and whose it is"),
        "forward": _("Write what you ask of the body"),
    }.get(action, _("Write a sentence for the citizen"))


def holder_of(request: HttpRequest, action: str) -> Organisation:
    found = by_code(request.POST.get("holder", ""))
    if found is None or not found.can_hold:
        raise Problem([(f"{SLUGS[action]}-find", _("Choose the agency"))])
    return found
