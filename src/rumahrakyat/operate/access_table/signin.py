"""Who may open the pages of signing in, the site's own addresses and the doors that providers knock on."""

from typing import Final

from rumahrakyat.operate.access_table.rows import SIGN_IN, Maker, Row

ROWS: Final = (
    Row("account_login", None, anonymous=200, good=302),
    Row("masuk/login/", None, good=SIGN_IN),
    Row("account_logout", None, anonymous=302, good=200),
    Row("account_inactive", None),
    Row("account_reauthenticate", good=200),
    Row("account_change_password", good=200),
    Row("mfa_index"),
    Row("mfa_authenticate", good=302),
    Row("mfa_reauthenticate", good=302),
    Row("mfa_activate_totp", good=302),
    Row("mfa_deactivate_totp", good=404),
    Row("mfa_view_recovery_codes", good=404),
    Row("mfa_generate_recovery_codes", good=302),
    Row("mfa_download_recovery_codes", good=404),
    Row("account_signup", None, good=404),
    Row("account_email", None, good=404),
    Row("account_reset_password", None, good=404),
    Row("account_set_password", None, good=404),
    Row("single", None, good=404),  # where single sign-on is set up only
    Row("single-back", None, good=404),
    Row("health", None, good=503),
    Row("set_language", None, "POST", 302),
    Row("channel_webhook", None, "POST", 404, parts={"channel": "no-such-channel"}),
    Row("channel_webhook", None, "POST", 401, parts={"channel": "whatsapp"}),
    Row("components", None, good=404),  # in demo mode only
)
THINGS: Final[dict[str, Maker]] = {}
