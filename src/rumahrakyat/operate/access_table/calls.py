"""Who may open the pages of `workbench.calls` and of what citizens say afterwards: the call centre, those who watch."""

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from rumahrakyat.callcentre.models import CallBack
from rumahrakyat.channels import calls
from rumahrakyat.channels.base import Address, CallPhase
from rumahrakyat.channels.base import Call as Event
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.operate.access_table.rows import Maker, Row, Thing, Things
from rumahrakyat.people.roles import ANSWER, OVERSEE, OVERSEE_ALL, SERVE_DESK, TAKE_CALLS

if TYPE_CHECKING:
    from rumahrakyat.operate.access_table.world import Setting

_CALLS: Final = (TAKE_CALLS,)
_SEES: Final = (ANSWER, OVERSEE, OVERSEE_ALL)
_NUMBER: Final = "+6281322904471"


def _call(setting: "Setting") -> Things:
    """A call that was missed, and the duty to call back."""
    at = setting.at
    for phase, minutes in ((CallPhase.RINGING, 0), (CallPhase.ENDED, 1)):
        moment = at + timedelta(minutes=minutes)
        calls.note(Event("pbx", "table", phase, moment, other=Address("tel", _NUMBER)), at=moment)
    return {"any": Thing({"pk": Call.objects.get(call_id="table").pk})}


def _back(setting: "Setting") -> Things:
    _call(setting)
    return {"any": Thing({"pk": CallBack.objects.get().pk})}


ROWS: Final[tuple[Row, ...]] = (
    Row("workbench:calls", _CALLS),
    Row("workbench:calls-ready", _CALLS, "POST", 302),
    Row("workbench:calls-bell", _CALLS),
    Row("workbench:calls-back", _CALLS),
    Row("workbench:calls-back-try", _CALLS, "POST", 302, "missed call"),
    Row("workbench:calls-feedback", _CALLS),
    Row("workbench:calls-feedback-one", _CALLS, good=404, parts={"pk": 987654321}),
    Row("workbench:call", _CALLS, things="call"),
    Row("workbench:call-save", _CALLS, "POST", 404, "call"),
    Row("workbench:call-alike", _CALLS, "POST", 200, "call"),
    Row("workbench:call-state", _CALLS, things="call"),
    Row("workbench:call-outcome", _CALLS, "POST", 422, "call"),
    Row("workbench:call-recording", _CALLS, good=404, parts={"pk": 987654321, "media": 1}),
    Row("workbench:satisfaction", _SEES),
    Row("workbench:satisfaction-export", _SEES),
    Row("workbench:survey-paper", (SERVE_DESK, TAKE_CALLS)),
)
THINGS: Final[dict[str, Maker]] = {"call": _call, "missed call": _back}
