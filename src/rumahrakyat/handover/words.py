"""What a letter to an outside body says. Data: another installation replaces the words."""

from typing import Final

SUBJECT: Final = "Surat {letter}: permintaan tanggapan atas laporan warga"
MAIL: Final = """Kepada Yth. {body}

Warga melaporkan sesuatu yang menurut kami menjadi urusan {short}. Kami mohon tanggapannya.

Nomor surat: {letter}
Perkara: {matter}
Tempat: {place}
Dilaporkan: {reported}
{named}
Kata warga:
{story}

Permintaan kami:
{request}

Jawab di sini, tanpa perlu masuk akun: {link}
Tautan berlaku sampai {until}. Jawaban tampil di halaman laporan sebagai kata {short}.
Membalas surel ini juga bisa; petugas kami yang meneruskannya.

{sender}
melalui Rumah Rakyat"""
REMINDER: Final = """Kepada Yth. {body}

Surat kami {letter} tertanggal {made} belum dijawab. Perkaranya masih terbuka: {matter}, {place}.

Jawab di sini, tanpa perlu masuk akun: {link}
Tautan berlaku sampai {until}.

{sender}
melalui Rumah Rakyat"""
REMINDER_SUBJECT: Final = "Pengingat surat {letter}: permintaan tanggapan atas laporan warga"
HIDDEN_MATTER: Final = "Laporan rahasia"
HIDDEN_STORY: Final = "Laporan ini rahasia; isinya tidak kami sebarkan."
NO_PLACE: Final = "belum disebut"
NAMED: Final = "Pelapor (atas persetujuannya): {name}\n"
UNNAMED: Final = ""
THANKS: Final = (
    "Terima kasih, balasan untuk surat {letter} kami terima. Petugas yang memegang laporan ini membacanya dan "
    "meneruskannya kepada warga."
)
