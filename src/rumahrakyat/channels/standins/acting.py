"""What a person does in a conversation: the form of the page becomes what the stand-in is told."""

from datetime import datetime

from django.http import HttpRequest
from django.utils.translation import gettext as _

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins.base import Said, Standin, Tricky
from rumahrakyat.channels.standins.places import place

LARGEST_FILE = 8 * 1024 * 1024
LONGEST_TEXT = 20_000


class NotSaid(ValueError):
    """Nothing was said; str(error) is a sentence for the page."""


def act(request: HttpRequest, standin: Standin, person: StandinRecord, *, at: datetime) -> None:
    """Do what the form asks. Raises NotSaid, CannotSay."""
    trick = request.POST.get("trick", "")
    if isinstance(standin, Tricky) and trick in {name for name, _label in standin.tricks}:
        standin.do(person, trick, at=at)
        return
    standin.say(person, said(request, standin), at=at)


def said(request: HttpRequest, standin: Standin) -> Said:
    """Raises NotSaid."""
    what = request.POST.get("what", "")
    if what == "tap":
        return _tapped(request, standin)
    if what == "place":
        return _placed(request)
    return _written(request, standin)


def _tapped(request: HttpRequest, standin: Standin) -> Said:
    message = standin.store.message(request.POST.get("under", ""))
    wanted = request.POST.get("choice", "")
    for option in message.data["options"] if message else ():
        if option["id"] == wanted:
            return Said(text=option["title"], choice=wanted, under=request.POST["under"])
    raise NotSaid(_("This choice is no longer there."))


def _placed(request: HttpRequest) -> Said:
    found = place(request.POST.get("place", ""))
    if found is None:
        raise NotSaid(_("Choose a place first."))
    return Said(latitude=found.latitude, longitude=found.longitude, place_name=found.name)


def _written(request: HttpRequest, standin: Standin) -> Said:
    text = request.POST.get("text", "").strip()[:LONGEST_TEXT]
    upload = request.FILES.get("file") if standin.takes_files else None
    public = request.POST.get("public", "")
    if not text and not upload:
        raise NotSaid(_("Write a message first."))
    content, mime_type, filename = _file(request) if upload else (None, "", "")
    return Said(
        text=text,
        file=content,
        mime_type=mime_type,
        filename=filename,
        public=public if public in standin.publics else "",
        under=request.POST.get("under", ""),
        subject=request.POST.get("subject", "").strip() if standin.has_subject else "",
    )


def _file(request: HttpRequest) -> tuple[bytes, str, str]:
    upload = request.FILES["file"]
    assert not isinstance(upload, list)
    if (upload.size or 0) > LARGEST_FILE:
        raise NotSaid(_("The file is too large; 8 MB at most."))
    return upload.read(), upload.content_type or "application/octet-stream", upload.name or ""
