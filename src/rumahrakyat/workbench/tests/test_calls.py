"""The telephone as agents use it: what rings, the sheet of a call, its outcome, who is called back."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from rumahrakyat.callcentre.models import CallBack, CallDraft, CallWork, Presence
from rumahrakyat.channels import calls
from rumahrakyat.channels.base import Address, CallPhase
from rumahrakyat.channels.base import Call as Event
from rumahrakyat.channels.media import blobs
from rumahrakyat.channels.models import InboundMedia
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.correspondence.models import CaseCall, Listener
from rumahrakyat.organisations.models import Membership
from rumahrakyat.people.models import Account
from rumahrakyat.people.models_records import AuditLine
from rumahrakyat.reports.models import Entry, Report
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

NUMBER = "+6281322904471"
WHAT = "Lampu jalan mati sejak tiga malam di depan pasar."


@pytest.fixture
def agents(world: World) -> World:
    for name in ("agent", "second_agent"):
        account = Account.objects.create_user(username=name, name=f"Orang {name.title()}")
        Membership.objects.create(account=account, role="call_agent")
        world.accounts[name] = account
    Presence.objects.create(account=world.accounts["agent"], state="ready", extension="201", since=world.at)
    return world


def tell(world: World, phase: CallPhase, call_id: str = "c1", *, number: str | None = NUMBER, **more: Any) -> Call:
    """An event of the exchange, an hour after the world's noon."""
    minutes = more.pop("minutes", 59)
    other = Address("tel", number) if number else None
    at = world.at + timedelta(minutes=minutes)
    calls.note(Event("pbx", call_id, phase, at, other=other, line="1500", **more), at=at)
    return Call.objects.get(call_id=call_id)


def rings(world: World, call_id: str = "c1", **more: Any) -> Call:
    return tell(world, CallPhase.RINGING, call_id, **more)


def sheet(call: Call) -> str:
    return f"/kerja/telepon/{call.pk}/"


def post(client: Client, call: Call, **more: str) -> Any:
    token = CallDraft.objects.filter(call=call).order_by("-pk").values_list("token", flat=True).first() or "a" * 32
    form = {"what": WHAT, "place": "Toroh", "name": "Bu Sri", "identity": "named", "dibacakan": "1", "token": token}
    return client.post(sheet(call), {**form, **more})


def settle(client: Client, call: Call, outcome: str, **more: str) -> Any:
    return client.post(f"{sheet(call)}hasil/", {"hasil": outcome, **more})


@pytest.mark.parametrize(("name", "most"), [("name", 120), ("place", 200)])
def test_what_is_longer_than_a_name_is_said_and_kept(name: str, most: int, agents: World, sign_in: SignIn) -> None:
    client, call = sign_in("agent"), tell(agents, CallPhase.ANSWERED, agent="201")
    page = post(client, call, **{name: "A" * (most + 1)})
    assert page.status_code == 422
    assert f"Paling banyak {most} huruf; ini {most + 1}" in page.content.decode()
    assert "A" * (most + 1) in page.content.decode()


def test_a_call_appears_by_itself_and_an_unchanged_bell_says_nothing(agents: World, sign_in: SignIn) -> None:
    client = sign_in("agent")
    quiet = client.get("/kerja/telepon/bunyi/?ada=-", headers={"HX-Request": "true"})
    assert quiet.status_code == 204
    call = rings(agents)
    page = client.get("/kerja/telepon/bunyi/?ada=-", headers={"HX-Request": "true"}).content.decode()
    assert "0813 •••• 4471" in page
    assert sheet(call) in page
    assert client.get(f"/kerja/telepon/bunyi/?ada={call.pk}r").status_code == 204


@pytest.mark.parametrize(
    ("agent", "state", "shown"),
    [
        ("", "ready", True),
        ("", "away", False),
        ("201", "away", True),
        ("305", "ready", False),
        ("305, 201", "away", True),
    ],
)
def test_a_call_is_for_the_named_extension_or_for_whoever_is_ready(
    agent: str, state: str, shown: bool, agents: World, sign_in: SignIn
) -> None:
    Presence.objects.update(state=state)
    call = rings(agents, agent=agent)
    assert (
        sheet(call) in sign_in("agent").get("/kerja/telepon/").content.decode().split("Panggilan terakhir")[0]
    ) == shown


@pytest.mark.parametrize("typed", ["abc😀", "dua ratus satu", "2" * 81])
def test_an_extension_that_no_exchange_knows_is_refused(typed: str, agents: World, sign_in: SignIn) -> None:
    client = sign_in("agent")
    client.post("/kerja/telepon/siap/", {"keadaan": "ready", "pesawat": "201"})
    answer = client.post("/kerja/telepon/siap/", {"keadaan": "away", "pesawat": typed}, follow=True)
    assert "Tulis nomor pesawat seperti di sentral telepon, misalnya 201." in answer.content.decode()
    assert (kept := Presence.objects.get()).extension == "201"
    assert kept.state == Presence.State.READY


def test_an_extension_belongs_to_one_person(agents: World, sign_in: SignIn) -> None:
    answer = sign_in("second_agent").post("/kerja/telepon/siap/", {"keadaan": "ready", "pesawat": "201"}, follow=True)
    assert "Orang Agent" in answer.content.decode()
    assert not Presence.objects.filter(account=agents.accounts["second_agent"]).exists()


def test_the_sheet_tells_who_calls_and_how_their_cases_stand(
    agents: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    case = agents.assigned(contact=None, contact_point=rings(agents).contact_point, reply_channel="whatsapp")
    for nth in range(3):
        tell(agents, CallPhase.ENDED, f"old{nth}", minutes=nth)
    client = sign_in("agent")
    client.get(sheet(rings(agents)))
    with django_assert_max_num_queries(15):
        page = client.get(sheet(rings(agents))).content.decode()
    assert case.number in page
    assert "harus menjawab sebelum Rabu, 22 Juli 2026" in page
    assert "0813 •••• 4471" in page
    assert "3229" not in page.replace("0813 2290 4471", "")  # the example of a number in a hint


def test_an_unknown_caller_is_said_to_be_one(agents: World, sign_in: SignIn) -> None:
    page = sign_in("agent").get(sheet(rings(agents, number=None))).content.decode()
    assert "Penelepon tidak dikenal" in page


def test_what_was_said_becomes_a_case_received_when_the_call_began(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    tell(agents, CallPhase.ENDED, minutes=60)
    post(client, call)
    report = Report.objects.get()
    assert (report.channel, report.received_at, report.text) == ("phone", call.started_at, WHAT)
    assert report.reporter.name == "Bu Sri"
    assert CaseCall.objects.get(call=call).report == report
    assert CallWork.objects.get(call=call).outcome == "registered"
    assert report.number in client.get(sheet(call)).content.decode()


def test_the_same_form_twice_is_one_case_and_a_second_matter_is_another(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    token = CallDraft.objects.get().token
    post(client, call)
    post(client, call, token=token)
    assert Report.objects.count() == 1
    client.get(f"{sheet(call)}?lagi")
    post(client, call, lagi="1", what="Sampah di pasar tidak diangkut sepekan ini.")
    assert Report.objects.count() == 2
    assert CaseCall.objects.filter(call=call).count() == 2


def test_an_anonymous_report_is_tied_to_no_number(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    page = post(client, call, identity="anonymous", name="Bu Sri", phone="x").url
    report = Report.objects.get()
    assert (report.identity, report.reporter.name, report.reporter.contact_points.count()) == ("anonymous", "", 0)
    assert not CaseCall.objects.exists()
    assert not Listener.objects.exists()
    assert CallWork.objects.get().report is None
    assert "kode rahasia" in client.get(page).content.decode()


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"what": ""}, "Tulis apa yang terjadi"),
        ({"dibacakan": ""}, "Bacakan kembali"),
        ({"phone": "12"}, "bukan nomor telepon"),
        ({"identity": "x"}, "Pilih siapa"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(
    given: dict[str, str], said: str, agents: World, sign_in: SignIn
) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    answer = post(client, call, **given)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert "Bu Sri" in client.get(sheet(call)).content.decode()
    assert not Report.objects.exists()


def test_the_draft_is_kept_sealed_while_the_call_ends(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    answer = client.post(f"{sheet(call)}simpan/", {"what": "Setengah kalim", "action": "call"})
    assert "draf" in answer.json()["said"]
    tell(agents, CallPhase.ENDED, minutes=60)
    assert "Setengah" not in CallDraft.objects.get().sealed_words
    assert "Setengah kalim" in client.get(sheet(call)).content.decode()


def test_two_agents_see_each_other_and_the_faster_one_registers(agents: World, sign_in: SignIn) -> None:
    call = rings(agents)
    first, second = sign_in("agent"), sign_in("second_agent")
    first.get(sheet(call))
    second.get(sheet(call))
    state = first.get(f"{sheet(call)}keadaan/", headers={"HX-Request": "true"}).content.decode()
    assert "Orang Second_Agent" in state
    post(first, call, token=CallDraft.objects.get(account__username="agent").token)
    told = second.post(
        sheet(call), {"what": WHAT, "identity": "named", "dibacakan": "1", "token": "b" * 32}, follow=True
    )
    assert "Orang Agent" in told.content.decode()
    assert Report.objects.count() == 1


def test_the_next_call_opens_only_after_the_outcome_of_the_last(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    tell(agents, CallPhase.ANSWERED, agent="201", minutes=59)
    other = rings(agents, "c2", number="+6281200000001")
    assert client.get(sheet(other)).headers["Location"] == sheet(call)
    assert settle(client, call, "").status_code == 422
    assert settle(client, call, "wrong_number").status_code == 302
    assert client.get(sheet(other)).status_code == 200


@pytest.mark.parametrize(
    ("outcome", "given", "kept"),
    [
        ("status", {}, False),
        ("status", {"number": "RR-111-111"}, False),
        ("abusive", {}, False),
        ("abusive", {"notes": "Memaki petugas."}, True),
        ("no_speech", {}, True),
        ("registered", {}, False),
        ("nonsense", {}, False),
    ],
)
def test_an_outcome_needs_what_it_speaks_of(
    outcome: str, given: dict[str, str], kept: bool, agents: World, sign_in: SignIn
) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    assert settle(client, call, outcome, **given).status_code == (302 if kept else 422)
    assert CallWork.objects.get().outcome == (outcome if kept else "")


def test_a_status_that_was_told_names_its_case(agents: World, sign_in: SignIn) -> None:
    case, call, client = agents.report(), rings(agents), sign_in("agent")
    client.get(sheet(call))
    settle(client, call, "status", number=case.number.lower().replace("-", ""))
    assert CallWork.objects.get().report == case


def test_words_of_the_reporter_are_theirs_and_a_strangers_are_a_note(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    own = agents.report(contact=None, contact_point=call.contact_point, reply_channel="whatsapp")
    other = agents.report()
    client.get(sheet(call))
    settle(client, call, "added", number=own.number, words="Sekarang dua lampu.")
    again = rings(agents, "c2")
    client.get(sheet(again))
    settle(client, again, "added", number=other.number, words="Saya juga melihatnya.")
    assert Entry.objects.get(report=own, type="replied").text == "Sekarang dua lampu."
    assert "Saya juga melihatnya." in Entry.objects.get(report=other, type="noted").text


def test_who_picked_up_owes_the_outcome_and_of_an_unanswered_call_nobody_does(agents: World, sign_in: SignIn) -> None:
    call = rings(agents)
    sign_in("second_agent").get(sheet(call))
    tell(agents, CallPhase.ANSWERED, agent="201")
    assert CallWork.objects.get().account == agents.accounts["agent"]
    other = rings(agents, "c2")
    sign_in("second_agent").get(sheet(other))
    tell(agents, CallPhase.ENDED, "c2", minutes=60)
    assert not CallWork.objects.filter(call=other).exists()


def test_a_recording_is_heard_by_who_took_the_call_and_leaves_a_trace(agents: World, sign_in: SignIn) -> None:
    call, client = rings(agents), sign_in("agent")
    client.get(sheet(call))
    tell(agents, CallPhase.ANSWERED, agent="201")
    media = InboundMedia.objects.create(
        call=call, channel="pbx", ref="r", kind="audio", mime_type="audio/ogg", state="done",
        digest=blobs().put(b"suara"), next_at=agents.at,
    )  # fmt: skip
    address = f"{sheet(call)}rekaman/{media.pk}/"
    assert address in client.get(sheet(call)).content.decode()
    assert client.get(address).content == b"suara"
    assert AuditLine.objects.filter(act="recording.heard", account=agents.accounts["agent"]).count() == 1
    assert sign_in("second_agent").get(address).status_code == 404


def test_who_was_missed_is_called_back_in_time_or_shown_late(agents: World, sign_in: SignIn) -> None:
    rings(agents, minutes=-200)
    tell(agents, CallPhase.ENDED, minutes=-199)
    client = sign_in("agent")
    page = client.get("/kerja/telepon/balik/").content.decode()
    assert "terlambat" in page
    back = CallBack.objects.get()
    for _twice in range(2):
        client.post(f"/kerja/telepon/balik/{back.pk}/", {"hasil": "reached", "token": "k1"})
    back.refresh_from_db()
    assert (back.state, back.attempts, back.settled_by) == ("reached", 1, agents.accounts["agent"])
    assert "Tidak ada yang perlu ditelepon balik" in client.get("/kerja/telepon/balik/").content.decode()


def test_the_list_costs_the_same_however_many_wait(
    agents: World, sign_in: SignIn, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for nth in range(8):
        rings(agents, f"m{nth}", number=f"+628120000{nth:04d}", minutes=nth)
        tell(agents, CallPhase.ENDED, f"m{nth}", number=f"+628120000{nth:04d}", minutes=nth + 1)
    client = sign_in("agent")
    for path in ("/kerja/telepon/balik/", "/kerja/telepon/"):
        with django_assert_max_num_queries(15):
            client.get(path)
