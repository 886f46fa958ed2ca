"""A telephone to call our number with (demo mode): read what is said, press keys, speak, hang up. Plain forms."""

import base64
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.twiliovoice.adapter import STANDIN_NUMBER, standin_options
from rumahrakyat.channels.twiliovoice.standin import calls
from rumahrakyat.lib import clock
from rumahrakyat.lib.phone import WrongPhone, display_phone, parse_phone

LARGEST_FILE = 10 * 1024 * 1024
EXAMPLE = "0813 2290 4471"
KEYS = ("1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#")
_TYPES = {"audio/x-wav": "audio/wav", "audio/wave": "audio/wav", "audio/x-m4a": "audio/mp4", "audio/mp3": "audio/mpeg"}


def start(request: HttpRequest) -> HttpResponse:
    """Choose who calls."""
    typed, problem = request.POST.get("phone", EXAMPLE), ""
    if request.method == "POST":
        try:
            phone = parse_phone(typed)
        except WrongPhone:
            problem = _("Write a mobile number, for example 0813 2290 4471.")
        else:
            call = calls.begin(phone, withheld="withheld" in request.POST, at=clock.now())
            return redirect("standin_telephone_call", call.key)
    recent = [{"key": one.key, "who": _who(one), "at": one.at, "over": _over(one)} for one in calls.latest()]
    context = {"number": display_phone(STANDIN_NUMBER), "typed": typed, "problem": problem, "calls": recent}
    return render(request, "channels/telephone/start.html", context, status=400 if problem else 200)


def call(request: HttpRequest, sid: str) -> HttpResponse:
    """One call. What can be done is what our side waits for, and hanging up."""
    found = calls.find(sid)
    if found is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        problem = _act(request, found, clock.now())
        if not problem:
            return redirect(f"{request.path}#sekarang")
    context = {
        "call": found,
        "who": _who(found),
        "number": display_phone(STANDIN_NUMBER),
        "lines": calls.lines(found),
        "waiting": found.data["waiting"],
        "several": int(found.data.get("digits", 1)) > 1,
        "over": _over(found),
        "keys": KEYS,
        "problem": problem,
    }
    return render(request, "channels/telephone/call.html", context, status=400 if problem else 200)


def _who(found: StandinRecord) -> str:
    return _("Number withheld") if found.data["withheld"] else display_phone(found.thread)


def _over(found: StandinRecord) -> bool:
    return bool(found.data["status"] == "completed")


def _act(request: HttpRequest, found: StandinRecord, at: datetime) -> str:
    """Do it; a sentence when it cannot be done."""
    what, waiting = request.POST.get("what", ""), found.data["waiting"]
    if what == "hang_up":
        calls.hang_up(found, at=at)
    elif what == "keys" and waiting == "keys":
        digits = "".join(sign for sign in request.POST.get("digits", "") if sign in "0123456789*#")
        if not digits:
            return _("Press a key, or wait.")
        calls.press(found, digits[:20].rstrip("#") or "#", at=at)
    elif what == "wait" and waiting in {"keys", "record"}:
        calls.wait(found, at=at)
    elif what == "record" and waiting == "record":
        return _speak(request, found, at)
    elif what in {"answered", "busy"} and waiting == "dial":
        calls.connect(found, answered=what == "answered", at=at)
    else:
        return _("The call went on in the meantime. Read what was said.")
    return ""


def _speak(request: HttpRequest, found: StandinRecord, at: datetime) -> str:
    file = request.FILES.get("file")
    if not isinstance(file, UploadedFile):
        typed = request.POST.get("seconds", "")
        content, mime_type = calls.tone(int(typed) if typed.isascii() and typed.isdigit() else 5), "audio/wav"
    else:
        mime_type = (file.content_type or "").partition(";")[0]
        if (file.size or 0) > LARGEST_FILE or not mime_type.startswith("audio/"):
            return _("Choose a sound file of at most 10 MB.")
        content, mime_type = file.read(), _TYPES.get(mime_type, mime_type)
    calls.record(found, content, mime_type, at=at)
    return ""


@require_GET
def recording(request: HttpRequest, account: str, sid: str) -> HttpResponse:
    """The REST API's recording, for whoever knows the account and its token."""
    options = standin_options()
    wanted = base64.b64encode(f"{options.account}:{options.tokens[0]}".encode()).decode()
    if account != options.account or request.headers.get("Authorization") != f"Basic {wanted}":
        return JsonResponse({"code": 20003, "message": "Authenticate", "status": 401}, status=401)
    found = calls.recording(sid)
    if found is None:
        return JsonResponse({"code": 20404, "message": "not found", "status": 404}, status=404)
    return HttpResponse(bytes(found.content), content_type=found.data["mime_type"])
