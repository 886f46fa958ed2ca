"""The event stream of the exchange: what tells of a call is stored first, then the callers are talked to."""

import logging
import threading
from urllib.parse import quote

from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from rumahrakyat.channels.asterisk import parsing
from rumahrakyat.channels.asterisk.options import Options
from rumahrakyat.channels.asterisk.rest import Exchange, Gone, credentials
from rumahrakyat.channels.asterisk.talk import Now, Talk
from rumahrakyat.channels.base import DeliveryError, MalformedPayload
from rumahrakyat.channels.contract import Raw, Store
from rumahrakyat.channels.payload import text
from rumahrakyat.lib import clock

logger = logging.getLogger(__name__)

TICK = 0.5  # seconds between two looks at who has pressed nothing
LARGEST_EVENT = 256 * 1024
_OVER = frozenset({"StasisEnd", "ChannelDestroyed"})


class AriListener:
    name = "ari"

    def __init__(self, options: Options, *, now: Now = clock.now) -> None:
        self.options = options
        self.exchange = Exchange(options)
        self.now = now
        self.talks: dict[str, Talk] = {}

    def listen(self, store: Store, stopping: threading.Event) -> None:
        """Raises when the stream breaks: whoever runs us connects again."""
        url = f"{self.options.stream}?app={quote(self.options.app)}"
        self.talks.clear()
        with connect(
            url, additional_headers=credentials(self.options), max_size=LARGEST_EVENT, open_timeout=10, close_timeout=2
        ) as stream:
            while not stopping.is_set():
                try:
                    self._event(stream.recv(timeout=TICK), store)
                except TimeoutError:
                    pass
                except ConnectionClosed as error:
                    raise DeliveryError("the exchange closed the stream of events") from error
                for talk in list(self.talks.values()):
                    self._go_on(talk, None)

    def _event(self, told: str | bytes, store: Store) -> None:
        raw = told.encode() if isinstance(told, str) else told
        try:
            event = parsing.decode(raw)
        except MalformedPayload:
            logger.warning("the exchange sent something that is no event")
            return
        kind, call = text(event, "type"), parsing.channel_of(event)
        if kind in parsing.KEPT:
            store.take([Raw(raw)])
        if kind == "StasisStart" and call:
            self.talks[call] = Talk(self.exchange, event)
            self._go_on(self.talks[call], None, begins=True)
        elif kind in _OVER:
            self.talks.pop(call, None)
        elif call in self.talks:
            self._go_on(self.talks[call], event)

    def _go_on(self, talk: Talk, event: parsing.JSON | None, *, begins: bool = False) -> None:
        """One step with one caller. What fails there ends that call, not the others."""
        at = self.now()
        try:
            if begins:
                talk.begin(at)
            elif event is not None:
                talk.hear(event, at)
            else:
                talk.look(at)
        except Gone:
            self.talks.pop(talk.call, None)
        except DeliveryError as error:
            logger.warning("a call could not go on: %s", error.message)
            self.talks.pop(talk.call, None)
