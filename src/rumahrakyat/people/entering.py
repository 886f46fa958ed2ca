"""Sign-ins on the audit trail: who came in, who did not, who went, whose second factor changed."""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed

from rumahrakyat.lib import clock
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account


def came_in(user: Any, **_given: Any) -> None:
    _note("sign-in.success", user)


def went(user: Any, **_given: Any) -> None:
    if user is not None:
        _note("sign-in.ended", user)


def refused(credentials: dict[str, Any], **_given: Any) -> None:
    """What was typed is only kept when it names an account: people type passwords into the wrong field."""
    typed = str(credentials.get("username") or credentials.get("login") or "")[:150]
    account = Account.objects.filter(username=typed).first() if typed else None
    audit.record(act="sign-in.refused", account=None, at=clock.now(), subject=account.username if account else "")


def second_factor_added(user: Any, authenticator: Any, **_given: Any) -> None:
    _note("sign-in.factor_added", user, kind=str(authenticator.type))


def second_factor_removed(user: Any, authenticator: Any, **_given: Any) -> None:
    _note("sign-in.factor_removed", user, kind=str(authenticator.type))


def _note(act: str, user: Any, **data: str) -> None:
    if isinstance(user, Account):
        audit.record(act=act, account=user.pk, at=clock.now(), subject=user.username, data=data)


def listen() -> None:
    """From now on; called once, when the app is ready."""
    user_logged_in.connect(came_in)
    user_logged_out.connect(went)
    user_login_failed.connect(refused)
    authenticator_added.connect(second_factor_added)
    authenticator_removed.connect(second_factor_removed)
