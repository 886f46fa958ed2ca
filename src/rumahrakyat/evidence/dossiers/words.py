"""What a dossier says in words. Data in Indonesian: another installation replaces these, not the code."""

from typing import Final

TITLE: Final = "Berkas perkara laporan warga"
OBLIGATIONS: Final = {
    "first_response": "Jawaban pertama", "routing": "Penyaluran", "silence": "Kabar berikutnya",
    "resolution": "Penyelesaian", "information": "Permintaan informasi", "appeal": "Putusan banding",
    "reporter_completes": "Giliran pelapor melengkapi", "reporter_decides": "Giliran pelapor memutuskan",
}  # fmt: skip
KINDS: Final = {"complaint": "Pengaduan", "aspiration": "Aspirasi", "information": "Permintaan informasi"}
VISIBILITY: Final = {"public": "publik", "confidential": "rahasia"}
IDENTITY: Final = {
    "named": "diketahui dinas", "confidential": "rahasia, hanya diketahui Rumah Rakyat",
    "anonymous": "anonim, tidak diketahui siapa pun",
}  # fmt: skip
READ: Final = {
    "case": "halaman kasus", "identity": "identitas rahasia", "file": "foto", "original": "rekaman atau dokumen",
    "dossier": "berkas perkara", "export": "ekspor",
}  # fmt: skip
FILES: Final = {"image": "foto", "audio": "rekaman suara", "video": "video", "document": "dokumen"}
ABSENT: Final = {
    "pending": "belum selesai diperiksa", "refused": "ditolak karena tidak dapat dibaca",
    "missing": "berkas tersimpan hilang",
}  # fmt: skip
BREACH: Final = {
    "open": "belum dijelaskan", "explained": "sudah dijelaskan, menunggu putusan", "upheld": "tetap lalai",
    "excused": "dimaafkan", "corrected": "dikoreksi",
}  # fmt: skip
RULING: Final = {**BREACH, "reopened": "waktu menjelaskan dibuka lagi"}
RECOMMENDATION: Final = {
    "open": "menunggu jawaban", "accepted": "diterima, sedang dilaksanakan", "objected": "keberatan",
    "done": "dilaksanakan, menunggu konfirmasi", "closed": "dilaksanakan dan dikonfirmasi", "withdrawn": "dicabut",
}  # fmt: skip
REPRIMAND: Final = {
    "signed": "ditandatangani", "recalled": "ditarik", "delivered": "terkirim", "acknowledged": "dibaca",
    "answered": "dijawab", "closed": "selesai", "withdrawn": "dicabut", "draft": "konsep",
}  # fmt: skip
STATUS: Final = {
    "received": "diterima", "queued": "menunggu dikirim", "withheld": "ditahan", "sent": "terkirim",
    "failed": "gagal", "delivered": "sampai", "read": "dibaca",
}  # fmt: skip
CHANNELS: Final = {
    "web": "situs", "whatsapp": "WhatsApp", "email": "surel", "sms": "SMS", "telegram": "Telegram", "desk": "loket",
    "phone": "telepon", "village": "kepala desa", "instagram": "Instagram", "facebook": "Facebook", "x": "X",
}  # fmt: skip
AUDIENCE: Final = {
    "officer": "petugas", "deputy": "wakil", "head": "kepala", "secretary": "sekretaris daerah",
    "governor": "gubernur",
}  # fmt: skip
# What the timeline says in a few words says here to whom, and which deadline: it is read without the page around it.
SENTENCES: Final = {
    "escalated": "Peringatan kepada %(audience)s: %(obligation)s, %(holder)s",
    "breached": "Batas waktu lewat: %(obligation)s, %(holder)s",
}
DESK: Final = "Rumah Rakyat"
ERASED: Final = "[bagian pribadi sudah dihapus menurut undang-undang; rantai catatan tetap dapat diperiksa]"
WITHHELD: Final = "[tidak disertakan dalam salinan ini; kata-kata warga ada pada cerita kasus]"
ACTORS: Final = {"citizen": "Pelapor", "system": "Sistem", "staff": "Petugas"}
README: Final = """BERKAS PERKARA {number}

Isi berkas ini
  dossier.pdf    perkara untuk dibaca dan dicetak (PDF/A)
  record.json    catatan untuk diperiksa dengan mesin
  taking.json    siapa mengambil salinan ini, kapan, dan untuk apa
  attachments/   foto, rekaman, dan dokumen sebagaimana disajikan
  originals/     berkas asli, hanya bagi yang berhak
  SHA256SUMS     sidik setiap berkas

Cara memeriksa
  1. Dengan program pemeriksa, tanpa server dan tanpa percaya kepada kami:
         rumahrakyat verify BERKAS.zip
     Program itu menghitung ulang setiap sidik dan menyebut catatan yang berubah, hilang, atau tertukar.
  2. Tanpa program kami: buka ZIP ini, lalu jalankan
         sha256sum -c SHA256SUMS
     Cara menghitung sidik setiap catatan tertulis lengkap di docs/dossier-format.md pada kode sumber.
  3. Cocokkan akar segel harian di record.json ("seal", "root") dengan yang diumumkan pada hari itu. Segel itu
     membuktikan catatan ini sudah ada pada hari tersebut dan tidak diubah sesudahnya.

Bagian pribadi yang dihapus menurut undang-undang tampak sebagai "erased". Sidiknya tetap ada, sehingga rantai tetap
utuh.
"""
