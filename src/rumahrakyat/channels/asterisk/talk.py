"""One caller on the line: the same menu as everywhere (`voice.ivr`), played and heard through the exchange.

Nothing here is kept: a call that we lose by falling over is hung up by its caller, who calls again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from rumahrakyat.channels.asterisk import parsing
from rumahrakyat.channels.asterisk.rest import Exchange
from rumahrakyat.channels.payload import text
from rumahrakyat.channels.voice import ivr, lending
from rumahrakyat.channels.voice.ivr import Connect, Gather, Heard, House, Line, Record, Reply, State, Step
from rumahrakyat.channels.voice.numbers import caller

SILENCE = 5  # seconds after which a recording ends
BACK = "kembali"  # argument of Stasis() in the dialplan when nobody picked up
JSON = dict[str, Any]


@dataclass
class _Turn:
    """What was said and is awaited. `playback` "" when everything has been played."""

    reply: Reply
    playback: str = ""
    digits: str = ""
    until: datetime | None = None
    recording: str = ""


class Talk:
    """A conversation with one call. Raises `rest.Gone` when the caller is no longer there."""

    def __init__(self, exchange: Exchange, start: JSON) -> None:
        self.exchange = exchange
        self.call = parsing.channel_of(start)
        self.known = caller(text(start, "channel", "caller", "number")) is not None
        arguments = start.get("args")
        self.comes_back = isinstance(arguments, list) and BACK in arguments
        self.turns = 0
        self.turn: _Turn | None = None

    def begin(self, at: datetime) -> None:
        if self.comes_back:
            self._step(State(Step.AGENT), Heard(known=self.known), at)
            return
        self.exchange.subscribe(self.call)
        self.exchange.answer(self.call)
        self._step(State(), Heard(known=self.known), at)

    def hear(self, event: JSON, at: datetime) -> None:
        """An event of the call while we talk."""
        turn = self.turn
        if turn is None:
            return
        match text(event, "type"):
            case "PlaybackFinished" if text(event, "playback", "id") == turn.playback:
                turn.playback = ""
                self._await(turn, at)
            case "ChannelDtmfReceived" if isinstance(turn.reply.then, Gather):
                self._key(turn, text(event, "digit"), at)
            case "RecordingFinished" | "RecordingFailed" if text(event, "recording", "name") == turn.recording:
                heard = Heard(recorded=parsing.spoken_seconds(event), known=self.known)
                self._step(turn.reply.state, heard, at)

    def look(self, at: datetime) -> None:
        """Go on when the caller has pressed nothing for long enough."""
        turn = self.turn
        if turn is not None and turn.until is not None and at >= turn.until:
            self._step(turn.reply.state, Heard(turn.digits, known=self.known), at)

    def _step(self, state: State, heard: Heard, at: datetime) -> None:
        options = self.exchange.options
        house = House(options.office, at, lending.status_of, texts=lending.callers_are_texted())
        reply = ivr.step(state, heard, house)
        self.turns += 1
        self.turn = _Turn(reply, playback=f"{parsing.PREFIX}{self.call}-{self.turns}")
        self.exchange.play(self.call, self.turn.playback, [media for line in reply.say for media in self._media(line)])

    def _media(self, line: Line) -> list[str]:
        """A recorded sentence by its name; what was made up on the spot is spoken, where the exchange has a voice."""
        options = self.exchange.options
        if line.word and line.word != "closed":  # the office hours are part of that sentence
            return [f"sound:{options.sounds}/{line.language}/{line.word}"]
        if options.speech:
            return [options.speech.format(language=line.language, text=quote(line.text, safe=""))]
        word = "no_agent" if line.word else "status_page"
        return [f"sound:{options.sounds}/{line.language}/{word}"]

    def _key(self, turn: _Turn, digit: str, at: datetime) -> None:
        wanted = turn.reply.then
        assert isinstance(wanted, Gather)
        if turn.playback:
            self.exchange.stop_playing(turn.playback)
            turn.playback = ""
        ends = digit == "#"
        turn.digits += digit if digit.isdigit() else ""
        if ends or len(turn.digits) >= wanted.digits:
            self._step(turn.reply.state, Heard(turn.digits, known=self.known), at)
        else:
            turn.until = at + timedelta(seconds=wanted.seconds)

    def _await(self, turn: _Turn, at: datetime) -> None:
        """Everything has been said: now the caller, or the end."""
        then = turn.reply.then
        if isinstance(then, Gather):
            turn.until = at + timedelta(seconds=then.seconds)
        elif isinstance(then, Record):
            turn.recording = f"{parsing.PREFIX}{self.call}-{self.turns}"
            self.exchange.record(self.call, turn.recording, seconds=then.seconds, silence=SILENCE)
        elif isinstance(then, Connect):
            self.turn = None
            self.exchange.put_through(self.call, then.number)
        else:
            self.turn = None
            self.exchange.hang_up(self.call)


Now = Callable[[], datetime]
