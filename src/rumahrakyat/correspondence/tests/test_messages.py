"""The words we send: every gap is filled, and templates are such as a provider approves."""

import re

import pytest

from rumahrakyat.channels.wordings import known
from rumahrakyat.correspondence.messages import LABELS, TEMPLATES, TEXTS, notice

VALUES = {
    "call": "Telepon 112 sekarang juga.",
    "call_short": "Telepon 112.",
    "number": "RR-482-135", "holder": "Dinas", "stage": "Cek lapangan", "text": "Baris\nsatu   dua", "due": "Rabu",
    "link": "https://contoh.id/lacak/", "to": "Perusahaan Listrik",
    "next": "paling lambat Jumat, 24 Juli 2026", "what": "Batas waktu jawaban", "charged": "Dinas",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_a_template_numbers_its_gaps_in_order_and_has_words_at_both_ends(name: str) -> None:
    wording = known()[f"laporan_{name}"]
    assert [int(gap) for gap in re.findall(r"{{(\d+)}}", wording)] == list(range(1, len(TEMPLATES[name]) + 1))
    assert not wording.startswith("{{")
    assert not wording.endswith("}}")


@pytest.mark.parametrize("name", sorted(TEMPLATES))
def test_news_says_the_same_inside_and_outside_the_window(name: str) -> None:
    body = notice(name, VALUES)
    assert body.template
    assert "{" not in body.text
    assert not any("\n" in parameter or "   " in parameter for parameter in body.template.parameters)


@pytest.mark.parametrize(
    ("name", "by_person"), [("answered", True), ("asked", True), ("receipt", False), ("breached", False)]
)
def test_only_what_an_agency_wrote_counts_as_written_by_a_person(name: str, by_person: bool) -> None:
    assert notice(name, VALUES).by_person is by_person


def test_buttons_fit_the_provider() -> None:
    assert all(len(label) <= 20 for label in LABELS.values())


def test_nothing_is_longer_than_one_message_even_with_long_words() -> None:
    long = {**VALUES, "text": "a" * 900}
    assert all(len(notice(name, long).text) <= 4096 for name in TEMPLATES)
    assert all(len(text) < 900 for text in TEXTS.values())
