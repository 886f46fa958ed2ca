"""My own settings: how I am reached when I am on call, in which order, and when I am not to be disturbed."""

from datetime import time
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from rumahrakyat.lib import clock
from rumahrakyat.lib.phone import mask_phone
from rumahrakyat.organisations import rostering
from rumahrakyat.organisations.models_roster import StaffContact
from rumahrakyat.organisations.roster import quiet_hours
from rumahrakyat.organisations.roster_queries import contacts_of
from rumahrakyat.organisations.rostering import WrongRoster
from rumahrakyat.people.models import Account
from rumahrakyat.reports.access import Reach
from rumahrakyat.workbench import roster_forms as forms
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

_MOST: Final = 8  # ways to one person


@require_http_methods(["GET", "POST"])
@staff()
def own(request: HttpRequest, reach: Reach) -> HttpResponse:
    account = reach.account
    if request.method == "POST":
        return _change(request, account)
    hours = quiet_hours(account.pk)
    context: dict[str, Any] = {
        "now": clock.now(),
        "ways": contacts_of(account),
        "phone": mask_phone(account.phone) if account.phone else "",
        "quiet": hours,
        "never_quiet": hours.begins == hours.ends,
        "schemes": StaffContact.Scheme.choices,
    }
    return render(request, "workbench/own.html", shell(reach, "own") | context)


def _change(request: HttpRequest, account: Account) -> HttpResponse:
    try:
        messages.success(request, _done(request, account))
    except WrongRoster as error:
        messages.error(request, str(forms.PROBLEMS[error.field]))
    return redirect("workbench:own")


def _done(request: HttpRequest, account: Account) -> str:
    given, number = request.POST, request.POST.get("nomor", "")
    pk = int(number) if number.isdecimal() else 0
    match given.get("pilihan", ""):
        case "tambah":
            if len(contacts_of(account)) >= _MOST:
                raise WrongRoster("value")
            rostering.add_contact(
                account=account, scheme=given.get("jalur", ""), value=given.get("alamat", "")[:200], at=clock.now()
            )
            return _("Added. Send yourself a test from the roster to be sure that it works.")
        case "hapus":
            rostering.remove_contact(account=account, pk=pk)
            return _("Taken away.")
        case "pertama":
            rostering.put_first(account=account, pk=pk)
            return _("This one is tried first now.")
        case "tenang":
            begins, ends = forms.time_of(given.get("mulai", "")), forms.time_of(given.get("selesai", ""))
            if (begins is None) != (ends is None):
                raise WrongRoster("hours")
            rostering.set_quiet_hours(account=account, begins=begins or time(), ends=ends or time())
            return _("Your quiet hours are noted.")
    raise Http404
