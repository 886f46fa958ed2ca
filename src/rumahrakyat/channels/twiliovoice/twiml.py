"""A turn of the menu as TwiML. Written from the provider's manual of Say, Gather, Record, Dial and Enqueue."""

from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from rumahrakyat.channels.voice.ivr import SPOKEN_BY, Connect, Gather, Line, Record, Reply, State

CONTENT_TYPE = "text/xml"
NOTHING = '<?xml version="1.0" encoding="UTF-8"?><Response />'
STEP, LANGUAGE, TRIES = "langkah", "bahasa", "kali"  # where the caller stands, in the address of the next request
SILENCE = 5  # seconds after which a recording ends


def address(base: str, state: State) -> str:
    """Where Twilio asks for the next turn."""
    return f"{base}?{urlencode({STEP: state.step, LANGUAGE: state.language, TRIES: state.tries})}"


def render(reply: Reply, *, base: str) -> str:
    """`base` is the public address of our webhook."""
    response = ET.Element("Response")
    onward = address(base, reply.state)
    if isinstance(reply.then, Gather):
        _gather(response, reply, onward, reply.then)
    else:
        for line in reply.say:
            _say(response, line)
        if isinstance(reply.then, Record):
            _record(response, onward, base, reply.then)
        elif isinstance(reply.then, Connect):
            _connect(response, onward, reply.then)
        else:
            ET.SubElement(response, "Hangup")
    return '<?xml version="1.0" encoding="UTF-8"?>' + ET.tostring(response, encoding="unicode")


def _say(parent: ET.Element, line: Line) -> None:
    said = ET.SubElement(parent, "Say", language=SPOKEN_BY.get(line.language, "id-ID"))
    said.text = line.text


def _gather(response: ET.Element, reply: Reply, onward: str, then: Gather) -> None:
    """The sentences stand inside, so that a key may be pressed before they end. No key at all goes on as well."""
    gather = ET.SubElement(
        response,
        "Gather",
        input="dtmf",
        numDigits=str(then.digits),
        timeout=str(then.seconds),
        finishOnKey="#",
        action=onward,
        method="POST",
    )
    for line in reply.say:
        _say(gather, line)
    _go_on(response, onward)


def _record(response: ET.Element, onward: str, base: str, then: Record) -> None:
    ET.SubElement(
        response,
        "Record",
        maxLength=str(then.seconds),
        timeout=str(SILENCE),
        finishOnKey="#",
        playBeep="true",
        action=onward,
        method="POST",
        recordingStatusCallback=base,
        recordingStatusCallbackEvent="completed",
    )
    _go_on(response, onward)  # nothing was said: <Record> itself asks for nothing then


def _connect(response: ET.Element, onward: str, then: Connect) -> None:
    kind, _colon, name = then.number.partition(":")
    if kind == "queue":
        ET.SubElement(response, "Enqueue", action=onward, method="POST").text = name
        return
    dial = ET.SubElement(response, "Dial", action=onward, method="POST", timeout=str(then.seconds))
    ET.SubElement(dial, "Sip" if kind == "sip" else "Number").text = then.number


def _go_on(response: ET.Element, onward: str) -> None:
    ET.SubElement(response, "Redirect", method="POST").text = onward
