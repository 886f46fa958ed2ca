"""What stands beside a late body for whoever directs it: `{% load directions %}`."""

from typing import Any
from uuid import uuid4

from django import template

register = template.Library()


@register.inclusion_tag("watch/directions/act.html", takes_context=True)
def direct_act(context: dict[str, Any], code: str, name: str) -> dict[str, Any]:
    """The press that asks for an explanation, or how far the question is; nothing for a body that the reader does not
    direct. The page's context has `directed`: see `directions.pages.beside_bodies`."""
    directed = context.get("directed") or {}
    return {
        "shown": code in directed,
        "asked": directed.get(code),
        "code": code,
        "name": name,
        "token": uuid4(),
        "csrf_token": context.get("csrf_token"),
    }
