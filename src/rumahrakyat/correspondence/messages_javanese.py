"""What citizens who write Javanese are told in the conversation itself, in plain krama. Data, like `messages.TEXTS`;
whatever is missing here, news of cases above all, is said in Indonesian, as offices write it.
"""

from typing import Final

TEXTS: Final[dict[str, str]] = {
    "greeting": (
        "Sugeng rawuh ing Rumah Rakyat, layanan wadul Provinsi. Gratis, mboten perlu akun.\n\n"
        "Wonten kedadosan menapa? Monggo dipuncariyosaken. Foto, pesen swanten, utawi lokasi ugi saged dipunkintun.\n\n"
        "Menawi wonten nyawa ingkang kaancam, telpon 112 rumiyin."
    ),
    "what_happened": "Wonten kedadosan menapa? Monggo dipuncariyosaken.",
    "what_happened_there": (
        "Matur nuwun, sampun kula simpen. Wonten kedadosan menapa ing mrika? Monggo dipuncariyosaken."
    ),
    "tell_more": "Nyuwun tulung dipuncariyosaken langkung jangkep: kedadosan menapa, lan wiwit kapan?",
    "where": (
        "Panggenanipun wonten pundi? Kintun lokasi, utawi serat asma margi utawi patokan, dhusun, kecamatan, lan "
        "kabupaten. Menawi mboten pirsa, wangsulana: lewati"
    ),
    "photo": "Wonten fotonipun? Monggo dipunkintun. Menawi mboten wonten, wangsulana: lewati",
    "cancelled": "Inggih, mboten siyos dipunkintun. Menawi perlu, monggo nyerat wonten mriki.",
    "welcome": "Sami-sami. Menawi wonten prekawis sanes, monggo nyerat wonten mriki.",
    "language_chosen": (
        "Inggih, kula wangsuli ngagem basa Jawi saged-sagedipun. Menawi kersa basa sanes, wangsulana BAHASA INDONESIA "
        "utawi ENGLISH."
    ),
}
