"""Reading a region's code. Pure.

Codes of the Ministry of Home Affairs name their own ancestors: "33.15.01.2001" lies in district "33.15.01",
regency "33.15" and province "33".
"""

LEVELS = ("province", "regency", "district", "village")


def level_of(code: str) -> str:
    """The level a code stands for; ValueError when it has no such form."""
    depth = code.count(".")
    if depth >= len(LEVELS) or not code.replace(".", "").isdigit():
        raise ValueError(f"not a region code: {code!r}")
    return LEVELS[depth]


def parent_of(code: str) -> str:
    """The code one level up; empty for a province."""
    return code.rpartition(".")[0]


def regency_of(code: str) -> str | None:
    """The regency or city a code lies in (or is); None for a province."""
    parts = code.split(".")
    return ".".join(parts[:2]) if len(parts) > 1 else None


def district_of(code: str) -> str | None:
    parts = code.split(".")
    return ".".join(parts[:3]) if len(parts) > 2 else None


def contains(outer: str, inner: str) -> bool:
    """Whether `inner` is `outer` or lies in it."""
    return inner == outer or inner.startswith(outer + ".")
