"""What templates of every app may use: `{% load web %}`."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from rumahrakyat.lib.phone import display_phone, mask_phone
from rumahrakyat.web import components, formats

register = template.Library()


@register.simple_tag
def icon(name: str, label: str = "", css: str = "") -> SafeString:
    """An icon of `static/web/icons.svg`. Without `label` it is decoration: the words beside it carry the meaning."""
    named = format_html('role="img" aria-label="{}"', label) if label else SafeString('aria-hidden="true"')
    classes = f"icon {css}".strip()
    return format_html(
        '<svg class="{}" {} fill="none" stroke="currentColor"><use href="{}#{}"/></svg>',
        classes,
        named,
        _icons(settings.STATIC_URL),
        name,
    )


@lru_cache(maxsize=4)
def _icons(_where: str) -> str:
    """The address of all icons, asked for once in a process: a page of cases has two hundred."""
    return static("web/icons.svg")


@register.simple_tag
def component(block: str, **values: Any) -> SafeString:
    """A building block by its folder's name; its parameters are in its `about.toml` and on /dev/komponen/."""
    # A literal in a template is a SafeString, which no Path takes; adding to it gives a plain string.
    return components.render(block + "", values)


@register.simple_tag
def component_of(block: str, values: dict[str, Any]) -> SafeString:
    """The same, its parameters in one dictionary."""
    return components.render(block + "", values)


@register.simple_tag
def once_key() -> str:
    """A fresh key for a form, so that the same form sent twice is seen to be the same."""
    return secrets.token_hex(8)


@register.simple_tag
def percent(part: float, whole: float) -> str:
    return formats.percent(part, whole)


@register.filter
def moment(at: datetime, now: datetime) -> str:
    return formats.moment(at, now)


@register.filter
def near_day(at: datetime, now: datetime) -> str:
    return formats.near_day(at, now)


@register.filter
def until(at: datetime, start: datetime) -> timedelta:
    """The span from `start` to `at`, for `duration`."""
    return at - start


_filters: dict[str, Callable[..., str]] = {
    "long_moment": formats.long_moment,
    "day_moment": formats.day_moment,
    "clock_time": formats.clock_time,
    "long_day": formats.long_day,
    "day": formats.day,
    "short_day": formats.short_day,
    "duration": formats.duration,
    "duration_short": formats.duration_short,
    "number": formats.number,
    "decimal": formats.decimal,
    "grouped_code": formats.grouped_code,
    "phone": display_phone,
    "masked_phone": mask_phone,
}
for _name, _function in _filters.items():
    register.filter(_name, _function)
