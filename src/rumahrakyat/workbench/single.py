"""Single sign-on: the house's own provider of OpenID Connect says who somebody is; what they may do is kept here.

A person is found by a verified e-mail address (or by the claim that the installation names, which is then a user
name), among accounts first, then among open invitations. Nobody else comes in, and nobody gets a role by it.
"""

from typing import Any, Final

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from rumahrakyat.lib import clock, openid
from rumahrakyat.lib.openid import OpenIdProblem, Provider
from rumahrakyat.organisations import staffing
from rumahrakyat.organisations.staffing import Unusable, WrongStaffing
from rumahrakyat.people import audit
from rumahrakyat.people.models import Account
from rumahrakyat.people.queries import account_by
from rumahrakyat.web.requests import never_stored

_KEPT: Final = "single_sign_on"
_WHY: Final[dict[str, str | Promise]] = {
    "unknown": _("Nobody here has this address. Ask the head of your body, or the operator, to invite you."),
    "unverified": _("Your sign-on does not vouch for your e-mail address. Have it confirmed there first."),
    "closed": _("This account is closed. Ask the operator."),
    "refused": _("The sign-on was not finished. You can try again."),
    "provider": _("The sign-on does not answer just now. Try again, or sign in with your password."),
}
_OTHERWISE: Final = _("The answer of the sign-on could not be believed. Begin again from the sign-in page.")


def provider() -> Provider | None:
    """The provider of this installation; None where single sign-on is off."""
    if not settings.SSO_ISSUER:
        return None
    return Provider(settings.SSO_ISSUER, settings.SSO_CLIENT_ID, settings.SSO_CLIENT_SECRET)


def _provider() -> Provider:
    found = provider()
    if found is None:
        raise Http404
    return found


def _back() -> str:
    return f"{settings.PUBLIC_URL}{reverse('single-back')}"


@require_GET
def begin(request: HttpRequest) -> HttpResponse:
    asked = _provider()
    try:
        there, kept = openid.begin(asked, back=_back())
    except OpenIdProblem as problem:
        return _refused(request, problem.why)
    request.session[_KEPT] = kept
    return never_stored(redirect(there))


@require_GET
def back(request: HttpRequest) -> HttpResponse:
    asked, now = _provider(), clock.now()
    kept = request.session.pop(_KEPT, {})  # once: a second answer to the same question is not believed
    try:
        claims = openid.finish(asked, answer=request.GET.dict(), kept=kept, back=_back(), at=now)
    except OpenIdProblem as problem:
        return _refused(request, problem.why)
    account = _person(claims)
    if isinstance(account, str):
        return _refused(request, account)
    record_authentication(request, account, method="single_sign_on")  # recent enough to set up a second factor
    answer = perform_login(request, account, email_verification="none")
    assert isinstance(answer, HttpResponse)
    return never_stored(answer)


def _person(claims: dict[str, Any]) -> Account | str:
    """The account that is meant, made from an open invitation when there is one; else why not."""
    email = str(claims.get("email", "")).strip().lower()
    claim = settings.SSO_CLAIM
    if claim == "email":
        if claims.get("email_verified") is not True or not email:
            return "unverified"
        account = account_by(email=email)
    else:
        account = account_by(username=str(claims.get(claim, "")).strip().lower())
    if account is None and email and claims.get("email_verified") is True:
        account = _invited(email)
    if account is None:
        return "unknown"
    return account if account.is_active else "closed"


def _invited(email: str) -> Account | None:
    found = staffing.invitation_for(email, at=clock.now())
    if found is None:
        return None
    try:
        return staffing.accept_signed_in(invitation=found, username=email, email=email, at=clock.now())
    except (Unusable, WrongStaffing):
        return None


def _refused(request: HttpRequest, why: str) -> HttpResponse:
    with transaction.atomic():
        audit.record(act="sign-in.single_refused", account=None, at=clock.now(), data={"why": why})
    words = _WHY.get(why, _OTHERWISE)
    status = 503 if why == "provider" else 403
    return never_stored(render(request, "workbench/access/single.html", {"words": words}, status=status))
