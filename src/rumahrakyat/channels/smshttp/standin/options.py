"""The gateway of the stand-in: its secrets are made from the installation's own key, so that even in a demo nobody
outside can speak as it."""

from dataclasses import replace
from pathlib import Path

from rumahrakyat.channels.smshttp.configuration import PREFIX, from_text
from rumahrakyat.channels.smshttp.options import Options
from rumahrakyat.channels.smshttp.parsing import CHANNEL
from rumahrakyat.channels.standins.local import api_url, derived, local_url

NUMBER = "3636"


def standin_options() -> Options:
    text = (Path(__file__).parent / "gateway.toml").read_text(encoding="utf-8")
    secrets = {f"{PREFIX}{name}": derived(CHANNEL, name) for name in ("PASSWORD", "SECRETS")}
    options = from_text(text, secrets, webhook=f"{local_url()}/kanal/{CHANNEL}/")
    return replace(options, out=replace(options.out, url=f"{api_url(CHANNEL)}/send"))
