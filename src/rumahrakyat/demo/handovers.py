"""What the demo day shows of cases that change hands: a disagreement, letters answered and silent, an appeal, a word
after the end. Few rows, by the operations that people use."""

from datetime import datetime, timedelta
from typing import Final

from rumahrakyat.correspondence import intake
from rumahrakyat.handover import letters, passing, replies
from rumahrakyat.handover.letters import Asked
from rumahrakyat.handover.models import Terms
from rumahrakyat.handover.replies import Said
from rumahrakyat.lib import clock
from rumahrakyat.organisations.models import Kind, Membership, Organisation
from rumahrakyat.people.actors import Actor
from rumahrakyat.people.roles import ANSWER, HAND_OVER
from rumahrakyat.reports.errors import ReportError
from rumahrakyat.reports.models import Report, Visibility
from rumahrakyat.reports.states import HELD, Stage

_HELD: Final = sorted(stage.value for stage in HELD)
_REQUEST: Final = "Mohon diperiksa di lokasi, dan kami diberi tahu kapan dikerjakan."


def hand_around(*, until: datetime) -> None:
    """Play a few rows before `until`. What a case does not allow any more is left out."""
    for play in (_disagree, _ask_bodies, _after_the_end):
        try:
            play(until)
        except ReportError:
            continue  # the planned case went another way


def _officer(body: Organisation) -> Actor | None:
    member = Membership.objects.filter(organisation=body, role="officer", active=True, account__is_demo=True).first()
    if member is None:
        return None
    return Actor("staff", frozenset({ANSWER, HAND_OVER}), member.account_id, body.pk)


def _held(until: datetime, kind: str) -> list[Report]:
    found = Report.objects.filter(
        stage__in=_HELD, holder__kind=kind, visibility=Visibility.PUBLIC, regency__isnull=False,
        received_at__lt=until - timedelta(hours=3),
    )  # fmt: skip
    return list(found.select_related("holder").order_by("-received_at", "-pk")[:40])


def _later(report: Report, until: datetime, minutes: int) -> datetime:
    """So many minutes before `until`, and never before the case's last entry."""
    last = report.entries.order_by("-seq").values_list("at", flat=True)[0]
    return max(until - timedelta(minutes=minutes), last + timedelta(seconds=30))


def _disagree(until: datetime) -> None:
    """An agency gave a case to the regency of its place, which gave it back."""
    for report in _held(until, Kind.AGENCY):
        local = Organisation.objects.filter(kind=Kind.REGENCY_GOVERNMENT, region=report.regency_id).first()
        givers = (_officer(report.holder), _officer(local)) if report.holder and local else (None, None)
        if local is None or givers[0] is None or givers[1] is None:
            continue
        at = _later(report, until, 130)
        with clock.frozen(at):
            passing.hand_over(
                report_id=report.pk,
                holder=local,
                text="Menurut statusnya, jalan itu jalan Anda.",
                actor=givers[0],
                at=at,
            )
        at += timedelta(minutes=47)
        with clock.frozen(at):
            passing.send_back(
                report_id=report.pk, text="Ruas ini milik provinsi menurut SK jalan.", actor=givers[1], at=at
            )
        return


def _ask_bodies(until: datetime) -> None:
    """Two bodies were asked: one by mail answered, one on paper is silent."""
    bodies = Organisation.objects.filter(kind=Kind.OUTSIDE, active=True, code__in=("PLN", "BBPJN")).order_by("-code")
    cases = [one for one in _held(until, Kind.AGENCY) if one.holder and _officer(one.holder)][5:7]
    for body, report in zip(bodies, cases, strict=False):
        actor = _officer(report.holder) if report.holder else None
        if actor is None:
            continue
        if body.code == "PLN":
            Terms.objects.get_or_create(organisation=body, defaults={"email": "pengaduan@pln.example"})
        at = _later(report, until, 170)
        with clock.frozen(at):
            letter = letters.send(report_id=report.pk, asked=Asked(body, _REQUEST), actor=actor, at=at)
        if body.code == "PLN":
            at += timedelta(minutes=95)
            said = Said("at_work", "Regu kami sudah di lokasi, tiang diganti hari ini.", "demo")
            with clock.frozen(at):
                replies.answer(letter=letter, said=said, at=at)


def _after_the_end(until: datetime) -> None:
    """A citizen appeals against an end; another writes after it."""
    recent = until - timedelta(days=20)
    ended = Report.objects.filter(stage=Stage.CLOSED.value, closed_at__gt=recent, visibility=Visibility.PUBLIC)
    cases = list(ended.order_by("-closed_at", "-pk")[:2])
    for nth, report in enumerate(cases):
        at = _later(report, until, 70)
        with clock.frozen(at):
            if nth == 0:
                intake.appeal(report=report, text="Baru ditambal, sudah rusak lagi.", channel="web", at=at)
            else:
                words = "Terima kasih, tetapi sejak kemarin rusak lagi."
                intake.add_words(report=report, text=words, channel="whatsapp", at=at)
