"""Silence, to the end: reminder, breach, explanation, ruling, reprimand, and the register of the quarter."""

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client

from rumahrakyat.channels import registry
from rumahrakyat.channels.gammu import kit as sms
from rumahrakyat.duty.alerts.sweeping import sweep_alerts
from rumahrakyat.duty.models import Breach, BreachState, EscalationStep
from rumahrakyat.duty.models_alerts import Alert
from rumahrakyat.duty.rules import FIRST_RESPONSE
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock, jobs
from rumahrakyat.lib.quarters import Quarter
from rumahrakyat.operate.invariants import Scope, examine
from rumahrakyat.oversight.models_reprimands import Reprimand
from rumahrakyat.oversight.registers import freezing
from rumahrakyat.oversight.reprimands import operations as reprimands
from rumahrakyat.people.models import Account
from rumahrakyat.reports.models import Entry
from rumahrakyat.reports.timeline import EFFECTS_TASK
from tests.cast import World
from tests.pages import words

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
EXPLANATION = "Petugas kami sakit dan penggantinya belum mendapat sandi masuk."
RULING = "Penggantian petugas adalah urusan dinas sendiri, bukan halangan."
ANSWER = "Kami mohon maaf. Hari ini dua petugas pengganti sudah ditunjuk dan diberi sandi."


@pytest.fixture(autouse=True)
def one_modem(monkeypatch: pytest.MonkeyPatch) -> None:
    made = registry.Registry()
    made.add(registry.get("web"))
    made.add(sms.adapter())
    monkeypatch.setattr(registry, "default", lambda: made)


def signed_in(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.accounts[name])
    return client


def opens(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return words(answer.content.decode())


def sends(client: Client, address: str, **words: str) -> None:
    answer = client.post(address, words)
    assert answer.status_code == 302, answer.content.decode()


def both_sweeps(at: datetime) -> None:
    sweep(at=at)
    while sweep_alerts(at=at):
        pass


@pytest.mark.journey
def test_a_missed_deadline_from_the_first_reminder_to_the_published_register(world: World) -> None:
    Account.objects.filter(username="head").update(phone="+6281322904471")
    report = world.assigned()
    head, secretary, governor = (signed_in(world, name) for name in ("head", "secretary", "governor"))

    with clock.frozen(world.at + 22 * HOUR):  # the head is told, opens the case, and does nothing
        both_sweeps(clock.now())
        assert Alert.objects.get(audience="head", report=report).state == Alert.State.OPEN
        opens(head, f"/kerja/{report.number}/")
        assert EscalationStep.objects.get(clock__report=report, code="remind_head").acknowledged_at == clock.now()

    with clock.frozen(world.at + 25 * HOUR):
        both_sweeps(clock.now())
        row = Breach.objects.get(clock__report=report, clock__obligation=FIRST_RESPONSE)
        assert row.holder == world.organisations["ROADS"]
        sends(head, f"/kerja/kelalaian/{row.pk}/", text=EXPLANATION, reason="system")

    with clock.frozen(world.at + 26 * HOUR):
        page = f"/pantau/kelalaian/{row.pk}/"
        seen = re.search(r'name="dilihat" value="(\d*)"', secretary.get(page).content.decode())
        assert seen
        sends(secretary, page, putusan=BreachState.UPHELD, alasan=RULING, dilihat=seen[1])
        row.refresh_from_db()
        assert row.state == BreachState.UPHELD
        sends(governor, "/pantau/teguran/kirim/", badan="ROADS")
        letter = Reprimand.objects.get()

    with clock.frozen(world.at + 26 * HOUR + 9 * SECOND):
        while reprimands.deliver_due(at=clock.now()):
            pass
        assert letter.number in opens(head, f"/kerja/teguran/{letter.pk}/")
        sends(head, f"/kerja/teguran/{letter.pk}/", text=ANSWER)
        assert ANSWER in opens(governor, f"/pantau/teguran/{letter.pk}/")

    with clock.frozen(world.at + timedelta(days=80)):
        quarter = Quarter(2026, 3)
        register = freezing.freeze(quarter=quarter, account=world.accounts["secretary"], at=clock.now())
        shown = opens(Client(), "/register/2026Q3/")
        assert register.number in shown
        assert freezing.reckon_again(register) == []

    told = ["breached", "explained", "ruled", "reprimanded", "reprimand_answered"]
    on_record = Entry.objects.filter(report=report, type__in=told, at__lt=world.at + 27 * HOUR)
    assert list(on_record.order_by("seq").values_list("type", flat=True)) == told
    jobs.run(EFFECTS_TASK)
    broken = {name: found for name, found in examine(Scope(at=world.at + 26 * HOUR)).items() if not found.ok}
    assert not broken
