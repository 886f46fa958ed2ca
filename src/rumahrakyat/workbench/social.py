"""The social inbox: public words that wait for a person, decided with one key; and posts taken in by hand."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from rumahrakyat.channels import registry
from rumahrakyat.correspondence import holding, queries, social
from rumahrakyat.correspondence.models import Mention
from rumahrakyat.lib import clock, ids
from rumahrakyat.people.roles import REGISTER, VERIFY
from rumahrakyat.reports import access
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Report
from rumahrakyat.workbench import social_forms
from rumahrakyat.workbench.entrance import staff
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
_AT_ONCE: Final = 30
_KEPT_RECEIPT: Final = "social_taken_in"


@dataclass(frozen=True)
class Row:
    """A waiting mention as the page draws it."""

    mention: Mention
    channel: str
    place: str
    text: str
    pictures: int
    suggestions: Sequence[Report]


@require_GET
@staff(VERIFY)
def inbox(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Waiting mentions, newest first, and contacts that wrote too much at once."""
    return render(request, "workbench/social.html", shell(reach, "social") | _list(request, reach))


def _list(request: HttpRequest, reach: Reach) -> Context:
    now = clock.now()
    found = queries.waiting_mentions(limit=_AT_ONCE + 1, before=_before(request.GET.get("setelah", "")))
    shown = found[:_AT_ONCE]
    cases = queries.cases_of_authors(shown)
    following = ""
    if len(found) > len(shown):
        last = shown[-1]
        after = urlencode({"setelah": f"{last.received_at.isoformat()},{last.pk}"})
        following = f"{reverse('workbench:social')}?{after}"
    return {
        "now": now,
        "rows": [_row(one, cases) for one in shown],
        "floods": [(one, registry.label(one.channel)) for one in queries.floods()],
        "last": queries.last_decision(reach.account, since=now - social.UNDO_FOR),
        "next_page": following,
        "first_page": reverse("workbench:social") if request.GET.get("setelah") else "",
    }


def _row(mention: Mention, cases: dict[int, list[Report]]) -> Row:
    message = mention.message
    suggestions = list(cases.get(message.contact_point_id or 0, []))
    if mention.suggested and mention.suggested not in suggestions:
        suggestions.insert(0, mention.suggested)
    return Row(
        mention=mention,
        channel=registry.label(mention.channel),
        place=_place(mention.place),
        text=mention.text,
        pictures=len(message.media.all()),
        suggestions=suggestions[:3],
    )


def _place(code: str) -> str:
    return {"comment": _("comment"), "mention": _("mention"), "post": _("post"), "story": _("story")}.get(code, code)


def _before(text: str) -> tuple[datetime, int] | None:
    moment, _comma, pk = text.rpartition(",")
    try:
        at = datetime.fromisoformat(moment.replace(" ", "+"))
    except ValueError:
        return None
    return (at, int(pk)) if pk.isdecimal() and at.tzinfo else None


@require_POST
@staff(VERIFY)
def decide(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """One decision about one mention; back to the list, which has moved up."""
    choice = request.POST.get("putusan", "")
    decisions: dict[str, Callable[[], Mention]] = {
        "laporan": lambda: _decided(reach, pk, Mention.State.REPORT),
        "bukan": lambda: _decided(reach, pk, Mention.State.CHATTER),
        "kasus": lambda: _decided(reach, pk, Mention.State.REPLY, _case(reach, request)),
    }
    if choice not in decisions:
        messages.error(request, _("Choose what it is."))
        return redirect("workbench:social")
    try:
        mention = decisions[choice]()
    except Mention.DoesNotExist as error:
        raise Http404 from error
    except social.AlreadyDecided as error:
        messages.warning(request, _already(error.mention))
    except (access.NotFound, ids.WrongNumber):
        messages.error(request, _("There is no such case within your reach. Check the number; nothing was decided."))
    except ReportError:
        messages.error(request, _("This could not be taken up as it is. It still waits here."))
    else:
        messages.success(request, _told(mention))
    return redirect("workbench:social")


def _decided(reach: Reach, pk: int, state: str, report: Report | None = None) -> Mention:
    return social.decide(mention_id=pk, state=state, account=reach.account, at=clock.now(), report=report)


def _case(reach: Reach, request: HttpRequest) -> Report:
    """The case that was typed or tapped. Raises WrongNumber, NotFound."""
    return access.get_for_staff(reach, ids.parse_tracking_number(request.POST.get("nomor", "")))


def _told(mention: Mention) -> str:
    number = mention.report.number if mention.report else ""
    return {
        Mention.State.REPORT.value: _("%(number)s was made of it. The public answer with the number goes out now."),
        Mention.State.REPLY.value: _("It was added to %(number)s."),
    }.get(mention.state, _("Kept as no report.")) % {"number": number}


def _already(mention: Mention) -> str:
    state = mention.get_state_display()
    if mention.decided_by is None:
        return _("This was settled meanwhile: %(state)s.") % {"state": state}
    return _("%(name)s was faster: %(state)s.") % {"name": mention.decided_by.name, "state": state}


@require_POST
@staff(VERIFY)
def undo(request: HttpRequest, reach: Reach) -> HttpResponse:
    """Take back the last decision of whoever asks."""
    taken = social.undo(account=reach.account, at=clock.now())
    if taken is None:
        messages.warning(request, _("There is nothing left to take back."))
    else:
        messages.success(request, _("Taken back. It waits here again."))
    return redirect("workbench:social")


@require_POST
@staff(VERIFY)
def held(request: HttpRequest, reach: Reach, contact: int) -> HttpResponse:
    """What is held of one contact: into a case, or dismissed."""
    now = clock.now()
    if request.POST.get("putusan") == "bukan":
        count = holding.dismiss(contact_id=contact, account=reach.account, at=now)
    else:
        try:
            report = _case(reach, request)
            count = holding.release(contact_id=contact, report=report, account=reach.account, at=now)
        except (access.NotFound, ids.WrongNumber):
            messages.error(request, _("There is no such case within your reach. Check the number."))
            return redirect("workbench:social")
        except ReportError:
            messages.error(request, _("This case takes no more words. Choose another one."))
            return redirect("workbench:social")
    if count:
        words = ngettext("%(n)s message was settled.", "%(n)s messages were settled.", count)
        messages.success(request, words % {"n": count})
    else:
        messages.warning(request, _("Somebody else has settled these messages."))
    return redirect("workbench:social")


@require_http_methods(["GET", "POST"])
@staff(REGISTER, VERIFY)
def take_in(request: HttpRequest, reach: Reach) -> HttpResponse:
    """A post, pasted or photographed, becomes a report; then the answer to paste stands here."""
    context = shell(reach, "social-new")
    if request.method == "GET":
        number = request.GET.get("laporan", "")
        made = _made(request, number)
        form = social_forms.empty(request.GET.get("tautan", ""))
        return render(request, "workbench/social_new.html", context | {"form": form, **made})
    try:
        post = social_forms.read(request)
        report, new = social.take_in_by_hand(
            post=post, token=social_forms.token_of(request), account=reach.account, at=clock.now()
        )
    except social_forms.Wrong as wrong:
        form = social_forms.again(request, wrong)
        return render(request, "workbench/social_new.html", context | {"form": form}, status=422)
    except ReportError as error:
        form = social_forms.again(request, social_forms.wrong_of(error))
        return render(request, "workbench/social_new.html", context | {"form": form}, status=422)
    request.session[_KEPT_RECEIPT] = {"number": report.number, "new": new}
    return redirect(f"{reverse('workbench:social-new')}?{urlencode({'laporan': report.number})}")


def _made(request: HttpRequest, number: str) -> Context:
    """The report just made or found, for whoever took it in: the desk may not see the case itself any more."""
    kept = request.session.get(_KEPT_RECEIPT) or {}
    if not number or kept.get("number") != number:
        return {}
    report = access.get_for_tracking(number)
    return {"made": report, "new": kept["new"], "answer": social.public_answer(report)}
