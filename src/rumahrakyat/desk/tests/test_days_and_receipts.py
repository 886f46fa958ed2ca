"""The end of a day, its figures; receipts on paper, lost ones."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from rumahrakyat.channels.models import Outbox
from rumahrakyat.desk import calling, closing, figures, intake
from rumahrakyat.desk.models import Ticket
from rumahrakyat.desk.models_intake import DeskIntake, Receipt
from rumahrakyat.desk.receipts import day, issuing, sheet
from rumahrakyat.desk.tests.test_numbers import said
from rumahrakyat.duty.models import Clock
from rumahrakyat.operate import print_receipt
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reports import access
from rumahrakyat.reports.models import Report
from tests.desk_kit import MORNING, Desk

CLOSED = datetime(2026, 7, 21, 8, 30, tzinfo=UTC)  # 15.30 WIB
STORY = "Pupuk urea bersubsidi kosong di kios sejak 10 Juli, kartu tani saya ditolak."
TOKEN = "0123456789abcdef" * 2


def taken_in(desk: Desk, **given: object) -> intake.Made:
    ticket = desk.take()
    calling.call_next(account=desk.sit(), at=MORNING)
    ticket.refresh_from_db()
    form = intake.Form(text=STORY, read_back=True, **given)  # type: ignore[arg-type]
    return intake.take_in(form=form, ticket=ticket, account=desk.officers[0], token=TOKEN, at=MORNING)


def words_of(made: bytes, folder: Path) -> tuple[list[str], str]:
    """The page sizes in millimetres and whether the PDF is one, by its own boxes."""
    assert made.startswith(b"%PDF-")
    boxes = re.findall(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", made)
    return [f"{float(w) * 25.4 / 72:.0f}x{float(h) * 25.4 / 72:.0f}" for w, h in boxes], folder.name


def test_at_closing_who_took_a_number_ahead_and_never_came_is_told(desk: Desk) -> None:
    said(desk, "ANTRE SEMARANG")
    there = desk.take()
    assert closing.close_due(at=CLOSED - timedelta(minutes=1)) == 0
    assert closing.close_due(at=CLOSED) == 1
    there.refresh_from_db()
    assert there.state == "waiting"  # who is there is still served
    assert Outbox.objects.count() == 1
    assert closing.close_due(at=CLOSED + closing.OVERTIME) == 1
    assert Outbox.objects.count() == 1  # the kiosk knows nobody's telephone


def test_the_sheet_counts_the_day_by_hour_and_counter(desk: Desk) -> None:
    officer = desk.sit()
    for nth in range(5):
        at = MORNING + timedelta(minutes=12 * nth)
        desk.take(at=at)
        ticket = calling.call_next(account=officer, at=at + timedelta(minutes=nth))
        calling.serve(account=officer, ticket_id=ticket.pk, at=at + timedelta(minutes=nth))
        outcome = "referred" if nth else "informed"
        calling.finish(account=officer, ticket_id=ticket.pk, outcome=outcome, at=at + timedelta(minutes=nth + 5))
    desk.take("P", at=MORNING + timedelta(hours=2))
    found = figures.sheet(desk.point, MORNING.date())
    assert (found.given, found.served, found.referred, found.informed, found.still_open) == (6, 5, 4, 1, 1)
    assert (found.wait.median, found.wait.p90) == (timedelta(minutes=2), timedelta(minutes=4))
    assert found.service.median == timedelta(minutes=5)
    assert found.by_hour == [(9, 5), (10, 0), (11, 1)]
    assert [(one.number, one.visits) for one in found.counters] == [(1, 5)]
    assert figures.as_csv(desk.point, MORNING.date()).count("\r\n") == 7
    assert day.pdf(found, at=CLOSED).startswith(b"%PDF-")


def test_intake_makes_one_report_with_its_honest_time_of_receipt(desk: Desk) -> None:
    paper = datetime(2026, 7, 1).date()  # noqa: DTZ001 -- the day on a paper has no zone
    made = taken_in(desk, paper_on=paper, late_reason="Surat tertinggal di meja", cannot_read=True, helper="Anak")
    report = made.report
    assert (report.channel, report.received_at, report.identity) == ("desk", MORNING, "named")
    assert report.occurred_at is not None
    assert report.occurred_at.date() == paper
    assert Clock.objects.filter(report=report, started_at=MORNING).exists()
    row = DeskIntake.objects.get()
    assert (row.consent, row.cannot_read, row.paper_on) == ("said", True, paper)
    assert "Anak" not in row.sealed_helper
    ticket = Ticket.objects.get()
    assert ticket.state == "serving"
    form = intake.Form(text=STORY, read_back=True)
    again = intake.take_in(form=form, ticket=ticket, account=desk.officers[0], token=TOKEN, at=MORNING)
    assert (again.report, again.new, again.receipt) == (report, False, made.receipt)
    assert Report.objects.count() == 1


def test_the_secret_is_printed_once_and_a_jam_forgiven_for_five_minutes(desk: Desk) -> None:
    report = taken_in(desk).report
    officer = desk.officers[0]

    def printed(minutes: int) -> str:
        at = MORNING + timedelta(minutes=minutes)
        return issuing.secret_to_print(report=report, account=officer, at=at)

    secret = printed(1)
    report.refresh_from_db()
    assert access.proves_reporter(report, secret)
    assert printed(4) == secret
    assert printed(7) == ""
    assert Receipt.objects.get().sealed_secret == ""
    assert issuing.secret_to_print(report=report, account=desk.officers[1], at=MORNING) == ""


def test_an_unprinted_secret_does_not_outlive_half_an_hour(desk: Desk) -> None:
    taken_in(desk)
    assert closing.forget_secrets(at=MORNING + timedelta(minutes=31)) == 1


def test_words_that_were_never_sent_go_after_a_week(desk: Desk) -> None:
    ticket = desk.take()
    intake.keep(ticket=ticket, account=desk.officers[0], words={"text": "Separuh"}, at=MORNING)
    assert closing.forget_drafts(at=MORNING + timedelta(days=6)) == 0
    assert closing.forget_drafts(at=MORNING + timedelta(days=8)) == 1


def test_a_lost_receipt_gets_a_new_secret_and_the_old_one_is_void(desk: Desk) -> None:
    report = taken_in(desk, phone="+6281322904471", name="Sri Wahyuni").report
    officer = desk.officers[0]
    old = issuing.secret_to_print(report=report, account=officer, at=MORNING)
    where = issuing.Where(officer)
    for proof in (issuing.Proof(contact="081300000000"), issuing.Proof(name="Orang Lain"), issuing.Proof(answers="ya")):
        with pytest.raises(issuing.NotTheReporter):
            issuing.issue_again(report=report, proof=proof, where=where, once="l0", at=MORNING)
    proof = issuing.Proof(contact="0813 2290 4471")
    for _press in range(2):
        issuing.issue_again(report=report, proof=proof, where=where, once="l1", at=MORNING)
    new = issuing.secret_to_print(report=report, account=officer, at=MORNING)
    report.refresh_from_db()
    assert access.proves_reporter(report, new)
    assert not access.proves_reporter(report, old)
    assert report.entries.filter(type="receipt_reissued").count() == 1
    assert AuditLine.objects.filter(act="desk.receipt_reissued", subject=report.number).count() == 1
    assert issuing.of_contact("0813 2290 4471") == [report]


@pytest.mark.parametrize(("paper", "width"), [("80mm", 80), ("a5", 148)])
def test_a_receipt_fits_its_paper_and_says_what_it_must(paper: str, width: int, desk: Desk) -> None:
    report = taken_in(desk, consent="thumb", name="Sri Wahyuni").report
    seen = sheet.view(sheet.Sheet(report, MORNING, "2907551384601178", "Dewi", paper))
    assert seen["due_day"] == "Rabu, 22 Juli 2026"
    assert seen["due_time"] == "09.00 WIB"
    assert seen["secret"] == ["2907", "5513", "8460", "1178"]
    assert ("Pelapor", "Sri Wahyuni") in seen["rows"]
    assert seen["point"][1:] == ["Senin–Kamis 07.00–15.30", "Jumat 07.00–14.00"]
    assert seen["last"] == "Loket 1, antrean A001, diterima Dewi."
    made = sheet.pdf(sheet.Sheet(report, MORNING, "2907551384601178", "Dewi", paper))
    sizes, _folder = words_of(made, Path("-"))
    assert len(sizes) == 2  # the second sheet, with the box for the thumb, stays in the house
    assert {size.split("x")[0] for size in sizes} == {str(width)}


def test_a_secret_reporter_is_not_named_on_the_paper(desk: Desk) -> None:
    report = taken_in(desk, identity="confidential", name="Sri Wahyuni").report
    assert ("Pelapor", "Rahasia") in sheet.view(sheet.Sheet(report, MORNING))["rows"]


def test_the_command_prints_without_the_secret(desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import argparse  # noqa: PLC0415 -- only here

    report = taken_in(desk).report
    out = tmp_path / "receipt.pdf"
    assert print_receipt.run(argparse.Namespace(number=report.number, out=out, paper="80mm")) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert Receipt.objects.get().printed_at is None
    assert print_receipt.run(argparse.Namespace(number="RR-000-000x", out=out, paper="80mm")) == 2
    assert "no report number" in capsys.readouterr().err
