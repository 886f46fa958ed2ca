"""What is owed and what was missed, in the words that pages use."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from rumahrakyat.duty import rules
from rumahrakyat.duty.state import TICK
from rumahrakyat.web import formats


def name_of(obligation: str, cycle: int = 1) -> str:
    """Jawaban pertama, Keberatan, Kabar berikutnya ... A later cycle of the first answer follows an objection."""
    names = {
        rules.FIRST_RESPONSE: _("First answer") if cycle == 1 else _("Objection"),
        rules.ROUTING: _("The desk passes on"),
        rules.SILENCE: _("Next word"),
        rules.RESOLUTION: _("Solution"),
        rules.INFORMATION: _("Request for information"),
        rules.APPEAL: _("Appeal"),
        rules.REPORTER_COMPLETES: _("The citizen's turn"),
        rules.REPORTER_DECIDES: _("The citizen decides"),
    }
    return names.get(obligation, obligation)


def is_end_of_day(at: datetime) -> bool:
    """Whether a deadline is the end of a local day, as those in working days are."""
    return localtime(at).time() == time.min


def until(at: datetime, now: datetime) -> str:
    """Selasa 14.20; of a deadline at the end of a day only the day: Kamis, 6 Agustus."""
    return formats.day(at - TICK) if is_end_of_day(at) else formats.moment(at, now)


def missed(data: Mapping[str, Any], holder: str) -> str:
    """What a deadline that passed says, with the name of the body it is charged to. `data` is the entry's."""
    words = {"holder": holder}
    if data.get("own"):
        return _("The own time of %(holder)s passed as well.") % words
    sentences = {
        rules.FIRST_RESPONSE: _("The deadline of the first answer passed. Held longest by %(holder)s."),
        rules.ROUTING: _("The desk did not pass the report on in time."),
        rules.SILENCE: _("The next word did not come in time. Owed by %(holder)s."),
        rules.RESOLUTION: _("The time for the solution passed. Held longest by %(holder)s."),
        rules.INFORMATION: _("The time for the request for information passed. Held longest by %(holder)s."),
        rules.APPEAL: _("The appeal was not decided in time."),
    }
    found = sentences.get(str(data.get("obligation", rules.FIRST_RESPONSE)), _("A deadline passed."))
    return found % words


def appeal_decided(data: Mapping[str, Any]) -> str:
    """How an appeal ended."""
    return _("The appeal was granted: the case is open again") if data.get("granted") else _("The appeal was refused")
