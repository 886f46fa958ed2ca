"""Sentences of our own, in three kinds that share words, for classifiers that learn in a moment."""

_WHERE = ("dekat pasar", "depan balai desa", "di gang kami", "sebelah masjid", "ujung kampung", "dekat jembatan")
_KINDS = {
    "jalan": ("jalan berlubang dan rusak", "aspal jalan mengelupas parah", "lubang di jalan membahayakan pengendara"),
    "sampah": ("sampah menumpuk dan berbau", "truk sampah tidak pernah datang", "warga membakar sampah setiap sore"),
    "lampu": ("lampu jalan mati tiap malam", "lampu penerangan padam dan gelap", "tiang lampu roboh dan kabel putus"),
}


def examples() -> tuple[list[str], list[str]]:
    """Texts and labels: three labels, eighteen texts of each."""
    pairs = [(f"{what} {where}", label) for label, whats in _KINDS.items() for what in whats for where in _WHERE]
    return [text for text, _ in pairs], [label for _, label in pairs]
