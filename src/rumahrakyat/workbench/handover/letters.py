"""Letters to outside bodies: which wait for an answer, what came, what to do about one that came back."""

from datetime import date, datetime, timedelta

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.handover import letterhead, queries, replies
from rumahrakyat.handover import letters as acts
from rumahrakyat.handover.models import Letter
from rumahrakyat.handover.terms import terms_of
from rumahrakyat.lib import clock
from rumahrakyat.people.roles import ANSWER, HAND_OVER, SEE_CASE, VERIFY
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.handover import pages
from rumahrakyat.workbench.views import shell

_WHO = (HAND_OVER, VERIFY)


@require_GET
@staff(*_WHO)
def listed(request: HttpRequest, reach: Reach) -> HttpResponse:
    found = queries.letters(pages.covered(reach, *_WHO))
    waiting = [one for one in found if one.answered_at is None and one.withdrawn_at is None]
    context = {"now": clock.now(), "waiting": waiting, "others": [one for one in found if one not in waiting]}
    return render(request, "workbench/handover/letters.html", shell(reach, "letters") | context)


def _found(reach: Reach, pk: int) -> Letter:
    found = queries.letter(pk)
    if found is None:
        raise Http404
    pages.own_case(reach, found.report, *_WHO)
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@staff(*_WHO)
def one(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    found = _found(reach, pk)
    if request.method == "POST":
        return _posted(request, reach, found)
    return _drawn(request, reach, found)


@require_GET
@staff(*_WHO)
def paper(_request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The letter as PDF, for printing."""
    found = _found(reach, pk)
    response = HttpResponse(letterhead.pdf(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="surat-{found.number.replace("/", "-")}.pdf"'
    return response


def _posted(request: HttpRequest, reach: Reach, found: Letter) -> HttpResponse:
    what, text = request.POST.get("what", ""), request.POST.get("text", "")
    try:
        with transaction.atomic():
            if pages.first_time(request, reach, found.report, f"surat-{what}", clock.now()):
                messages.success(request, _do(request, reach, found, what, text))
    except ReportError as error:
        return _drawn(request, reach, found, typed=text, fault=pages.fault_of(error))
    return redirect("workbench:letter", found.pk)


def _do(request: HttpRequest, reach: Reach, found: Letter, what: str, text: str) -> str:
    now, account, actor = clock.now(), reach.account, reach.actor_on(found.report)
    answer = request.POST.get("answer", "")
    if what in {"publish", "aside"}:
        if not answer.isdecimal() or int(answer) not in {one.pk for one in queries.answers(found)}:
            raise Http404
        if what == "aside":
            replies.put_aside(answer_id=int(answer), account=account, actor=actor, at=now)
            return _("Put aside. It stays with the letter.")
        replies.publish(answer_id=int(answer), text=text, account=account, actor=actor, at=now)
        return _("Published as the words of %(body)s. The citizen is told now.") % {"body": found.organisation.name}
    if what == "withdraw":
        acts.withdraw(letter_id=found.pk, account=account, at=now)
        return _("Withdrawn. The link leads nowhere any more.")
    if what == "print":
        acts.on_paper(letter_id=found.pk, account=account, at=now)
        return _("Noted: it goes on paper.")
    if what == "mail":
        if acts.mail_again(letter_id=found.pk, account=account, at=now):
            return _("Sent again.")
        return _("No address is known for this body. Print the letter")
    raise Http404


def _last_day(at: datetime | None) -> date | None:
    """A time ends with a working day: that day, not the midnight after it."""
    return timezone.localdate(at - timedelta(microseconds=1)) if at else None


def _drawn(request: HttpRequest, reach: Reach, found: Letter, *, typed: str = "", fault: str = "") -> HttpResponse:
    actor = reach.actor_on(found.report)
    answers = [{"one": one, "words": replies.words_of(one)} for one in queries.answers(found)]
    context = pages.case_facts(found.report) | {
        "now": clock.now(),
        "letter": found,
        "link": acts.link_of(found),
        "remind_on": _last_day(found.remind_at),
        "answers": answers,
        "readable": actor.may(SEE_CASE),
        "acts": actor.may(ANSWER, *_WHO),
        "open": found.withdrawn_at is None and found.expires_at > clock.now(),
        "address": terms_of(found.organisation).email,
        "typed": typed,
        "fault": fault,
        "faults": pages.faults({"text": fault}) if fault else [],
    }
    page = shell(reach, "letters") | context
    return render(request, "workbench/handover/letter.html", page, status=422 if fault else 200)
