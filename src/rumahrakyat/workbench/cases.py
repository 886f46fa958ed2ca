"""The page of one case and its actions. Every action is a form with an address of its own, and works without a
script."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.duty import queue
from rumahrakyat.lib import clock, ids
from rumahrakyat.organisations.finding import find_holders
from rumahrakyat.people import notices
from rumahrakyat.people.roles import SEE_CASE, VERIFY
from rumahrakyat.reports import access, readings
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import Changed, NotAllowed
from rumahrakyat.reports.identities import is_secret
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.readings import What
from rumahrakyat.reports.states import Stage
from rumahrakyat.routing.queries import decision_of
from rumahrakyat.web import formats
from rumahrakyat.workbench import forms, operations, page
from rumahrakyat.workbench.beside import ask
from rumahrakyat.workbench.board import undoing
from rumahrakyat.workbench.board.meanwhile import happened
from rumahrakyat.workbench.casepage.done import done
from rumahrakyat.workbench.entrance import FIELDS, staff, words_kept_for
from rumahrakyat.workbench.page import Opening
from rumahrakyat.workbench.problems import Expected, fault_of
from rumahrakyat.workbench.views import inbox_pane, queue_pane, shell
from rumahrakyat.workbench.writing import composing


def found_case(reach: Reach, number: str) -> Report:
    """The case, or no page: whoever may not see it does not learn that it exists."""
    try:
        return access.get_for_staff(reach, ids.parse_tracking_number(number))
    except (access.NotFound, ids.WrongNumber) as error:
        raise Http404 from error


@require_GET
@staff(SEE_CASE)
def case(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    before = request.GET.get("sebelum", "")
    return _show(request, reach, found_case(reach, number), Opening(before=int(before) if before.isdecimal() else 0))


@require_GET
@staff(VERIFY)
def inbox(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The list beside its first case; on a phone the list alone."""
    if request.headers.get("HX-Request") and request.GET.get("bagian") == "daftar":
        return render(request, "workbench/parts/list.html", shell(reach, "inbox") | inbox_pane(request, reach))
    first = access.first_for_staff(reach, queue.inbox_in_turn(reach=reach.cases(VERIFY)))
    if first is None:
        return render(request, "workbench/inbox.html", shell(reach, "inbox") | inbox_pane(request, reach))
    return _show(request, reach, first, Opening(), inbox=True, as_list=True)


@require_GET
@staff(VERIFY)
def inbox_case(request: HttpRequest, reach: Reach, number: str) -> HttpResponse:
    """A case of the inbox. One that somebody else has dealt with is shown as the case that it now is."""
    report = found_case(reach, number)
    if report.stage != Stage.RECEIVED.value:
        return redirect("workbench:case", report.number)
    return _show(request, reach, report, Opening(), inbox=True)


def _show(
    request: HttpRequest,
    reach: Reach,
    report: Report,
    opening: Opening,
    *,
    inbox: bool = False,
    as_list: bool = False,
    status: int = 200,
) -> HttpResponse:
    """The case beside its list; for a script that turns the leaf, the case alone."""
    now = clock.now()
    actor = reach.actor_on(report)
    if request.method == "GET":
        operations.read(report=report, account=reach.account, actor=actor, at=now)
        seen = [What.CASE, *([What.IDENTITY] if is_secret(report, actor) else [])]
        noted = readings.statement([report.pk], actor, seen, now)
        unread = notices.open_case(account_id=reach.account.pk, number=report.number, at=now, also=noted)
    beside = ask(reach, report, queue=not inbox)
    context = shell(reach, "inbox" if inbox else "queue", beside)
    context |= page.build(report, reach, actor, opening, now, beside)
    context |= {"inbox": inbox, "as_list": as_list, "origin": "masuk" if inbox else ""}
    if request.method == "GET":
        context["bell"] = {"unread": unread}
    if request.headers.get("HX-Target") == "kasus":
        return render(request, "workbench/parts/case.html", context, status=status)
    if inbox:
        context |= inbox_pane(request, reach, report.number)
    else:
        context |= queue_pane(request, reach, beside.kept, report.number)
    return render(request, "workbench/case.html", context, status=status)


@require_http_methods(["GET", "POST"])
@staff(SEE_CASE)
def act(request: HttpRequest, reach: Reach, number: str, slug: str) -> HttpResponse:
    """GET: the page with this form open. POST: do it, and go on; or the page again with what was typed."""
    if slug not in forms.ACTIONS:
        raise Http404
    action, report = forms.ACTIONS[slug], found_case(reach, number)
    inbox = "masuk" in (request.POST.get("dari"), request.GET.get("dari"))
    if request.method == "GET":
        kept = words_kept_for(request)
        again = _("What you wrote before signing in is back. Photos chosen before must be chosen again.")
        return _show(request, reach, report, Opening(action, kept, notice=again if kept else ""), inbox=inbox)
    if "search" in request.POST:
        found = find_holders(request.POST.get("find", ""))
        return _show(request, reach, report, Opening(action, _typed(request), found=found), inbox=inbox)
    if action == "answer" and (wanted := composing.asked(request, report, reach)):
        shown, filled, more = wanted
        typed = _typed(request)
        if shown != action:  # the words of the answer stay in their form
            operations.keep_draft(account=reach.account, report=report, action=action, words=typed, at=clock.now())
            typed = {}
        return _show(request, reach, report, Opening(shown, {**typed, **filled}, more=more), inbox=inbox)
    try:
        deed = forms.read(action, forms.Form(request, report, reach, decision_of(report)))
        operations.carry_out(deed=deed, account=reach.account, at=clock.now())
    except forms.Problem as problem:
        opening = Opening(action, _typed(request), faults=problem.faults, places=problem.places)
        return _again(request, reach, report, opening, inbox=inbox)
    except Expected as error:
        fault = _with_what_happened(fault_of(error, action), error, report, request)
        opening = Opening(action, _typed(request), faults=[fault])
        return _again(request, reach, report, opening, inbox=inbox)
    words = done(action, report, deed)
    messages.success(request, words)
    if deed.action in undoing.UNDOABLE:
        undoing.remember(request, done=[(report.number, report.pk)], words=words, account_id=reach.account.pk)
    return _onward(reach, report.number, action, inbox=inbox)


def _with_what_happened(
    fault: tuple[str, str], error: Exception, report: Report, request: HttpRequest
) -> tuple[str, str]:
    """When the case moved meanwhile: who did what, so that the person who wrote need not look for it."""
    if not isinstance(error, Changed | NotAllowed):
        return fault
    seen = request.POST.get("seen", "")
    told = happened(report, seen=int(seen) if seen.isdecimal() else report.last_seq, now=clock.now())
    return (fault[0], f"{fault[1]}. {_('Meanwhile')}: {told}") if told else fault


def _typed(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "") for name in (*FIELDS, "holder", "template")}


def _again(request: HttpRequest, reach: Reach, report: Report, opening: Opening, *, inbox: bool) -> HttpResponse:
    """The form once more. Its words are kept on the server as well, so that even a closed tab loses nothing."""
    fresh, words = found_case(reach, report.number), opening.words or {}
    operations.keep_draft(account=reach.account, report=fresh, action=opening.action, words=words, at=clock.now())
    return _show(request, reach, fresh, opening, inbox=inbox, status=422)


def _onward(reach: Reach, number: str, action: str, *, inbox: bool) -> HttpResponse:
    """To the next case of the inbox when this one has left it; else back to the case, while it is still in reach."""
    if inbox:
        waiting = queue.in_inbox(reach=reach.cases(VERIFY), number=number)
        return redirect("workbench:inbox-case", number) if waiting else _next_in_inbox(reach)
    try:
        found_case(reach, number)
    except Http404:
        return redirect("workbench:queue")
    return redirect(
        "workbench:queue" if action in {"hand_over", "give_back"} else "workbench:case", *_args(number, action)
    )


def _args(number: str, action: str) -> list[str]:
    return [] if action in {"hand_over", "give_back"} else [number]


def _next_in_inbox(reach: Reach) -> HttpResponse:
    following = queue.inbox_in_turn(reach=reach.cases(VERIFY)).values_list("number", flat=True).first()
    return redirect("workbench:inbox-case", following) if following else redirect("workbench:inbox")


@require_POST
@staff(SEE_CASE)
def save(request: HttpRequest, reach: Reach, number: str) -> JsonResponse:
    """Keep what is being typed. Answers with the sentence that stands beside the form."""
    report = found_case(reach, number)
    action = forms.ACTIONS.get(request.POST.get("action", ""), "")
    actor = reach.actor_on(report)
    if action not in page.possible(report, actor):
        raise Http404
    words = {name: request.POST.get(name, "") for name in FIELDS}
    draft = operations.keep_draft(account=reach.account, report=report, action=action, words=words, at=clock.now())
    said = _("draft kept %(time)s") % {"time": formats.clock_time(draft.saved_at)} if draft else ""
    return JsonResponse({"said": said})
