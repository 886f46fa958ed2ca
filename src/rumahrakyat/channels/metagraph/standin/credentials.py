"""The credentials of the stand-ins: made from the installation's own key, so that even in a demo nobody outside can
sign a message."""

from dataclasses import replace

from django.conf import settings

from rumahrakyat.channels.metagraph.options import Options
from rumahrakyat.channels.standins.local import api_url, derived

ACCOUNTS = {"facebook": "104000000000001", "instagram": "178400000000001"}
APP_ID = "905000000000001"


def standin_options(code: str, options: Options) -> Options:
    return replace(
        options,
        account_id=ACCOUNTS[code],
        token=derived(code, "token"),
        app_id=APP_ID,
        app_secrets=(derived(code, "app secret"),),
        verify_token=derived(code, "verify token"),
        api=api_url(code),
        in_house=True,
    )


def of_installation(code: str, options: Options) -> Options:
    """What this installation works with. Without credentials a demo talks to the stand-in; any other, except in
    production, takes webhooks that the installation's own secret signs."""
    if settings.DEMO and not options.token:
        return standin_options(code, options)
    if not (options.app_secrets or settings.PRODUCTION):
        return replace(options, app_secrets=standin_options(code, options).app_secrets)
    return options
