"""Every address for every role, from the one table of `operate.access_table`, in one world for the whole sweep."""

import pytest
from django.template.backends.django import Template

from rumahrakyat.operate import access_sweep, roles


@pytest.mark.django_db
def test_every_address_answers_every_role_as_the_table_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether a page opens is decided before it is drawn, and drawing thousands costs a minute: the tests of each page
    draw it, and the command draws them all."""
    monkeypatch.setattr(Template, "render", lambda *_given: "")
    found = roles.sweep(brief=True)
    assert not found["unexpected"], roles.as_text(found)


def test_every_address_is_in_the_table() -> None:
    assert access_sweep.undeclared() == []
