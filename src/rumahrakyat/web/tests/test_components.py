"""Every component draws valid HTML from its own examples, and refuses what it does not know."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.template import Context, Template
from django.test import Client
from django.utils.safestring import mark_safe

from rumahrakyat.web import components
from tests.pages import problems

pytestmark = pytest.mark.usefixtures("_site_files")
NOW = datetime(2026, 7, 21, 2, 42, tzinfo=UTC)
EXAMPLES = [(name, key) for name in components.names() for key in components.about(name).examples]


@pytest.mark.parametrize(("name", "key"), EXAMPLES)
def test_an_example_is_valid_html(name: str, key: str) -> None:
    html = components.render(name, dict(components.about(name).examples[key]))
    assert list(problems(HttpResponse(html), part=True)) == []


@pytest.mark.parametrize("name", components.names())
def test_a_component_explains_itself(name: str) -> None:
    about = components.about(name)
    assert about.purpose
    assert about.examples
    assert set(about.required) <= set(about.parameters)


def test_a_row_kept_for_a_text_marked_safe_is_not_given_for_the_same_text_unmarked() -> None:
    row = {"rank": 1, "on_time": 1, "due": 2}
    assert "<b>Dinas</b>" in components.render("league-row", {**row, "name": mark_safe("<b>Dinas</b>")})
    assert "<b>Dinas</b>" not in components.render("league-row", {**row, "name": "<b>Dinas</b>"})


def test_an_unknown_or_missing_parameter_is_refused() -> None:
    with pytest.raises(components.UnknownParameter):
        components.render("stage-chip", {"stage": "received", "label": "x", "colour": "red"})
    with pytest.raises(components.UnknownParameter):
        components.render("stage-chip", {"stage": "received"})


@pytest.mark.parametrize(
    ("left", "kind"),
    [(timedelta(hours=7), "calm"), (timedelta(hours=6), "soon"), (timedelta(0), "late"), (-timedelta(hours=1), "late")],
)
def test_six_hours_before_it_is_soon_and_at_the_instant_late(left: timedelta, kind: str) -> None:
    assert components.deadline_kind(NOW + left, NOW) == kind


def test_words_of_citizens_are_escaped() -> None:
    values = {"kind": "citizen", "who": "Warga", "when": "14.20", "text": "<script>alert(1)</script>"}
    assert "<script>" not in components.render("timeline-entry", values)


@pytest.mark.parametrize("spans", [[1, 1, 1], [0, 0], [100_000, 1], [3]])
def test_parts_of_a_bar_fill_it(spans: list[float]) -> None:
    widths = components.shares(spans)
    assert sum(widths) == 1000
    assert min(widths) >= 6


def test_every_icon_a_template_names_is_drawn() -> None:
    root = Path(components.__file__).parent.parent
    drawn = set(re.findall(r'<symbol id="([\w-]+)"', (root / "web/static/web/icons.svg").read_text()))
    named = set(components.STAGE_ICONS.values())
    for template in root.glob("*/templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([\w-]+)"', template.read_text()))
    assert named <= drawn


def test_an_icon_alone_has_a_name_for_a_screen_reader() -> None:
    html = Template('{% load web %}{% icon "bell" label="Pemberitahuan" %}').render(Context())
    assert 'aria-label="Pemberitahuan"' in html


@pytest.mark.django_db
def test_the_page_of_components_is_there_only_in_a_demo(client: Client, settings: LazySettings) -> None:
    settings.DEMO = False
    assert client.get("/dev/komponen/").status_code == 404
    settings.DEMO = True
    assert client.get("/dev/komponen/").status_code == 200


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "403_csrf_staff", "404", "405", "413", "429", "500", "503"])
def test_an_error_page_needs_neither_request_nor_database(name: str) -> None:
    from django.template.loader import render_to_string  # noqa: PLC0415

    assert list(problems(HttpResponse(render_to_string(f"{name}.html")), part=False)) == []
