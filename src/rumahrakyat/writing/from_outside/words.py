"""What officers who answer by message are told, in Indonesian. Data: another installation replaces these words.

Never the words of a citizen: a phone lies on many tables."""

from typing import Final

SAID: Final[dict[str, str]] = {
    "recorded": "Tercatat: {number}, {stage}. Pelapor diberi tahu sekarang. Kabar berikutnya dari Anda: {next}.",
    "done": "Tercatat: {number} tuntas. Pelapor diberi tahu dan menentukan sampai {until}.",
    "asked": "Pertanyaan untuk {number} kami kirim ke pelapor. Kasus menunggu jawabannya.",
    "proposed": "{number}: jawaban Anda menunggu persetujuan {who}. Jamnya tetap berjalan{until}.",
    "before": "Jawaban itu sudah kami catat untuk {number}. Tidak perlu dikirim lagi.",
    "how": (
        "Belum tercatat. Tulis: JAWAB {number} lalu tahap (VERIF, CEK, KERJA, SELESAI) lalu kalimat untuk pelapor. "
        "Contoh: JAWAB {number} CEK Tim kami datang besok pagi. Bertanya: TANYA {number} pertanyaannya"
    ),
    "no_stage": (
        "Belum tercatat: tahapnya belum ada. Contoh: JAWAB {number} CEK Tim kami datang besok pagi. "
        "Tahap: VERIF, CEK, KERJA, SELESAI."
    ),
    "no_words": "Belum tercatat: tulis satu kalimat untuk pelapor. Contoh: JAWAB {number} {word} Tim datang besok.",
    "needs_proof": (
        "Belum tercatat: {number} SELESAI perlu foto. Kirim fotonya sambil membalas pesan ini, atau tulis: "
        "ALASAN {number} lalu sebabnya tidak ada foto."
    ),
    "photo_coming": "{number}: fotonya sedang kami ambil. Jawaban tercatat begitu foto sampai, lalu kami kabari.",
    "photo_lost": "Foto untuk {number} tidak bisa diambil. Kirim lagi, atau tulis: ALASAN {number} lalu sebabnya.",
    "personal": (
        "Belum tercatat: jawaban {number} dibaca semua orang dan memuat {found}. Kirim ulang tanpa itu, atau balas "
        "KIRIM {number} kalau memang harus begitu."
    ),
    "field": "Belum tercatat: masih ada {found} yang belum diisi. Kirim ulang lengkap.",
    "nothing_waits": "Tidak ada jawaban Anda untuk {number} yang menunggu.",
    "which": "Belum tercatat: nomor laporannya belum ada atau salah. Contoh: JAWAB RR-482-135 CEK Tim datang besok.",
    "unknown": "Belum tercatat: laporan {number} tidak ada pada dinas Anda. Periksa lagi nomornya.",
    "not_yours": "Belum tercatat: {number} bukan lagi pada dinas Anda, atau Anda tidak menjawab untuk dinas itu.",
    "not_now": "Belum tercatat: {number} sekarang pada tahap {stage}, jadi tidak bisa dijawab begitu. Buka {link}",
    "waits_already": "Belum tercatat: jawaban {who} untuk {number} sudah menunggu persetujuan.",
    "not_a_question": "Belum terkirim: tulis pertanyaan yang jelas. Contoh: TANYA {number} Di RT berapa letaknya?",
    "too_long": "Belum tercatat: terlalu panjang. Singkatkan, atau tulis di {link}",
    "bad_files": "Belum tercatat: berkasnya tidak bisa kami simpan. Kirim foto JPEG atau PNG sampai 15 MB.",
    "unproven": (
        "Belum tercatat: surel bisa dipalsukan, jadi jawaban lewat surel harus membalas surat kami tentang kasus itu. "
        "Balas suratnya, atau jawab di {link}"
    ),
    "unconfirmed": (
        "Belum tercatat: kontak ini belum dikonfirmasi. Balas OK dan kodenya pada peringatan berikut, atau buka {link}"
    ),
}
STAGE_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "verification": ("verifikasi", "verif", "periksa", "diperiksa"),
    "field_check": ("cek lapangan", "cek", "lapangan", "survei", "survey", "tinjau", "dicek"),
    "in_progress": ("pengerjaan", "dikerjakan", "kerja", "kerjakan", "proses", "mulai", "garap"),
    "resolved": ("selesai", "tuntas", "beres", "rampung"),
}
