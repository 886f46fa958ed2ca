"""Histories one after another: through the machine, through the oracle, and some of them through the product."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from rumahrakyat.operate.histories import generate, machine, setting
from rumahrakyat.operate.histories.generate import History
from rumahrakyat.operate.histories.outcome import Outcome, differences

EXAMPLES = 5


@dataclass
class Compared:
    """`different`: seeds of histories on which two ways of reckoning disagree; `examples`: the first in words."""

    histories: int = 0
    through_database: int = 0
    events: int = 0
    clocks: int = 0
    breaches: int = 0
    different: list[str] = field(default_factory=list)
    examples: list[dict[str, object]] = field(default_factory=list)
    seconds: float = 0.0


def compare(
    seeds: Sequence[str], *, product: Callable[[History], list[Outcome]] | None = None, each: int = 1
) -> Compared:
    """Judge the history of every seed by machine and oracle, and every `each`th by `product` as well."""
    done, begun = Compared(), time.monotonic()
    engine, oracle = setting.engine(), setting.oracle()
    for nth, seed in enumerate(seeds):
        history = generate.history(seed)
        judged = machine.judge(history, engine)
        expected = oracle.judge([one.event for one in history.happenings], history.until)
        said = differences(judged, expected, names=("machine", "oracle"))
        if product and nth % each == 0:
            done.through_database += 1
            said += differences(product(history), expected, names=("product", "oracle"))
        done.histories += 1
        done.events += len(history.happenings)
        done.clocks += len(judged)
        done.breaches += sum(len(one.breaches) for one in judged)
        if said:
            done.different.append(seed)
        if said and len(done.examples) < EXAMPLES:
            done.examples.append({"history": seed, "said": said, "happened": told(history)})
    done.seconds = time.monotonic() - begun
    return done


def told(history: History) -> list[str]:
    """The history in lines, for a person to follow."""
    lines = [
        f"{one.at.isoformat()} {one.type} {one.told.kind} {one.told.category} {one.told.regency} {one.told.holder}"
        for one in history.happenings
    ]
    return [*lines, f"{history.until.isoformat()} end"]
