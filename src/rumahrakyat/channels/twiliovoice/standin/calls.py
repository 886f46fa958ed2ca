"""Twilio's side of a call (demo mode): asks our webhook with signed forms, follows the TwiML, keeps recordings.

A call is a row of kind "call"; what is said and done in it is its conversation. `waiting` is what the caller can do
now: "keys", "record", "dial", or nothing when the call is over.
"""

import io
import math
import secrets
import struct
import wave
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from django.conf import settings

from rumahrakyat.channels.models import StandinRecord
from rumahrakyat.channels.standins import registry
from rumahrakyat.channels.standins.local import local_url
from rumahrakyat.channels.standins.look import look_of
from rumahrakyat.channels.standins.store import Store
from rumahrakyat.channels.twilio.signature import HEADER, sign
from rumahrakyat.channels.twiliovoice.adapter import STANDIN_NUMBER, standin_options, webhook
from rumahrakyat.channels.twiliovoice.parsing import CHANNEL
from rumahrakyat.lib import http, sounds
from rumahrakyat.lib.phone import display_phone

store = Store(CHANNEL)
HIDDEN: Final = "+266696687"  # how Twilio writes a number that is withheld
MOST_TURNS = 10  # one after the other without the caller
TONE_HERTZ, SAMPLES = 440, 8000


def begin(phone: str, *, withheld: bool, at: datetime) -> StandinRecord:
    """Somebody calls our number. `phone` is E.164."""
    call = StandinRecord.objects.create(
        channel=CHANNEL,
        kind="call",
        key=f"CA{secrets.token_hex(16)}",
        thread=phone,
        at=at,
        data={"withheld": withheld, "waiting": "", "status": "ringing"},
    )
    _can_be_texted(phone, at)
    _ask(call, webhook(), {"CallStatus": "ringing"}, at)
    return call


def _can_be_texted(phone: str, at: datetime) -> None:
    """The same telephone among the stand-ins for short messages: the number of the case is told there."""
    for standin in registry.default().values():
        if look_of(standin).style == "sms":
            key, name = standin.person(phone, "")
            if standin.store.person(key) is None:
                standin.store.open_person(key, name or display_phone(phone), at=at)


def find(sid: str) -> StandinRecord | None:
    return store.records("call").filter(key=sid).first()


def latest(limit: int = 20) -> list[StandinRecord]:
    return list(store.records("call").order_by("-id")[:limit])


def press(call: StandinRecord, digits: str, *, at: datetime) -> None:
    _does(call, digits, at, "keys")
    _ask(call, call.data["action"], {"Digits": digits}, at)


def wait(call: StandinRecord, *, at: datetime) -> None:
    """The caller does nothing until the time is up."""
    _does(call, "", at, "silence")
    _ask(call, call.data["otherwise"], {}, at)


def record(call: StandinRecord, content: bytes, mime_type: str, *, at: datetime) -> None:
    """The caller speaks: `content` is what was recorded."""
    sid = f"RE{secrets.token_hex(16)}"
    file = store.keep_file(content, mime_type, f"{sid}.mp3", at=at)
    store.update(file, sid=sid)
    _does(call, "", at, "recording", file=file.key)
    account = standin_options().account
    told = {
        "RecordingSid": sid,
        "RecordingUrl": f"https://api.twilio.com/2010-04-01/Accounts/{account}/Recordings/{sid}",
        "RecordingDuration": str(sounds.seconds(content) or 1),
    }
    callback = call.data.get("callback", "")
    _ask(call, call.data["action"], {**told, "Digits": "#"}, at)
    if callback:
        fields = {"AccountSid": account, "CallSid": call.key, "RecordingStatus": "completed", **told}
        _post(callback, fields)


def connect(call: StandinRecord, *, answered: bool, at: datetime) -> None:
    """Whoever serves the telephone picks up, or is on another call."""
    _does(call, "", at, "answered" if answered else "busy")
    told = {"DialCallSid": f"CA{secrets.token_hex(16)}", "DialCallStatus": "completed" if answered else "busy"}
    _ask(call, call.data["action"], told, at)


def hang_up(call: StandinRecord, *, at: datetime) -> None:
    """The caller puts the telephone down."""
    if call.data["status"] != "completed":
        _end(call, at)


def recording(sid: str) -> StandinRecord | None:
    return store.records("media").filter(data__sid=sid).first()


def tone(seconds: int) -> bytes:
    """A sound for whoever has no recording at hand."""
    wanted = max(1, min(seconds, 60))
    samples = (int(9000 * math.sin(2 * math.pi * TONE_HERTZ * n / SAMPLES)) for n in range(SAMPLES * wanted))
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLES)
        sound.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return file.getvalue()


# Asking our side, and doing what it says


def _form(call: StandinRecord, fields: Mapping[str, str]) -> dict[str, str]:
    return {
        "AccountSid": standin_options().account,
        "ApiVersion": "2010-04-01",
        "CallSid": call.key,
        "CallStatus": "in-progress",
        "Direction": "inbound",
        "From": HIDDEN if call.data["withheld"] else call.thread,
        "To": STANDIN_NUMBER,
        **fields,
    }


def _post(url: str, fields: Mapping[str, str]) -> http.Reply | None:
    """The signed form to the public address, carried over this machine's own. None when nobody is there."""
    body = urlencode(fields).encode()
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        HEADER: sign(standin_options().tokens[0], url, body),
    }
    here = url.replace(settings.PUBLIC_URL, local_url(), 1)
    try:
        return http.request("POST", here, headers=headers, content=body, trusted=local_url())
    except http.HttpProblem:
        return None


def _ask(call: StandinRecord, url: str, fields: Mapping[str, str], at: datetime) -> None:
    """One turn after another, until the caller is to do something or the call is over."""
    asked: Mapping[str, str] = fields
    for _turn in range(MOST_TURNS):
        reply = _post(url, _form(call, asked))
        verbs = _verbs(reply)
        if verbs is None:
            store.add(call.key, key=_key(), direction="out", at=at, label="fault")
            break
        url, asked = _follow(call, verbs, at), {}
        if not url:
            return
    _end(call, at)


def _verbs(reply: http.Reply | None) -> list[ET.Element] | None:
    if reply is None or reply.status != 200:
        return None
    try:
        return list(ET.fromstring(reply.content))  # noqa: S314 -- the answer of this very installation
    except ET.ParseError:
        return None


def _follow(call: StandinRecord, verbs: list[ET.Element], at: datetime) -> str:
    """Do what the verbs say. The address to ask next, or "" when the caller is to act or the call is over."""
    onward = next((verb.text or "" for verb in verbs if verb.tag == "Redirect"), "")
    for verb in verbs:
        if verb.tag == "Say":
            _hear(call, verb, at)
        elif verb.tag in _WAITING:
            for said in verb.iter("Say"):
                _hear(call, said, at)
            _let(call, verb, onward)
            return ""
        elif verb.tag == "Redirect":
            return onward
    _end(call, at)
    return ""


_WAITING: Final = {"Gather": "keys", "Record": "record", "Dial": "dial", "Enqueue": "dial"}


def _let(call: StandinRecord, verb: ET.Element, onward: str) -> None:
    """What the caller can do now, and where that leads."""
    store.update(
        call,
        status="in-progress",
        waiting=_WAITING[verb.tag],
        action=verb.attrib.get("action", ""),
        callback=verb.attrib.get("recordingStatusCallback", ""),
        digits=int(verb.attrib.get("numDigits", "1")),
        number="".join(verb.itertext()),
        otherwise=onward or verb.attrib.get("action", ""),
    )


def _hear(call: StandinRecord, said: ET.Element, at: datetime) -> None:
    words = (said.text or "").strip()
    store.add(call.key, key=_key(), direction="out", at=at, text=words, label=said.attrib.get("language", ""))


def _does(call: StandinRecord, text: str, at: datetime, label: str, *, file: str = "") -> None:
    store.update(call, waiting="")
    store.add(call.key, key=_key(), direction="in", at=at, text=text, label=label, file=file)


def _end(call: StandinRecord, at: datetime) -> None:
    store.update(call, status="completed", waiting="")
    length = max(int((at - call.at).total_seconds()), 0)
    _post(webhook(), _form(call, {"CallStatus": "completed", "CallDuration": str(length)}))


def _key() -> str:
    return secrets.token_hex(8)


def lines(call: StandinRecord) -> list[dict[str, Any]]:
    """What was said and done, oldest first."""
    return [{**row.data, "mine": row.data["direction"] == "in"} for row in store.thread(call.key)]
