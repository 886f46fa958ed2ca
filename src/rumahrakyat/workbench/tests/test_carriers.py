"""The pages about channels, messages that did not arrive, and who is who."""

from datetime import timedelta

import pytest

from rumahrakyat.channels import outbox
from rumahrakyat.channels.models import ChannelState, DeliveryTask, Outbox, RawInbound
from rumahrakyat.correspondence.models import CaseMessage
from rumahrakyat.organisations.operations import grant_role
from rumahrakyat.people import same
from rumahrakyat.people.models import Account, PersonLink
from rumahrakyat.people.operations import contact_point
from rumahrakyat.workbench.tests.conftest import SignIn
from tests.cast import World

pytestmark = pytest.mark.django_db


def failed(world: World) -> DeliveryTask:
    report = world.assigned()
    citizen = contact_point(scheme="tel", value="+6281322904471", at=world.at)
    message = outbox.enqueue(channel="whatsapp", contact_point=citizen, body="Ada kabar", key="k1", at=world.at)
    CaseMessage.objects.create(message=message, report=report)
    Outbox.objects.update(state="failed")
    return DeliveryTask.objects.create(
        outbox=message.outbox, reason="the number cannot receive WhatsApp messages", created_at=world.at
    )


def test_an_operator_sees_what_is_wrong_with_a_channel(world: World, sign_in: SignIn) -> None:
    account = Account.objects.create_user("operator", name="Operator")
    grant_role(account=account, role="operator", at=world.at)
    world.accounts["operator"] = account
    ChannelState.objects.create(channel="web", alarm="the access token is no longer valid")
    page = sign_in("operator").get("/kerja/kanal/").content.decode()
    assert "1 kanal bermasalah" in page
    assert "the access token is no longer valid" in page


def test_an_operator_has_what_was_given_up_handled_again(world: World, sign_in: SignIn) -> None:
    account = Account.objects.create_user("operator", name="Operator")
    grant_role(account=account, role="operator", at=world.at)
    world.accounts["operator"] = account
    RawInbound.objects.create(
        channel="web", received_at=world.at, next_at=world.at, sealed_body=b"", sha256="", state="failed", attempts=6
    )
    user = sign_in("operator")
    assert "Masuk, gagal diproses" in user.get("/kerja/kanal/").content.decode()
    page = user.post("/kerja/kanal/web/lagi/", follow=True).content.decode()
    assert "1 pesan diproses lagi." in page
    assert "gagal diproses" not in page
    assert RawInbound.objects.values_list("state", "attempts").get() == ("new", 0)
    assert "Sudah diselesaikan" in user.post("/kerja/kanal/web/lagi/", follow=True).content.decode()
    assert "menyuruh proses lagi" in user.get("/kerja/audit/").content.decode()


def test_a_message_that_did_not_arrive_is_shown_with_its_case_and_without_the_number(
    world: World, sign_in: SignIn
) -> None:
    failed(world)
    page = sign_in("verifier").get("/kerja/kiriman/").content.decode()
    assert "Ada kabar" in page
    assert "the number cannot receive" in page
    assert "81322904471" not in page


def test_it_is_sent_again_once(world: World, sign_in: SignIn) -> None:
    task = failed(world)
    for _press in range(2):
        answer = sign_in("verifier").post(f"/kerja/kiriman/{task.pk}/", {"pilihan": "lagi"}, follow=True)
    row = Outbox.objects.get()
    assert (row.state, row.attempts, DeliveryTask.objects.get().outcome) == ("queued", 0, "sent again")
    assert "Semua pesan sampai" in answer.content.decode()


def test_another_way_needs_a_word_how(world: World, sign_in: SignIn) -> None:
    task = failed(world)
    client = sign_in("verifier")
    refused = client.post(f"/kerja/kiriman/{task.pk}/", {"pilihan": "selesai", "hasil": " "}, follow=True)
    assert "Tulis singkat" in refused.content.decode()
    client.post(f"/kerja/kiriman/{task.pk}/", {"pilihan": "selesai", "hasil": "ditelepon, diterima anaknya"})
    assert DeliveryTask.objects.get().outcome == "ditelepon, diterima anaknya"
    assert DeliveryTask.objects.get().done_by == world.accounts["verifier"]


def pair(world: World) -> PersonLink:
    one = contact_point(scheme="tel", value="+6281322904471", at=world.at, name="Tukinem Lestari")
    other = contact_point(scheme="email", value="tukinem@contoh.example", at=world.at, name="Tukinem Lestari")
    link = same.suggest(one=one.reporter_id, other=other.reporter_id, evidence=PersonLink.Evidence.NAME, at=world.at)
    assert link is not None
    return link


def test_two_reporters_are_shown_side_by_side_and_joined_by_a_person(world: World, sign_in: SignIn) -> None:
    link = pair(world)
    client = sign_in("verifier")
    assert client.get("/kerja/orang/").content.decode().count("Tukinem Lestari") == 2
    answer = client.post(f"/kerja/orang/{link.pk}/", {"pilihan": "satu"}, follow=True)
    assert same.is_same_person(link.first_id, link.second_id)
    assert "Urungkan tautan" in answer.content.decode()
    client.post(f"/kerja/orang/{link.pk}/", {"pilihan": "urung"})
    assert not same.is_same_person(link.first_id, link.second_id)


def test_a_pair_that_was_decided_meanwhile_is_said_so(world: World, sign_in: SignIn) -> None:
    link = pair(world)
    same.dismiss(link=link, account=world.accounts["verifier"], at=world.at + timedelta(minutes=1))
    answer = sign_in("verifier").post(f"/kerja/orang/{link.pk}/", {"pilihan": "satu"}, follow=True)
    assert "Sudah diselesaikan" in answer.content.decode()
    assert not same.is_same_person(link.first_id, link.second_id)
