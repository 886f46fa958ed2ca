"""A stock of filled texts for the bulk: worked out once, drawn from millions of times."""

import random
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from rumahrakyat.demo import corpus, truth
from rumahrakyat.demo.cast import username_of
from rumahrakyat.demo.copying import Ready, text
from rumahrakyat.demo.plans import Plan, Planner
from rumahrakyat.demo.story import Matter
from rumahrakyat.lib.geo import cell_of
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.people.models import Account
from rumahrakyat.reports import wording
from rumahrakyat.reports.models import Category, Visibility

STOCK = 12_000


@dataclass(frozen=True)
class Matters:
    """Some thousand matters in the province, with the shares of the real ones."""

    all: tuple[Matter, ...]

    @classmethod
    def draw(cls, seed: int, until: datetime, zone: ZoneInfo, *, stock: int = STOCK) -> "Matters":
        planner = Planner(seed=seed, until=until, days=30, zone=zone)
        maker = _Maker()
        return cls(tuple(maker.matter(plan) for plan in planner.plans(stock)))

    def one(self, rng: random.Random) -> Matter:
        return rng.choice(self.all)


class _Maker:
    def __init__(self) -> None:
        self.organisations = {one.code: one for one in Organisation.objects.all()}
        self.categories = {one.code: one for one in Category.objects.all()}
        self.accounts = dict(Account.objects.filter(is_demo=True).values_list("username", "pk"))

    def matter(self, plan: Plan) -> Matter:
        code, outside = plan.owner
        body = self.organisations[code]
        category = next(filter(None, map(self.categories.get, truth.categories_of(plan.complaint))))
        officer = self.accounts[f"petugas.{username_of(body)}"] if not outside else self.accounts["verifikator"]
        confidential = "misconduct" in plan.complaint.traits or category.forced_confidential
        spot, place = plan.spot, plan.spot.words
        place_words = f"{place.village_kind} {place.village}, Kecamatan {place.district}" if plan.worded else ""
        return Matter(
            text=plan.text,
            place_words=place_words,
            point=f"{spot.lat:.6f},{spot.lon:.6f}" if plan.pinned else "",
            channel=plan.channel,
            kind=plan.complaint.kind,
            identity=plan.identity,
            visibility=(Visibility.CONFIDENTIAL if confidential else Visibility.PUBLIC).value,
            holder=None if outside else body.pk,
            holder_code=code,
            officer=officer,
            outside=body.name if outside else "",
            answer=_answer(plan, body, outside=outside),
            category=category.code,
            oversight=category.forced_confidential,
            urgent="emergency" in plan.complaint.traits,
            regency=spot.regency,
            district=spot.district,
            village=spot.village,
            report=_ready(_report(plan, place_words, category, confidential=confidential)),
            decision=_ready(_decision(plan, body, category)),
        )


def _ready(columns: dict[str, object]) -> dict[str, object]:
    """The same with every value written as COPY wants it, once for all cases of the matter."""
    return {name: Ready(text(value)) for name, value in columns.items()}


def _answer(plan: Plan, body: Organisation, *, outside: bool) -> str:
    if outside:
        return truth.GENERAL_REFERRAL.replace("{instansi}", body.name)
    words = corpus.answers_for(corpus.ANY_TOPIC, "resolved")[plan.index % 3].text
    return words.replace("{instansi}", body.short_name)


def _report(plan: Plan, place_words: str, category: Category, *, confidential: bool) -> dict[str, object]:
    """The columns that are the same for every case of this matter, escaped already where they are long."""
    spot = plan.spot
    lat, lon = (spot.lat, spot.lon) if plan.pinned else (None, None)
    return {
        "text": plan.text,
        "public_text": wording.public_copy(plan.text),
        "title": wording.title_from(plan.text),
        "place_words": place_words,
        "kind": plan.complaint.kind,
        "visibility": (Visibility.CONFIDENTIAL if confidential else Visibility.PUBLIC).value,
        "identity": plan.identity,
        "channel": plan.channel,
        "lat": lat,
        "lon": lon,
        "cell": cell_of(lat, lon),
        "regency_id": spot.regency,
        "district_id": spot.district,
        "village_id": spot.village,
        "category_id": category.pk,
        "urgent": "emergency" in plan.complaint.traits,
    }


def _decision(plan: Plan, body: Organisation, category: Category) -> dict[str, object]:
    refer = plan.owner[1]
    return {
        "version": "bulk",
        "action": "refer" if refer else "assign",
        "outcome": "confirmed" if refer else "automatic",
        "region_id": plan.spot.village,
        "category_id": category.pk,
        "organisation_id": body.pk,
        "kind": plan.complaint.kind,
        "urgent": "emergency" in plan.complaint.traits,
        "confidence": 0.9,
        "place_confidence": 0.95,
        "referral_to": body.name if refer else "",
    }
