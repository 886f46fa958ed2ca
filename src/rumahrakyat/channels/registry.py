"""The channels of this installation: one line each in `build()`."""

from collections.abc import Callable, Iterator
from functools import cache
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from rumahrakyat.channels.contract import Adapter

# Media as people count them (`Adapter.medium`), and origins that people serve by hand.
_MEDIA: Final[dict[str, str | Promise]] = {
    "desk": _("Desk"),
    "phone": _("Telephone"),
    "village": _("Through the village head"),
    "sms": "SMS",
    "email": _("E-mail"),
    "tiktok": "TikTok",
    "youtube": "YouTube",
    "threads": "Threads",
    "social": _("Social media"),
}


class DuplicateChannel(Exception):
    """Two adapters claim the same code; the product refuses to start."""


class UnknownChannel(KeyError):
    """No adapter has this code."""


class Registry:
    """Adapters by code, in the order of registration."""

    def __init__(self) -> None:
        self._adapters: dict[str, Adapter] = {}

    def add(self, adapter: Adapter) -> None:
        if adapter.code in self._adapters:
            raise DuplicateChannel(adapter.code)
        self._adapters[adapter.code] = adapter

    def get(self, code: str) -> Adapter:
        try:
            return self._adapters[code]
        except KeyError:
            raise UnknownChannel(code) from None

    def __contains__(self, code: str) -> bool:
        return code in self._adapters

    def __iter__(self) -> Iterator[Adapter]:
        return iter(self._adapters.values())


def build() -> Registry:
    """A fresh registry, configured from the environment."""
    from rumahrakyat.channels.asterisk.adapter import from_settings as asterisk  # noqa: PLC0415
    from rumahrakyat.channels.email.adapter import from_settings as email  # noqa: PLC0415
    from rumahrakyat.channels.facebook.adapter import from_settings as facebook  # noqa: PLC0415
    from rumahrakyat.channels.gammu.adapter import from_settings as gammu  # noqa: PLC0415
    from rumahrakyat.channels.instagram.adapter import from_settings as instagram  # noqa: PLC0415
    from rumahrakyat.channels.kannel.adapter import from_settings as kannel  # noqa: PLC0415
    from rumahrakyat.channels.pbx.adapter import from_settings as pbx  # noqa: PLC0415
    from rumahrakyat.channels.smpp.adapter import from_settings as smpp  # noqa: PLC0415
    from rumahrakyat.channels.smshttp.adapter import from_settings as smshttp  # noqa: PLC0415
    from rumahrakyat.channels.telegram.adapter import from_settings as telegram  # noqa: PLC0415
    from rumahrakyat.channels.twilio.adapter import from_settings as twilio  # noqa: PLC0415
    from rumahrakyat.channels.twiliovoice.adapter import from_settings as twiliovoice  # noqa: PLC0415
    from rumahrakyat.channels.web.adapter import WebAdapter  # noqa: PLC0415 -- adapters import base, not this module
    from rumahrakyat.channels.whatsapp.adapter import from_settings as whatsapp  # noqa: PLC0415
    from rumahrakyat.channels.x.adapter import from_settings as x  # noqa: PLC0415

    makers: list[Callable[[], Adapter]] = [
        WebAdapter,
        whatsapp,
        telegram,
        facebook,
        instagram,
        pbx,
        twiliovoice,
        asterisk,
        email,
        kannel,
        smshttp,
        twilio,
        gammu,
        smpp,
        x,
    ]
    registry = Registry()
    for make in makers:
        registry.add(make())
    return registry


@cache
def default() -> Registry:
    """The registry of the running process."""
    return build()


def get(code: str) -> Adapter:
    """Raises UnknownChannel."""
    return default().get(code)


def label(code: str) -> str:
    """The name people know the channel or medium by, also of those that are served by hand (desk, telephone)."""
    registry = default()
    return registry.get(code).label if code in registry else str(_MEDIA.get(code, code))


def medium(code: str) -> str:
    """The medium of a channel: what reports are counted by."""
    registry = default()
    return registry.get(code).medium if code in registry else code
