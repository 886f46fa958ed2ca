from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from rumahrakyat.channels.base import Address, Body, DeliveryError, Outgoing
from rumahrakyat.channels.conformance.peer import Answer, Peer
from rumahrakyat.channels.contract import Acknowledges, Probed, Request, TakesQuery, Verdict
from rumahrakyat.channels.gateways.callers import Doorkeeper, networks
from rumahrakyat.channels.kannel import kit
from rumahrakyat.channels.kannel.adapter import KannelAdapter
from rumahrakyat.channels.kannel.options import Options, from_environment

ANI = Address("tel", "+6281322904471")
AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = "5f0f1d4e-3b7d-4a9b-9f4e-6f3c1a2b3c4d"
STATUS = b"""<gateway><boxes><box><type>smsbox</type></box></boxes><smscs><count>2</count>
<smsc><name>A</name><admin-id>telkom</admin-id><id>telkom</id><status>online 4s</status></smsc>
<smsc><name>B</name><admin-id>modem</admin-id><id>modem</id><status>re-connecting</status></smsc></smscs></gateway>"""


def send(peer: Peer, text: str, *, key: str = KEY) -> dict[str, str]:
    """What Kannel is asked when `text` is sent."""
    kit.accepts(peer, "")
    assert kit.adapter(peer.url).send(Outgoing(ANI, Body(text), key)).external_id == key
    (fields,) = kit.sent(peer)
    assert isinstance(fields, dict)
    return fields


def test_a_message_goes_in_the_plain_alphabet_when_it_can(peer: Peer) -> None:
    fields = send(peer, "Laporan “RR-482” diterima — terima kasih & 100%")
    assert (fields["coding"], fields["charset"], fields["dlr-mask"]) == ("0", "UTF-8", "31")
    assert fields["text"] == 'Laporan "RR-482" diterima - terima kasih & 100%'
    assert (fields["from"], fields["to"]) == ("3636", "+6281322904471")


def test_other_signs_go_in_ucs2(peer: Peer) -> None:
    fields = send(peer, "Terima kasih 🙏")
    assert (fields["coding"], fields["text"]) == ("2", "Terima kasih 🙏")


def test_reports_come_back_with_our_key_and_kannels_own_codes_stay_as_they_are(peer: Peer) -> None:
    url = urlsplit(send(peer, "Halo")["dlr-url"])
    assert f"{url.scheme}://{url.netloc}{url.path}" == kit.WEBHOOK
    assert parse_qs(url.query) == {
        "secret": [kit.SECRETS[0]],
        "key": [KEY],
        "dlr": ["%d"],
        "time": ["%T"],
        "smsc": ["%i"],
    }


@pytest.mark.parametrize(
    ("status", "said", "expected"),
    [
        (202, "3: Queued for later delivery", None),
        (503, "Temporal failure, try again later.", {"retry_after": timedelta(seconds=30)}),
        (429, "", {"retry_after": timedelta(seconds=30)}),
        (403, "Authorization failed for sendsms", {"alarm": True}),
        (401, "", {"alarm": True}),
        (403, "Not routable. Do not try again.", {"permanent": True}),
        (400, "Missing receiver number, rejected", {"permanent": True}),
        (400, "Number(s) has/have been denied by white- and/or black-lists.", {"permanent": True}),
        (500, "<html>", {}),
        (200, "halo", {}),
    ],
)
def test_each_answer_of_sendsms_means_what_the_outbox_knows(
    peer: Peer, status: int, said: str, expected: dict[str, object] | None
) -> None:
    peer.says(Answer(status, said.encode()))
    message = Outgoing(ANI, Body("Halo"), KEY)
    if expected is None:
        assert kit.adapter(peer.url).send(message).external_id == KEY
        return
    with pytest.raises(DeliveryError) as caught:
        kit.adapter(peer.url).send(message)
    usual = {"permanent": False, "retry_after": None, "window_closed": False, "alarm": False}
    assert {name: getattr(caught.value, name) for name in usual} == {**usual, **expected}
    assert "4471" not in caught.value.message


def test_nobody_at_home_is_a_passing_trouble_and_no_settings_are_an_alarm() -> None:
    message = Outgoing(ANI, Body("Halo"), KEY)
    with pytest.raises(DeliveryError) as away:
        kit.adapter().send(message)
    with pytest.raises(DeliveryError) as unset:
        KannelAdapter(Options()).send(message)
    assert (away.value.permanent, away.value.alarm, unset.value.alarm) == (False, False, True)


def test_the_answer_is_empty_because_kannel_would_send_any_word_to_the_citizen() -> None:
    adapter = kit.adapter()
    assert isinstance(adapter, TakesQuery)
    assert isinstance(adapter, Acknowledges)
    answer = adapter.acknowledge(Request("GET"), at=AT)
    assert (answer.status, answer.text) == (200, "")


def test_the_secret_may_also_come_in_a_header_and_a_list_of_addresses_comes_on_top() -> None:
    options = Options(door=Doorkeeper(kit.SECRETS, networks(["192.0.2.0/24"])))
    asked = [
        Request("GET", {"x-kannel-secret": kit.SECRETS[1]}, client="192.0.2.9"),
        Request("GET", {}, {"secret": kit.SECRETS[0]}, client="192.0.2.9"),
        Request("GET", {}, {"secret": kit.SECRETS[0]}, client="198.51.100.1"),
        Request("GET", {}, {}, client="192.0.2.9"),
    ]
    expected = [Verdict.GENUINE, Verdict.GENUINE, Verdict.FORGED, Verdict.MISSING]
    assert [KannelAdapter(options).verify(request) for request in asked] == expected


def test_an_address_alone_is_no_proof() -> None:
    door = Doorkeeper((), networks(["192.0.2.9"]))
    asked = Request("GET", client="192.0.2.9")
    assert KannelAdapter(Options(door=door)).verify(asked) is Verdict.FORGED


def test_the_status_page_tells_which_line_is_down(peer: Peer) -> None:
    peer.says(Answer(200, STATUS), Answer(200, b"Denied"), Answer(200, b"<gateway></gateway>"))
    adapter = kit.adapter(peer.url)
    assert isinstance(adapter, Probed)
    assert adapter.probe(at=AT).problems == ["Kannel's line “modem” is re-connecting."]
    assert "password" in adapter.probe(at=AT).problems[0]
    assert len(adapter.probe(at=AT).problems) == 2


def test_without_a_status_page_kannel_is_not_asked() -> None:
    assert KannelAdapter(Options()).probe(at=AT).problems == ()


def test_what_is_missing_or_weak_is_said_in_sentences() -> None:
    assert kit.adapter().check_config() == []
    assert len(Options().problems()) == 5
    weak = Options(door=Doorkeeper(("50%",))).problems()
    assert sum("SECRETS" in problem for problem in weak) == 2
    assert not KannelAdapter(Options()).configured()


def test_what_cannot_be_read_is_a_sentence_and_lets_nobody_in(tmp_path: object) -> None:
    environ = {
        "RUMAHRAKYAT_KANNEL_SECRETS": "kata-bersama-baru-uji",
        "RUMAHRAKYAT_KANNEL_ALLOWED": "192.0.2.1 kantor",
        "RUMAHRAKYAT_KANNEL_PASSWORD_FILE": f"{tmp_path}/tidak-ada",
    }
    options = from_environment(environ, webhook=kit.WEBHOOK)
    assert sum("kantor" in problem or "cannot be read" in problem for problem in options.problems()) == 2
    assert KannelAdapter(options).verify(Request("GET", {}, {"secret": "kata-bersama-baru-uji"})) is Verdict.FORGED
