"""What is said after the end of a case, about appeals, letters to other bodies and disagreements; in each language that
the conversation has, and short. Data, like `messages.TEXTS`."""
# ruff: noqa: E501 -- texts that people read

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "appeal_how": (
        "Untuk banding, tulis BANDING, nomor laporan, lalu alasannya. Contoh: BANDING RR-482-135 jalannya rusak lagi dan "
        "belum diperiksa. Banding diputus pejabat yang lebih tinggi."
    ),
    "appeal_sent": "Banding Anda atas laporan {number} sudah kami catat.",
    "appeal_open": (
        "Banding Anda atas laporan {number} sudah ada dan sedang menunggu keputusan. Tambahan keterangan boleh dikirim: "
        "balas BALAS {number} lalu isinya."
    ),
    "appeal_again": (
        "Banding atas akhir laporan {number} ini sudah pernah diputus, jadi tidak bisa diajukan lagi. Kalau masih belum "
        "puas, Ombudsman menerima pengaduan lewat telepon 137."
    ),
    "appeal_late": (
        "Laporan {number} sudah selesai lebih dari 30 hari, jadi banding tidak bisa lagi. Kalau masalahnya masih ada, "
        "tulis LAPOR lalu ceritanya; sebut nomor {number} supaya kami hubungkan."
    ),
    "appeal_running": (
        "Laporan {number} masih dikerjakan: {holder} yang harus menjawab sebelum {due}. Banding bisa diajukan setelah "
        "laporan dinyatakan selesai. Kalau batas waktunya lewat, laporan naik ke pimpinan dengan sendirinya."
    ),
    "added_after_end": (
        "Laporan {number} sudah selesai, tetapi kata-kata Anda kami teruskan ke {holder}. Kalau laporan perlu dibuka lagi, "
        "pilih Buka lagi, paling lambat {until}."
    ),
    "reopened": "Laporan {number} kami buka lagi dengan kata-kata Anda. {holder} harus menjawab sebelum {due}.",
    "reopen_what": "Apa yang belum beres pada laporan {number}? Tulis KEBERATAN {number} lalu ceritanya.",
    "too_late_after_end": (
        "Terima kasih sudah menulis lagi. Laporan {number} selesai lebih dari 30 hari lalu, jadi kami jadikan laporan baru "
        "yang terhubung dengannya, supaya ada petugas yang memegang."
    ),
    "forwarded": (
        "Kami meminta tanggapan {to} untuk laporan {number}:\n\n“{text}”\n\nYang memegang laporan Anda tetap {holder}, dan "
        "batas waktunya tidak berubah.\n\n{link}"
    ),
    "body_answered": (
        "{to} menjawab surat kami tentang laporan {number}. Ini kata mereka sendiri:\n\n“{text}”\n\nYang memegang laporan "
        "Anda tetap {holder}.\n\n{link}"
    ),
    "dispute_decided": (
        "Sudah diputuskan siapa yang berwenang atas laporan {number}: {holder}.\n\n“{text}”\n\nBatas waktu Anda tidak "
        "berubah: {due}."
    ),
}
SHORT: Final[dict[str, str]] = {
    "appeal_how": "Tulis BANDING, nomor laporan, lalu alasannya. Contoh: BANDING RR-482-135 jalan rusak lagi",
    "appeal_sent": "Banding Anda atas laporan {number} sudah kami catat.",
    "appeal_open": "Banding atas laporan {number} sudah ada, menunggu keputusan. Tambahan: BALAS {number} isi",
    "appeal_again": "Banding atas laporan {number} sudah pernah diputus. Belum puas? Ombudsman: telepon 137.",
    "appeal_late": "Laporan {number} selesai lebih dari 30 hari, banding tak bisa lagi. Masih ada? Tulis LAPOR lalu ceritanya.",
    "appeal_running": "Laporan {number} masih dikerjakan {agency}, jawab sebelum {until}. Banding setelah dinyatakan selesai.",
    "added_after_end": "Laporan {number} sudah selesai; kata Anda kami teruskan. Perlu dibuka lagi?",
    "reopened": "Laporan {number} dibuka lagi. {agency} wajib menjawab sebelum {until}.",
    "reopen_what": "Apa yang belum beres? Tulis KEBERATAN {number} lalu ceritanya.",
    "too_late_after_end": "Laporan {number} selesai lebih dari 30 hari lalu. Kami jadikan laporan baru yang terhubung.",
    "forwarded": 'Kami minta tanggapan {to} untuk laporan {number}: "{text}" Pemegang tetap {agency}.',
    "body_answered": 'Laporan {number}, kata {to}: "{text}"',
    "dispute_decided": 'Laporan {number} diputuskan urusan {agency}: "{text}"',
}
ENGLISH: Final[dict[str, str]] = {
    "appeal_how": (
        "To appeal, write APPEAL, the report number and your reason. Example: APPEAL RR-482-135 the road broke again and "
        "nobody looked. A higher officer decides."
    ),
    "appeal_sent": "We have noted your appeal about report {number}.",
    "appeal_open": (
        "Your appeal about report {number} is waiting for its decision already. To add something, write REPLY {number} and "
        "your words."
    ),
    "appeal_again": (
        "An appeal against how report {number} ended was decided before, so there can be no other. The Ombudsman takes "
        "complaints on telephone 137."
    ),
    "appeal_late": (
        "Report {number} ended more than 30 days ago, so an appeal is not possible any more. If the problem is still there, "
        "write LAPOR and your story, and name {number}."
    ),
    "appeal_running": (
        "Report {number} is still being worked on: {holder} must answer before {due}. You can appeal once it is declared "
        "done. If the deadline passes, the report goes up by itself."
    ),
    "added_after_end": (
        "Report {number} has ended, but we passed your words on to {holder}. If it should be opened again, choose Open "
        "again, until {until}."
    ),
    "reopened": "Report {number} is open again with your words. {holder} must answer before {due}.",
    "reopen_what": "What is not solved in report {number}? Write OBJECTION {number} and your story.",
    "too_late_after_end": (
        "Thank you for writing again. Report {number} ended more than 30 days ago, so we made a new report of it that is "
        "linked to the old one, and somebody has it."
    ),
    "forwarded": (
        "We asked {to} to answer about report {number}:\n\n“{text}”\n\n{holder} still has your report, and its deadline has "
        "not changed.\n\n{link}"
    ),
    "body_answered": (
        "{to} answered our letter about report {number}. In their own words:\n\n“{text}”\n\n{holder} still has your "
        "report.\n\n{link}"
    ),
    "dispute_decided": (
        "It is decided whose task report {number} is: {holder}.\n\n“{text}”\n\nYour deadline stays the same: {due}."
    ),
}
TEMPLATES: Final[dict[str, tuple[str, ...]]] = {
    "forwarded": ("to", "number", "text", "holder", "link"),
    "body_answered": ("to", "number", "text", "holder", "link"),
    "dispute_decided": ("number", "holder", "text", "due"),
}
LABELS: Final[dict[str, str]] = {"reopen": "Buka lagi"}
ENGLISH_LABELS: Final[dict[str, str]] = {"reopen": "Open again"}
# Entries of a timeline that are told with these words, and those of them that somebody of ours or of theirs wrote.
NEWS: Final = ("forwarded", "body_answered", "dispute_decided")
