"""Who really owns what the demo's citizens write about: what a perfect verifier would decide. Pure."""

from typing import Final

from rumahrakyat.demo.corpus import Complaint

# Topics to codes of organisations of the province's data.
_PROVINCE: Final = {
    "road": "DPUBMCK", "bridge": "DPUBMCK", "walk": "DPUBMCK", "water": "DPUBMCK", "lamp": "DISHUB", "sign": "DISHUB",
    "transport": "DISHUB", "drain": "PUSDATARU", "irrigation": "PUSDATARU", "house": "DISPERAKIM", "aid": "DINSOS",
    "neglect": "DINSOS", "housing_social": "SATPOLPP", "labor": "DISNAKERTRANS", "violence": "DP3AP2KB",
    "family": "DP3AP2KB", "religion": "SETDA-KES", "youth": "KESBANGPOL", "levy": "DISDIKBUD",
    "admission": "DISDIKBUD", "teacher": "DISDIKBUD", "schoolbuilding": "DISDIKBUD", "bullying": "DISDIKBUD",
    "scholarship": "DISDIKBUD", "curriculum": "DISDIKBUD", "library": "DINARPUS", "civil": "DISPERMADESDUKCAPIL",
    "villageofficial": "DISPERMADESDUKCAPIL", "villagefund": "DISPERMADESDUKCAPIL",
    "boundary": "DISPERMADESDUKCAPIL", "election": "DISPERMADESDUKCAPIL", "mining": "DESDM", "lpg": "DESDM",
    "power": "DESDM", "fuel": "DESDM", "renewable": "DESDM", "groundwater": "DESDM", "recruit": "BKD",
    "discipline": "BKD", "teacherpay": "BKD", "pension": "BKD", "transfer": "BKD", "waste": "DLHK",
    "pollution": "DLHK", "forest": "DLHK", "vehicletax": "BAPENDA", "propertytax": "BAPENDA", "asset": "BPKAD",
    "grant": "BPKAD", "clinic": "DINKES", "hospital": "DINKES", "insurance": "DINKES", "epidemic": "DINKES",
    "mother": "DINKES", "coop": "DINKOPUKM", "sme": "DINKOPUKM", "market": "DISPERINDAG", "price": "DISPERINDAG",
    "license": "DPMPTSP", "flood": "BPBD", "landslide": "BPBD", "drought": "BPBD", "storm": "BPBD", "fire": "BPBD",
    "volcano": "BPBD", "quake": "BPBD", "order": "SATPOLPP", "fertilizer": "DISTANBUN", "pest": "DISTANBUN",
    "harvest": "DISTANBUN", "livestock": "DISNAKKESWAN", "fishery": "DKP", "plan": "BAPPEDA",
    "tourism": "DISPORAPAR", "sport": "DISPORAPAR", "culture": "DISDIKBUD", "extortion": "INSP",
    "thanks": "RUMAH-RAKYAT", "wish": "RUMAH-RAKYAT", "chat": "RUMAH-RAKYAT", "system": "RUMAH-RAKYAT",
    "public": "DISKOMINFO",
}  # fmt: skip
_OUTSIDE: Final = {
    "road": "BUJT", "sign": "KAI", "transport": "KAI", "house": "BPN", "power": "PLN", "lpg": "PERTAMINA",
    "fuel": "PERTAMINA", "insurance": "BPJS-KES", "levy": "KEMENAG", "scholarship": "KEMENDIKDASMEN",
    "recruit": "BKN", "coop": "OJK", "lost": "POLDA", "police": "POLDA", "army": "KODAM",
}  # fmt: skip
_HOSPITALS: Final = {
    "33.72": "RSUD-MOEWARDI", "33.11": "RSUD-MOEWARDI", "33.13": "RSUD-MOEWARDI", "33.02": "RSUD-MARGONO",
    "33.03": "RSUD-MARGONO", "33.01": "RSUD-MARGONO", "33.74": "RSUD-ADHYATMA", "33.24": "RSUD-ADHYATMA",
    "33.20": "RSUD-REHATTA", "33.10": "RSJD-SOEDJARWADI",
}  # fmt: skip

# Topics to the children of their category in the province's data; a topic that is not here stays with the parent.
_CHILD: Final = {
    "road": "jalan", "bridge": "jembatan", "lamp": "penerangan", "sign": "lalu-lintas", "drain": "drainase",
    "irrigation": "sungai-irigasi", "water": "air-bersih", "transport": "angkutan", "house": "rumah",
    "walk": "jalan", "aid": "bansos", "labor": "ketenagakerjaan", "neglect": "penyandang-masalah",
    "violence": "kekerasan", "religion": "keagamaan", "levy": "pungutan", "admission": "penerimaan",
    "teacher": "guru", "schoolbuilding": "sarana", "scholarship": "beasiswa", "civil": "adminduk",
    "villageofficial": "perangkat-desa", "villagefund": "dana-desa", "boundary": "pertanahan", "power": "listrik",
    "lpg": "lpg-bbm", "fuel": "lpg-bbm", "mining": "tambang", "groundwater": "air-tanah", "recruit": "seleksi",
    "discipline": "disiplin", "teacherpay": "honorer", "waste": "sampah", "pollution": "pencemaran",
    "forest": "hutan", "vehicletax": "pajak-kendaraan", "propertytax": "pajak-daerah", "asset": "aset",
    "clinic": "puskesmas", "hospital": "rumah-sakit", "insurance": "bpjs", "epidemic": "penyakit",
    "coop": "koperasi", "market": "pasar", "price": "harga", "sme": "umkm", "flood": "banjir",
    "landslide": "longsor", "fire": "kebakaran", "drought": "kekeringan", "police": "kepolisian",
    "order": "ketertiban", "fertilizer": "pupuk", "livestock": "ternak", "fishery": "perikanan",
    "license": "perizinan", "plan": "perencanaan", "tourism": "wisata", "sport": "olahraga", "culture": "budaya",
    "extortion": "pungli", "system": "layanan-aduan", "thanks": "apresiasi",
}  # fmt: skip

BODIES: Final = tuple(sorted(set(_PROVINCE.values())))


def categories_of(complaint: Complaint) -> tuple[str, str]:
    """The codes that fit the complaint, the most exact one first, then its main category."""
    child = _CHILD.get(complaint.topic)
    return (f"{complaint.category}.{child}" if child else complaint.category), complaint.category


def government_of(regency: str) -> str:
    return f"PEMDA-{regency}"


def owner_of(complaint: Complaint, regency: str) -> tuple[str, bool]:
    """The code of the body that owns the matter, and whether it is an outside body (then it is a referral)."""
    topic, level = complaint.topic, complaint.level
    if "misconduct" in complaint.traits and topic not in {"violence", "police"}:
        return "INSP", False
    if level == "outside" and topic in _OUTSIDE:
        return _OUTSIDE[topic], True
    if level == "national":
        return "BBPJN", True
    if level != "provincial":
        return government_of(regency), False
    if topic == "hospital":
        return _HOSPITALS.get(regency, "DINKES"), False
    return _PROVINCE[topic], False


def often_mistaken_for(complaint: Complaint, regency: str, owner: str) -> str:
    """The body that the owner would hand such a matter to by mistake: the other level's for the same subject."""
    government = government_of(regency)
    return _PROVINCE.get(complaint.topic, "DPUBMCK") if owner == government else government


def referral_line(lines: tuple[str, ...], body: str) -> str:
    """The sentence of referral that speaks of `body`, or a general one."""
    words = {
        "PLN": "PLN", "PERTAMINA": "elpiji", "BPJS-KES": "BPJS", "BPN": "Sertifikat", "BUJT": "tol",
        "KEMENAG": "Madrasah", "KAI": "Kereta", "OJK": "OJK", "POLDA": "kepolisian",
    }  # fmt: skip
    wanted = words.get(body)
    fitting = [line for line in lines if wanted and wanted in line]
    return fitting[0] if fitting else GENERAL_REFERRAL


GENERAL_REFERRAL: Final = (
    "Hal ini ditangani {instansi}. Laporan sudah kami sampaikan ke sana, dan Bapak/Ibu dapat menghubungi kantornya "
    "langsung dengan menyebut nomor laporan ini."
)
