"""The tree of hashes: known roots, every path, and no way to pass a node off as a leaf."""

import hashlib

import pytest

from rumahrakyat.evidence.seals import tree

LEAVES = [tree.leaf(f"RR-{nth:03}-000 {nth} {nth:064x}") for nth in range(40)]


def split(hashes: list[bytes]) -> bytes:
    """The definition of RFC 6962 word by word: split at the largest power of two below n."""
    if len(hashes) == 1:
        return hashes[0]
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return hashlib.sha256(b"\x01" + split(hashes[:half]) + split(hashes[half:])).digest()


def test_the_root_of_nothing_is_the_hash_of_no_bytes() -> None:
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_the_root_is_that_of_the_definition() -> None:
    assert [tree.root(LEAVES[:n]) for n in range(1, 40)] == [split(LEAVES[:n]) for n in range(1, 40)]


def test_subtrees_of_equal_size_give_the_same_root_as_their_leaves() -> None:
    chunks = [tree.root(LEAVES[start : start + 8]) for start in range(0, 37, 8)]
    assert tree.root(chunks) == tree.root(LEAVES[:40])
    assert tree.root([*chunks[:4], tree.root(LEAVES[32:35])]) == tree.root(LEAVES[:35])


@pytest.mark.parametrize("size", [1, 2, 3, 7, 8, 33])
def test_every_path_leads_to_the_root_and_no_other_does(size: int) -> None:
    whole = tree.root(LEAVES[:size])
    for index in range(size):
        way = tree.path(LEAVES[:size], index)
        assert tree.climbed(LEAVES[index], index, size, way) == whole
        assert tree.climbed(LEAVES[39], index, size, way) != whole
        assert tree.climbed(LEAVES[index], index, size, [*way, LEAVES[0]]) is None
        assert not way or tree.climbed(LEAVES[index], index, size, way[:-1]) is None
    assert tree.climbed(LEAVES[0], size, size, []) is None


def test_a_leaf_and_a_node_of_the_same_bytes_have_different_hashes() -> None:
    assert hashlib.sha256(LEAVES[0] + LEAVES[1]).digest() != tree.node(LEAVES[0], LEAVES[1])
    assert tree.node(LEAVES[0], LEAVES[1]) != hashlib.sha256(b"\x00" + LEAVES[0] + LEAVES[1]).digest()
