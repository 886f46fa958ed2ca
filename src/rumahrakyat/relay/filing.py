"""A villager's report through the village head: the same kind of case as any other, counted as the villager's."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction

from rumahrakyat.correspondence import intake
from rumahrakyat.correspondence.messages import moment
from rumahrakyat.organisations.scope import Scope
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.models import Account
from rumahrakyat.regions.models import Region
from rumahrakyat.relay import handing
from rumahrakyat.relay.errors import NameMissing, NotRead, NotYourVillage
from rumahrakyat.relay.handing import Slip
from rumahrakyat.relay.models import Carried, Handed, Villager
from rumahrakyat.relay.villages import label_of, villager, villages_of
from rumahrakyat.reports import operations
from rumahrakyat.reports.models import Identity, Report
from rumahrakyat.reports.states import REPORTER_PERMISSIONS

CHANNEL: Final = "village"
# As it stands in the record; data in Indonesian.
_CONSENTS: Final = {"said": "diucapkan", "signed": "tanda tangan", "thumb": "cap jempol"}


@dataclass(frozen=True)
class Story:
    """What a villager told. `name` empty: without a name, so without a contact. `phone` in E.164 or empty."""

    village: str
    text: str
    name: str = ""
    identity: str = Identity.NAMED
    phone: str = ""
    place_words: str = ""
    lat: float | None = None
    lon: float | None = None
    consent: str = Carried.Consent.SAID
    read_back: bool = False


@dataclass(frozen=True)
class Way:
    """How a story came to us: `source_key` makes a repeat the same case, `occurred_at` is when it was written down."""

    via: str
    source_key: str
    received_at: datetime
    occurred_at: datetime | None = None
    text_hash: str = ""


def file(*, slip: Slip, story: Story, scope: Scope, at: datetime) -> tuple[Handed, bool]:
    """Make the case, or find the one that this very report became before; the second value says whether it is new.

    `at` is the honest receipt: the 24 hours begin then, not when the phone noted it. Raises `NotYourVillage`,
    `NameMissing`, `NotRead` and the errors of `reports.submission.submit`.
    """
    told = handing.told_at(slip, at=at)
    way = Way(Carried.Via.APP, f"village:{slip.account.pk}:{slip.uuid}", at, told.at)
    return handing.once(
        slip=slip,
        kind=Handed.Kind.REPORT,
        at=at,
        do=lambda: carry(account=slip.account, story=story, scope=scope, way=way, at=at),
    )


def carry(*, account: Account, story: Story, scope: Scope, way: Way, at: datetime) -> Report:
    """Through the one entrance, with the villager as the reporter. Raises as `file`."""
    village = next((one for one in villages_of(scope) if one.code == story.village), None)
    if village is None:
        raise NotYourVillage(story.village)
    if not story.read_back:
        raise NotRead
    if story.identity != Identity.ANONYMOUS and not story.name.strip():
        raise NameMissing
    with transaction.atomic():
        person = _person(story, village, at)
        report, new = intake.take_in(intake=_intake(story, village, person, way, account), at=at)
        if new:
            _note(report, village, person, story, way, account, at)
    return report


def _person(story: Story, village: Region, at: datetime) -> Villager | None:
    if story.identity == Identity.ANONYMOUS:
        return None
    return villager(village=village, name=story.name.strip(), phone=story.phone, at=at)


def _intake(story: Story, village: Region, person: Villager | None, way: Way, account: Account) -> intake.Intake:
    named = person is not None
    return intake.Intake(
        text=story.text,
        channel=CHANNEL,
        received_at=way.received_at,
        source_key=way.source_key,
        identity=story.identity,
        name=story.name.strip() if named else "",
        contact=intake.Contact("tel", story.phone, CHANNEL) if named and story.phone else None,
        reporter=person.reporter if person else None,
        place_words=", ".join(filter(None, (story.place_words.strip(), label_of(village)))),
        lat=story.lat,
        lon=story.lon,
        occurred_at=way.occurred_at,
        actor=Actor("citizen", REPORTER_PERMISSIONS, account.pk),
    )


def _note(  # noqa: PLR0917 -- a private step of carry
    report: Report, village: Region, person: Villager | None, story: Story, way: Way, account: Account, at: datetime
) -> None:
    Carried.objects.create(
        report=report,
        account=account,
        village=village,
        villager=person,
        via=way.via,
        consent=story.consent,
        reachable=bool(person and story.phone),
        text_hash=way.text_hash,
        created_at=at,
    )
    operations.record(
        report_id=report.pk,
        entry_type="relayed",
        data={
            "village": village.code,
            "via": way.via,
            "consent": story.consent,
            "noted": way.occurred_at.isoformat() if way.occurred_at else "",
        },
        actor=Actor("staff", account_id=account.pk),
        at=at,
        personal={"text": _consent(story, village, way)},
    )


def _consent(story: Story, village: Region, way: Way) -> str:
    noted = f" Ditulis {moment(way.occurred_at)} menurut HP." if way.occurred_at else ""
    how = _CONSENTS.get(story.consent, story.consent)
    return f"{village.kind} {village.name}. Dibacakan kembali, persetujuan: {how}.{noted}"
