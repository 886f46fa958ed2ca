"""What the rules find: each a matter with words that name no citizen. Pure reads; nothing is told here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min

from rumahrakyat.channels import registry
from rumahrakyat.duty import heartbeat
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.lib import wallclock
from rumahrakyat.oversight import figures
from rumahrakyat.oversight.briefs import rules, words
from rumahrakyat.oversight.briefs.rules import Rule
from rumahrakyat.oversight.periods import TODAY, window
from rumahrakyat.oversight.registers import telling
from rumahrakyat.oversight.sight import Sight
from rumahrakyat.problems.models import Sign, SignCase
from rumahrakyat.reports.models import Report
from rumahrakyat.reports.readings import views_of
from rumahrakyat.reports.states import ENDED

MOST: Final = 20  # matters of one rule at once; what is more stands on the pages
_ALL: Final = Sight(everything=True)
_A_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class Found:
    """`matter` names it within its rule, so that it is told once a day. `regency`: where it is, empty for everywhere.
    `danger`: a life may be in danger."""

    rule: str
    matter: str
    words: str
    path: str = ""
    regency: str = ""
    danger: bool = False


def look(known: Mapping[str, Rule], *, at: datetime) -> list[Found]:
    """Everything the rules find at `at`. Of a rule that is switched off only what is a danger to life."""
    found: list[Found] = []
    for code, finder in _FINDERS.items():
        rule = known[code]
        found += [one for one in finder(rule, at) if rule.on or one.danger][:MOST]
    return found


def _danger(rule: Rule, at: datetime) -> Iterator[Found]:
    """A case of danger to life that nobody has answered."""
    owed = Clock.objects.filter(
        obligation=FIRST_RESPONSE, met_at=None, stopped_at=None, report__urgent=True,
        started_at__lte=at - timedelta(minutes=rule["minutes"]), started_at__gt=at - 7 * _A_DAY,
    )  # fmt: skip
    owed = owed.exclude(report__stage__in=[stage.value for stage in ENDED])
    for clock in owed.select_related("report__regency", "report__holder").order_by("started_at")[:MOST]:
        report = clock.report
        waited = words.span(int((at - clock.started_at).total_seconds()))
        said = f"Laporan yang menyangkut bahaya bagi jiwa{_where(report)} belum dijawab {waited}. {_holder(report)}."
        yield Found(rules.DANGER, f"case:{report.pk}", said, _path(report), report.regency_id or "", danger=True)


def _burst(rule: Rule, at: datetime) -> Iterator[Found]:
    """More people tell of the same at one place than usual."""
    signs = Sign.objects.filter(
        kind=Sign.Kind.BURST, state__in=(Sign.State.NEW, Sign.State.WATCHING), observed__gte=rule["people"],
        until__gt=at - _A_DAY,
    )  # fmt: skip
    for sign in signs.select_related("place", "owner").order_by("-score", "pk")[:MOST]:
        danger = SignCase.objects.filter(sign=sign, report__urgent=True).exists()
        usual = telling.number(round(sign.expected)) if sign.expected >= 1 else "kurang dari 1"
        said = (
            f"Lonjakan: {sign.suggested}. {telling.number(sign.observed)} orang dalam {sign.window_hours} jam, "
            f"biasanya {usual}.{' Ada yang menyangkut bahaya bagi jiwa.' if danger else ''}"
        )
        regency = sign.place.code[:5] if sign.place.level != "province" else ""
        yield Found(rules.BURST, f"sign:{sign.pk}", said, "/pantau/masalah/", regency, danger)


def _silent_channel(rule: Rule, at: datetime) -> Iterator[Found]:
    """A channel has been quiet for as long as so many reports usually take; as on the page "now"."""
    shown = window(TODAY, at, wallclock.zone())
    for channel in figures.hours(at, shown, _ALL).channels:
        if channel.missing < rule["missing"]:
            continue
        quiet = words.span(int((at - (channel.last or shown.taken_in.since)).total_seconds()))
        label = registry.label(channel.code)
        said = f"Kanal {label} sunyi {quiet}; biasanya {telling.number(round(channel.missing))} laporan selama itu."
        yield Found(rules.SILENT_CHANNEL, f"channel:{channel.code}", said, "/pantau/#kanal")


def _read_by_many(rule: Rule, at: datetime) -> Iterator[Found]:
    """A case whose public page was asked for many times yesterday or today. Of a confidential one neither number nor
    matter is told."""
    today = wallclock.day_of(at)
    much = views_of(today - _A_DAY, least=rule["times"])
    much |= {case: max(times, much.get(case, 0)) for case, times in views_of(today, least=rule["times"]).items()}
    reports = Report.objects.filter(pk__in=much).select_related("category", "regency", "holder")
    for report in sorted(reports, key=lambda one: (-much[one.pk], one.pk))[:MOST]:
        name = report.category.name if report.is_public and report.category else "Sebuah laporan"
        said = f"{name}{_where(report)} dibaca {telling.number(much[report.pk])} kali dalam sehari. {_holder(report)}."
        yield Found(rules.READ_BY_MANY, f"case:{report.pk}", said, _path(report), report.regency_id or "")


def _no_answer(rule: Rule, at: datetime) -> Iterator[Found]:
    """A body owes answers and has given none for so long."""
    since = at - timedelta(hours=rule["hours"])
    owed = Clock.objects.filter(
        obligation=FIRST_RESPONSE, met_at=None, stopped_at=None, paused_at=None, holder__isnull=False, due_at__lte=at
    )
    answering = Clock.objects.filter(obligation=FIRST_RESPONSE, met_at__gt=since, met_at__lte=at).values("holder")
    late = owed.exclude(holder__in=answering.exclude(holder=None))
    rows = late.values("holder", "holder__name", "holder__code").annotate(n=Count("pk"), first=Min("started_at"))
    for row in rows.filter(n__gte=rule["waiting"], first__lte=since).order_by("first")[:MOST]:
        waited = words.span(int((at - row["first"]).total_seconds()))
        said = (
            f"{row['holder__name']} tidak menjawab satu laporan pun selama {rule['hours']} jam terakhir; "
            f"{words.cases(row['n'])} lewat batas, yang terlama menunggu {waited}."
        )
        path = f"/pantau/kasus/?angka=lewat&perangkat={row['holder__code']}"
        yield Found(rules.NO_ANSWER, f"body:{row['holder__code']}", said, path)


def _standing_still(rule: Rule, at: datetime) -> Iterator[Found]:
    """Nobody sweeps the deadlines: what is late is not recorded, which looks like perfect calm."""
    life = heartbeat.look(at=at)
    quiet = life.silence or timedelta(0)
    allowed = timedelta(minutes=rule["minutes"])
    if not (life.silent or life.lag > allowed) or max(quiet, life.lag) < allowed:
        return
    since = words.span(int(max(quiet, life.lag).total_seconds()))
    said = (
        f"Penjaga tenggat berhenti {since}: pengingat dan keterlambatan tidak tercatat. Angka hari ini belum lengkap. "
        "Pengelola sistem sudah diberi tahu."
    )
    yield Found(rules.STANDING_STILL, "sweeper", said)


def _where(report: Report) -> str:
    return f" di {report.regency.short_name}" if report.regency else ""


def _holder(report: Report) -> str:
    return f"Dipegang {report.holder.name}" if report.holder else "Belum diteruskan ke perangkat daerah"


def _path(report: Report) -> str:
    return f"/kerja/{report.number}/" if report.is_public else "/pantau/"


_FINDERS: Final = {
    rules.DANGER: _danger,
    rules.BURST: _burst,
    rules.SILENT_CHANNEL: _silent_channel,
    rules.READ_BY_MANY: _read_by_many,
    rules.NO_ANSWER: _no_answer,
    rules.STANDING_STILL: _standing_still,
}
