"""The promises in force, with where they come from: the very rows by which every case is judged."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from rumahrakyat.duty.models import DutyRule
from rumahrakyat.duty.rulebook import queries
from rumahrakyat.lib import clock


@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    found = [one for one in queries.obligations(DutyRule, at=now) if one.now or one.coming]
    return render(request, "public/rules.html", {"obligations": found, "now": now})
