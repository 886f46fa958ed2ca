"""What the register itself says. It is an official document in Indonesian, and a frozen one must say the same for ever:
so its sentences are data with a version, and not translated at display.
"""

from typing import Any, Final

FORMAT: Final = "rumahrakyat.register/1"

OBLIGATIONS: Final[dict[str, str]] = {
    "first_response": "Jawaban pertama dengan tahap dalam 1×24 jam",
    "routing": "Meja meneruskan laporan dalam 2 jam",
    "silence": "Kabar berikutnya, paling lama 3 hari kerja atau tanggal yang dijanjikan",
    "resolution": "Penyelesaian menurut kelas laporan",
    "information": "Permintaan informasi publik",
    "appeal": "Keputusan atas banding pelapor",
}
SHORT: Final[dict[str, str]] = {
    "first_response": "Jawaban pertama",
    "routing": "Penerusan",
    "silence": "Kabar berikutnya",
    "resolution": "Penyelesaian",
    "information": "Informasi publik",
    "appeal": "Banding",
}
STATES: Final[dict[str, str]] = {
    "open": "terbuka",
    "explained": "dijelaskan",
    "upheld": "tetap lalai",
    "excused": "dimaafkan",
    "corrected": "dikoreksi",
}
REASONS: Final[dict[str, str]] = {
    "": "tanpa golongan",
    "wrong_agency": "urusan badan lain",
    "elsewhere": "sudah dijawab lewat jalan lain",
    "force_majeure": "keadaan kahar",
    "system": "gangguan sistem",
    "waiting": "menunggu badan lain",
    "other": "alasan lain",
}
DESK: Final = "Meja verifikasi Rumah Rakyat"

FORMULAS: Final[dict[str, tuple[tuple[str, str, str], ...]]] = {
    FORMAT: (
        (
            "due",
            "Jatuh tempo",
            (
                "Banyaknya tenggat yang jatuh di dalam triwulan, dijawab atau belum. Yang belum dijawab dan sudah"
                " lewat batas ikut dihitung. Selama menunggu pelapor tenggat berhenti;"
                " yang sedang berhenti tidak jatuh tempo."
            ),
        ),
        (
            "on_time",
            "Tepat waktu",
            "Dijawab sampai dengan tenggat ÷ jatuh tempo. Tanpa tenggat bukan tepat waktu: ia di luar pecahan ini.",
        ),
        (
            "missed",
            "Terlambat",
            (
                "Jatuh tempo − tepat waktu. Ditanggung pemegang terlama sampai tenggat; menyerahkan pada jam terakhir"
                " tidak memindahkannya."
            ),
        ),
        (
            "own",
            "Waktu sendiri",
            (
                "Pemegang berikutnya punya waktu penuh sejak menerima, dikurangi yang pernah dipakainya. Bila itu pun"
                " lewat, satu baris lagi atas namanya."
            ),
        ),
        (
            "neglect",
            "Lalai",
            (
                "Terlambat + waktu sendiri − dimaafkan − dikoreksi. Keputusan atas penjelasan mengurangi kelalaian,"
                " tetapi tidak membuat jawaban yang terlambat menjadi tepat waktu."
            ),
        ),
        (
            "median",
            "Median, 9 dari 10",
            (
                "Dari diterima sampai jawaban pertama, tanpa waktu menunggu pelapor. Separuh secepat median, sembilan"
                " dari sepuluh secepat kolom terakhir. Yang belum dijawab dihitung dengan lamanya menunggu sampai batas"
                " data."
            ),
        ),
        (
            "groups",
            "Kelompok",
            (
                "Yang sepadan dibandingkan: menurut banyaknya jatuh tempo, sehingga paling sedikit tiga badan ada di"
                " kelompok pertama bila provinsi memilikinya. Di kelompok kecil lihat jumlahnya, bukan persennya saja."
            ),
        ),
        (
            "solved",
            "Tuntas",
            (
                "Hanya yang dinyatakan selesai oleh pelapor di dalam triwulan dan tidak dibuka lagi sampai batas data."
                " Ditutup sistem bukan tuntas. Dibuka kembali bukan tuntas."
            ),
        ),
        (
            "reprimands",
            "Teguran",
            "Surat teguran yang ditandatangani di dalam triwulan.",
        ),
    ),
}


def formulas(version: str = FORMAT) -> list[dict[str, Any]]:
    """The formulas as a register of that version prints them. Raises `KeyError` for a version that never was."""
    return [{"code": code, "name": name, "formula": formula} for code, name, formula in FORMULAS[version]]
