"""The hash chain: any change, removal or reordering is found; erasing the personal part is not a change."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.reports import chain

START = datetime(2026, 7, 21, tzinfo=UTC)


def _chain(texts: list[str]) -> tuple[list[chain.Stored], str]:
    stored: list[chain.Stored] = []
    head = chain.GENESIS
    for seq, text in enumerate(texts, start=1):
        personal = chain.with_salt({"text": text})
        at = START + timedelta(minutes=seq)
        link = chain.Link("RR-1", seq, "noted", at, at, "staff:1:2", {"n": seq}, chain.personal_digest(personal))
        head = chain.link_hash(head, link)
        stored.append(chain.Stored(link, head, personal))
    return stored, head


texts = st.lists(st.text(max_size=20), min_size=1, max_size=8)


@given(texts)
def test_an_untouched_chain_has_no_fault(words: list[str]) -> None:
    entries, head = _chain(words)
    assert chain.verify_chain(entries, head) == []


@given(texts, st.data())
def test_a_changed_entry_is_named(words: list[str], data: st.DataObject) -> None:
    entries, head = _chain(words)
    index = data.draw(st.integers(0, len(entries) - 1))
    changed = replace(entries[index].link, data={"n": -1})
    entries[index] = replace(entries[index], link=changed)
    assert chain.Fault(index + 1, "hash") in chain.verify_chain(entries, head)


@given(texts, st.data())
def test_a_removed_entry_is_found(words: list[str], data: st.DataObject) -> None:
    entries, head = _chain(words)
    del entries[data.draw(st.integers(0, len(entries) - 1))]
    assert chain.verify_chain(entries, head)


@given(texts)
def test_other_words_in_the_personal_part_are_found_and_erased_ones_are_not_a_fault(words: list[str]) -> None:
    entries, head = _chain(words)
    erased = [replace(entry, personal=None) for entry in entries]
    assert chain.verify_chain(erased, head) == []
    entries[-1] = replace(entries[-1], personal={"text": "other"})
    assert chain.verify_chain(entries, head) == [chain.Fault(len(entries), "personal")]
