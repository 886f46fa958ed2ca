from datetime import UTC, datetime

import pytest
from django.test import Client

from rumahrakyat.channels import handing, registry, unpack
from rumahrakyat.channels.base import Body, DeliveryError, MediaRef, Outgoing
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.models_calls import Call
from rumahrakyat.channels.pbx import kit
from rumahrakyat.channels.pbx.adapter import SECRET, SIGNATURE
from rumahrakyat.channels.pbx.options import Options, from_environment
from rumahrakyat.lib import clock

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)
FORM = b"event=newCall&direction=in&from=081322904471&to=1500&callId=17.1"


@pytest.mark.parametrize("secret", kit.SECRETS)
def test_both_secrets_of_a_rotation_are_taken_signed_or_bare(secret: str) -> None:
    adapter = kit.adapter()
    assert adapter.verify(kit.signed(FORM, secret=secret)) is Verdict.GENUINE
    assert adapter.verify(Request("POST", {SECRET: secret}, {}, FORM)) is Verdict.GENUINE


def test_a_wrong_signature_is_not_made_good_by_the_right_secret() -> None:
    headers = {SECRET: kit.SECRETS[0], SIGNATURE: "sha256=00"}
    assert kit.adapter().verify(Request("POST", headers, {}, FORM)) is Verdict.FORGED


def test_without_any_secret_of_ours_nothing_is_taken() -> None:
    adapter = type(kit.adapter())(Options())
    assert adapter.verify(Request("POST", {SECRET: ""}, {}, FORM)) is Verdict.MISSING
    assert adapter.verify(Request("POST", {SECRET: "apa saja"}, {}, FORM)) is Verdict.FORGED
    assert adapter.check_config() == ["RUMAHRAKYAT_PBX_SECRETS: no secret is set, so no call can be told to us."]


@pytest.mark.django_db(transaction=True)
def test_an_exchange_that_posts_three_forms_has_told_one_call(channels_under_test: registry.Registry) -> None:
    channels_under_test.add(kit.adapter())
    rest = (b"&time=1795248000", b"&time=1795248009&user=1001", b"&time=1795248070&cause=normalClearing")
    names = (b"newCall", b"answer", b"hangup")
    for name, more in zip(names, rest, strict=True):
        with clock.frozen(AT):
            answer = Client().post(
                "/kanal/pbx/",
                FORM.replace(b"newCall", name) + more,
                content_type="application/x-www-form-urlencoded",
                headers={SECRET: kit.SECRETS[0]},
            )
        assert answer.status_code == 200
    unpack.unpack(lambda: AT)
    handing.hand_on(lambda: AT)
    call = Call.objects.get()
    assert call.answered_at is not None
    assert (call.agent, call.cause, (call.ended_at or AT) - call.started_at) == (
        "1001", "normalClearing", datetime.fromtimestamp(70, UTC) - datetime.fromtimestamp(0, UTC),
    )  # fmt: skip


def test_nothing_goes_out_through_an_exchange() -> None:
    for attempt in (
        lambda: kit.adapter().send(Outgoing(kit.citizen(), Body("Halo"), "k")),
        lambda: kit.adapter().fetch_media(MediaRef("1")),
    ):
        with pytest.raises(DeliveryError) as caught:
            attempt()
        assert caught.value.permanent


def test_secrets_may_come_from_a_file_and_short_ones_are_named(tmp_path: object) -> None:
    file = f"{tmp_path}/secrets"
    with open(file, "w", encoding="utf-8") as handle:  # noqa: PTH123 -- a path out of a string
        handle.write("baru lama\n")
    options = from_environment({"RUMAHRAKYAT_PBX_SECRETS_FILE": file})
    assert options.secrets == ("baru", "lama")
    assert "guessed" in options.problems()[0]
