"""Living one planned case from its first moment to the demo's present."""

from datetime import datetime, timedelta

from django.db import transaction

from rumahrakyat.demo import told
from rumahrakyat.demo.case import Case
from rumahrakyat.demo.life import join_with_another, life
from rumahrakyat.demo.plans import Plan
from rumahrakyat.demo.world import World
from rumahrakyat.duty.models import Clock
from rumahrakyat.duty.sweeper import sweep
from rumahrakyat.lib import clock

_SWEEPER_TAKES = timedelta(seconds=4)
_ONE_AFTER_THE_OTHER = timedelta(seconds=20)


def live(plan: Plan, world: World) -> None:
    """Play the case in one transaction, with the clock at each of its moments, sweeps included.

    Nobody else sees the case before it has arrived at `world.until`: a worker that runs beside would otherwise take
    steps of today on a case that is still in its past.
    """
    case = Case(plan, world)
    script = life(case)
    with transaction.atomic():
        moment = next(script, None)
        while moment is not None and moment <= world.until:
            _sweep_until(case, moment)
            with clock.frozen(moment):
                wished = next(script, None)
            moment = max(wished, moment + _ONE_AFTER_THE_OTHER) if wished else None
        _sweep_until(case, world.until)
        with clock.frozen(world.until):
            join_with_another(case)
            case.arrive()
            if case.report is not None:
                told.settle(case.report.pk, until=world.until)


def _sweep_until(case: Case, until: datetime) -> None:
    """Reminders, escalations, breaches and closings of this case, each at its own time."""
    if case.report is None:
        return
    while True:
        waiting = Clock.objects.filter(report=case.report.pk, next_action_at__lte=until - _SWEEPER_TAKES)
        due = waiting.order_by("next_action_at").values_list("next_action_at", flat=True).first()
        if due is None:
            return
        with clock.frozen(due + _SWEEPER_TAKES):
            sweep(at=due + _SWEEPER_TAKES)
            case.settle()
