"""Who may open the pages of `workbench.access`: people, invitations, offboarding, the audit trail."""

from datetime import timedelta
from typing import Final

from rumahrakyat.operate.access_table.rows import AGENCY, HOUSE, OTHER_AGENCY, REGENCY, Maker, Row, Thing, Things
from rumahrakyat.operate.access_table.world import LOCAL, Setting
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations.models import Membership
from rumahrakyat.organisations.scope import scope_of
from rumahrakyat.organisations.staffing import Invited, Post
from rumahrakyat.people.models import Account
from rumahrakyat.people.roles import KEEP_PEOPLE, READ_AUDIT

_BODIES: Final = {
    "own": (AGENCY, "-"),
    "foreign": (OTHER_AGENCY, "-"),
    "local": (LOCAL, REGENCY),
    "house": (HOUSE, "-"),
}
_PEOPLE: Final = (KEEP_PEOPLE,)


def _members(world: Setting) -> Things:
    """An officer of each body."""
    found = {}
    for name, (body, region) in _BODIES.items():
        account, _new = Account.objects.get_or_create(username=f"member.{name}", defaults={"name": "Orang Lain"})
        Membership.objects.get_or_create(account=account, role="officer", organisation=world.organisations[body])
        found[name] = Thing({"pk": account.pk}, holder=body, region=region)
    return found


def _invitations(world: Setting) -> Things:
    operator = world.accounts["operator"]
    found = {}
    for name, (body, region) in _BODIES.items():
        made, _token = staffing.invite(
            invited=Invited("Sari Wulandari", "email", "sari@dinas.test"),
            post=Post("officer", world.organisations[body]),
            by=operator,
            scope=scope_of(operator, at=world.at),
            at=world.at + timedelta(minutes=1),
        )
        found[name] = Thing({"pk": made.pk}, holder=body, region=region)
    return found


ROWS: Final = (
    Row("workbench:staff", _PEOPLE),
    Row("workbench:staff-member", _PEOPLE, things="member"),
    Row("workbench:staff-leave", _PEOPLE, things="member"),
    Row("workbench:staff-leave", _PEOPLE, "POST", 422, things="member"),
    Row("workbench:invite", _PEOPLE),
    Row("workbench:invite", _PEOPLE, "POST", 422),
    Row("workbench:invitation-withdraw", _PEOPLE, "POST", 302, things="invitation"),
    Row("workbench:audit", (READ_AUDIT,)),
    Row("workbench:audit-csv", (READ_AUDIT,)),
    # The random part of the link is the key: whoever has it is the invited one.
    Row("workbench:invitation", None, good=404, parts={"token": "x" * 32}),
)
THINGS: Final[dict[str, Maker]] = {"member": _members, "invitation": _invitations}
