"""Reads of kept views."""

from rumahrakyat.oversight.models_views import SavedView
from rumahrakyat.people.models import Account


def own(account: Account) -> list[SavedView]:
    """By name."""
    return sorted(SavedView.objects.filter(account=account), key=lambda one: one.name.casefold())


def shared(code: str) -> SavedView | None:
    """The view a link leads to, with whoever made it."""
    return SavedView.objects.select_related("account").filter(code=code).first()
