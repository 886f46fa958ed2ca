"""The bot of the stand-in: made from the installation's own key, so that even in a demo nobody outside can speak as
Telegram."""

from rumahrakyat.channels.standins.local import api_url, derived, local_url
from rumahrakyat.channels.telegram.options import Options
from rumahrakyat.channels.telegram.parsing import CHANNEL

BOT = "7000000001"
USERNAME = "rumah_rakyat_bot"


def standin_options() -> Options:
    return Options(
        token=f"{BOT}:{derived(CHANNEL, 'token')[:35]}",
        secrets=(derived(CHANNEL, "secret"),),
        username=USERNAME,
        api=api_url(CHANNEL),
        webhook=f"{local_url()}/kanal/{CHANNEL}/",
        in_house=True,
    )
