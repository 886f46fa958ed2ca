"""The account and the app of the stand-in: made from the installation's own key, so that even in a demo nobody outside
can speak as X."""

from rumahrakyat.channels.standins.local import api_url, derived, local_url
from rumahrakyat.channels.x.options import Options
from rumahrakyat.channels.x.parsing import CHANNEL

USER_ID = "1500000000000000001"
USERNAME = "rumah_rakyat"


def standin_options() -> Options:
    return Options(
        user_id=USER_ID,
        username=USERNAME,
        consumer_key=derived(CHANNEL, "consumer key")[:25],
        consumer_secrets=(derived(CHANNEL, "consumer secret"),),
        access_token=f"{USER_ID}-{derived(CHANNEL, 'access token')[:40]}",
        access_secret=derived(CHANNEL, "access secret"),
        webhook=f"{local_url()}/kanal/{CHANNEL}/",
        api=api_url(CHANNEL),
        in_house=True,
        seconds=5,
    )
