"""A citizen without JavaScript: sends a page's form as a browser would, with what the page already holds in it."""

from typing import Any

import html5lib
from django.test import Client

STORY = "Lampu jalan mati sejak Kamis di depan pasar, gelap sekali kalau malam."


def fields(response: Any, action: str) -> dict[str, str]:
    """The named values of the form with this action, as a browser would send them without a button."""
    root = html5lib.parse(response.content, namespaceHTMLElements=False)
    form = next(one for one in root.iter("form") if one.get("action") == action)
    values: dict[str, str] = {}
    for one in form.iter():
        name = one.get("name")
        if not name or one.tag == "button" or one.get("type") == "file":
            continue
        if one.get("type") in ("radio", "checkbox") and one.get("checked") is None:
            continue
        values[name] = (one.text or "").removeprefix("\n") if one.tag == "textarea" else one.get("value", "")
    return values


def send(client: Client, address: str, **changed: str) -> Any:
    """Open `address`, fill in `changed`, send the form back to it."""
    page = client.get(address)
    return client.post(address, {**fields(page, address), **changed}, follow=True)


def write_report(client: Client, **contact: str) -> Any:
    """Up to the page that asks whether everything is right."""
    client.post("/lapor/", {"cerita": STORY})
    client.post("/lapor/tempat/", {"tidak-tahu": "1"})
    told = contact or {"kabar": "phone", "hp": "0813 2290 4471", "nama-boleh": "confidential"}
    return client.post("/lapor/kontak/", told, follow=True)


def file_report(client: Client, **contact: str) -> str:
    """The number of a report filed by this browser."""
    write_report(client, **contact)
    receipt = send(client, "/lapor/periksa/")
    return str(receipt.redirect_chain[-1][0]).rstrip("/").rsplit("/", maxsplit=1)[-1]
