"""A history through the pure machine."""

from rumahrakyat.duty import rules, state
from rumahrakyat.duty.engine import Engine
from rumahrakyat.operate.histories.generate import SWEEP, History
from rumahrakyat.operate.histories.outcome import Charged, Outcome, charged, in_order, shared


def judge(history: History, engine: Engine) -> list[Outcome]:
    """Raises what the machine raises."""
    case = state.Case()
    for one in history.happenings:
        if one.type == SWEEP:
            engine.advance(case, one.at)
        else:
            engine.apply(case, one.event)
    engine.advance(case, history.until)
    return in_order([outcome_of(clock, history) for clock in case.clocks])


def outcome_of(clock: state.Clock, history: History) -> Outcome:
    still = clock.waiting_since is not None and clock.breached_at is None
    of_reporter = clock.obligation in rules.REPORTERS
    return Outcome(
        obligation=clock.obligation,
        cycle=clock.cycle,
        version=clock.rule.version,
        start=clock.started_at,
        due=None if still and clock.running else clock.due_at,
        end=clock.met_at or clock.stopped_at,
        how="met" if clock.met_at else clock.stop_reason,
        breached=clock.breached_at,
        waited=clock.waited,
        shares=() if of_reporter else shared(state.shares(clock, history.until)),
        breaches=charged([Charged(miss.holder, miss.own, miss.due_at) for miss in clock.misses]),
    )
