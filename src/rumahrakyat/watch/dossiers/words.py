"""How readings are said on pages."""

from typing import Any

from django.utils.translation import gettext as _

from rumahrakyat.people.roles import RECEIVE_COMPLAINTS, ROLES
from rumahrakyat.reports.models_readings import Reading
from rumahrakyat.watch.access import Watcher


def receives(watcher: Watcher) -> bool:
    """Whether this person receives what citizens bring to the Ombudsman."""
    return watcher.reach.scope.everywhere(RECEIVE_COMPLAINTS)


def kinds() -> list[tuple[str, str]]:
    return [
        ("", _("Everything")),
        ("case", _("Page of the case")),
        ("identity", _("Confidential identity")),
        ("file", _("Photo")),
        ("original", _("Recording or document")),
        ("dossier", _("Dossier")),
        ("export", _("Export")),
    ]


def reading(one: Reading) -> dict[str, Any]:
    names = [_(ROLES[code].label) if code in ROLES else code for code in one.roles.split(",") if code]
    return {
        "one": one,
        "number": one.report.number,
        "who": one.account.name if one.account else _("Command line"),
        "username": one.account.username if one.account else "",
        "where": one.organisation.short_name if one.organisation else "",
        "roles": ", ".join(names),
        "what": dict(kinds()).get(one.what, one.what),
    }
