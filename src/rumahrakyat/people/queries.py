"""Reads of accounts."""

from collections.abc import Collection
from typing import Final

from rumahrakyat.people.models import Account, ContactPoint, Reporter

# Known to everybody: accounts with it exist only where the demo was played (`Account.is_demo`).
DEMO_PASSWORD: Final = "rumah-rakyat"  # noqa: S105 -- not a secret


def demo_accounts() -> list[Account]:
    """The invented accounts that a demo's sign-in page offers: the house, then two agencies and two regencies.

    Empty where no demo was played. Their password is `DEMO_PASSWORD`.
    """
    house = Account.objects.filter(is_demo=True, is_active=True).exclude(username__contains=".").order_by("pk")
    others = Account.objects.filter(is_demo=True, is_active=True, username__in=_EXAMPLES).order_by("pk")
    return [*house, *others]


_EXAMPLES: Final = (
    "petugas.dpubmck", "kepala.dpubmck", "petugas.dishub", "petugas.pemda-33.74", "kepala.pemda-33.19",
    "koordinator.33.74",
)  # fmt: skip


def addresses_of(reporter: Reporter) -> list[ContactPoint]:
    """Where this reporter can be written to, the oldest first; addresses that asked for silence are left out."""
    return list(ContactPoint.objects.filter(reporter=reporter, stopped_at=None).order_by("pk"))


def names_of(accounts: Collection[int]) -> dict[str, str]:
    """The names of these accounts by `person:` and their ids, beside which codes of bodies can stand. No query for
    none."""
    if not accounts:
        return {}
    rows = Account.objects.filter(pk__in=accounts).values_list("pk", "name")
    return {f"person:{key}": name for key, name in rows}


def account_by(*, username: str = "", email: str = "") -> Account | None:
    """The account with this user name or e-mail address; None when there is none, or when an address has several."""
    if username:
        return Account.objects.filter(username=username).first()
    found = list(Account.objects.filter(email__iexact=email)[:2]) if email else []
    return found[0] if len(found) == 1 else None
