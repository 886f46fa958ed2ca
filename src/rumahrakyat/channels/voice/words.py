"""What a caller hears, in three languages. Data: another installation replaces these words, not the code.

Short sentences, one thing at a time, the key last: people listen with one ear. `{gaps}` are filled with `str.format`.
"""

from typing import Final

INDONESIAN, JAVANESE, ENGLISH = "id", "jv", "en"
LANGUAGES: Final = (INDONESIAN, JAVANESE, ENGLISH)
# The key that chooses each language.
KEYS: Final = {"1": INDONESIAN, "2": JAVANESE, "3": ENGLISH}

GREETING: Final = (
    (INDONESIAN, "Selamat datang di Rumah Rakyat, layanan pengaduan Provinsi. Untuk Bahasa Indonesia, tekan satu."),
    (JAVANESE, "Kangge Basa Jawa, pencet kalih."),
    (ENGLISH, "For English, press three."),
)

WORDS: Final[dict[str, dict[str, str]]] = {
    INDONESIAN: {
        "emergency": "Kalau ada nyawa terancam, tutup telepon ini dan hubungi satu satu dua.",
        "menu": (
            "Untuk menyampaikan keluhan, tekan satu. Untuk mendengar kabar laporan Anda, tekan dua. "
            "Untuk berbicara dengan petugas, tekan tiga. Untuk mengulang, tekan nol."
        ),
        "wrong_key": "Tombol itu tidak ada.",
        "no_keys": "Kalau tidak bisa menekan tombol, tidak apa-apa.",
        "record": (
            "Ceritakan sesudah nada: apa yang terjadi, di mana, dan sejak kapan. "
            "Sebutkan desa, kecamatan, dan kabupatennya. Kalau sudah selesai, tekan pagar atau tutup telepon."
        ),
        "heard_nothing": "Kami tidak mendengar suara Anda. Coba sekali lagi.",
        "recorded": "Terima kasih. Keluhan Anda kami simpan dan diteruskan ke petugas.",
        "sms": "Nomor laporannya kami kirim lewat S M S ke nomor yang Anda pakai ini.",
        "withheld": "Nomor Anda tidak terlihat, jadi kami tidak bisa mengirim kabar. Laporannya tetap diproses.",
        "number": "Masukkan angka nomor laporan Anda, lalu tekan pagar.",
        "wrong_number": "Nomor itu tidak kami temukan. Periksa angka di tanda terima Anda.",
        "enough_tries": "Nomornya belum cocok. Kami kembali ke menu.",
        "connecting": "Sebentar, kami sambungkan dengan petugas.",
        "closed": "Petugas telepon sedang tidak bertugas. {hours} Keluhan tetap bisa Anda rekam sekarang.",
        "no_agent": "Di nomor ini tidak ada petugas telepon. Keluhan bisa Anda rekam sekarang.",
        "busy": "Maaf, semua petugas sedang menerima telepon lain. Silakan rekam keluhan Anda.",
        "bye": "Terima kasih sudah menghubungi Rumah Rakyat.",
        "status_page": "Kabarnya bisa dilihat di halaman Lacak di situs kami, atau tanyakan kepada petugas.",
        "hours": "Petugas ada pukul {opens} sampai {closes}, hari {first} sampai {last}.",
    },
    JAVANESE: {
        "emergency": "Menawi wonten nyawa ingkang kaancam, telepon punika dipun tutup, lajeng nelpon satu satu dua.",
        "menu": (
            "Kangge matur keluhan, pencet satu. Kangge mireng kabar laporan Panjenengan, pencet dua. "
            "Kangge matur kaliyan petugas, pencet tiga. Kangge mbaleni, pencet nol."
        ),
        "wrong_key": "Tombol punika mboten wonten.",
        "no_keys": "Menawi mboten saged mencet tombol, mboten punapa.",
        "record": (
            "Sasampunipun nada, kula aturi cariyos: wonten punapa, wonten pundi, lan wiwit kapan. "
            "Sebataken desa, kecamatan, lan kabupatenipun. Menawi sampun, pencet pagar utawi tutup telepon."
        ),
        "heard_nothing": "Swanten Panjenengan mboten kepireng. Mangga dipun cobi malih.",
        "recorded": "Matur nuwun. Keluhan Panjenengan kula simpen lan dipun terasaken dhateng petugas.",
        "sms": "Nomer laporanipun kula kintun mawi S M S dhateng nomer ingkang Panjenengan agem punika.",
        "withheld": "Nomer Panjenengan mboten ketingal, kula mboten saged kintun kabar. Laporan tetep kula tampi.",
        "number": "Lebetaken angka nomer laporan Panjenengan, lajeng pencet pagar.",
        "wrong_number": "Nomer punika mboten pinanggih. Mangga dipun priksa angkanipun.",
        "enough_tries": "Nomeripun dereng cocok. Kula wangsul dhateng menu.",
        "connecting": "Sekedhap, kula sambungaken kaliyan petugas.",
        "closed": "Petugas telepon saweg mboten tugas. {hours} Keluhan tetep saged dipun rekam sakpunika.",
        "no_agent": "Ing nomer punika mboten wonten petugas telepon. Keluhan saged dipun rekam sakpunika.",
        "busy": "Nyuwun pangapunten, sedaya petugas saweg nampi telepon sanes. Mangga keluhanipun dipun rekam.",
        "bye": "Matur nuwun sampun nelpon Rumah Rakyat.",
        "status_page": "Kabaripun saged dipun pirsani ing kaca Lacak ing situs, utawi nyuwun pirsa dhateng petugas.",
        "hours": "Petugas wonten jam {opens} dumugi {closes}, dinten {first} dumugi {last}.",
    },
    ENGLISH: {
        "emergency": "If a life is in danger, hang up and call one one two.",
        "menu": (
            "To make a complaint, press one. To hear how your report is going, press two. "
            "To speak to a person, press three. To hear this again, press zero."
        ),
        "wrong_key": "There is no such choice.",
        "no_keys": "If you cannot press keys, that is all right.",
        "record": (
            "After the tone, tell us what happened, where, and since when. "
            "Name the village, the district and the regency. When you are done, press hash or hang up."
        ),
        "heard_nothing": "We did not hear you. Please try again.",
        "recorded": "Thank you. Your complaint is kept and passed on.",
        "sms": "We send its number by text message to the phone you are calling from.",
        "withheld": "Your number is hidden, so we cannot send you any news. The report is handled all the same.",
        "number": "Key in the digits of your report number, then press hash.",
        "wrong_number": "We do not find that number. Please check the digits on your receipt.",
        "enough_tries": "The number does not fit yet. We go back to the choices.",
        "connecting": "One moment, we connect you.",
        "closed": "Nobody is at the telephone now. {hours} You can record your complaint now.",
        "no_agent": "Nobody serves this telephone. You can record your complaint now.",
        "busy": "Sorry, everybody is on another call. Please record your complaint.",
        "bye": "Thank you for calling Rumah Rakyat.",
        "status_page": "You can see how it is going on the page Lacak of our website, or ask a person.",
        "hours": "People are there from {opens} to {closes}, {first} to {last}.",
    },
}
DAYS: Final[dict[str, tuple[str, ...]]] = {
    INDONESIAN: ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"),
    JAVANESE: ("Senen", "Selasa", "Rebo", "Kemis", "Jemuah", "Setu", "Minggu"),
    ENGLISH: ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def digits_aloud(number: str) -> str:
    """The digits of a number one by one, in threes from the end as they are printed: 482135 -> `4 8 2, 1 3 5`."""
    digits = [sign for sign in number if sign.isdigit()]
    head, tail = digits[:-3], digits[-3:]
    return ", ".join(" ".join(part) for part in (head, tail) if part)
