"""When a contact writes too much at once."""

from hypothesis import given
from hypothesis import strategies as st

from rumahrakyat.correspondence.flood import LIMIT, QUIET, WITHIN, Judgement, judge


def sent(moments: list[int]) -> list[Judgement]:
    """What is judged about messages at these seconds."""
    recent: tuple[int, ...] = ()
    flooding = False
    judged = []
    for moment in moments:
        one = judge(recent, flooding=flooding, at=moment)
        recent, flooding = one.recent, one.held
        judged.append(one)
    return judged


def test_the_twentieth_message_within_ten_minutes_is_held_and_said_so_once() -> None:
    judged = sent([20 * nth for nth in range(30)])
    assert [one.held for one in judged] == [False] * 19 + [True] * 11
    assert [nth for nth, one in enumerate(judged) if one.first] == [19]


def test_twenty_messages_in_a_longer_time_are_a_conversation() -> None:
    assert not any(one.held for one in sent([40 * nth for nth in range(60)]))


def test_a_flood_ends_with_a_quiet_hour_and_not_before() -> None:
    flood = list(range(25))
    assert sent([*flood, 24 + QUIET - 1])[-1].held
    after = sent([*flood, 24 + QUIET, 24 + QUIET + 5])
    assert not after[-1].held
    assert not after[-2].held


@given(st.lists(st.integers(0, 2 * QUIET), max_size=80))
def test_little_is_remembered_and_slow_writers_are_never_held(gaps: list[int]) -> None:
    moments = [sum(gaps[: nth + 1]) for nth in range(len(gaps))]
    judged = sent(moments)
    assert all(len(one.recent) <= LIMIT for one in judged)
    if all(gap * (LIMIT - 1) >= WITHIN for gap in gaps[1:]):
        assert not any(one.held for one in judged)
