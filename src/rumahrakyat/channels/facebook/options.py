"""What an operator sets for Facebook. TOKEN, APP_SECRETS and VERIFY_TOKEN may also be given as files (..._FILE).

RUMAHRAKYAT_FACEBOOK_PAGE_ID        id of our page
RUMAHRAKYAT_FACEBOOK_TOKEN          page token that sends messages and comments
RUMAHRAKYAT_FACEBOOK_APP_ID         id of the app that the token belongs to
RUMAHRAKYAT_FACEBOOK_APP_SECRETS    app secrets that sign webhooks, newest first (two while rotating)
RUMAHRAKYAT_FACEBOOK_VERIFY_TOKEN   the word we chose for the webhook's challenge
RUMAHRAKYAT_FACEBOOK_API            base address of the Graph API
"""

import os
from collections.abc import Mapping

from rumahrakyat.channels.metagraph import options

PREFIX = "RUMAHRAKYAT_FACEBOOK_"
ACCOUNT = "PAGE_ID"


def from_environment(environ: Mapping[str, str] = os.environ) -> options.Options:
    return options.from_environment(PREFIX, ACCOUNT, environ)
