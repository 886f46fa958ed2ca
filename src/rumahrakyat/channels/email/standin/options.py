"""Where the demo's mails go: sockets of this machine, at ports that follow from the web pages' port, so that two demos
on one machine never meet."""

from urllib.parse import urlsplit

from rumahrakyat.channels.email.options import Door, Options, Relay
from rumahrakyat.channels.standins.local import local_url

HOST = "127.0.0.1"
ADDRESS = "lapor@rumahrakyat.demo"
_FIRST_PORT = 20_000
_PORTS = 6_000


def standin_options() -> Options:
    door, relay = _ports()
    return Options(
        addresses=(ADDRESS,),
        door=Door(HOST, door, "lmtp"),
        relay=Relay(HOST, relay, "none"),
    )


def _ports() -> tuple[int, int]:
    """Our listener's and the stand-in's."""
    web = urlsplit(local_url()).port or 80
    first = _FIRST_PORT + 2 * (web % _PORTS)
    return first, first + 1
