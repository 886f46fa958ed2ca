"""A small province with histories made by the real operations: two regencies, two agencies, a head of each."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from rumahrakyat.organisations.models import Kind, Organisation
from rumahrakyat.oversight.periods import TODAY, Window, window
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.operations import anonymous_reporter
from rumahrakyat.people.roles import PERMISSIONS
from rumahrakyat.regions.models import Region
from rumahrakyat.reports import operations as cases
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.states import EXPIRE, REPORTER_PERMISSIONS, Stage
from rumahrakyat.reports.submission import Submission
from tests.cast import load_duties

WIB = ZoneInfo("Asia/Jakarta")
# Tuesday, 21 July 2026, 09.42 in Semarang.
NOW = datetime(2026, 7, 21, 2, 42, tzinfo=UTC)
ALL = Sight(everything=True)
STAFF = Actor("staff", PERMISSIONS)
CITIZEN = Actor("citizen", REPORTER_PERMISSIONS)
CLOCK = Actor("system", frozenset({EXPIRE}))


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def days(count: float) -> timedelta:
    return timedelta(days=count)


def today(code: str = TODAY) -> Window:
    return window(code, NOW, WIB)


def _of_holder(report: Report) -> Actor:
    """Somebody of the body that holds the case now: only its word is its answer."""
    report.refresh_from_db()
    return Actor("staff", PERMISSIONS, organisation_id=report.holder_id)


@dataclass(frozen=True)
class World:
    """`demak` and `pati` by code; `roads` and `schools` are agencies, `demak_town` a local government."""

    demak: str
    pati: str
    roads: Organisation
    schools: Organisation
    demak_town: Organisation

    def report(
        self,
        ago: timedelta,
        *,
        holder: Organisation | None = None,
        regency: str | None = None,
        channel: str = "whatsapp",
        answered: timedelta | None = None,
        visibility: str = "public",
    ) -> Report:
        """A case received `ago` before now, passed on at once to `holder`, and answered after `answered`."""
        at = NOW - ago
        made, _new = cases.submit(
            submission=Submission(
                text=f"Jalan berlubang di depan pasar, {channel}",
                channel=channel,
                reporter=anonymous_reporter(at=at),
                received_at=at,
                visibility=visibility,
            ),
            actor=CITIZEN,
            at=at,
        )
        place = cases.Classification(regency=regency or self.demak)
        cases.classify(report_id=made.pk, classification=place, actor=STAFF, at=at)
        if holder is not None:
            cases.assign(report_id=made.pk, holder=holder, actor=STAFF, at=at)
        if answered is not None:
            self.answer(made, ago - answered)
        return made

    def answer(self, report: Report, ago: timedelta) -> None:
        actor = _of_holder(report)
        cases.answer(report_id=report.pk, stage=Stage.FIELD_CHECK, text="Petugas ke lokasi.", actor=actor, at=NOW - ago)

    def resolve(self, report: Report, ago: timedelta) -> None:
        actor = _of_holder(report)
        cases.resolve(report_id=report.pk, text="Sudah ditambal.", no_photo_reason="malam", actor=actor, at=NOW - ago)

    def confirm(self, report: Report, ago: timedelta) -> None:
        cases.confirm(report_id=report.pk, actor=CITIZEN, at=NOW - ago, channel="whatsapp")

    def expire(self, report: Report, ago: timedelta) -> None:
        cases.expire(report_id=report.pk, actor=CLOCK, at=NOW - ago)

    def object_to(self, report: Report, ago: timedelta) -> None:
        cases.object_to(report_id=report.pk, text="Belum!", actor=CITIZEN, at=NOW - ago, channel="whatsapp")

    def hand_over(self, report: Report, holder: Organisation, ago: timedelta) -> None:
        cases.hand_over(report_id=report.pk, holder=holder, text="Bukan kami.", actor=_of_holder(report), at=NOW - ago)

    def pass_on(self, report: Report, holder: Organisation, ago: timedelta) -> None:
        cases.assign(report_id=report.pk, holder=holder, actor=STAFF, at=NOW - ago)

    def ask(self, report: Report, ago: timedelta) -> None:
        cases.ask_reporter(report_id=report.pk, text="Sebelah mana?", actor=_of_holder(report), at=NOW - ago)


def build() -> World:
    load_duties()
    Region.objects.create(code="33", level="province", kind="Provinsi", name="Jawa Tengah", full_name="Jawa Tengah")
    for code, kind, name, people in (
        ("33.21", "Kabupaten", "Demak", 1_240_000),
        ("33.18", "Kabupaten", "Pati", 1_350_000),
        ("33.74", "Kota", "Semarang", 1_690_000),
    ):
        Region.objects.create(
            code=code, level="regency", kind=kind, name=name, full_name=f"{kind} {name}", parent_id="33",
            population=people,
        )  # fmt: skip
    return World(
        "33.21",
        "33.18",
        _body("DPUBMCK", "Dinas Pekerjaan Umum Bina Marga dan Cipta Karya", Kind.AGENCY, form="Dinas"),
        _body("DISDIKBUD", "Dinas Pendidikan dan Kebudayaan", Kind.AGENCY, form="Dinas"),
        _body("PEMDA-33.21", "Pemerintah Kabupaten Demak", Kind.REGENCY_GOVERNMENT, region="33.21"),
    )


def _body(code: str, name: str, kind: Kind, *, form: str = "", region: str | None = None) -> Organisation:
    return Organisation.objects.create(code=code, name=name, short_name=code, kind=kind, form=form, region_id=region)
