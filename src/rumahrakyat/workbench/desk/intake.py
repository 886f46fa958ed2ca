"""Intake at a counter on one page, kept on the server while it is typed."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from rumahrakyat.correspondence.intake import ContactWithoutName
from rumahrakyat.desk import intake, photos, places, queries
from rumahrakyat.desk.models import Ticket
from rumahrakyat.desk.models_intake import DeskIntake, IntakeDraft
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.images import MAX_BYTES
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.people.roles import SERVE_DESK
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import BadFile, ReportError
from rumahrakyat.reports.models import Identity
from rumahrakyat.reports.submission import MAX_TEXT
from rumahrakyat.web import formats
from rumahrakyat.web.requests import day_of
from rumahrakyat.workbench.entrance import staff, words_kept_for
from rumahrakyat.workbench.views import shell

Context = dict[str, Any]
Faults = dict[str, str]
_LONGEST: Final = {"name": 120, "place": 200, "helper": 120, "late_reason": 200}  # characters
_UNSURE: Final = "-"  # several places have the name, and the person does not know which


def _ticket(reach: Reach, pk: int) -> Ticket:
    """A ticket of a point at which this account serves; others do not exist."""
    ticket = queries.ticket(pk)
    if ticket is None or not queries.serves(reach.scope, ticket.service_point, SERVE_DESK):
        raise Http404
    return ticket


@require_http_methods(["GET", "POST"])
@staff(SERVE_DESK)
def page(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The form with what is kept of it; sent, it is one report however often it is sent."""
    ticket = _ticket(reach, pk)
    now = clock.now()
    if request.method == "GET":
        draft = intake.draft_of(ticket=ticket, account=reach.account, at=now)
        words = intake.words_of(draft) | words_kept_for(request)
        return _form(request, reach, ticket, draft, words, {})
    faults: Faults = {}
    token = request.POST.get("token", "")[:32]
    if before := intake.made_before(token):
        return redirect("workbench:desk-receipt", number=before.number)
    words = _typed(request)
    words["photos"] = [asdict(one) for one in _with_files(request, ticket, reach, faults)]
    draft = intake.keep(ticket=ticket, account=reach.account, words=words, at=now)
    if "tambah" in request.POST or "hapus" in request.POST:
        return _form(request, reach, ticket, draft, intake.words_of(draft), faults)
    form = _read(words, faults, now)
    if faults or form is None:
        return _form(request, reach, ticket, draft, intake.words_of(draft), faults)
    try:
        made = intake.take_in(form=form, ticket=ticket, account=reach.account, token=draft.token, at=now).report
    except ContactWithoutName:
        faults["identity"] = _("Without a name nothing is kept: empty the telephone number, or choose “kept secret”")
    except ReportError:
        faults["text"] = _("Write what happened, in the person's own words")
    else:
        return redirect("workbench:desk-receipt", number=made.number)
    return _form(request, reach, ticket, draft, intake.words_of(draft), faults)


def _form(  # noqa: PLR0917 -- a private step of the page
    request: HttpRequest, reach: Reach, ticket: Ticket, draft: IntakeDraft, words: Context, faults: Faults
) -> HttpResponse:
    now = clock.now()
    given = {
        "identity": Identity.NAMED,
        "consent": DeskIntake.Consent.SAID,
        "language": "id",
        "way": "whatsapp",
        **words,
    }
    context = {
        "ticket": ticket,
        "token": draft.token,
        "words": given,
        "faults": faults,
        "summary": [{"id": name, "text": text} for name, text in faults.items()],
        "saved": formats.clock_time(draft.saved_at) if draft.sealed else "",
        "photos": intake.photos_of(words),
        "identities": _identities(given["identity"]),
        "consents": [(code, label, code == given["consent"]) for code, label in DeskIntake.Consent.choices],
        "languages": [(code, label, code == given["language"]) for code, label in _languages()],
        "today": wallclock.day_of(now).isoformat(),
        "late": bool(given.get("paper_on") or given.get("late_reason")),
        **_found(given, now),
    }
    status = 422 if faults else 200
    return render(request, "workbench/desk/intake.html", shell(reach, "desk") | context, status=status)


def _identities(chosen: str) -> list[Context]:
    told = [
        (Identity.NAMED, _("By name"), _("The agency knows who reports; the public does not")),
        (Identity.CONFIDENTIAL, _("Kept secret"), _("Only Rumah Rakyat knows who reports")),
        (Identity.ANONYMOUS, _("Without a name"), _("Nothing is kept about the person, no number either")),
    ]
    return [{"code": code, "label": label, "hint": hint, "chosen": code == chosen} for code, label, hint in told]


def _languages() -> list[tuple[str, str]]:
    return [("id", "Bahasa Indonesia"), ("jv", "Basa Jawa"), ("en", "English")]


def _found(words: Context, now: datetime) -> Context:
    """What the typed place may be, and what others have reported already."""
    place, where = str(words.get("place", "")), str(words.get("where", ""))
    readings = places.readings(place)
    known = where if any(one.code == where for one in readings) else ""
    single = readings[0].code if len(readings) == 1 else ""
    text = str(words.get("text", ""))
    secret = words.get("identity") == Identity.CONFIDENTIAL
    alike = [] if secret else intake.alike(text, known or single, place, at=now)
    chosen = known or single or (_UNSURE if where == _UNSURE else "")
    return {
        "place_typed": place,
        "readings": readings,
        "where": chosen,
        "alike": alike,
        "follow": words.get("follow", ""),
    }


def _typed(request: HttpRequest) -> Context:
    """The fields of the form; a box that is not ticked is empty."""
    return {name: request.POST.get(name, "").replace("\r\n", "\n")[: intake.MOST_KEPT] for name in intake.FIELDS}


def _with_files(request: HttpRequest, ticket: Ticket, reach: Reach, faults: Faults) -> list[photos.Photo]:
    """The photographs of the draft with those of this request; those that cannot be taken are named."""
    draft = intake.draft_of(ticket=ticket, account=reach.account, at=clock.now())
    kept = [one for one in intake.photos_of(intake.words_of(draft)) if one.digest != request.POST.get("hapus")]
    for nth, file in enumerate(request.FILES.getlist("photos"), start=1):
        if len(kept) >= photos.MOST:
            faults["photos"] = _("At most %(n)s photos can go along. Choose fewer") % {"n": photos.MOST}
            break
        if (file.size or 0) > MAX_BYTES:
            faults["photos"] = _("Photo %(nth)s is larger than 15 MB. Choose a smaller one") % {"nth": nth}
            continue
        try:
            kept.append(photos.keep(Evidence(file.read(), file.content_type or ""), file.name or _("photo")))
        except BadFile:
            faults["photos"] = _("File %(nth)s cannot be opened. Photos are JPEG, PNG or WebP, scans PDF") % {
                "nth": nth
            }
    return kept


def _read(words: Context, faults: Faults, now: datetime) -> intake.Form | None:
    """The form, or every fault at once."""
    text = str(words["text"]).strip()
    if not text:
        faults["text"] = _("Write what happened, in the person's own words")
    elif len(text) > MAX_TEXT:
        faults["text"] = _("The text is too long by %(n)s characters. Shorten it") % {"n": len(text) - MAX_TEXT}
    for name, most in _LONGEST.items():
        if (count := len(str(words[name]).strip())) > most:
            faults[name] = _("At most %(most)s characters; these are %(count)s") % {"most": most, "count": count}
    phone = _phone(words, faults)
    if words["identity"] == Identity.ANONYMOUS and (phone or str(words["name"]).strip()):
        faults["identity"] = _("Without a name nothing is kept: empty name and number, or choose “kept secret”")
    if not words["read_back"]:
        faults["read_back"] = _("Read the words aloud and ask whether they are right; then tick this")
    paper = _paper(words, faults, now)
    where = _where(words, faults)
    if faults:
        return None
    return intake.Form(
        text=text,
        name=str(words["name"]).strip(),
        phone=phone,
        way="sms" if words["way"] == "sms" else "whatsapp",
        place=str(words["place"]).strip(),
        where=where,
        identity=words["identity"] if words["identity"] in Identity.values else Identity.NAMED,
        consent=words["consent"] if words["consent"] in DeskIntake.Consent.values else DeskIntake.Consent.SAID,
        read_back=True,
        cannot_read=bool(words["cannot_read"]),
        helper=str(words["helper"]).strip(),
        language=words["language"] if words["language"] in intake.LANGUAGES else "id",
        paper_on=paper,
        late_reason=str(words["late_reason"]).strip(),
        follow=str(words["follow"])[:20],
        photos=intake.photos_of(words),
    )


def _phone(words: Context, faults: Faults) -> str:
    typed = str(words["phone"]).strip()
    if not typed:
        return ""
    try:
        return parse_phone(typed)
    except WrongPhone:
        faults["phone"] = _("This is no mobile number. Write it like 0813 2290 4471, or leave it empty")
    return ""


def _paper(words: Context, faults: Faults, now: datetime) -> date | None:
    if not words["paper_on"]:
        return None
    day = day_of(str(words["paper_on"]))
    if day is None:
        faults["paper_on"] = _("Write the day as in 2026-07-21, or leave it empty")
        return None
    if day > wallclock.day_of(now):
        faults["paper_on"] = _("This day lies ahead. Check the date on the paper")
    if not str(words["late_reason"]).strip():
        faults["late_reason"] = _("Say why the paper is entered only now; it stands on the record")
    return day


def _where(words: Context, faults: Faults) -> str:
    readings = places.readings(str(words["place"]))
    chosen = str(words["where"])
    if chosen == _UNSURE or not readings:
        return ""
    if any(one.code == chosen for one in readings):
        return chosen
    if len(readings) == 1:
        return readings[0].code
    faults["place"] = _("There are %(n)s places of that name. Choose which one is meant") % {"n": len(readings)}
    return ""


@require_POST
@staff(SERVE_DESK)
def save(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Keep what was typed so far, or a photograph as soon as it was taken."""
    ticket = _ticket(reach, pk)
    if intake.made_before(request.POST.get("token", "")[:32]):
        return JsonResponse({"said": ""})
    faults: Faults = {}
    if request.FILES or "hapus" in request.POST:
        kept = _with_files(request, ticket, reach, faults)
        intake.keep(
            ticket=ticket, account=reach.account, words={"photos": [asdict(one) for one in kept]}, at=clock.now()
        )
        context = {"photos": kept, "fault": faults.get("photos", "")}
        return render(request, "workbench/desk/photos.html", context)
    draft = intake.keep(ticket=ticket, account=reach.account, words=_typed(request), at=clock.now())
    return JsonResponse({"said": _("draft kept %(time)s") % {"time": formats.clock_time(draft.saved_at)}})


@require_POST
@staff(SERVE_DESK)
def found(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """Which place is meant, and what is reported already: beside the form while it is typed."""
    _ticket(reach, pk)
    return render(request, "workbench/desk/found.html", _found(_typed(request), clock.now()))


@require_POST
@staff(SERVE_DESK)
def discard(request: HttpRequest, reach: Reach, pk: int) -> HttpResponse:
    """The person changed their mind: nothing is kept of what was typed."""
    ticket = _ticket(reach, pk)
    intake.discard(ticket=ticket)
    messages.success(request, _("Nothing was kept. The visit goes on at your counter."))
    return redirect("workbench:desk")
