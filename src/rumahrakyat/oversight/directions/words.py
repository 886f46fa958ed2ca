"""What bodies read, in Indonesian. Data: another installation replaces these words, not the code.

Never the words of a citizen, never a citizen's name: an alert stands on a phone's locked screen.
"""

from typing import Final

ALERT_ASK: Final = "{title} meminta penjelasan {body} tentang {what}. Jawab sebelum {until}."
ALERT_WORD: Final = "{title} berpesan kepada {body} tentang {what}. Mohon dibaca sekarang."
ALERT_OVERDUE: Final = "Penjelasan {body} kepada {title} tentang {what} lewat batas sejak {until}."
ABOUT_BODY: Final = "pekerjaannya"
# The words of the button that is pressed once.
ASK_LATE: Final = (
    "Ada {count} laporan warga di {body} yang lewat batas tanpa jawaban pertama. Mohon dijelaskan apa sebabnya dan "
    "kapan warga mendapat jawaban."
)
ASK_CASE: Final = (
    "Mohon dijelaskan apa yang sudah dikerjakan untuk laporan ini, apa hambatannya, dan kapan warga mendapat kabar "
    "berikutnya."
)
