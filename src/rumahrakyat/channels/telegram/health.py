"""What Telegram says about its deliveries to us, in sentences for staff."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from rumahrakyat.channels.payload import number, seconds, text

MANY_WAITING = 100
STILL_NEWS = timedelta(hours=1)


def problems(info: dict[str, Any], *, webhook: str, updates: Sequence[str], at: datetime) -> list[str]:
    """What is wrong according to `getWebhookInfo`, looked at `at`."""
    registered = text(info, "url")
    if not registered:
        return ["No webhook is registered with Telegram, so nothing that people write reaches us."]
    found = []
    if webhook and registered != webhook:
        found.append(f"Telegram brings updates to {registered[:200]} and not to {webhook}.")
    waiting = int(number(info, "pending_update_count") or 0)
    if waiting > MANY_WAITING:
        found.append(f"{waiting} updates wait at Telegram; they are thrown away after 24 hours.")
    failed_at = seconds(info, "last_error_date", otherwise=at - STILL_NEWS)
    if at - failed_at < STILL_NEWS:
        found.append(f"Telegram's last delivery to us failed: {text(info, 'last_error_message')[:120]}.")
    allowed = info.get("allowed_updates")
    missing = [name for name in updates if isinstance(allowed, list) and allowed and name not in allowed]
    if missing:
        found.append(f"Telegram does not bring these updates: {', '.join(missing)}. Register the webhook again.")
    return found
