"""The templates our providers have approved (or must), by name: what citizens read outside the reply window.

The words belong to whoever sends them (correspondence registers them at start); channels only need to know them to
show staff and the stand-ins what was said.
"""

import re

from rumahrakyat.channels.base import Template

_wordings: dict[str, str] = {}


def register(name: str, wording: str) -> None:
    """`wording` has the provider's numbered gaps: "Laporan {{1}} sudah dijawab." Registering again replaces."""
    _wordings[name] = wording


def known() -> dict[str, str]:
    """Every registered template's wording by its name."""
    return dict(_wordings)


def filled(template: Template) -> str:
    """What the citizen reads; the bare name and parameters of a template nobody registered."""
    wording = _wordings.get(template.name)
    if wording is None:
        return " · ".join([template.name, *template.parameters])
    return re.sub(r"\{\{(\d+)\}\}", lambda gap: _parameter(template, int(gap.group(1))), wording)


def _parameter(template: Template, number: int) -> str:
    return template.parameters[number - 1] if 0 < number <= len(template.parameters) else ""
