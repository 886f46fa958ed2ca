"""Every registered channel against every case where such systems are known to fail (`channels.conformance`)."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rumahrakyat.channels import registry
from rumahrakyat.channels.conformance.bench import Bench, bench_of, kit_of
from rumahrakyat.channels.conformance.cases import CASES, COMMITTING, CaseOf
from rumahrakyat.channels.contract import Adapter, Request, Verdict
from rumahrakyat.channels.models import RawInbound

CODES = [adapter.code for adapter in registry.build()]
BY_NAME = {case.__name__: case for case in CASES}


def applying(cases: set[CaseOf] | frozenset[CaseOf]) -> list[pytest.param]:  # type: ignore[valid-type]
    return [
        pytest.param(code, case, id=f"{code}-{case.__name__}")
        for code in CODES
        for case in CASES
        if case in cases and case.__name__ not in kit_of(code).DOES_NOT_APPLY
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("code", "case"), applying(set(CASES) - COMMITTING))
def test_a_channel_stands_the_case(code: str, case: CaseOf) -> None:
    with bench_of(code) as bench:
        case(bench)


@pytest.mark.django_db(transaction=True)
@pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning")  # the child does one step and ends
@pytest.mark.parametrize(("code", "case"), applying(COMMITTING))
def test_a_channel_stands_the_case_with_several_processes(code: str, case: CaseOf) -> None:
    with bench_of(code) as bench:
        case(bench)


@pytest.mark.parametrize("code", CODES)
def test_what_does_not_apply_is_a_case_and_has_a_reason(code: str) -> None:
    for name, reason in kit_of(code).DOES_NOT_APPLY.items():
        assert name in BY_NAME
        assert len(reason) > 20


@pytest.mark.parametrize("code", CODES)
def test_a_channel_keeps_the_contract(code: str) -> None:
    adapter = kit_of(code).adapter()
    assert isinstance(adapter, Adapter)
    assert (adapter.code, bool(adapter.label), bool(adapter.medium)) == (code, True, True)
    assert adapter.configured()
    assert adapter.check_config() == []
    assert adapter.verify(Request("POST", {}, {}, b"{}")) is not Verdict.GENUINE


def test_two_channels_cannot_have_the_same_code() -> None:
    fresh = registry.Registry()
    fresh.add(kit_of("web").adapter())
    with pytest.raises(registry.DuplicateChannel):
        fresh.add(kit_of("web").adapter())


SIGNED = [code for code in CODES if "a_body_written_anew_under_the_old_signature" not in kit_of(code).DOES_NOT_APPLY]


@pytest.fixture(params=SIGNED)
def bench(request: pytest.FixtureRequest, db: None) -> Iterator[Bench]:
    with bench_of(request.param) as bench:
        yield bench


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(data=st.data())
def test_no_mutation_of_a_signed_request_is_accepted_or_makes_us_stumble(bench: Bench, data: st.DataObject) -> None:
    genuine, *_ = bench.kit.requests(bench.kit.text("a", words="jalan rusak 🙏"))
    body = genuine.body
    place, byte = data.draw(st.integers(0, len(body) - 1)), data.draw(st.integers(1, 255))
    flipped = body[:place] + bytes([body[place] ^ byte]) + body[place + 1 :]
    cut = body[: data.draw(st.integers(0, len(body) - 1))]
    for mutated in (flipped, cut, body + b"x", data.draw(st.binary(max_size=200))):
        assert bench.post(replace(genuine, body=mutated)) in {400, 401, 403}
    signatures = st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=90)
    for name, value in genuine.headers.items():
        drawn = data.draw(signatures)
        if "signature" in name and drawn != value:
            assert bench.post(replace(genuine, headers={**genuine.headers, name: drawn})) in {401, 403}
    assert not RawInbound.objects.exists()
