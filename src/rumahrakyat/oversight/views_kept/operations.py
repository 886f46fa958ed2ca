"""Keep a view under a name, and let it go."""

import secrets
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.oversight.models_views import SavedView
from rumahrakyat.people.models import Account

MOST: Final = 50
LONGEST_NAME: Final = 80
LONGEST_QUERY: Final = 600


class CannotBeKept(ValueError):
    """Something about the view is wrong; nothing was kept."""


class NameMissing(CannotBeKept):
    pass


class NameTooLong(CannotBeKept):
    pass


class NameTaken(CannotBeKept):
    """This account keeps another view under that name."""


class ViewTooLong(CannotBeKept):
    """More was chosen than an address holds."""


class TooMany(CannotBeKept):
    """This account keeps as many views as one may."""


@transaction.atomic
def keep(*, account: Account, name: str, page: str, query: str, at: datetime) -> SavedView:
    """The view under its name; the same again is the one there is. Raises a `CannotBeKept`."""
    name = " ".join(name.split())
    if not name:
        raise NameMissing
    if len(name) > LONGEST_NAME:
        raise NameTooLong
    if len(query) > LONGEST_QUERY:
        raise ViewTooLong
    # Two requests at once wait for each other here, so that one name is not taken twice.
    Account.objects.select_for_update().get(pk=account.pk)
    own = SavedView.objects.filter(account=account)
    same = own.filter(name__iexact=name).first()
    if same is not None:
        if (same.page, same.query) == (page, query):
            return same
        raise NameTaken
    if own.count() >= MOST:
        raise TooMany
    code = secrets.token_urlsafe(9)
    return SavedView.objects.create(account=account, name=name, page=page, query=query, code=code, made_at=at)


def let_go(*, account: Account, pk: int) -> bool:
    """The own view is kept no more, and its link leads nowhere; whether there was one."""
    return SavedView.objects.filter(account=account, pk=pk).delete()[0] > 0
