"""The village head's app: the page, what the phone keeps, and what it hands over when a signal comes."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET, require_POST

from rumahrakyat.correspondence.messages import moment
from rumahrakyat.lib import clock
from rumahrakyat.lib.phone import WrongPhone, parse_phone
from rumahrakyat.people.roles import FILE_FOR_VILLAGERS
from rumahrakyat.relay import filing, outcomes, photos
from rumahrakyat.relay.errors import BrokenPhoto, NameMissing, NotHanded, NotRead, NotYourCase, NotYourVillage
from rumahrakyat.relay.models import Carried, Handed
from rumahrakyat.relay.outcomes import Outcome
from rumahrakyat.relay.villages import villages_of
from rumahrakyat.reports.access import Reach
from rumahrakyat.reports.errors import EmptyText, NotAllowed, NoteRequired, TextTooLong
from rumahrakyat.reports.models import Identity, StageChoices
from rumahrakyat.web import formats
from rumahrakyat.workbench.relay import door, shell
from rumahrakyat.workbench.relay.door import phone
from rumahrakyat.workbench.relay.words import shared_words, village_words

APP: Final = shell.App("desa", "/kerja/desa/", ("desa",))
_SAID: Final = {Handed.Kind.REPLY.value, Handed.Kind.OBJECTION.value, Handed.Kind.CONFIRMATION.value}
app, worker = shell.views(APP, FILE_FOR_VILLAGERS, lambda: shared_words() | village_words())


@require_GET
@gzip_page
@phone(FILE_FOR_VILLAGERS)
def data(request: HttpRequest, reach: Reach) -> HttpResponse:
    """What the phone keeps: whose it is, the villages, and the cases with what is to be told."""
    body = {
        "account": {"id": reach.account.pk, "name": reach.account.name},
        "villages": [{"code": one.code, "name": f"{one.kind} {one.name}"} for one in villages_of(reach.scope)],
        "cases": [_case(one) for one in outcomes.of_villages(reach.scope, at=clock.now())],
    }
    return door.kept(request, body)


def _case(one: Outcome) -> dict[str, Any]:
    report = one.report
    return {
        "number": report.number,
        "name": one.name,
        "village": one.carried.village.name,
        "title": report.title,
        "day": formats.short_day(timezone.localtime(report.received_at)),
        "stage": str(StageChoices(report.stage).label),
        "sentence": one.sentence,
        "next": one.next,
        "word": one.word,
        "told": one.told,
        "asks": one.asks,
        "object": one.may_object,
        "confirm": one.may_confirm,
        "direct": one.carried.reachable,
    }


@require_POST
@phone(FILE_FOR_VILLAGERS)
def send(request: HttpRequest, reach: Reach) -> HttpResponse:
    """One report. A repeat of its id answers with the same number."""
    slip = door.slip_of(request, reach.account)
    if slip is None:
        return door.faulty([("uuid", _("This report has no id. Write it again"))])
    if refusal := door.belongs_to_another(request, reach.account):
        return refusal
    story, faults = _story(request)
    if faults:
        return door.faulty(faults)
    try:
        handed, new = filing.file(slip=slip, story=story, scope=reach.scope, at=clock.now())
    except (EmptyText, TextTooLong) as error:
        return door.faulty([_text_fault(error)])
    except (NotYourVillage, NameMissing, NotRead) as error:
        return door.faulty([_fault(error)])
    return JsonResponse({"number": handed.report.number, "new": new, "until": _until(handed)})


def _until(handed: Handed) -> str:
    due = handed.report.answer_due_at
    return moment(due) if due else ""


def _story(request: HttpRequest) -> tuple[filing.Story, list[tuple[str, str]]]:
    given = request.POST
    faults: list[tuple[str, str]] = []
    identity = given.get("identitas", "")
    identity = identity if identity in Identity.values else Identity.NAMED.value
    anonymous = identity == Identity.ANONYMOUS.value
    typed, number = given.get("hp", "").strip(), ""
    if typed and not anonymous:
        try:
            number = parse_phone(typed)
        except WrongPhone:
            faults.append(("hp", _("This is no telephone number. Example: 0813 2290 4471. Leave it empty if none")))
    consent = given.get("persetujuan", "")
    lat, lon = door.point_of(request)
    return filing.Story(
        village=given.get("desa", ""),
        text=given.get("teks", ""),
        name="" if anonymous else given.get("nama", "")[:120],
        identity=identity,
        phone=number,
        place_words=given.get("tempat", "")[:200],
        lat=lat,
        lon=lon,
        consent=consent if consent in Carried.Consent.values else Carried.Consent.SAID.value,
        read_back=given.get("dibacakan") == "ya",
    ), faults


def _text_fault(error: EmptyText | TextTooLong) -> tuple[str, str]:
    if isinstance(error, EmptyText):
        return "teks", _("Write what happened. One sentence is enough")
    words = _("The story has %(length)s signs, at most %(limit)s are possible. Shorten it, or make two reports of it")
    return "teks", words % {"length": formats.number(error.length), "limit": formats.number(error.limit)}


def _fault(error: NotYourVillage | NameMissing | NotRead) -> tuple[str, str]:
    if isinstance(error, NotYourVillage):
        return "desa", _("Your account no longer speaks for this village. Choose another, or ask who does now")
    if isinstance(error, NameMissing):
        return "nama", _("Write the villager's name, or choose without a name")
    return "dibacakan", _("Read the report back to the villager first, then tick this")


@require_POST
@phone(FILE_FOR_VILLAGERS)
def photo(request: HttpRequest, reach: Reach) -> HttpResponse:
    return take_photo(request, reach)


def take_photo(request: HttpRequest, reach: Reach) -> HttpResponse:
    """A piece of a photo; answers how many bytes are here, where the phone goes on."""
    slip, piece = door.slip_of(request, reach.account), request.FILES.get("potongan")
    digest, size, offset = (request.POST.get(name, "") for name in ("sidik", "besar", "dari"))
    wrong = slip is None or piece is None or len(digest) != 64 or not size.isdecimal() or not offset.isdecimal()
    if wrong or slip is None or piece is None or (piece.size or 0) > photos.MOST_PIECE:
        return door.faulty([("foto", _photo_words("shape"))])
    part = photos.Piece(slip.uuid, digest, int(size[:9]), int(offset[:9]), piece.read(), request.POST.get("tahap", ""))
    try:
        have = photos.take_piece(account=reach.account, piece=part, at=clock.now())
    except NotHanded:
        return door.faulty([("uuid", _("The report itself has not arrived yet"))], status=409)
    except BrokenPhoto as error:
        if error.reason == "digest":  # spoilt on its way: begin again
            return JsonResponse({"have": 0})
        return door.faulty([("foto", _photo_words(error.reason))])
    return JsonResponse({"have": have})


def _photo_words(reason: str) -> str:
    return {
        "bytes": _("This photo is too large. Take it again with a smaller size"),
        "kind": _("This file is no photo that can be opened. Take it again"),
        "pixels": _("This photo is too large. Take it again with a smaller size"),
        "many": _("The case has as many photos as it can take. The report itself has arrived"),
    }.get(reason, _("This photo is broken and cannot be opened. Take it again or leave it out"))


@require_POST
@phone(FILE_FOR_VILLAGERS)
def told(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The villager was told the newest word."""
    given, word = request.POST, request.POST.get("kabar", "")
    if not word.isdecimal():
        return door.faulty([("kabar", _("It is not said which news was told"))])
    try:
        outcomes.told(
            scope=reach.scope,
            account=reach.account,
            number=given.get("nomor", ""),
            word=int(word[:18]),
            at=clock.now(),
            noted_at=door.instant(given.get("dicatat", "")),
        )
    except NotYourCase as error:
        raise Http404 from error
    return JsonResponse({"number": given.get("nomor", "")})


@require_POST
@phone(FILE_FOR_VILLAGERS)
def say(request: HttpRequest, reach: Reach) -> HttpResponse:
    """The villager's answer, objection or confirmation."""
    given, slip = request.POST, door.slip_of(request, reach.account)
    kind = given.get("jenis", "")
    if slip is None or kind not in _SAID:
        return door.faulty([("teks", _("This answer has no id. Write it again"))])
    if refusal := door.belongs_to_another(request, reach.account):
        return refusal
    try:
        handed, new = outcomes.say(
            slip=slip, scope=reach.scope, number=given.get("nomor", ""), kind=kind, text=given.get("teks", ""),
            at=clock.now(),
        )  # fmt: skip
    except NotYourCase as error:
        raise Http404 from error
    except NotAllowed:
        moved = _("The case has moved meanwhile and takes this no longer. Read the newest word first")
        return door.faulty([("teks", moved)], status=409)
    except (NoteRequired, EmptyText):
        return door.faulty([("teks", _("Write what the villager says"))])
    except TextTooLong as error:
        return door.faulty([_text_fault(error)])
    return JsonResponse({"number": handed.report.number, "new": new})
