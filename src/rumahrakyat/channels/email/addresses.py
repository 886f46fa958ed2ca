"""E-mail addresses in the one spelling we store and compare."""

import re

LONGEST = 254
_SHAPE = re.compile(r"[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]+@[^\s@<>()\[\],;:\\\"\x00-\x20\x7f]+")


def bare(address: str) -> str:
    """`address` lower-cased, its domain in ASCII (IDNA); "" when it is not an address."""
    clean = address.strip().strip("<>").strip().lower()
    if len(clean) > LONGEST or not _SHAPE.fullmatch(clean):
        return ""
    local, _, domain = clean.rpartition("@")
    try:
        domain = domain.strip(".").encode("idna").decode("ascii")
    except UnicodeError:
        return ""
    return f"{local}@{domain}" if local and domain else ""


def domain_of(address: str) -> str:
    return address.rpartition("@")[2]


def without_tag(address: str) -> str:
    """`lapor+anything@x` -> `lapor@x`."""
    local, at, domain = address.rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}"


def with_tag(address: str, tag: str) -> str:
    """`lapor@x`, `abc` -> `lapor+abc@x`."""
    local, at, domain = address.rpartition("@")
    return f"{local}+{tag}{at}{domain}"


def tag_of(address: str) -> str:
    """`lapor+abc@x` -> `abc`, "" without a tag."""
    return address.rpartition("@")[0].partition("+")[2]
