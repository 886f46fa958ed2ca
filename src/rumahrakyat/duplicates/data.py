"""What the province says about likeness: how far and long a matter goes by category, common words, names' triggers."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from rumahrakyat.duplicates.likeness import Reach
from rumahrakyat.duplicates.signature import Signature, Vocabulary, signature_of
from rumahrakyat.lib import crypto
from rumahrakyat.regions.province import Province, active
from rumahrakyat.understanding.data import lexicon_of

FILE: Final = "duplicates.json"
# Written with a fingerprint; raised when texts are taken apart otherwise, so that all are made anew.
VERSION: Final = 1


@dataclass(frozen=True)
class CampaignRule:
    """When a text that many send is a campaign: so many `reports` by different people within so many `days`, each of
    at least so many telling `words`, alike by at least `copy` (0 to 1)."""

    reports: int
    days: int
    copy: float
    words: int


@dataclass(frozen=True)
class Rules:
    """`subjects`: hashes of the words that tell what a report is about, without those that stand before names."""

    reach: Mapping[str, Reach]
    campaign: CampaignRule
    vocabulary: Vocabulary
    subjects: frozenset[int]

    def reach_of(self, *categories: str) -> Reach:
        """Of the first category that has one of its own or by its subject; else the default."""
        for code in categories:
            for name in (code, code.partition(".")[0]):
                if name and name in self.reach:
                    return self.reach[name]
        return self.reach["default"]

    @property
    def longest(self) -> Reach:
        return Reach(max(one.metres for one in self.reach.values()), max(one.days for one in self.reach.values()))


@lru_cache(maxsize=50_000)
def hashed(word: str) -> int:
    """A keyed number of 32 bits, signed as PostgreSQL's integers are: who steals the table cannot look words up."""
    return int.from_bytes(bytes.fromhex(crypto.lookup_hash("duplicates", word)[:8]), signed=True)


def _split(lines: Any) -> frozenset[str]:
    return frozenset(" ".join([lines] if isinstance(lines, str) else lines).split())


@lru_cache(maxsize=2)
def rules_of(province: Province) -> Rules:
    document, lexicon = province.document(FILE), lexicon_of(province)
    terms = [
        term
        for terms in province.document("lexicon.json")["categories"].values()
        for each in terms.values()
        for term in each
    ]
    subjects = {stem for term in terms for stem in lexicon.stems(term)}
    written = _split(document["common"])
    common = written | {stem for word in written for stem in lexicon.stems(word)}
    triggers = {stem: kind for word, kind in document["triggers"].items() for stem in (word, *lexicon.stems(word)[-1:])}
    between = _split(document["between"])
    vocabulary = Vocabulary(
        common=frozenset(common) - triggers.keys(),
        subjects=frozenset(subjects),
        triggers=triggers,
        between=between | {stem for word in between for stem in lexicon.stems(word)},
    )
    return Rules(
        reach={code: Reach(float(one["metres"]), float(one["days"])) for code, one in document["reach"].items()},
        campaign=CampaignRule(**document["campaign"]),
        vocabulary=vocabulary,
        subjects=frozenset(hashed(word) for word in subjects - common - triggers.keys()),
    )


def rules() -> Rules:
    return rules_of(active())


def signature(text: str) -> Signature:
    """The signature of a text as it was written."""
    province = active()
    return signature_of(lexicon_of(province).stems(text), rules_of(province).vocabulary, hashed)
