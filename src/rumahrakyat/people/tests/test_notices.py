"""What a notice says of who it comes from."""

import pytest
from django.utils import translation

from rumahrakyat.people import notices
from rumahrakyat.people.models_records import Notice


def test_what_nobody_did_the_system_did_with_a_capital_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(notices._sentences, "tried", "%(by)s memberi Anda %(number)s")
    with translation.override("id"):
        assert notices.sentence_of(Notice(code="tried", number="RR-482-135")) == "Sistem memberi Anda RR-482-135"
