"""The credentials of the stand-in: made from the installation's own secret, so that even in a demo nobody outside can
sign a message."""

from rumahrakyat.channels.standins.local import api_url, derived
from rumahrakyat.channels.whatsapp.options import Options

PHONE_ID = "100200300400"
NUMBER = "+628112773393"
VERSION = "v23.0"


def standin_options() -> Options:
    return Options(
        phone_id=PHONE_ID,
        number=NUMBER,
        token=derived("whatsapp", "token"),
        app_secrets=(derived("whatsapp", "app secret"),),
        verify_token=derived("whatsapp", "verify token"),
        api=f"{api_url('whatsapp')}/{VERSION}",
        in_house=True,
    )
