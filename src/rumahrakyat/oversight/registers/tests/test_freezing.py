"""Published once, reckoned again at will, corrected by an erratum alone."""

import json
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction
from django.db.utils import IntegrityError

from rumahrakyat.duty.models import Breach, Clock
from rumahrakyat.duty.models_negligence import Decision
from rumahrakyat.duty.negligence import operations as negligence
from rumahrakyat.duty.negligence.terms import Frozen
from rumahrakyat.lib import clock, wallclock
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.organisations.models import Organisation
from rumahrakyat.oversight.models_registers import Erratum, Register
from rumahrakyat.oversight.registers import freezing
from rumahrakyat.oversight.registers.freezing import Correction, correct, freeze, published, reckon_again
from rumahrakyat.oversight.registers.tests.kit import AFTER, Q3, Quarterly, account, closed, play
from rumahrakyat.oversight.tests.kit import NOW, World, days, hours
from rumahrakyat.reports.errors import NotPermitted
from rumahrakyat.reports.models import Report

pytestmark = pytest.mark.django_db
WORDS = "Server mati dua hari, dibuktikan berita acara gangguan."


@pytest.fixture
def quarterly() -> Iterator[Quarterly]:
    made = closed()
    with clock.frozen(AFTER):
        yield made


def breach_of(report: Report) -> Breach:
    return Breach.objects.get(clock__report=report, clock__obligation="first_response", own=False)


def test_a_register_has_a_number_and_the_hash_of_its_bytes(quarterly: Quarterly) -> None:
    made = freeze(quarter=Q3, account=account("secretary"), at=AFTER, meeting="Rakor POK, 14 Oktober 2026")
    assert made.number == "RR/REG/2026-III/001"
    content = json.loads(bytes(made.content))
    assert content["seal"]["number"] == made.number
    assert content["seal"]["meeting"] == "Rakor POK, 14 Oktober 2026"
    assert content["cut_off"] == "2026-10-09T01:00:00.000000Z"


def test_numbers_run_on(quarterly: Quarterly) -> None:
    by = account("secretary")
    numbers = [freeze(quarter=one, account=by, at=AFTER).number for one in (Quarter(2026, 2), Q3)]
    assert numbers == ["RR/REG/2026-II/001", "RR/REG/2026-III/002"]


def test_a_quarter_that_still_runs_is_not_frozen(quarterly: Quarterly) -> None:
    with pytest.raises(freezing.NotOver):
        freeze(quarter=Q3, account=account("secretary"), at=Q3.until(wallclock.zone()) - timedelta(seconds=1))


@pytest.mark.parametrize("role", ["verifier", "ombudsman", "head", "operator"])
def test_who_may_not_publish_is_refused(quarterly: Quarterly, role: str) -> None:
    with pytest.raises(NotPermitted):
        freeze(quarter=Q3, account=account(role), at=AFTER)


def test_a_quarter_is_frozen_once(quarterly: Quarterly) -> None:
    first = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    with pytest.raises(freezing.AlreadyFrozen) as known:
        freeze(quarter=Q3, account=account("governor"), at=AFTER)
    assert known.value.register == first


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_make_one_register() -> None:
    closed()
    people = [account("secretary"), account("governor")]
    outcomes: list[str] = []

    def publish(nth: int) -> None:
        try:
            with clock.frozen(AFTER):
                outcomes.append(freeze(quarter=Q3, account=people[nth], at=AFTER).number)
        except freezing.AlreadyFrozen as known:
            outcomes.append(f"known {known.register.number}")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=publish, args=(nth,)) for nth in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["RR/REG/2026-III/001", "known RR/REG/2026-III/001"]


def test_deadlines_nobody_recorded_yet_are_recorded_first() -> None:
    made = play()
    with clock.frozen(AFTER):
        late = made.world.report(NOW - AFTER + days(20), holder=made.world.roads)
        register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    content = json.loads(bytes(register.content))
    assert late.number in {row["number"] for row in content["rows"]}
    assert content["total"]["unrecorded"] == 0


def test_the_same_bytes_come_out_again(quarterly: Quarterly) -> None:
    register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    later = AFTER + days(40)
    with clock.frozen(later):
        assert reckon_again(register) == []


def test_what_happens_afterwards_changes_nothing_in_it(quarterly: Quarterly) -> None:
    register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    world, silent = quarterly.world, quarterly.cases["silent"]
    with clock.frozen(AFTER + days(3)):
        after = NOW - AFTER - days(3)
        world.answer(silent, after)
        world.resolve(silent, after)
        world.report(days(6), holder=world.roads)
        Organisation.objects.filter(code="DPUBMCK").update(name="Dinas Jalan Raya", active=False)
        Organisation.objects.create(code="NEW", name="Badan Baru", short_name="Baru", kind="agency")
    assert reckon_again(register) == []


def test_a_case_reopened_afterwards_stays_solved_in_it() -> None:
    made = play()
    with clock.frozen(NOW):
        report = made.world.report(days(5), holder=made.world.roads)
        made.world.resolve(report, days(4))
        made.world.confirm(report, days(3))
    with clock.frozen(AFTER):
        register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    with clock.frozen(AFTER + days(1)):
        made.world.object_to(report, NOW - AFTER - days(1))
    assert json.loads(bytes(register.content))["endings"]["solved"] == 1
    assert reckon_again(register) == []


def test_a_changed_past_is_found(quarterly: Quarterly) -> None:
    register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    late = Clock.objects.get(report=quarterly.cases["late"], obligation="first_response")
    Clock.objects.filter(pk=late.pk).update(met_at=late.due_at - timedelta(minutes=1), breached_at=None)
    Breach.objects.filter(clock=late).delete()
    found = {one["path"]: (one["before"], one["after"]) for one in reckon_again(register)}
    assert found["agencies/groups/4/rows/DPUBMCK/on_time"] == (2, 3)
    assert found["total/missed"] == (found["total/missed"][1] + 1, found["total/missed"][1])


def test_a_changed_document_is_found(quarterly: Quarterly) -> None:
    register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    raw = bytes(register.content).replace(b'"missed":2', b'"missed":0')
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE oversight_register DISABLE TRIGGER register_append_only")
        cursor.execute("UPDATE oversight_register SET content = %s", [raw])
        cursor.execute("ALTER TABLE oversight_register ENABLE TRIGGER register_append_only")
    register.refresh_from_db()
    paths = {one["path"] for one in reckon_again(register)}
    assert "sha256" in paths
    assert "agencies/groups/4/rows/DPUBMCK/missed" in paths


@pytest.mark.parametrize("statement", ["UPDATE oversight_register SET meeting = 'x'", "DELETE FROM oversight_register"])
def test_the_database_refuses_to_change_it(quarterly: Quarterly, statement: str) -> None:
    freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_rows_of_a_frozen_quarter_are_ruled_on_no_more(quarterly: Quarterly) -> None:
    secretary = account("secretary")
    freeze(quarter=Q3, account=secretary, at=AFTER)
    verdict = negligence.Verdict(Decision.EXCUSED, WORDS)
    row = breach_of(quarterly.cases["late"])
    with pytest.raises(Frozen):
        negligence.rule(breach_id=row.pk, verdict=verdict, account=secretary, at=AFTER + days(1))


def corrected(quarterly: Quarterly, register: Register, by: object) -> Erratum:
    row = breach_of(quarterly.cases["late"])
    correction = Correction(
        what="Satu baris dimaafkan sesudah terbit.",
        reason="Bukti gangguan baru diterima.",
        verdicts=[(row.pk, Decision.EXCUSED, WORDS, "")],
    )
    with clock.frozen(AFTER + days(30)):
        return correct(
            register_id=register.pk,
            correction=correction,
            account=by,  # type: ignore[arg-type]
            at=AFTER + days(30),
        )


def test_an_erratum_publishes_the_difference(quarterly: Quarterly) -> None:
    secretary = account("secretary")
    register = freeze(quarter=Q3, account=secretary, at=AFTER)
    erratum = corrected(quarterly, register, secretary)
    assert erratum.number == "RR/REG/2026-III/001/E1"
    changed = {one["path"]: (one["before"], one["after"]) for one in erratum.changes}
    assert changed["agencies/groups/4/rows/DPUBMCK/excused"] == (0, 1)
    assert changed["agencies/groups/4/rows/DPUBMCK/neglect"] == (2, 1)
    assert not any(path.endswith("on_time") for path in changed)
    now = published(Q3)
    assert now is not None
    assert (now.number, now.sha256) == (erratum.number, erratum.sha256)
    assert reckon_again(register) == []


def test_an_erratum_says_what_and_why(quarterly: Quarterly) -> None:
    secretary = account("secretary")
    register = freeze(quarter=Q3, account=secretary, at=AFTER)
    with pytest.raises(freezing.NoReason):
        correct(register_id=register.pk, correction=Correction("salah", ""), account=secretary, at=AFTER)


def test_an_erratum_without_a_difference_is_none(quarterly: Quarterly) -> None:
    secretary = account("secretary")
    register = freeze(quarter=Q3, account=secretary, at=AFTER)
    nothing = Correction("Tidak ada yang berubah", "Tidak ada yang berubah")
    with pytest.raises(freezing.NothingToCorrect):
        correct(register_id=register.pk, correction=nothing, account=secretary, at=AFTER + days(1))
    assert not Erratum.objects.exists()


def test_an_excused_row_stays_late_and_is_neglect_no_more(quarterly: Quarterly) -> None:
    secretary, row = account("secretary"), breach_of(quarterly.cases["late"])
    verdict = negligence.Verdict(Decision.EXCUSED, WORDS)
    with clock.frozen(AFTER - hours(1)):
        negligence.rule(breach_id=row.pk, verdict=verdict, account=secretary, at=AFTER - hours(1))
    content = json.loads(bytes(freeze(quarter=Q3, account=secretary, at=AFTER).content))
    found = next(one for one in content["rows"] if one["breach"] == row.pk)
    assert found["state"] == "excused"
    roads = content["agencies"]["groups"][1]["rows"][0]
    assert (roads["missed"], roads["excused"], roads["neglect"]) == (2, 1, 1)
    ruling = content["explanations"][0]
    assert (ruling["decision"], ruling["words"]) == ("excused", WORDS)


def test_an_empty_quarter_is_frozen_too(world: World) -> None:
    with clock.frozen(AFTER):
        register = freeze(quarter=Q3, account=account("secretary"), at=AFTER)
    assert json.loads(bytes(register.content))["rows"] == []
    assert reckon_again(register) == []
