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
# Watching
OVERSEE: Final = "oversight.see"  # the figures of one's scope
OVERSEE_ALL: Final = "oversight.see_all"
REPRIMAND: Final = "reprimand.issue"
ACKNOWLEDGE: Final = "escalation.acknowledge"
EXPLAIN: Final = "breach.explain"  # say why a deadline was missed, for one's own agency
RULE_ON_BREACH: Final = "breach.rule"  # uphold, excuse or correct a row of the register
DECIDE_APPEAL: Final = "appeal.decide"
PUBLISH_REGISTER: Final = "register.publish"
KEEP_ROSTER: Final = "roster.keep"  # who is on call, who is away, who stands in
NAME_PROBLEM: Final = "problem.name"  # name what many cases have in common, or dismiss a first sign of it
# Running
ADMINISTER: Final = "reference.administer"
EDIT_RULES: Final = "rules.edit"  # who is responsible for what: draft, simulate, publish, go back
OPERATE: Final = "channels.operate"

PERMISSIONS: Final = frozenset(
    {
        SEE_CASE, SEE_ALL, SEE_IDENTITY, VERIFY, ANSWER, HAND_OVER, RESOLVE, JOIN, REGISTER,
        OVERSEE, OVERSEE_ALL, REPRIMAND, ACKNOWLEDGE, EXPLAIN, RULE_ON_BREACH, DECIDE_APPEAL, PUBLISH_REGISTER,
        KEEP_ROSTER, NAME_PROBLEM, ADMINISTER, EDIT_RULES, OPERATE,
    }
)  # fmt: skip


@dataclass(frozen=True)
class Role:
    """`name` is its code, `label` an English message id, `permissions` what it may do within its scope."""

    name: str
    label: str
    permissions: frozenset[str]


def _role(name: str, label: str, *permissions: str) -> Role:
    unknown = set(permissions) - PERMISSIONS
    if unknown:
        raise ValueError(f"unknown permissions: {sorted(unknown)}")
    return Role(name, label, frozenset(permissions))


ROLES: Final[dict[str, Role]] = {
    role.name: role
    for role in (
        _role("verifier", "Verifier", SEE_CASE, SEE_ALL, SEE_IDENTITY, VERIFY, HAND_OVER, JOIN, REGISTER, NAME_PROBLEM),
        _role("officer", "Agency officer", SEE_CASE, ANSWER, HAND_OVER, RESOLVE, JOIN),
        _role("deputy", "Deputy of an agency head", SEE_CASE, ANSWER, HAND_OVER, RESOLVE, JOIN, OVERSEE, ACKNOWLEDGE),
        _role(
            "head",
            "Agency head",
            SEE_CASE,
            ANSWER,
            HAND_OVER,
            RESOLVE,
            JOIN,
            OVERSEE,
            ACKNOWLEDGE,
            EXPLAIN,
            KEEP_ROSTER,
            NAME_PROBLEM,
        ),
        _role("desk_officer", "Desk officer", SEE_CASE, SEE_IDENTITY, REGISTER),
        _role("village_head", "Village head", SEE_CASE, REGISTER),
        _role("coordinator", "Regency coordinator", SEE_CASE, VERIFY, HAND_OVER, JOIN, OVERSEE),
        _role(
            "secretary",
            "Regional secretary",
            SEE_CASE,
            SEE_ALL,
            OVERSEE,
            OVERSEE_ALL,
            REPRIMAND,
            ACKNOWLEDGE,
            RULE_ON_BREACH,
            DECIDE_APPEAL,
            PUBLISH_REGISTER,
            KEEP_ROSTER,
            NAME_PROBLEM,
        ),
        _role(
            "governor", "Governor", SEE_CASE, SEE_ALL, OVERSEE, OVERSEE_ALL, REPRIMAND, PUBLISH_REGISTER, NAME_PROBLEM
        ),
        _role("ombudsman", "Ombudsman", SEE_CASE, SEE_ALL, OVERSEE, OVERSEE_ALL),
        _role("operator", "Operator", ADMINISTER, EDIT_RULES, OPERATE, KEEP_ROSTER),
    )
}


def permissions_of(role: str) -> frozenset[str]:
    """What `role` may do; an unknown role may do nothing."""
    found = ROLES.get(role)
    return found.permissions if found else frozenset()
