"""Names of persons, masked for the public copy. Pure; careful rather than complete.

A name is looked for only where something announces one:

- the writer's own ("nama saya", "saya bernama", "atas nama", "a.n."), and somebody called by name ("bernama",
  "namanya"): whatever follows, unless it is an ordinary word or a body;
- after the title of an officer or a role ("lurah", "kades", "oknum", "petugas"): a known given name, or a word in
  capitals that is neither an ordinary word nor a place, because "Lurah Sendangmulyo" names the village;
- after a form of address ("Pak", "Bu", "Mas"): the same, so "depan rumah Pak Slamet" loses the name, not the house;
- after "saya" and the like: known given names alone.

Elected heads (governor, regent, mayor) stand for their office and stay. So do names that belong to a street, a school,
a shop: "Jl. Pak Sabar", "warung Bu Sri". Writing all in capitals says nothing about names; then only known ones count.
"""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass

NAME, OFFICER = "[nama]", "[nama petugas]"
MOST_WORDS = 4
_OWN = (
    r"(?:nama(?: lengkap)? (?:saya|kami|pelapor|pengirim|korban|pelaku|pemilik)(?: adalah)?|nama(?: lengkap)?\s*(?=:)|"
    r"saya bernama|perkenalkan,? (?:nama )?saya|perkenalkan,? nama|jenenge|jenengku|asmanipun|nami kula|jeneng kula|"
    r"atas nama|(?<!\w)a\.\s?n\.|(?<!\w)a/n|(?<!\w)an\.(?=\s+[A-Z]))"
)
_CALLED = r"(?:yang )?(?:bernama|namanya(?: adalah)?|berinisial|inisial|panggilannya|dipanggil|alias)"
_OFFICER = (
    r"(?:kepala (?:desa|dusun|dinas|sekolah|puskesmas|pasar|seksi|bidang|lingkungan)|kades|lurah|kalurahan|camat|"
    r"sekdes|"
    r"sekcam|carik|bayan|kebayan|kadus|kaur|kasi|modin|perangkat(?: desa)?|ketua (?:rt|rw|bpd|komite|lpmk|"
    r"panitia)|pak rt|"
    r"pak rw|bu rt|bu rw|ketua|bendahara|sekretaris|oknum(?: petugas| polisi| guru| pegawai| asn| pns| aparat)?|"
    r"petugas|"
    r"pegawai|polisi|guru|dosen|dokter|bidan|perawat|mantri|kepsek|bendes|mandor|juru parkir|jukir|calo|preman|"
    r"debt collector)"
)
_ADDRESS = (
    r"(?:bapak|bpk|bp|pak|ibu|bu|sdr|sdri|saudara|saudari|mas|mbak|mbk|kang|tn|ny|mbah|pakde|bude|haji|hj|ust|"
    r"ustadz|an)"
)
_SELF = "(?:saya|aku|kula|kulo|inyong|nyong)"
_MARK = re.compile(
    rf"(?<![\w\[])(?:(?P<own>{_OWN})|(?P<called>{_CALLED})|(?P<officer>{_OFFICER})|(?P<address>{_ADDRESS})|"
    rf"(?P<self>{_SELF}))(?!\w)"
    r"[.]?(?:[ \t]*[:,\"“']?[ \t]*)(?=[A-Za-zÀ-ÿ])",
    re.IGNORECASE,
)
_HONOUR = re.compile(
    r"(?:(?:bapak|bpk|pak|ibu|bu|sdr|sdri|saudara|saudari|mas|mbak|haji|hj|h|dr|drs|dra|ir|kh|k|r|tn|ny|yang|"
    r"bernama|kami|saya|"
    r"kita|selaku|adalah)\b\.?[ \t]+){1,3}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[A-Za-zÀ-ÿ][A-Za-zÀ-ÿ'’-]*")
_TITLES_AFTER = re.compile(
    r",?[ \t]*(?:S\.?(?:Pd|H|E|Sos|STP|Kom|T|Ag|IP|Kep)\.?I?|M\.?(?:Si|Pd|M|H|Kes)\.?|SH|SE|ST)\b\.?"
)
# A name after one of these is that of a street, a school, a shop or a firm, not of a person.
_NOT_A_PERSON_AFTER = frozenset(
    {
        "jl", "jln", "jalan", "gang", "gg", "lorong", "rs", "rsu", "rsud", "rsup", "rsi", "smp", "sma", "sd", "sdn",
        "tk", "mi", "mts", "ma", "masjid", "mushola", "musala", "stadion", "lapangan", "taman", "toko", "warung",
        "pasar", "smk",
        "makam", "bandara", "perum", "perumahan", "universitas", "pt", "cv", "ud", "bengkel", "warteg", "soto", "bakso",
        "sate", "ayam", "gor", "gedung", "klinik", "apotek", "desa", "dusun", "kampung", "sungai", "kali", "aplikasi",
        "program", "situs", "website", "akun", "grup", "sekolah", "tempat", "daerah", "pabrik", "perusahaan", "wisata",
        "pantai", "waduk", "kelompok", "komunitas", "penyakit", "obat", "produk", "koperasi", "bank", "hotel",
    }
)  # fmt: skip
_NEAR = 24


@dataclass(frozen=True)
class Knowledge:
    """What telling names from other words needs: `given` are given names; `is_ordinary` and `is_place` ask about words
    in small letters, `is_region` about names of districts and regencies alone."""

    given: Collection[str]
    is_ordinary: Callable[[str], bool]
    is_place: Callable[[str], bool]
    is_region: Callable[[str], bool]


def mask_names(text: str, known: Knowledge) -> str:
    """The text with announced names of persons masked."""
    telling = _capitals_tell(text)
    parts: list[str] = []
    done = 0
    for mark in _MARK.finditer(text):
        if mark.start() < done or _names_something_else(text, mark):
            continue
        begin = mark.end()
        honour = _HONOUR.match(text, begin)
        begin = honour.end() if honour else begin
        end = _end_of_name(text, begin, mark, known, telling=telling, spoken_to=honour is not None)
        if end > begin:
            parts += [text[done:begin], OFFICER if mark["officer"] else NAME]
            done = end
    return "".join((*parts, text[done:]))


def _capitals_tell(text: str) -> bool:
    """Whether capitals mark names here: not where everything, or every word, begins with one."""
    words = _WORD.findall(text)
    raised = sum(word[0].isupper() for word in words)
    shouted = sum(word.isupper() and len(word) > 1 for word in words)
    return bool(words) and raised / len(words) <= 0.55 and shouted / len(words) <= 0.4


def _names_something_else(text: str, mark: "re.Match[str]") -> bool:
    before = _WORD.findall(text[max(0, mark.start() - _NEAR) : mark.start()])
    last = before[-1].lower() if before else ""
    if mark["called"]:
        return any(word.lower() in _NOT_A_PERSON_AFTER for word in before[-2:])
    return bool(mark["address"]) and last in _NOT_A_PERSON_AFTER


def _end_of_name(
    text: str, begin: int, mark: "re.Match[str]", known: Knowledge, *, telling: bool, spoken_to: bool
) -> int:
    """Where the name that begins here ends; `begin` when none does."""
    surely = bool(mark["own"] or mark["called"])
    place = known.is_region if surely or mark["address"] or spoken_to else known.is_place
    at = end = begin
    for nth in range(MOST_WORDS):
        found = _WORD.match(text, at)
        if found is None or not _is_name(found.group(), known, place, telling=telling, surely=surely, first=nth == 0):
            break
        if mark["self"] and nth == 0 and found.group().lower() not in known.given:
            break
        place = known.is_region  # a family name may be that of a village as well
        end = found.end()
        rest = re.compile(r"[.]?[ \t]+").match(text, end)
        if rest is None:
            break
        at = rest.end()
    titles = _TITLES_AFTER.match(text, end) if end > begin else None
    return titles.end() if titles else end


def _is_name(
    word: str, known: Knowledge, place: Callable[[str], bool], *, telling: bool, surely: bool, first: bool
) -> bool:
    small = word.lower().partition("-")[0]
    if place(small):
        return False
    if small in known.given:
        return True
    if known.is_ordinary(small):
        return False
    if surely:
        return len(word) > 1 or word.isupper() or not first
    return telling and word[0].isupper() and (len(word) > 2 or not first)
