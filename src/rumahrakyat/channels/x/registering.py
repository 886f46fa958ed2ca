"""Telling X where to bring which events, and asking whether it still does."""

from typing import Any, Final

from rumahrakyat.channels.base import DeliveryError
from rumahrakyat.channels.payload import mapping, objects, text
from rumahrakyat.channels.x.api import Api

EVENTS: Final = ("post.mention.create", "post.reply.create", "dm.received", "chat.received")
JSON = dict[str, Any]


def register(api: Api) -> None:
    """Register our address and subscribe to what concerns our account; repeating it changes nothing. X asks its
    challenge at once, so the site must be up. Raises DeliveryError."""
    webhook = _ours(api) or mapping(api.as_app("POST", "/2/webhooks", {"url": api.options.webhook}), "data")
    key = text(webhook, "id")
    if not key:
        raise DeliveryError("X named no webhook", permanent=True)
    known = {text(one, "event_type") for one in _subscriptions(api) if text(one, "webhook_id") in {"", key}}
    for event in EVENTS:
        if event not in known:
            wanted = {"event_type": event, "filter": {"user_id": api.options.user_id}, "webhook_id": key}
            api.post("/2/activity/subscriptions", wanted)


def _ours(api: Api) -> JSON:
    listed = objects(api.as_app("GET", "/2/webhooks"), "data")
    return next((one for one in listed if text(one, "url") == api.options.webhook), {})


def _subscriptions(api: Api) -> list[JSON]:
    return objects(api.get("/2/activity/subscriptions"), "data")


def problems(api: Api) -> list[str]:
    """What is wrong with us at X, in sentences for staff. Raises DeliveryError."""
    found = []
    me = text(api.get("/2/users/me"), "data", "id")
    if me != api.options.user_id:
        found.append("The token belongs to another account than USER_ID names, so mentions are asked for in vain.")
    if not api.options.webhook:
        return found
    webhook = _ours(api)
    if not webhook:
        found.append(f"X brings no events to {api.options.webhook}. Register the webhook.")
    elif webhook.get("valid") is False:
        found.append("X has switched our webhook off because a challenge was not answered. Register it again.")
    missing = set(EVENTS) - {text(one, "event_type") for one in _subscriptions(api)}
    if webhook and missing:
        found.append(f"X does not bring these events: {', '.join(sorted(missing))}. Register the webhook again.")
    return found
