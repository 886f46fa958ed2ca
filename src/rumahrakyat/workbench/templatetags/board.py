"""What the lists of the workbench draw by hand: `{% load board %}`."""

from collections.abc import Mapping, Sequence

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def excerpt(excerpts: Mapping[int, Sequence[tuple[str, bool]]], report_id: int) -> SafeString:
    """The piece of a case's text in which the sought words stand, those marked."""
    pieces = excerpts.get(report_id)
    if not pieces:
        return SafeString("")
    parts = [(format_html("<mark>{}</mark>", text) if hit else text,) for text, hit in pieces]
    return format_html('<span class="queue__excerpt">{}</span>', format_html_join("", "{}", parts))
