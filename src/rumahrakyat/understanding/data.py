"""The words of this installation's province, read once per process."""

from functools import lru_cache

from rumahrakyat.regions.province import Province, active
from rumahrakyat.understanding.lexicon import Lexicon


@lru_cache(maxsize=2)
def lexicon_of(province: Province) -> Lexicon:
    rows = [(row["form"], row["standard"]) for row in province.table("spelling.csv")]
    return Lexicon(
        province.document("lexicon.json"),
        spelling={form: standard for form, standard in rows if form != standard},
        keep={form for form, standard in rows if form == standard},
    )


def lexicon() -> Lexicon:
    return lexicon_of(active())
