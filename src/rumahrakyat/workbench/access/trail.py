"""What a line of the audit trail says in words: the act, and the facts noted with it."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

ACTS: Final[dict[str, str | Promise]] = {
    "people.invited": gettext_lazy("invited"),
    "people.invitation_withdrawn": gettext_lazy("withdrew the invitation of"),
    "people.joined": gettext_lazy("made the account by invitation"),
    "people.role_given": gettext_lazy("gave a role to"),
    "people.role_ended": gettext_lazy("ended a role of"),
    "people.stand_in": gettext_lazy("noted an absence with a stand-in for"),
    "people.service_ended": gettext_lazy("ended the service of"),
    "sign-in.success": gettext_lazy("signed in"),
    "sign-in.refused": gettext_lazy("sign-in refused"),
    "sign-in.ended": gettext_lazy("signed out"),
    "sign-in.factor_added": gettext_lazy("added a second factor"),
    "sign-in.factor_removed": gettext_lazy("removed a second factor"),
    "sign-in.single_refused": gettext_lazy("single sign-on refused"),
    "identity.read": gettext_lazy("read the confidential identity of the reporter of"),
    "export.audit": gettext_lazy("exported the audit trail"),
    "reference.made": gettext_lazy("added to the reference data"),
    "reference.changed": gettext_lazy("changed the reference data"),
    "templates.changed": gettext_lazy("changed the template"),
    "approval.rule": gettext_lazy("changed which answers wait for approval at"),
    "search.phone": gettext_lazy("searched by a phone number"),
    "recording.heard": gettext_lazy("listened to the recording of"),
    "call.abusive": gettext_lazy("noted an abusive caller at"),
    "facts.exported": gettext_lazy("exported figures"),
    "dispute.drafted": gettext_lazy("drafted a rule from the dispute about"),
    "brief_rule_changed": gettext_lazy("changed the rule of the daily brief"),
    "desk.begun": gettext_lazy("began giving out queue numbers at"),
    "desk.changed": gettext_lazy("changed the settings of"),
    "desk.counter": gettext_lazy("changed a counter of"),
    "desk.queue": gettext_lazy("changed a queue letter of"),
    "desk.closed": gettext_lazy("closed for a day:"),
    "desk.kiosk": gettext_lazy("added a queue machine at"),
    "desk.kiosk_ended": gettext_lazy("ended a queue machine at"),
    "desk.receipt_reissued": gettext_lazy("replaced the lost receipt of"),
    "finding.made": gettext_lazy("made a finding about"),
    "finding.carry_out": gettext_lazy("declared a recommendation carried out at"),
    "finding.confirm": gettext_lazy("confirmed a recommendation carried out at"),
}
_FACTS: Final[dict[str, str | Promise]] = {
    "active": gettext_lazy("in use"),
    "after": gettext_lazy("now"),
    "before": gettext_lazy("before"),
    "cases": gettext_lazy("cases"),
    "code": gettext_lazy("code"),
    "count": gettext_lazy("how many"),
    "day": gettext_lazy("day"),
    "first": gettext_lazy("from"),
    "last": gettext_lazy("until"),
    "letter": gettext_lazy("letter"),
    "name": gettext_lazy("name"),
    "number": gettext_lazy("number"),
    "on": gettext_lazy("switched on"),
    "reason": gettext_lazy("reason"),
    "reporters": gettext_lazy("reporters"),
    "role": gettext_lazy("role"),
    "rows": gettext_lazy("rows"),
    "version": gettext_lazy("version"),
    "word": gettext_lazy("word"),
}
# Said already by the act itself, or by what it is about.
_SAID: Final = frozenset({"move", "organisation"})


def facts(data: Mapping[str, object]) -> str:
    """The facts of a line, by name; a pair of a changed value reads "before → now", an empty value is left out."""
    said = ((str(_FACTS.get(name, name)), _value(value)) for name, value in sorted(data.items()) if name not in _SAID)
    return ", ".join(f"{name} {value}" for name, value in said if value)


def _value(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, Mapping):
        inner = facts(value)
        return f"({inner})" if inner else ""
    if isinstance(value, list):
        return " → ".join(_value(one) or "–" for one in value)
    return str(value)
