"""The link in an alert: whoever was told confirms it here without signing in. Only the button confirms, because
messengers open links by themselves to show what is behind them."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.duty.alerts import operations as alerts
from rumahrakyat.duty.models_alerts import AlertAttempt
from rumahrakyat.lib import clock

KEPT_FOR: Final = timedelta(days=7)


@require_http_methods(["GET", "HEAD", "POST"])
def told(request: HttpRequest, token: str) -> HttpResponse:
    attempt = alerts.by_token(token)
    now = clock.now()
    if attempt is None or attempt.account is None or not attempt.account.is_active:
        return _page(request, {"state": "unknown"}, status=404)
    alert = attempt.alert
    if alert.state not in alerts.READABLE and now - alert.raised_at > KEPT_FOR:
        return _page(request, {"state": "expired", "alert": alert}, status=410)
    if request.method == "POST":
        alerts.acknowledge(
            alert_id=alert.pk, account=attempt.account, how=alerts.How.LINK.value, at=now, value=_value(attempt)
        )
        return redirect("told", token=token)
    open_still = alert.state in alerts.READABLE
    return _page(request, {"state": "open" if open_still else alert.state, "attempt": attempt, "alert": alert})


def _value(attempt: AlertAttempt) -> str:
    return attempt.contact_point.value if attempt.contact_point else ""


def _heading(context: dict[str, Any]) -> str:
    match context["state"]:
        case "open":
            return str(context["alert"].words)
        case "acknowledged":
            mine = context["alert"].acknowledged_by_id == context["attempt"].account_id
            return _("Thank you, it is noted") if mine else _("Somebody else has it already")
        case "ended":
            return _("Nothing to do any more")
        case "expired":
            return _("This link has expired")
    return _("We do not know this link")


def _page(request: HttpRequest, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    shown = {**context, "heading": _heading(context), "address": request.path, "now": clock.now()}
    response = render(request, "workbench/told.html", shown, status=status)
    add_never_cache_headers(response)
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
