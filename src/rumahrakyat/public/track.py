"""Following a case by its number; and what its reporter may do there."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.channels import registry
from rumahrakyat.correspondence import intake
from rumahrakyat.duty import queries as duty
from rumahrakyat.lib import clock
from rumahrakyat.lib.ids import WrongNumber, parse_tracking_number
from rumahrakyat.organisations import queries as organisations
from rumahrakyat.oversight.findings.ombudsman import hindrance
from rumahrakyat.public import answers, following, limits, panels, rights, sending, story
from rumahrakyat.public.answers import Fault
from rumahrakyat.public.drawer import Drawer, drawer_of
from rumahrakyat.public.evidence import evidence_of
from rumahrakyat.reports import access, afterwards, appeals, merging, queries, readings
from rumahrakyat.reports.attachments import Evidence
from rumahrakyat.reports.errors import NoAppeal, NotAllowed, ReportError
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.queries import bodies_named
from rumahrakyat.reports.states import TRANSITIONS, Stage
from rumahrakyat.web.components import stage_code
from rumahrakyat.web.views import too_many


@require_GET
def track(request: HttpRequest) -> HttpResponse:
    """The tracking box. A number with a fault in it is explained; a right one leads to its case."""
    if "nomor" not in request.GET:
        return render(request, "public/track.html", {"fault": ""})
    typed = request.GET["nomor"].strip()
    if typed.upper().strip("- ") in {"", "RR"}:
        return render(request, "public/track.html", {"fault": _wrong("empty")}, status=422)
    if limits.WRONG_NUMBERS.reached_by(request):
        return too_many(request)
    try:
        report = access.get_for_tracking(typed)
    except WrongNumber as error:
        limits.WRONG_NUMBERS.count_for(request)
        return render(request, "public/track.html", {"fault": _wrong(error.reason), "typed": typed[:40]}, status=404)
    except access.NotFound:
        limits.WRONG_NUMBERS.count_for(request)
        return render(request, "public/track.html", {"fault": _unknown(), "typed": typed[:40]}, status=404)
    return redirect("public:story", number=report.number)


def _wrong(reason: str) -> str:
    sentences = {
        "shape": _("A report number has six digits or more, such as RR-482-135"),
        "check": _("One digit is not right. Compare it with your receipt, digit by digit"),
    }
    return sentences.get(reason, _("Type the number of your report, such as RR-482-135"))


def _unknown() -> str:
    return _("There is no report with this number. Compare it with your receipt")


def case_of(number: str) -> Report:
    """The case of a canonical number. Raises Http404."""
    try:
        return access.get_for_tracking(number)
    except (WrongNumber, access.NotFound) as error:
        raise Http404 from error


@never_cache
@require_GET
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The story of a case: its deadline first."""
    if limits.WRONG_NUMBERS.reached_by(request):
        return too_many(request)
    try:
        canonical = parse_tracking_number(number)
        report = access.get_for_tracking(canonical)
    except WrongNumber as error:
        limits.WRONG_NUMBERS.count_for(request)
        return render(request, "public/track.html", {"fault": _wrong(error.reason), "typed": number[:40]}, status=404)
    except access.NotFound:
        limits.WRONG_NUMBERS.count_for(request)
        return render(request, "public/track.html", {"fault": _unknown(), "typed": number[:40]}, status=404)
    if canonical != number:
        return redirect("public:story", number=canonical)
    drawer = drawer_of(request)
    if not (drawer.owns(report.number) or request.user.is_authenticated):
        readings.count_view(report_id=report.pk, at=clock.now())
    return _page(request, report, drawer, [])


def _page(
    request: HttpRequest, report: Report, drawer: Drawer, faults: list[Fault], *, typed: dict[str, str] | None = None
) -> HttpResponse:
    now, reporter = clock.now(), drawer.owns(report.number)
    lines = queries.story(report, staff=False, reporter=reporter)
    clocks = panels.Clocks.of(duty.clocks_of(report.pk))
    names = story.Names(registry.label, organisations.names_by_code(bodies_named(lines)))
    over = afterwards.is_over(report, now)
    higher = rights.appeal_lines(report, lines)
    context: dict[str, Any] = {
        "report": report,
        "reporter": reporter,
        "readable": report.is_public or reporter,
        "heading": report.title if report.is_public or reporter else report.number,
        "place": story.place_of(report),
        "panel": panels.panel(report, clocks, reporter=reporter, now=now, decider=rights.decider(higher)),
        "path": story.path_of(report),
        "stage_code": stage_code(report),
        "stage_label": story.stage_label(report),
        "groups": story.groups(lines, reporter=reporter, names=names, now=now),
        "count": len(lines),
        "holders": story.holders(lines, report, names, now=now),
        "decides": reporter and report.stage == Stage.RESOLVED.value,
        "may_object": reporter and not over and Stage(report.stage) in TRANSITIONS["object"].from_,
        "over": reporter and over,
        "may_open": reporter and not over and rights.own_words(report),
        "rights": rights.rights(report, lines, clocks, now) if reporter else [],
        "appeals": higher,
        **(_ways_up(report, lines, now) if reporter else {}),
        "may_reply": reporter and not over and _may_reply(report),
        **following.people_of(report, reporter=reporter),
        "proof": _proof(lines),
        "qr": sending.qr(sending.story_link(report.number)),
        "faults": faults,
        "fault": {one.id: one.text for one in faults},
        "typed": typed or {},
        "said": _said(request),
        "now": now,
    }
    return render(request, "public/story.html", context, status=422 if faults else 200)


def _may_reply(report: Report) -> bool:
    """What is said about a merged report is said to the case that goes on for it."""
    return Stage(merging.head_of(report).stage) in TRANSITIONS["reply"].from_


def _ways_up(report: Report, lines: list[queries.Line], now: datetime) -> dict[str, bool]:
    """Whether the reporter may appeal, and bring the case to the Ombudsman."""
    types = frozenset(one.type for one in lines)
    return {
        "may_appeal": _may_appeal(report, lines, now),
        "may_bring": not hindrance(report, types=types, at=now),
    }


def _may_appeal(report: Report, lines: list[queries.Line], now: datetime) -> bool:
    if Stage(report.stage) not in TRANSITIONS["appeal"].from_:
        return False
    return not appeals.hindrance([(line.type, line.entry.at) for line in lines], now)


def _said(request: HttpRequest) -> str:
    return {
        "balasan": _("Sent. The agency reads it now."),
        "keberatan": _("Your objection is sent. It must be answered within 24 hours."),
        "banding": _("Your appeal is sent. A higher officer decides within 30 working days."),
        "buka": _("The case is open again. It must be answered within 24 hours."),
        "beres": _("Thank you. We noted that it is solved."),
        "ombudsman": _("Sent. The Ombudsman sees your case now, with its whole file."),
        "kabar": _("Noted. We tell you there from now on."),
        "terbukti": _("The code is right. For an hour you can answer here."),
    }.get(request.GET.get("terkirim", ""), "")


def _proof(lines: list[queries.Line]) -> dict[str, Any] | None:
    """What the agency shows for "done": its words, the reporter's last photo and its own."""
    done = next((line for line in reversed(lines) if line.type == "resolved"), None)
    if done is None:
        return None
    before = [one for line in lines for one in line.pictures if one.by_citizen and one.state == "ready"]
    shown = [one for one in done.pictures if one.state == "ready"]
    before += [one for one in shown if one.phase == "before"]
    after = [one for one in shown if one.phase != "before"]
    return {"text": done.text, "before": before[-1] if before else None, "after": after[-1] if after else None}


@never_cache
@require_http_methods(["POST"])
def act(request: HttpRequest, number: str) -> HttpResponse:
    """The reporter adds, objects, appeals, opens again or confirms. For anybody else the case has no such door."""
    report = case_of(number)
    drawer = drawer_of(request)
    if not drawer.owns(report.number):
        raise Http404
    move = request.POST.get("pilihan", "")
    text = request.POST.get("teks", "").replace("\r\n", "\n")
    key = request.POST.get("kunci", "")
    if key and key in drawer.filed[report.number].get("keys", []):
        return redirect("public:story", number=report.number)  # a second press of the same button
    evidence, faults = evidence_of(request)
    if move in ("balas", "keberatan", "banding"):
        faults = answers.story_faults(text, field="teks") + faults
    elif move not in ("beres", "buka"):
        faults = [Fault("pilihan", _("Choose whether it is solved"))]
    if faults:
        return _page(request, report, drawer, faults, typed={"pilihan": move, "teks": text})
    try:
        said = _do(report, move, text, evidence, request.POST.get("nilai", ""))
    except afterwards.TooLate:
        return _page(request, report, drawer, [Fault("teks", _too_late())], typed={"pilihan": move, "teks": text})
    except (NotAllowed, NoAppeal):
        return _page(request, report, drawer, [Fault("teks", _moved())], typed={"pilihan": move, "teks": text})
    except ReportError:
        return _page(
            request, report, drawer, [Fault("teks", _("This cannot be sent as it is. Shorten it or leave out a photo"))]
        )
    response = redirect(f"/lacak/{report.number}/?terkirim={said}")
    drawer.filed[report.number].setdefault("keys", []).append(key)
    drawer.save(response)
    return response


def _too_late() -> str:
    return _("This case ended more than thirty days ago. Tell it anew: we link the two reports")


def _moved() -> str:
    return _("Meanwhile the case has moved on. Read its story once more, then send again: your words are still here")


def _do(report: Report, move: str, text: str, evidence: list[Evidence], rating: str) -> str:
    now = clock.now()
    if move == "beres":
        stars = int(rating) if rating in ("1", "2", "3", "4") else None
        intake.confirm(report=report, channel="web", at=now, rating=stars)
        return "beres"
    if move == "keberatan":
        intake.object_to(report=report, text=text, channel="web", at=now, evidence=evidence)
        return "keberatan"
    if move == "buka":
        said = afterwards.words_since_end(report)
        intake.object_to(report=report, text=said.text if said else "", channel="web", at=now)
        return "buka"
    if move == "banding":
        intake.appeal(report=report, text=text, channel="web", at=now, evidence=evidence)
        return "banding"
    if afterwards.is_over(report, now):
        raise afterwards.TooLate(report.number)
    intake.add_words(report=report, text=text, channel="web", at=now, evidence=evidence)
    return "balasan"


@never_cache
@require_http_methods(["GET", "POST"])
def prove(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt's secret code makes this browser the reporter's. Five tries in a quarter of an hour."""
    report = case_of(number)
    drawer = drawer_of(request)
    if drawer.owns(report.number):
        return redirect("public:story", number=report.number)
    if request.method == "GET":
        return render(request, "public/prove.html", {"report": report, "fault": ""})
    if limits.SECRETS.reached_by(request):
        return too_many(request)
    if not access.proves_reporter(report, request.POST.get("kode", "")):
        limits.SECRETS.count_for(request)
        fault = _("The code does not fit this report. It has 16 digits and stands on your receipt")
        return render(request, "public/prove.html", {"report": report, "fault": fault}, status=422)
    response = redirect(f"/lacak/{report.number}/?terkirim=terbukti")
    drawer.prove(report.number)
    drawer.save(response)
    return response
