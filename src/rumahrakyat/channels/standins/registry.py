"""The stand-ins of this product: one line each in `build()`. Only a demo asks for them."""

from functools import cache

from rumahrakyat.channels.standins.base import OwnPages, Standin


class UnknownStandin(KeyError):
    """No stand-in has this code."""


def build() -> list[Standin]:
    """The stand-ins whose conversations are held on the common pages, in the order of the first page."""
    from rumahrakyat.channels.email.standin.standin import EmailStandin  # noqa: PLC0415
    from rumahrakyat.channels.facebook.standin.standin import FacebookStandin  # noqa: PLC0415 -- they import base
    from rumahrakyat.channels.instagram.standin.standin import InstagramStandin  # noqa: PLC0415
    from rumahrakyat.channels.smshttp.standin.standin import SmsStandin  # noqa: PLC0415
    from rumahrakyat.channels.telegram.standin.standin import TelegramStandin  # noqa: PLC0415
    from rumahrakyat.channels.whatsapp.standin.standin import WhatsAppStandin  # noqa: PLC0415
    from rumahrakyat.channels.x.standin.standin import XStandin  # noqa: PLC0415

    return [
        WhatsAppStandin(),
        SmsStandin(),
        TelegramStandin(),
        FacebookStandin(),
        InstagramStandin(),
        XStandin(),
        EmailStandin(),
    ]


def build_own_pages() -> list[OwnPages]:
    """The stand-ins that bring their own pages (the telephone)."""
    from rumahrakyat.channels.twiliovoice.standin.standin import TelephoneStandin  # noqa: PLC0415 -- it imports base

    return [TelephoneStandin()]


@cache
def default() -> dict[str, Standin]:
    """The stand-ins of the running process, by code."""
    return {standin.code: standin for standin in build()}


@cache
def own_pages() -> list[OwnPages]:
    """The stand-ins with their own pages, of the running process."""
    return build_own_pages()


def get(code: str) -> Standin:
    """Raises UnknownStandin."""
    try:
        return default()[code]
    except KeyError:
        raise UnknownStandin(code) from None
