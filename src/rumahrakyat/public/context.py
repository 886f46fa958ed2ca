"""What every page of the site knows: the province's name and numbers, and the ways through the public pages."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from rumahrakyat.lib.phone import display_phone
from rumahrakyat.regions.province import active


def site(_request: HttpRequest) -> dict[str, Any]:
    """`site` for templates; worked out only when a template asks."""
    return {"site": SimpleLazyObject(_site)}


def _site() -> dict[str, Any]:
    facts = active().facts
    numbers: dict[str, str] = facts["numbers"]
    return {
        "province": f"{facts['kind']} {facts['name']}",
        "numbers": numbers,
        "whatsapp": display_phone(numbers["whatsapp"]),
        "whatsapp_link": "/dev/whatsapp/"
        if settings.DEMO
        else f"https://wa.me/{numbers['whatsapp'].removeprefix('+')}",
        "links": [
            {"href": "/lacak/", "label": _("Track")},
            {"href": "/laporan/", "label": _("Reports")},
            {"href": "/loket/", "label": _("Service points")},
            {"href": "/bantuan/", "label": _("Help")},
        ],
        "footer_links": [
            {"href": "/aturan/", "label": _("What we promise")},
            {"href": "/register/", "label": _("Who did not answer in time")},
            {"href": "/segel/", "label": _("Daily seals")},
            {"href": "/privasi/", "label": _("Your privacy")},
            {"href": "/aksesibilitas/", "label": _("Accessibility")},
            {"href": "/bantuan/", "label": _("Help")},
            {"href": "/kode-sumber.tar.gz", "label": _("Source code")},
            {"href": "/masuk/login/", "label": _("For staff")},
            *([{"href": "/dev/", "label": _("Try every channel")}] if settings.DEMO else []),
        ],
    }
