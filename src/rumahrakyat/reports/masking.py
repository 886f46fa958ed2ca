"""Numbers and addresses that lead to a person, masked for the public copy. Pure.

What is masked, and why:

- e-mail addresses, telephone numbers in every way of typing them, identity and family card numbers (16 digits), other
  long numbers of cards and customers: they identify or reach a person;
- account numbers near the word for an account or the name of a bank;
- number plates: an app tells anybody whose vehicle it is. The agency that answers reads the original;
- number, block and RT/RW of the reporter's own house. Street and village stay, because readers must see where a matter
  is, and so does the RT/RW of the matter itself.

A mask says what stood there. Masks hold no digits, so masking twice changes nothing.
"""

import re
from collections.abc import Callable

# What people put between digits; also what nobody sees.
_GAP = "[ \t\u00a0.\\-\u2010-\u2015_/\u200b-\u200f\u2060\ufeff]"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]{1,63}(?:\.[\w-]{1,63})+", re.IGNORECASE)
_DIGIT = re.compile(r"\d")
_LONG = re.compile(rf"\d(?:{_GAP}{{0,3}}\d){{15,}}")
_PHONE = re.compile(
    rf"(?<!\d)(?<!\d[.,])(?:\(?\+?{_GAP}?62\)?{_GAP}{{0,2}}(?:\(0\)|0)?|00{_GAP}?62|\(?[0oO])"
    rf"{_GAP}{{0,3}}8(?:[()]?{_GAP}{{0,3}}\d){{7,12}}(?!\d)\)?"
)
_LANDLINE = re.compile(rf"(?<![\d.,/])\(?0[2-7]\d{{1,2}}\)?{_GAP}{{1,2}}\d{{3,4}}{_GAP}?\d{{3,4}}(?![\d])")
_AFTER_PHONE_WORD = re.compile(
    rf"(\b(?:wa|whatsapp|hp|no\.? ?hp|telp|tlp|telepon|telpon|kontak|hubungi|cp)\b[^\d\n]{{0,12}})"
    rf"(\d(?:{_GAP}{{0,2}}\d){{7,}})",
    re.IGNORECASE,
)
_AFTER_CARD_WORD = re.compile(
    rf"(\b(?:nik|ktp|e-?ktp|kk|no\.? ?(?:kk|ktp)|npwp|sim|paspor|passport|bpjs|kis|jkn|id ?pel(?:anggan)?|nisn|nip)\b"
    rf"[^\d\n]{{0,20}})([A-Z]?\d(?:{_GAP}{{0,2}}\d){{7,}})",
    re.IGNORECASE,
)
_ANY_CARD = re.compile(rf"(?<![\d.,])\d(?:{_GAP}?\d){{12,14}}(?![\d])")
_BANKS = "bri|bca|bni|btn|bsi|mandiri|bank jateng|bpd|danamon|cimb|dana|ovo|gopay|shopeepay|linkaja"
_ACCOUNT = re.compile(
    rf"(\b(?:no\.? ?rek|norek|rek|rekening|nomor rekening|virtual account|va|{_BANKS})\b[^\d\n]{{0,25}}?)"
    rf"(?<![\d.,])(\d(?:{_GAP}?\d){{6,}})(?!\d)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"(?:rp|rupiah|sebesar|senilai|saldo|uang)[\s.:]*$", re.IGNORECASE)
_MONEY = re.compile(r"\d{1,3}(?:\.\d{3})+")
_AREAS = (
    "A|AA|AB|AD|AE|AG|B|BA|BB|BD|BE|BG|BH|BK|BL|BM|BN|BP|D|DA|DB|DC|DD|DE|DG|DH|DK|DL|DM|DN|DR|DT|E|EA|EB|ED|F|G|H|K|"
    "KB|KH|KT|KU|L|M|N|P|PA|PB|R|S|T|W|Z"
)
_PLATE = re.compile(rf"(?<![\w./])(?:{_AREAS})[ -]?\d{{2,4}}[ -]?[A-Z]{{1,3}}(?![\w])")
_SMALL_PLATE = re.compile(
    rf"(\b(?:plat|pelat|nopol|no\.? ?pol(?:isi)?|nomor polisi|nomor kendaraan)\b[^\d\n]{{0,14}}?)"
    rf"\b((?:{_AREAS})[ -]?\d{{1,4}}[ -]?[a-z]{{1,3}})\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:alamat(?: lengkap)?(?: rumah)?(?: saya| kami| pelapor)?\s*:|alamat (?:rumah )?(?:saya|kami)|"
    r"rumah (?:saya|kami)(?: ini)?(?: ada| terletak| ber(?:ada|alamat))?\s+di|saya (?:ber)?tinggal di|"
    r"kami (?:ber)?tinggal di|saya beralamat|berdomisili di|domisili saya|tempat tinggal saya|"
    r"omah(?:ku)?\s+(?:neng|nang))"
    r"(?:[^.!?\n]|(?<=\b[a-z]{2})\.|(?<=\b[a-z]{3})\.){0,140}",
    re.IGNORECASE,
)
_HOUSE = re.compile(
    r"(?:\b(?:rt|rw)\b[\s.:/]*\d{1,3}(?:\s*/\s*(?:rw[\s.:]*)?\d{1,3})?|\b(?:no|nmr|nomor)\b[\s.:]*\d{1,4}\s?[a-z]?\b|"
    r"\bblok\s+[a-z]{0,2}\s?-?\d{0,3}\b)(?:[\s,]*(?:\b(?:rt|rw)\b[\s.:/]*\d{1,3}(?:\s*/\s*(?:rw[\s.:]*)?\d{1,3})?|"
    r"\b(?:no|nmr|nomor)\b[\s.:]*\d{1,4}\s?[a-z]?\b|\bblok\s+[a-z]{0,2}\s?-?\d{0,3}\b))*",
    re.IGNORECASE,
)
HOUSE, ACCOUNT, PLATE, CARD, PHONE = "[alamat rumah]", "[rekening]", "[nomor kendaraan]", "[NIK]", "[telepon]"
NUMBER, EMAIL = "[nomor]", "[e-mail]"


def mask_numbers(text: str) -> str:
    """The text without numbers and addresses that lead to a person."""
    text = _EMAIL.sub(EMAIL, text)
    if not _DIGIT.search(text):
        return text
    text = _LONG.sub(CARD, text)
    text = _ACCOUNT.sub(_account, text)
    text = _AFTER_CARD_WORD.sub(_card, text)
    text = _PHONE.sub(PHONE, text)
    text = _AFTER_PHONE_WORD.sub(_keeping(PHONE), text)
    text = _LANDLINE.sub(PHONE, text)
    text = _ANY_CARD.sub(_unless_money, text)
    text = _SMALL_PLATE.sub(_keeping(PLATE), _PLATE.sub(PLATE, text))
    return _HOME.sub(lambda home: _HOUSE.sub(HOUSE, home.group()), text)


def _keeping(mask: str) -> Callable[["re.Match[str]"], str]:
    """A replacement that leaves the word before as it is."""
    return lambda found: found[1] + mask


def _account(found: "re.Match[str]") -> str:
    before, number = found[1], found[2]
    if _MONEY.fullmatch(number) or _MONEY_BEFORE.search(before) or re.match(r"0\d{2,3}\D?8", number):
        return found.group()
    return before + (PHONE if re.match(r"(?:\+?62|0)8", number) else ACCOUNT)


def _card(found: "re.Match[str]") -> str:
    before, number = found[1], found[2]
    if _MONEY.fullmatch(number) or _MONEY_BEFORE.search(before):
        return found.group()
    return before + (PHONE if re.match(r"(?:62|0)8", number) else NUMBER)


def _unless_money(found: "re.Match[str]") -> str:
    return found.group() if _MONEY.fullmatch(found.group()) else NUMBER
