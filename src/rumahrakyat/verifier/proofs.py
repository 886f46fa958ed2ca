"""What can be proven with hashes alone: the chain of a case, the tree of a day, the chain of the seals."""

import hashlib
import json
import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

GENESIS: Final = "0" * 64
SHOWN: Final = 10_000  # faults that are told one by one
REASONS: Final = {
    "hash": "isi catatan diubah / the entry was altered",
    "personal": "kata-kata dalam catatan diubah / the words of the entry were altered",
    "order": "catatan hilang, disisipkan atau bertukar urutan / an entry is missing, inserted or out of order",
    "head": "akhir riwayat tidak cocok / the end of the record does not fit",
    "missing": "ada di segel atau daftar, tetapi tidak di berkas / it was sealed or listed, and is not in the file",
    "seal": "tidak cocok dengan segel / it does not fit the seal",
    "copy": "tidak sama dengan salinan segel Anda / it contradicts your copy of the seal",
    "attachment": "lampiran tidak cocok / an attachment does not fit",
    "taken": "salinan ini tidak tercatat pernah diambil / no taking of this very file stands in the record",
    "checksum": "berkas di dalam ZIP rusak atau diganti / a file of the ZIP is damaged or was replaced",
    "unreadable": "tidak dapat dibaca / it cannot be read",
}


class Unreadable(Exception):
    """The file cannot be verified at all; the message is for whoever gave it."""


@dataclass
class Report:
    """What was found. A fault is (case or file, entry or 0, reason). `fingerprint`: the SHA-256 of a whole dossier;
    `named`: the hashes of the entries, by case and number, on which a register rests."""

    kind: str = ""
    cases: int = 0
    entries: int = 0
    count: int = 0
    faults: list[tuple[str, int, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    fingerprint: str = ""
    named: dict[tuple[str, int], str] = field(default_factory=dict)
    seals: list[dict[str, Any]] = field(default_factory=list)

    def fault(self, where: object, entry: object, reason: str) -> None:
        self.count += 1
        if len(self.faults) < SHOWN:
            number = entry if isinstance(entry, int) and 0 <= entry < 10**9 else 0
            self.faults.append((printable(where), number, reason))


def printable(words: object) -> str:
    """Somebody else's words, short and without what would move a terminal."""
    return "".join(sign if sign.isprintable() else "?" for sign in str(words)[:80])


# --- one byte string for one value, and the chain of a case ---


def _number(digits: str) -> int:
    if len(digits) > 19:
        raise ValueError("a number is too long")
    return int(digits)


def _refused(words: str) -> Any:
    raise ValueError(f"{words[:20]} is not allowed")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def parsed(raw: bytes) -> Any:
    """Raises ValueError for whatever is no JSON as we write it: fractions, long numbers, names that stand twice."""
    try:
        return json.loads(
            raw.decode(), parse_int=_number, parse_float=_refused, parse_constant=_refused, object_pairs_hook=_once
        )
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def canonical(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical form; nothing, which fits no hash, where there is none."""
    try:
        return hashlib.sha256(canonical(value)).hexdigest()
    except (ValueError, RecursionError):
        return ""


def table(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def whole(value: object) -> int:
    return value if type(value) is int else 0


def rows(value: object) -> list[dict[str, Any]]:
    return [table(one) for one in value] if isinstance(value, list) else []


LINKED: Final = ("seq", "type", "at", "recorded_at", "actor", "data")


class Chain:
    """Verifies the entries of one case, one after the other. `hashes` of the entries whose place in a seal matters."""

    def __init__(self, number: str, report: Report, kept: int = 0) -> None:
        self.number, self.report, self.kept = number, report, kept
        self.previous: str | None = GENESIS
        self.expected, self.length, self.sealed = 1, 0, ""

    def entry(self, entry: dict[str, Any] | None) -> None:
        """The next entry; None for one that cannot be read, after which the next has nothing to be compared with."""
        self.length += 1
        self.report.entries += 1
        if entry is None or any(name not in entry for name in (*LINKED, "hash")):
            self.report.fault(self.number, self.expected, "unreadable")
            self.previous, self.expected = None, self.expected + 1
            return
        seq = entry["seq"]
        if type(seq) is not int or seq != self.expected:
            self.report.fault(self.number, seq if type(seq) is int else self.expected, "order")
            self.expected = seq if type(seq) is int else self.expected
        words = entry.get("personal_digest", "")
        link = {name: entry[name] for name in LINKED} | {"number": entry.get("number", self.number), "personal": words}
        if link["number"] != self.number or (
            self.previous is not None and digest({**link, "previous": self.previous}) != entry["hash"]
        ):
            self.report.fault(self.number, self.expected, "hash")
        self._words(entry, words)
        if self.expected == self.kept:
            self.sealed = str(entry["hash"])
        self.previous, self.expected = str(entry["hash"]), self.expected + 1

    def _words(self, entry: dict[str, Any], expected: object) -> None:
        state, personal = entry.get("personal_state"), entry.get("personal")
        never = state == "none" and (personal is not None or expected != "")
        gone = state in {"erased", "withheld"} and (personal is not None or not expected)
        kept = (state == "kept" or personal is not None) and digest(personal) != expected
        if never or gone or kept:
            self.report.fault(self.number, self.expected, "personal")

    def end(self, length: object, head: object) -> None:
        if self.length != length:
            self.report.fault(self.number, self.expected, "missing")
        if self.previous is not None and self.previous != head:
            self.report.fault(self.number, self.expected - 1, "head")


# --- the tree of a day (RFC 6962 section 2.1) and the seals ---


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def leaf(number: object, seq: object, head: object) -> bytes:
    return hashlib.sha256(b"\x00" + f"{number} {seq} {head}".encode(errors="replace")).digest()


class Tree:
    """The root of many leaves, one after the other, in little memory."""

    def __init__(self) -> None:
        self.leaves, self.stack = 0, list[tuple[int, bytes]]()

    def add(self, fresh: bytes) -> None:
        self.leaves += 1
        level = 0
        while self.stack and self.stack[-1][0] == level:
            level, fresh = level + 1, node(self.stack.pop()[1], fresh)
        self.stack.append((level, fresh))

    def root(self) -> str:
        if not self.stack:
            return hashlib.sha256(b"").hexdigest()
        reached = self.stack[-1][1]
        for _level, left in reversed(self.stack[:-1]):
            reached = node(left, reached)
        return reached.hex()


def climbed(proof: dict[str, Any]) -> str:
    """The root to which the path of a proof leads; nothing when the path is none."""
    index, size, way = proof.get("index"), proof.get("size"), proof.get("path")
    if type(index) is not int or type(size) is not int or not 0 <= index < size or not isinstance(way, list):
        return ""
    reached = leaf(proof.get("number"), proof.get("seq"), proof.get("head"))
    left = way[::-1]
    while size > 1:
        if index ^ 1 < size:
            other = left.pop() if left else ""
            if not isinstance(other, str) or not re.fullmatch("[0-9a-f]{64}", other):
                return ""
            beside = bytes.fromhex(other)
            reached = node(beside, reached) if index % 2 else node(reached, beside)
        index, size = index // 2, (size + 1) // 2
    return "" if left else reached.hex()


def seal_fits(published: dict[str, Any], report: Report) -> bool:
    """A seal by itself: its fingerprint and its schema. Its signature says who made it, and `openssl` verifies that."""
    seal = table(published.get("seal"))
    if seal.get("schema") != "rumahrakyat-seal/1" or digest(seal) != published.get("sha256"):
        report.fault(f"seal {seal.get('day')}", 0, "seal")
        return False
    report.seals.append(published)
    return True


def follows(earlier: dict[str, Any], later: dict[str, Any], report: Report) -> None:
    """That `later` is the seal of the day after `earlier` and says so itself."""
    one, other = table(earlier.get("seal")), table(later.get("seal"))
    try:
        next_day = (date.fromisoformat(str(one["day"])) + timedelta(days=1)).isoformat()
        fits = (other["day"], other["serial"], other["previous"]) == (next_day, one["serial"] + 1, earlier["sha256"])
        grows = other["cases"] >= one["cases"] and other["entries"] >= one["entries"]
    except (KeyError, TypeError, ValueError, OverflowError):
        fits = grows = False
    if not (fits and grows):
        report.fault(f"seal {other.get('day')}", 0, "seal")


def check_seals(found: list[dict[str, Any]], report: Report) -> None:
    """All seals in order: every one holds the fingerprint of the one before."""
    for nth, one in enumerate(found):
        seal_fits(one, report)
        if nth:
            follows(found[nth - 1], one, report)
    if found and table(found[0].get("seal")).get("serial") == 1 and found[0]["seal"].get("previous") != GENESIS:
        report.fault(f"seal {found[0]['seal'].get('day')}", 0, "seal")


def check_copy(copy: dict[str, Any], report: Report) -> None:
    """That a seal which somebody kept is one of those in the file."""
    seal = table(copy.get("seal"))
    day = printable(seal.get("day"))
    same_day = [one for one in report.seals if table(one.get("seal")).get("day") == seal.get("day")]
    if digest(seal) != copy.get("sha256"):
        raise Unreadable("your copy of the seal is damaged: it does not have its own fingerprint")
    if any(one.get("sha256") != copy["sha256"] for one in same_day):
        report.fault(f"seal {day}", 0, "copy")
    elif same_day:
        report.notes.append(f"your copy of the seal of {day} is in the file, the same")
    else:
        report.notes.append(f"the file has no seal of {day}, the day of your copy: it was NOT compared")


def check_proof(proof: dict[str, Any], number: str, report: Report) -> None:
    """That a seal holds the case as the proof says."""
    published = table(proof.get("seal"))
    fits = proof.get("number") == number and seal_fits(published, report)
    seal = table(published.get("seal"))
    if not fits or climbed(proof) != seal.get("root") or (proof.get("root"), proof.get("size")) != (
        seal.get("root"), seal.get("cases"),
    ):  # fmt: skip
        report.fault(number, proof.get("seq"), "seal")
