"""Reporting in three short steps, one question a page, without a script: story, place, contact; check; receipt.

The draft lies in the browser's drawer on our side, so a fault, a step back or a closed tab loses nothing. Each page
asks one operation or none.
"""

import math
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from rumahrakyat.correspondence import reaching, words
from rumahrakyat.lib import clock
from rumahrakyat.lib.blobs import MissingBlob
from rumahrakyat.lib.images import BadImage
from rumahrakyat.public import answers, following, limits, photos, sending, where
from rumahrakyat.public.answers import Fault
from rumahrakyat.public.draft import MAX_PHOTOS, Draft
from rumahrakyat.public.drawer import Drawer, drawer_of
from rumahrakyat.regions import places
from rumahrakyat.regions.queries import full_name
from rumahrakyat.web.views import too_many

TOTAL: Final = 3
ADDRESSES: Final = {
    "story": "public:report",
    "place": "public:report-place",
    "contact": "public:report-contact",
    "check": "public:report-check",
}
_step = require_http_methods(["GET", "POST"])


def _draft_of(drawer: Drawer) -> Draft:
    return Draft.from_values(drawer.values.get("draft"))


def _keep(drawer: Drawer, draft: Draft, response: HttpResponse) -> HttpResponse:
    drawer.values["draft"] = draft.to_values()
    drawer.save(response)
    return response


def _page(request: HttpRequest, name: str, draft: Draft, faults: list[Fault], **more: Any) -> HttpResponse:
    context = {
        "draft": draft,
        "faults": faults,
        "fault": {fault.id.replace("-", "_"): fault.text for fault in faults},
        "kept": answers.kept_words(draft),
        "total": TOTAL,
        "photos_left": MAX_PHOTOS - len(draft.photos),
        **more,
    }
    return render(request, f"public/report/{name}.html", context, status=422 if faults else 200)


def _with_uploads(request: HttpRequest, draft: Draft) -> tuple[Draft, list[Fault]]:
    """The draft with the photographs of this request; those that cannot be taken are named, the others stay."""
    if digest := request.POST.get("hapus"):
        return draft.without_photo(digest), []
    files = request.FILES.getlist("foto")
    room = MAX_PHOTOS - len(draft.photos)
    taken, faults = [], []
    for position, file in enumerate(files[:room], start=1):
        try:
            taken.append(photos.keep(file))
        except BadImage as error:
            faults.append(answers.photo_fault(position, error.reason))
    if len(files) > room:
        faults.append(answers.too_many_photos(len(files) - room))
    return draft.with_photos(taken), faults


def _with_point(request: HttpRequest, draft: Draft) -> tuple[Draft, list[Fault]]:
    """The draft with the place of a point the browser gave; a fault when it lies outside."""
    try:
        lat, lon = float(request.POST["lat"]), float(request.POST["lon"])
    except (KeyError, ValueError):
        return draft, []
    if not (math.isfinite(lat) and math.isfinite(lon)):
        return draft, []
    found = places.locate(lat, lon)
    if found is None:
        words = _("That point lies at sea or outside the province. Choose a place, or write its name")
        return draft, [Fault("tempat", words)]
    code = found.village or found.district
    return replace(draft, lat=lat, lon=lon, where=code, place_words="", place_done=True), []


@never_cache
@_step
def story(request: HttpRequest) -> HttpResponse:
    """Step 1: what happened. The home page's composer posts here too."""
    drawer = drawer_of(request)
    draft = _draft_of(drawer)
    if request.method == "GET":
        return _page(request, "story", _continuing(request, draft), [])
    draft = replace(draft, text=request.POST.get("cerita", draft.text).replace("\r\n", "\n"))
    draft, faults = _with_uploads(request, draft)
    draft, _ignored = _with_point(request, draft)
    if "hapus" in request.POST or "tambah" in request.POST:
        return _keep(drawer, draft, _page(request, "story", draft, faults))
    faults = answers.story_faults(draft.text) + faults
    if faults:
        return _keep(drawer, draft, _page(request, "story", draft, faults))
    return _keep(drawer, draft, redirect(ADDRESSES["check" if draft.contact_done and draft.place_done else "place"]))


def _continuing(request: HttpRequest, draft: Draft) -> Draft:
    """A new report about a case that ended too long ago begins with its number, so that staff find both."""
    number = words.number_in(request.GET.get("lanjut", "")[:20])
    return (
        replace(draft, text=_("Continues report %(number)s: ") % {"number": number})
        if number and not draft.text
        else draft
    )


@never_cache
@_step
def place(request: HttpRequest) -> HttpResponse:
    """Step 2: where. Places named in the story come first; a point, a name, or "I do not know"."""
    drawer = drawer_of(request)
    draft = _draft_of(drawer)
    if not draft.told:
        return redirect(ADDRESSES["story"])
    if request.method == "GET":
        return _page(request, "place", draft, [], offer=where.offer_for(draft.text), **_chosen(draft))
    draft, faults = _with_uploads(request, draft)
    if "hapus" in request.POST or "tambah" in request.POST:
        offer = where.offer_for(draft.text)
        return _keep(drawer, draft, _page(request, "place", draft, faults, offer=offer, **_chosen(draft)))
    draft, asked_offer, found = _placed(request, draft)
    faults = found + faults
    if faults or not draft.place_done:
        offer = where.offer_for(draft.text) if asked_offer is None else asked_offer
        page = _page(request, "place", draft, faults, offer=offer, asked=draft.place_words, **_chosen(draft))
        return _keep(drawer, draft, page)
    return _keep(drawer, draft, redirect(ADDRESSES["check" if draft.contact_done else "contact"]))


def _chosen(draft: Draft) -> dict[str, Any]:
    return {"point_label": full_name(draft.where) if draft.has_point else ""}


def _placed(request: HttpRequest, draft: Draft) -> tuple[Draft, where.Offer | None, list[Fault]]:
    """The draft after the place page; with another offer when a typed name can be several places."""
    bare = replace(draft, where="", place_words="", lat=None, lon=None, place_done=False)
    if "tidak-tahu" in request.POST:
        return replace(bare, place_done=True), None, []
    choice = request.POST.get("tempat", "")
    words = request.POST.get("nama-tempat", "").strip()[:300]
    if choice in ("", "titik") and request.POST.get("lat"):
        pointed, faults = _with_point(request, bare)
        if not pointed.place_done and not faults:
            faults = [Fault("tempat", _("Choose one of the places"))]
        return pointed, None, faults
    if choice not in ("", "lain", "titik"):
        if not full_name(choice):
            return bare, None, [Fault("tempat", _("Choose one of the places"))]
        return replace(bare, where=choice, place_words=words, place_done=True), None, []
    if not words:
        sentence = _("Choose a place or write its name. If you do not know it, press “I do not know the place”")
        return bare, None, [Fault("nama-tempat" if choice == "lain" else "tempat", sentence)]
    return _named(replace(bare, place_words=words), asked=request.POST.get("ditanya", ""))


def _named(draft: Draft, *, asked: str) -> tuple[Draft, where.Offer | None, list[Fault]]:
    """A typed name: clear, one of several (then ask which), or unknown (then the desk will ask)."""
    offer = where.offer_for(draft.place_words, asked=True)
    if draft.place_words == asked or not (offer.options or offer.elsewhere):
        return replace(draft, place_done=True), None, []
    if offer.elsewhere:
        sentence = _("That place lies outside the province. If it is right, press Continue once more")
        return draft, None, [Fault("nama-tempat", sentence)]
    if len(offer.options) == 1:
        return replace(draft, where=offer.options[0].code, place_done=True), None, []
    count = len(offer.options) + offer.more
    sentence = _("There are %(n)s places of that name. Choose which one you mean") % {"n": count}
    return draft, offer, [Fault("tempat", sentence)]


@never_cache
@_step
def contact(request: HttpRequest) -> HttpResponse:
    """Step 3: where the answer goes, and who may know the name."""
    drawer = drawer_of(request)
    draft = _draft_of(drawer)
    if not draft.told:
        return redirect(ADDRESSES["story"])
    if request.method == "GET":
        return _page(request, "contact", draft, [], **_ways())
    draft = answers.with_contact(draft, request.POST)
    faults = answers.contact_faults(draft)
    if faults:
        return _keep(drawer, draft, _page(request, "contact", draft, faults, **_ways()))
    return _keep(drawer, draft, redirect(ADDRESSES["check"]))


def _ways() -> dict[str, bool]:
    """An answer is only promised on a way that exists here."""
    return {"email_offered": bool(reaching.carriers("email"))}


@never_cache
@_step
def check(request: HttpRequest) -> HttpResponse:
    """Everything once more; then send. Sent twice, it is one report."""
    drawer = drawer_of(request)
    draft = _draft_of(drawer)
    if request.method == "POST" and (number := drawer.values.get("sent", {}).get(request.POST.get("kunci", ""))):
        return redirect("public:receipt", number=number)
    if (gap := draft.first_gap) != "check":
        return redirect(ADDRESSES[gap])
    if request.method == "GET":
        return _page(request, "check", draft, [], **_summary(draft))
    if limits.REPORTS.reached_by(request):
        return too_many(request)
    # The number of a case that this one shall go on in; without one it is a case of its own.
    return _send(request, drawer, draft, follow=request.POST.get("ikut", "")[:20])


def _summary(draft: Draft) -> dict[str, Any]:
    now = clock.now()
    return {
        "place_label": full_name(draft.where),
        "due_at": now + timedelta(hours=24),
        "offers": following.offers_for(draft, now=now),
    }


def _send(request: HttpRequest, drawer: Drawer, draft: Draft, *, follow: str = "") -> HttpResponse:
    """The report, its secret and what this browser keeps of them are one commit: an answer lost on the way is found
    again by sending once more, and a process that dies leaves all of it or nothing."""
    now = clock.now()
    try:
        with transaction.atomic():
            filed = following.file_and_follow(draft, follow, at=now) if follow else sending.file(draft, at=now)
            response = redirect("public:receipt", number=filed.number)
            if filed.secret:
                drawer.filed[filed.number] = {"secret": filed.secret, "at": now.timestamp(), "tel": filed.masked}
                sent: dict[str, str] = drawer.values.setdefault("sent", {})
                sent[draft.key] = filed.number
                drawer.values.pop("draft", None)
                drawer.save(response)
    except sending.Refused as refused:
        return _page(request, "check", draft, refused.faults, **_summary(draft))
    limits.REPORTS.count_for(request)
    return response


@never_cache
@require_GET
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The number, who must answer before when, what follows, and the secret: for this browser, for half an hour."""
    drawer = drawer_of(request)
    if not drawer.owns(number):
        return redirect("public:story", number=number)
    return render(request, "public/report/receipt.html", sending.receipt_of(number, drawer.filed[number], clock.now()))


@require_GET
def photo(request: HttpRequest, digest: str) -> HttpResponse:
    """The small picture of a photograph in the draft, for the browser that put it there."""
    draft = _draft_of(drawer_of(request))
    for one in draft.photos:
        if one.digest == digest:
            try:
                data = photos.small_bytes(one)
            except MissingBlob as error:
                raise Http404 from error
            return HttpResponse(data, content_type="image/jpeg", headers={"Cache-Control": "private, max-age=3600"})
    raise Http404


@require_http_methods(["POST"])
def discard(request: HttpRequest) -> HttpResponse:
    """Begin anew: the draft of this browser is forgotten."""
    drawer = drawer_of(request)
    response = redirect(ADDRESSES["story"])
    drawer.values.pop("draft", None)
    drawer.save(response)
    return response
