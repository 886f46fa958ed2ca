"""The gateway's side: it takes messages as `gateway.toml` says, and refuses what a real one refuses."""

import hmac
import secrets
from datetime import datetime

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from rumahrakyat.channels import smstext
from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.smshttp.standin.options import standin_options
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.lib import clock

store = Store("smshttp")
MOST_PARTS = 25
WAIT = 15


class Refused(Exception):
    """An answer other than OK."""

    def __init__(self, status: int, word: str) -> None:
        super().__init__(word)
        self.status = status
        self.word = word


@csrf_exempt
@require_POST
def send(request: HttpRequest) -> JsonResponse:
    """`POST send`: our side sends one message."""
    try:
        _authorise(request.POST.get("password", ""))
        taken = _take(request.POST.get("msisdn", ""), request.POST.get("message", ""), at=clock.now())
    except Refused as refused:
        headers = {"Retry-After": str(WAIT)} if refused.status == 429 else {}
        return JsonResponse({"status": refused.word}, status=refused.status, headers=headers)
    return JsonResponse({"status": "OK", "msgid": taken.key})


def _authorise(password: str) -> None:
    wanted = str(standin_options().out.fields["password"])
    if store.switched_on("token_dead") or not hmac.compare_digest(password.encode(), wanted.encode()):
        raise Refused(401, "AUTH")
    if store.switched_on("throttle"):
        raise Refused(429, "THROTTLED")


def _take(number: str, text: str, *, at: datetime) -> StandinRecord:
    if not (number.isascii() and number.isdigit() and 8 <= len(number) <= 15):
        raise Refused(422, "INVALID_MSISDN")
    if not text or measures(text)["parts"] > MOST_PARTS:
        raise Refused(422, "INVALID_MESSAGE")
    taken = store.add(number, key=new_id(), direction="out", at=at, text=text, raw=measures(text))
    advance(taken, "sent", "SENT", at=at)
    if store.person(number) is None or store.switched_on("unreachable"):
        advance(taken, "failed", "UNDELIV", at=at)
    else:
        advance(taken, "delivered", "DELIVRD", at=at)
    return taken


def advance(record: StandinRecord, status: str, word: str, *, at: datetime) -> None:
    """How far our message got; our webhook hears of it."""
    store.advance(record, status, at=at)
    report = {"msgid": record.key, "msisdn": record.thread, "status": word, "time": str(int(at.timestamp()))}
    store.deliver(report, at=at)


def measures(text: str) -> dict[str, int]:
    """How many messages carry `text`, and how many units it takes in the alphabet it needs."""
    try:
        parts = len(smstext.parts(text).parts)
    except smstext.TooLong:
        parts = smstext.MOST_PARTS + 1
    return {"parts": parts, "signs": smstext.length(text)}


def new_id() -> str:
    return secrets.token_hex(12)
