"""The mark of a watched case in a list: `{% load directed %}`."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.simple_tag
def mark_of(marks: Mapping[str, str] | str, number: str) -> str:
    """The office that keeps an eye on the case with this number; nothing where none does, or none was asked for."""
    return marks.get(number, "") if isinstance(marks, Mapping) else ""
