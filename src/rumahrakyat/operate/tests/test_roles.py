"""Every address for every role, from the one table of `operate.access_table`, in one world for the whole sweep."""

import logging
from collections.abc import Iterator

import pytest
import typst
from django.template.backends.django import Template

from rumahrakyat.operate import access_sweep, roles


@pytest.fixture
def quiet() -> Iterator[None]:
    """Thousands of answers are refusals that would be logged."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.django_db
@pytest.mark.long
@pytest.mark.usefixtures("quiet")
def test_every_address_answers_every_role_as_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a page or a sheet opens is decided before it is drawn, and drawing thousands costs a minute: the tests of
    each draw it, and the command draws them all."""
    monkeypatch.setattr(Template, "render", lambda *_given: "")
    monkeypatch.setattr(typst, "compile", lambda *_given, **_how: b"%PDF-1.7")
    found = roles.sweep(brief=True)
    assert not found["unexpected"], roles.as_text(found)


def test_every_address_is_in_the_table() -> None:
    assert access_sweep.undeclared() == []
