"""The settings file: the examples are right, and every mistake in another is a sentence."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rumahrakyat.channels.base import Address, Body, DeliveryError, Outgoing
from rumahrakyat.channels.contract import Request, Verdict
from rumahrakyat.channels.smshttp import kit
from rumahrakyat.channels.smshttp.adapter import SmsHttpAdapter
from rumahrakyat.channels.smshttp.configuration import PREFIX, from_environment, from_text
from rumahrakyat.channels.smshttp.options import Options
from rumahrakyat.channels.smshttp.reading import Table

EXAMPLES = sorted(path.stem for path in kit.EXAMPLES.glob("*.toml"))
SECRETS = {f"{PREFIX}SECRETS": kit.SECRETS[0], f"{PREFIX}PASSWORD": "sandi"}
RIGHT = """
[out]
url = "https://sms.example.co.id/send"
number = "to"
text = "text"
fields = { password = "$PASSWORD", mark = "$$5" }
[in]
sender = "from"
text = "text"
"""
plain = st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything: st.SearchStrategy[Any] = plain | st.lists(plain, max_size=3) | st.dictionaries(st.text(max_size=8), plain)


def mistakes(text: str, **environ: str) -> tuple[str, ...]:
    return from_text(text, {**SECRETS, **environ}, webhook=kit.WEBHOOK).mistakes


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_has_no_mistake_and_can_send(name: str) -> None:
    adapter = kit.adapter(example=name)
    assert adapter.check_config() == []
    assert adapter.configured()
    with pytest.raises(DeliveryError) as caught:
        adapter.send(Outgoing(Address("tel", "+6281322904471"), Body("Halo"), "k"))
    assert not caught.value.alarm  # nobody is at home, but all settings are there


def test_a_secret_is_filled_in_from_the_environment_and_a_dollar_sign_can_be_written() -> None:
    options = from_text(RIGHT, SECRETS, webhook=kit.WEBHOOK)
    assert (options.mistakes, options.out.fields) == ((), {"password": "sandi", "mark": "$5"})


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    file, secret = tmp_path / "gateway.toml", tmp_path / "sandi"
    file.write_text(RIGHT)
    secret.write_text("sandi-dari-berkas\n")
    environ = {
        f"{PREFIX}FILE": str(file),
        f"{PREFIX}PASSWORD_FILE": str(secret),
        f"{PREFIX}SECRETS": kit.SECRETS[0],
    }
    options = from_environment(environ, webhook=kit.WEBHOOK)
    assert (options.mistakes, options.out.fields["password"]) == ((), "sandi-dari-berkas")


def test_basic_credentials_become_a_header() -> None:
    options = from_text(RIGHT.replace("[in]", 'basic = "kantor:$PASSWORD"\n[in]'), SECRETS, webhook="")
    assert options.out.headers == {"Authorization": "Basic a2FudG9yOnNhbmRp"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('url = "https://sms.example.co.id/send"', "", "out.url is missing"),
        ("https://", "ftp://", "out.url must be an address"),
        ('number = "to"', "number = 1", "out.number must be a text"),
        ('text = "text"\nfields', "fields", "out.text is missing"),
        ("$PASSWORD", "$TIDAK_ADA", f"{PREFIX}TIDAK_ADA is not set"),
        ("[in]", 'content = "xml"\n[in]', "out.content must be one of query, form, json"),
        ("[in]", 'style = "62-"\n[in]', "out.style must be one of 62, 0, +62"),
        ("[in]", 'method = "GET"\n[in]', "out.method must be POST"),
        ("[in]", "longest = 0\n[in]", "out.longest must be a whole number above 0"),
        ("[in]", "longest = true\n[in]", "out.longest must be a whole number above 0"),
        ("[in]", "success = { status = [2000] }\n[in]", "out.success.status must be a list of HTTP statuses"),
        ("[in]", 'success = { body = "(" }\n[in]', "out.success.body is no regular expression"),
        ("[in]", 'message_id = { regex = "a" }\n[in]', "out.message_id.regex must put round brackets"),
        ("[in]", "headers = { a = [1] }\n[in]", "out.headers.a must be a text, a number"),
        ("[in]", "headers = 1\n[in]", "out.headers must be a table"),
        ("[in]", "wide = 1\n[in]", "out.wide must be a table"),
        ("[in]", 'urll = "x"\n[in]', "out.urll is not known"),
        ("[out]", "[keluar]\n[out]", "keluar is not known"),
        ('sender = "from"', 'sender = "from"\nzone = "Jawa"', "in.zone is no time zone"),
        ('sender = "from"', 'sender = "from"\nallowed = ["kantor"]', "“kantor” is no address and no network"),
        ('sender = "from"', 'sender = "from"\nallowed = "a"', "in.allowed must be a list of texts"),
        ('sender = "from"', 'sender = "from"\nids_come_again = "ya"', "in.ids_come_again must be true or false"),
        ('sender = "from"', 'sender = "from"\nsecret_in = "kuki"', "in.secret_in must be one of header, query, body"),
        ('sender = "from"', 'sender = "from"\nreport = { status = "s" }', "in.report.id is missing"),
        ('sender = "from"', 'sender = "from"\nreport = { status = "s" }', "in.report.delivered is missing"),
        (
            'sender = "from"',
            'sender = "from"\nreport = { status = "s", id = "i", sent = ["S"] }',
            "in.report.id is set, but out.message_id",
        ),
        (
            'sender = "from"',
            'sender = "from"\nreport = { status = "s", key = "k", sent = ["S"] }',
            "in.report.key is set, but neither",
        ),
        ('sender = "from"', "", "in.sender is missing"),
        ("[in]", "[in", "is no TOML"),
    ],
)
def test_every_mistake_is_a_sentence(old: str, new: str, said: str) -> None:
    assert old in RIGHT
    found = mistakes(RIGHT.replace(old, new, 1))
    assert any(said in sentence for sentence in found), found
    assert all(sentence.endswith(".") for sentence in found)


def test_a_gateway_that_nobody_can_know_is_a_mistake() -> None:
    assert any("no message can be accepted" in sentence for sentence in mistakes(RIGHT, **{f"{PREFIX}SECRETS": ""}))
    assert any("could be guessed" in sentence for sentence in mistakes(RIGHT, **{f"{PREFIX}SECRETS": "pendek"}))


def test_without_a_file_the_channel_is_not_used_and_with_a_wrong_one_nobody_is_let_in() -> None:
    unused = SmsHttpAdapter(from_environment({}))
    wrong = SmsHttpAdapter(from_environment({f"{PREFIX}FILE": "/tidak/ada", f"{PREFIX}SECRETS": kit.SECRETS[0]}))
    assert (unused.configured(), unused.check_config()) == (False, [])
    assert (wrong.configured(), len(wrong.check_config())) == (True, 1)
    asked = Request("GET", {}, {"secret": kit.SECRETS[0]})
    assert [adapter.verify(asked) for adapter in (unused, wrong)] == [Verdict.FORGED, Verdict.FORGED]
    with pytest.raises(DeliveryError) as caught:
        wrong.send(Outgoing(Address("tel", "+6281322904471"), Body("Halo"), "k"))
    assert caught.value.alarm


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["out", "in", "name"]), anything))
def test_no_shape_of_a_file_stops_the_start(values: dict[str, Any]) -> None:
    found: list[str] = []
    table = Table(values, mistakes=found)
    table.table("out").statuses("success")
    table.finish()
    assert all(sentence.endswith(".") for sentence in found)


@settings(deadline=None)
@given(
    st.sampled_from(["out", "in"]),
    st.sampled_from(
        ["url", "number", "style", "fields", "success", "wide", "report", "time_format", "zone", "allowed", "items"]
    ),
    st.sampled_from(["1", "[]", "{}", '"x"', '["x"]', "true", "1.5", "{ status = 1 }", '{ body = "(" }']),
)
def test_no_value_in_any_place_stops_the_start(table: str, name: str, value: str) -> None:
    text = f"[{table}]\n{name} = {value}\n"
    tomllib.loads(text)
    options = from_text(text, SECRETS, webhook=kit.WEBHOOK)
    assert isinstance(options, Options)
    assert options.mistakes
