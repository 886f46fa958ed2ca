"""What an operator sets for Instagram. TOKEN, APP_SECRETS and VERIFY_TOKEN may also be given as files (..._FILE).

RUMAHRAKYAT_INSTAGRAM_ACCOUNT_ID     id of our professional account (a number, not its name)
RUMAHRAKYAT_INSTAGRAM_TOKEN          token of the page that the account is linked to
RUMAHRAKYAT_INSTAGRAM_APP_ID         id of the app that the token belongs to
RUMAHRAKYAT_INSTAGRAM_APP_SECRETS    app secrets that sign webhooks, newest first (two while rotating)
RUMAHRAKYAT_INSTAGRAM_VERIFY_TOKEN   the word we chose for the webhook's challenge
RUMAHRAKYAT_INSTAGRAM_API            base address of the Graph API
"""

import os
from collections.abc import Mapping

from rumahrakyat.channels.metagraph import options

PREFIX = "RUMAHRAKYAT_INSTAGRAM_"
ACCOUNT = "ACCOUNT_ID"


def from_environment(environ: Mapping[str, str] = os.environ) -> options.Options:
    return options.from_environment(PREFIX, ACCOUNT, environ)
