"""Sealing after midnight, and verifying the record by night."""

from django.db import transaction

from rumahrakyat.evidence.seals.checking import verify_some
from rumahrakyat.evidence.seals.sealing import LOCK, seal_next
from rumahrakyat.evidence.seals.witnesses import tell_witnesses
from rumahrakyat.lib import clock, jobs, locks

SEAL_TASK = "evidence.seal"
VERIFY_TASK = "evidence.verify"


def seal_and_tell() -> bool:
    """One day that is due, with the copies for the witnesses: both or neither."""
    at = clock.now()
    with transaction.atomic():
        seal = seal_next(at=at)
        if seal is not None:
            tell_witnesses(seal, at=at)
    return seal is not None


def _seal_unless_somebody_else_does() -> bool:
    with transaction.atomic():
        return locks.attempt(LOCK) and seal_and_tell()


@jobs.task(SEAL_TASK)
def run_sealing() -> None:
    """Waits for nobody: while a demo's past is being played, the sweep looks again every minute."""
    jobs.drain(_seal_unless_somebody_else_does)


@jobs.task(VERIFY_TASK)
def run_verifying() -> None:
    jobs.drain(lambda: verify_some(at=clock.now()))


jobs.every(60, SEAL_TASK)
jobs.every(60, VERIFY_TASK)
