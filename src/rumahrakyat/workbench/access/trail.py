"""What a line of the audit trail says in words: the act, what it was about, and the facts noted with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils import dateformat
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rumahrakyat.desk.models_intake import Receipt
from rumahrakyat.organisations.queries import called
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.regions.queries import full_name
from rumahrakyat.web import formats
from rumahrakyat.workbench.access.wording import role_name
from rumahrakyat.writing.models import ApprovalRule

Words = str | Promise
ACTS: Final[dict[str, Words]] = {
    "people.invited": gettext_lazy("invited"),
    "people.invitation_withdrawn": gettext_lazy("withdrew the invitation of"),
    "people.joined": gettext_lazy("made the account by invitation"),
    "people.role_given": gettext_lazy("gave a role to"),
    "people.role_ended": gettext_lazy("ended a role of"),
    "people.role_expired": gettext_lazy("a role came to its last day:"),
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
    "inbound.again": gettext_lazy("had what was given up tried again on the channel"),
    "call.abusive": gettext_lazy("noted an abusive caller at"),
    "facts.exported": gettext_lazy("exported figures"),
    "dispute.drafted": gettext_lazy("drafted a rule from the dispute about"),
    "brief_rule_changed": gettext_lazy("changed the rule of the daily brief"),
    "desk.begun": gettext_lazy("began giving out queue numbers at"),
    "desk.changed": gettext_lazy("changed the settings of"),
    "desk.counter": gettext_lazy("changed a counter of"),
    "desk.queue": gettext_lazy("changed a queue letter of"),
    "desk.closed": gettext_lazy("closed for a day:"),
    "desk.closure_undone": gettext_lazy("opened after all for a day:"),
    "desk.kiosk": gettext_lazy("added a queue machine at"),
    "desk.kiosk_ended": gettext_lazy("ended a queue machine at"),
    "desk.receipt_reissued": gettext_lazy("replaced the lost receipt of"),
    "explanation_asked": gettext_lazy("asked for an explanation from"),
    "explanation_given": gettext_lazy("gave the explanation that was asked of"),
    "word_said": gettext_lazy("said a word to"),
    "finding.made": gettext_lazy("made a finding about"),
    "finding.accept": gettext_lazy("accepted a recommendation to"),
    "finding.object": gettext_lazy("objected to a recommendation to"),
    "finding.carry_out": gettext_lazy("declared a recommendation carried out at"),
    "finding.confirm": gettext_lazy("confirmed a recommendation carried out at"),
    "finding.send_back": gettext_lazy("sent back a recommendation to"),
    "finding.uphold": gettext_lazy("upheld a recommendation to"),
    "finding.withdraw": gettext_lazy("withdrew a recommendation to"),
}
_FACTS: Final[dict[str, Words]] = {
    "active": gettext_lazy("in use"),
    "after": gettext_lazy("now"),
    "ahead": gettext_lazy("numbers ahead of time"),
    "ahead_most": gettext_lazy("most numbers ahead of time"),
    "asked_about": gettext_lazy("asked about"),
    "before": gettext_lazy("before"),
    "bring": gettext_lazy("what to bring"),
    "calls": gettext_lazy("calls of a number"),
    "cases": gettext_lazy("cases"),
    "checked": gettext_lazy("proved by"),
    "code": gettext_lazy("code"),
    "contacts": gettext_lazy("contacts"),
    "count": gettext_lazy("how many"),
    "day": gettext_lazy("day"),
    "early_minutes": gettext_lazy("minutes early"),
    "first": gettext_lazy("from"),
    "grace_minutes": gettext_lazy("minutes of grace"),
    "hours": gettext_lazy("hours"),
    "kind": gettext_lazy("kind"),
    "last": gettext_lazy("until"),
    "last_minutes": gettext_lazy("minutes before closing"),
    "letter": gettext_lazy("letter"),
    "minutes": gettext_lazy("minutes"),
    "minutes_each": gettext_lazy("minutes for each"),
    "missing": gettext_lazy("reports missing"),
    "name": gettext_lazy("name"),
    "note": gettext_lazy("note"),
    "number": gettext_lazy("number"),
    "on": gettext_lazy("switched on"),
    "organisation": gettext_lazy("at"),
    "people": gettext_lazy("people"),
    "reason": gettext_lazy("reason"),
    "region": gettext_lazy("in"),
    "reporters": gettext_lazy("reporters"),
    "role": gettext_lazy("role"),
    "roles": gettext_lazy("roles"),
    "rows": gettext_lazy("rows"),
    "since": gettext_lazy("from"),
    "stand_in": gettext_lazy("stand-in"),
    "times": gettext_lazy("times"),
    "turns": gettext_lazy("turns on call"),
    "until": gettext_lazy("until"),
    "urgent": gettext_lazy("urgent"),
    "version": gettext_lazy("version"),
    "voice": gettext_lazy("voice"),
    "waiting": gettext_lazy("waiting"),
    "why": gettext_lazy("reason"),
    "withdrawn": gettext_lazy("taken back"),
    "word": gettext_lazy("word"),
}
# Said already by the act itself, by whoever did it, or keys that say nothing to a reader.
_SAID: Final = frozenset({"move", "title", "template", "kiosk", "sessions"})
_BY_CODE: Final[dict[str, dict[str, Words]]] = {
    "approval.rule": dict(ApprovalRule.Wanted.choices),
    "desk.receipt_reissued": dict(Receipt.Checked.choices),
    "sign-in.factor_added": {
        "totp": gettext_lazy("codes of an app"),
        "webauthn": gettext_lazy("security key"),
        "recovery_codes": gettext_lazy("emergency codes"),
    },
    "sign-in.single_refused": {
        "unknown": gettext_lazy("address not known here"),
        "unverified": gettext_lazy("address not confirmed"),
        "closed": gettext_lazy("account closed"),
        "refused": gettext_lazy("not finished"),
        "provider": gettext_lazy("the sign-on did not answer"),
    },
}
_SUBJECTS: Final[dict[str, Words]] = {
    "hour": gettext_lazy("Hour of the briefs"),
    "danger": gettext_lazy("Danger to life without an answer"),
    "burst": gettext_lazy("A burst"),
    "silent_channel": gettext_lazy("A silent channel"),
    "read_by_many": gettext_lazy("A case read by many"),
    "no_answer": gettext_lazy("An agency without an answer"),
    "standing_still": gettext_lazy("The deadlines are not watched"),
}


@dataclass(frozen=True)
class Trail:
    """Lines in words. `names`: what bodies and service points are called, by code."""

    names: Mapping[str, str]

    def subject(self, line: AuditLine) -> str:
        if line.act == "brief_rule_changed":
            return str(_SUBJECTS.get(line.subject, line.subject))
        if line.subject.startswith("call "):
            return _("call %(number)s") % {"number": line.subject.removeprefix("call ")}
        table, colon, code = line.subject.partition(":")
        if colon:
            return f"{table}: {self.names.get(code, code)}"
        return self.names.get(line.subject, line.subject)

    def facts(self, line: AuditLine) -> str:
        """By name; a pair of a changed value reads "before → now", an empty value is left out."""
        return self._facts(line.data, line)

    def _facts(self, data: Mapping[str, object], line: AuditLine) -> str:
        said = _SAID | ({"organisation"} if data.get("organisation") == line.subject else set())
        shown = (
            (str(_FACTS.get(name, name)), self._value(name, value, line))
            for name, value in sorted(data.items(), key=lambda fact: (fact[0] == "after", fact[0]))
            if name not in said
        )
        return ", ".join(f"{name} {value}" for name, value in shown if value)

    def _value(self, name: str, value: object, line: AuditLine) -> str:
        if value is None:
            return ""
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, Mapping):
            inner = self._facts(value, line)
            return f"({inner})" if inner else ""
        if isinstance(value, list):
            return " → ".join(self._value(name, one, line) or "–" for one in value)
        return self._word(name, value, line) if isinstance(value, str) else str(value)

    def _word(self, name: str, value: str, line: AuditLine) -> str:
        coded = _BY_CODE.get(line.act.replace("factor_removed", "factor_added"), {})
        if value in coded:
            return str(coded[value])
        if name == "role":
            return role_name(value)
        if name == "organisation":
            return self.names.get(value, value)
        if name == "region":
            return full_name(value) or value
        return _moment(value)


def _moment(value: str) -> str:
    """Days and instants as people write them; anything else as it is."""
    try:
        if len(value) == len("2026-08-17"):
            return dateformat.format(date.fromisoformat(value), "j F Y")
        at = datetime.fromisoformat(value)
    except ValueError:
        return value
    return formats.long_moment(at) if at.tzinfo else value


def trail(lines: Iterable[AuditLine]) -> Trail:
    """For these lines, in two queries."""
    codes = {one.subject.rpartition(":")[2] for one in lines}
    return Trail(called(codes | {str(one.data.get("organisation", "")) for one in lines}))
