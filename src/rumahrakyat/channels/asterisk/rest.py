"""What we ask of the exchange while somebody is on the line."""

import base64
from urllib.parse import quote, urlencode

from rumahrakyat.channels.asterisk.options import Options
from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.lib import http

LARGEST_FILE = 15 * 1024 * 1024


class Gone(Exception):
    """The call, or the recording, is not there (any more)."""


class Exchange:
    """ARI's REST side. Every method raises Gone, and DeliveryError when the exchange cannot be asked."""

    def __init__(self, options: Options) -> None:
        self.options = options

    def answer(self, call: str) -> None:
        self._ask("POST", f"channels/{quote(call, safe='')}/answer")

    def subscribe(self, call: str) -> None:
        """Hear of the call also after it has left us for the people who serve the telephone."""
        self._ask("POST", f"applications/{quote(self.options.app)}/subscription", eventSource=f"channel:{call}")

    def play(self, call: str, playback: str, media: list[str]) -> None:
        """Play one after the other, as one playback."""
        self._ask("POST", f"channels/{quote(call, safe='')}/play/{quote(playback, safe='')}", media=",".join(media))

    def stop_playing(self, playback: str) -> None:
        self._ask("DELETE", f"playbacks/{quote(playback, safe='')}")

    def record(self, call: str, name: str, *, seconds: int, silence: int) -> None:
        wanted = {"name": name, "format": "wav", "beep": "true", "terminateOn": "#", "ifExists": "fail"}
        limits = {"maxDurationSeconds": str(seconds), "maxSilenceSeconds": str(silence)}
        self._ask("POST", f"channels/{quote(call, safe='')}/record", **wanted, **limits)

    def put_through(self, call: str, agent: str) -> None:
        """Back to the dialplan, at `extension@context`."""
        extension, _at, context = agent.partition("@")
        where = {"extension": extension, "priority": "1", **({"context": context} if context else {})}
        self._ask("POST", f"channels/{quote(call, safe='')}/continue", **where)

    def hang_up(self, call: str) -> None:
        self._ask("DELETE", f"channels/{quote(call, safe='')}", reason="normal")

    def recording(self, name: str) -> bytes:
        return self._ask("GET", f"recordings/stored/{quote(name, safe='')}/file").content

    def _ask(self, method: str, path: str, **query: str) -> http.Reply:
        options = self.options
        if not (options.url and options.user):
            raise DeliveryError("the exchange is not configured", alarm=True)
        url = f"{options.url}/{path}" + (f"?{urlencode(query)}" if query else "")
        try:
            reply = http.request(method, url, headers=credentials(options), trusted=options.url, largest=LARGEST_FILE)
        except http.HttpProblem as error:
            raise DeliveryError(f"the exchange: {error}", permanent=error.permanent) from error
        if reply.status == 404:
            raise Gone
        if reply.status in {401, 403}:
            raise DeliveryError("the exchange refuses our user or password", alarm=True)
        if not 200 <= reply.status < 300:
            raise DeliveryError(f"the exchange answered {reply.status}")
        return reply


def credentials(options: Options) -> dict[str, str]:
    secret = base64.b64encode(f"{options.user}:{options.password}".encode()).decode()
    return {"Authorization": f"Basic {secret}"}
