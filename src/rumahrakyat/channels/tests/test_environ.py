"""Options out of the environment: what one channel cannot read is said on its page, and the others go on."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from rumahrakyat.channels.asterisk import options as asterisk
from rumahrakyat.channels.email import options as email
from rumahrakyat.channels.facebook import options as facebook
from rumahrakyat.channels.gammu import options as gammu
from rumahrakyat.channels.instagram import options as instagram
from rumahrakyat.channels.kannel import options as kannel
from rumahrakyat.channels.pbx import options as pbx
from rumahrakyat.channels.smpp import options as smpp
from rumahrakyat.channels.telegram import options as telegram
from rumahrakyat.channels.twilio import options as twilio
from rumahrakyat.channels.twiliovoice import options as twiliovoice
from rumahrakyat.channels.whatsapp import options as whatsapp
from rumahrakyat.channels.x import options as x

SECRETS: list[tuple[Callable[[Mapping[str, str]], Any], str]] = [
    (asterisk.from_environment, "ASTERISK_PASSWORD"),
    (email.from_environment, "EMAIL_IMAP_PASSWORD"),
    (facebook.from_environment, "FACEBOOK_TOKEN"),
    (gammu.from_environment, "GAMMU_DATABASE_URL"),
    (instagram.from_environment, "INSTAGRAM_APP_SECRETS"),
    (kannel.from_environment, "KANNEL_PASSWORD"),
    (pbx.from_environment, "PBX_SECRETS"),
    (smpp.from_environment, "SMPP_PASSWORD"),
    (telegram.from_environment, "TELEGRAM_TOKEN"),
    (twilio.from_environment, "TWILIO_TOKENS"),
    (twiliovoice.from_environment, "TWILIOVOICE_TOKENS"),
    (whatsapp.from_environment, "WHATSAPP_APP_SECRETS"),
    (x.from_environment, "X_CONSUMER_SECRETS"),
]


@pytest.mark.parametrize(("read", "name"), SECRETS)
def test_a_file_of_a_secret_that_is_not_there_is_a_sentence_and_no_failed_start(
    read: Callable[[Mapping[str, str]], Any], name: str
) -> None:
    variable = f"RUMAHRAKYAT_{name}_FILE"
    assert f"{variable}: the file cannot be read." in read({variable: "/nowhere"}).problems()
