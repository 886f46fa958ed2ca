"""Which role may do what. Pure data: code asks for permissions by name, never for a role.

A role is held within a scope: an organisation (an agency, a regency's government), a territory, or the whole province.
Where the scope applies is decided by `organisations.scope`; here stands only what the role may do inside it.
"""

from dataclasses import dataclass
from typing import Final

# Reading
SEE_CASE: Final = "case.see"  # cases within one's scope
SEE_ALL: Final = "case.see_all"  # every case of the installation
SEE_IDENTITY: Final = "identity.see"  # the name and contact of a confidential reporter
# Handling
VERIFY: Final = "case.verify"  # the inbox: classify, assign, refer, reject
ANSWER: Final = "case.answer"  # answer with a stage, ask the reporter, note
HAND_OVER: Final = "case.hand_over"
RESOLVE: Final = "case.resolve"
JOIN: Final = "case.join"  # let another agency work on a case, too, and end that
REGISTER: Final = "case.register"  # file a report for somebody else
EDIT_PUBLIC: Final = "case.edit_public"  # the copy that everybody reads; what was said stays as it is
DISPATCH: Final = "case.dispatch"  # give a case or a task to a person of one's own body
APPROVE: Final = "answer.approve"  # let an answer go out where the body wants that
DECIDE_DISPUTE: Final = "dispute.decide"  # whose case it is when two bodies disagree
EDIT_TEMPLATES: Final = "templates.edit"
# Meeting people
SERVE_DESK: Final = "desk.serve"  # call queue numbers, take in at a counter, print receipts
TAKE_CALLS: Final = "calls.take"
FILE_FOR_VILLAGERS: Final = "village.file"
WORK_IN_FIELD: Final = "field.work"
# Watching
OVERSEE: Final = "oversight.see"  # the figures of one's scope
OVERSEE_ALL: Final = "oversight.see_all"
REPRIMAND: Final = "reprimand.issue"
DIRECT: Final = "case.direct"  # ask for an explanation, watch a case, say a word to the agency, all on the record
READ_BRIEF: Final = "brief.read"  # the daily brief, the weekly one of one's own
TAKE_DOSSIER: Final = "dossier.take"  # one case as one file that can be verified without us
READ_READERS: Final = "readings.read"  # who read which case
FIND: Final = "finding.write"  # findings and recommendations from outside the administration
RECEIVE_COMPLAINTS: Final = "ombudsman.receive"  # cases that citizens bring to the Ombudsman, with who brings them
EXPORT_FACTS: Final = "facts.export"  # numbers without persons, row by row
ACKNOWLEDGE: Final = "escalation.acknowledge"
EXPLAIN: Final = "breach.explain"  # say why a deadline was missed, for one's own agency
RULE_ON_BREACH: Final = "breach.rule"  # uphold, excuse or correct a row of the register
DECIDE_APPEAL: Final = "appeal.decide"
PUBLISH_REGISTER: Final = "register.publish"
KEEP_ROSTER: Final = "roster.keep"  # who is on call, who is away, who stands in
NAME_PROBLEM: Final = "problem.name"  # name what many cases have in common, or dismiss a first sign of it
# Running
KEEP_PEOPLE: Final = "people.keep"  # invite, give and end roles, within one's scope
READ_AUDIT: Final = "audit.read"
ADMINISTER: Final = "reference.administer"
EDIT_RULES: Final = "rules.edit"  # who is responsible for what: draft, simulate, publish, go back
OPERATE: Final = "channels.operate"

PERMISSIONS: Final = frozenset(
    {
        SEE_CASE, SEE_ALL, SEE_IDENTITY, VERIFY, ANSWER, HAND_OVER, RESOLVE, JOIN, REGISTER, EDIT_PUBLIC, DISPATCH,
        APPROVE, DECIDE_DISPUTE, EDIT_TEMPLATES, SERVE_DESK, TAKE_CALLS, FILE_FOR_VILLAGERS, WORK_IN_FIELD,
        OVERSEE, OVERSEE_ALL, REPRIMAND, ACKNOWLEDGE, EXPLAIN, RULE_ON_BREACH, DECIDE_APPEAL, PUBLISH_REGISTER,
        KEEP_ROSTER, NAME_PROBLEM, ADMINISTER, EDIT_RULES, OPERATE, KEEP_PEOPLE, READ_AUDIT,
        DIRECT, READ_BRIEF, TAKE_DOSSIER, READ_READERS, FIND, EXPORT_FACTS, RECEIVE_COMPLAINTS,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Role:
    """`name` is its code, `label` an English message id, `permissions` what it may do within its scope."""

    name: str
    label: str
    permissions: frozenset[str]


def _(words: str) -> str:
    """Marks words for the catalogues, as gettext_noop would: nothing of Django is imported here."""
    return words


def _role(name: str, label: str, *permissions: str) -> Role:
    unknown = set(permissions) - PERMISSIONS
    if unknown:
        raise ValueError(f"unknown permissions: {sorted(unknown)}")
    return Role(name, label, frozenset(permissions))


_HANDLES: Final = (SEE_CASE, ANSWER, HAND_OVER, RESOLVE, JOIN)
_VERIFIES: Final = (SEE_CASE, VERIFY, HAND_OVER, JOIN, EDIT_PUBLIC)
_WATCHES: Final = (SEE_CASE, SEE_ALL, OVERSEE, OVERSEE_ALL)
_DIRECTS: Final = (REPRIMAND, DIRECT, READ_BRIEF, TAKE_DOSSIER, EXPORT_FACTS)

ROLES: Final[dict[str, Role]] = {
    role.name: role
    for role in (
        _role(
            "verifier", _("Verifier"),
            *_VERIFIES, SEE_ALL, SEE_IDENTITY, REGISTER, NAME_PROBLEM, DISPATCH, EDIT_TEMPLATES,
        ),
        _role("officer", _("Agency officer"), *_HANDLES),
        _role("deputy", _("Deputy of an agency head"), *_HANDLES, OVERSEE, ACKNOWLEDGE, DISPATCH, APPROVE, READ_BRIEF),
        _role(
            "head", _("Agency head"),
            *_HANDLES, OVERSEE, ACKNOWLEDGE, EXPLAIN, KEEP_ROSTER, NAME_PROBLEM, DISPATCH, APPROVE, EDIT_TEMPLATES,
            KEEP_PEOPLE, READ_BRIEF,
        ),
        _role("field_officer", _("Field officer"), WORK_IN_FIELD),
        _role("desk_officer", _("Desk officer"), SEE_CASE, SEE_IDENTITY, REGISTER, SERVE_DESK),
        _role("call_agent", _("Call agent"), SEE_CASE, SEE_IDENTITY, REGISTER, TAKE_CALLS),
        _role("village_head", _("Village head"), REGISTER, FILE_FOR_VILLAGERS),
        _role("coordinator", _("Regency coordinator"), *_VERIFIES, OVERSEE, DISPATCH, DECIDE_DISPUTE, KEEP_PEOPLE),
        _role(
            "province_coordinator", _("Province coordinator"),
            *_VERIFIES, SEE_ALL, OVERSEE, OVERSEE_ALL, DISPATCH, DECIDE_DISPUTE, NAME_PROBLEM, EDIT_TEMPLATES,
        ),
        _role(
            "secretary", _("Regional secretary"),
            *_WATCHES, *_DIRECTS, ACKNOWLEDGE, RULE_ON_BREACH, DECIDE_APPEAL, DECIDE_DISPUTE, PUBLISH_REGISTER,
            KEEP_ROSTER, NAME_PROBLEM, READ_AUDIT, READ_READERS,
        ),
        _role("governor", _("Governor"), *_WATCHES, *_DIRECTS, PUBLISH_REGISTER, NAME_PROBLEM),
        _role("deputy_governor", _("Deputy governor"), *_WATCHES, *_DIRECTS, NAME_PROBLEM),
        _role("regent", _("Regent or mayor"), SEE_CASE, OVERSEE, DIRECT, READ_BRIEF),
        _role(
            "ombudsman", _("Ombudsman"), *_WATCHES, READ_AUDIT, FIND, TAKE_DOSSIER, READ_READERS, RECEIVE_COMPLAINTS
        ),
        _role("inspectorate", _("Inspectorate"), *_WATCHES, READ_AUDIT, FIND, TAKE_DOSSIER, READ_READERS),
        _role("analyst", _("Analyst"), OVERSEE, OVERSEE_ALL, EXPORT_FACTS),
        _role("operator", _("Operator"), ADMINISTER, EDIT_RULES, OPERATE, KEEP_ROSTER, KEEP_PEOPLE, READ_AUDIT),
    )
}  # fmt: skip


def permissions_of(role: str) -> frozenset[str]:
    """What `role` may do; an unknown role may do nothing."""
    found = ROLES.get(role)
    return found.permissions if found else frozenset()
