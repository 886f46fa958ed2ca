"""Work for later. Rows in our own tables are the truth; a job only wakes the loop that claims them.

A task takes no argument. It claims rows with SKIP LOCKED, one per transaction, until none is left (`drain`). So a job
may be lost, run twice, or run while another of its name runs, and nothing is lost or done twice. What a lost wake-up
leaves behind is found by the sweep: the same task, run every so many seconds.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connection, transaction
from procrastinate import App
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Job
from procrastinate.manager import JobManager

Task = Callable[[], None]
QUEUE = "default"

_tasks: dict[str, Task] = {}
_sweeps: dict[str, str] = {}
_stopping = threading.Event()
_turn = threading.local()
# A task of a worker makes room for the others after so long; with a full inbox it would otherwise hold its place for
# hours, and three such tasks would keep the sweeper of the deadlines waiting.
TURN_SECONDS = 20.0
# Always Django's own connection, also inside a worker, whose queue has connections of its own.
_manager = JobManager(DjangoConnector())


class UnknownTask(LookupError):
    """No task is registered under this name."""


def task(name: str) -> Callable[[Task], Task]:
    """Registers a function under a name such as "channels.inbox". The module must be imported in its app's
    `AppConfig.ready()`. Raises ValueError for a name taken twice."""

    def register(run: Task) -> Task:
        if name in _tasks:
            raise ValueError(f"two tasks are named {name}")
        _tasks[name] = run
        return run

    return register


def every(seconds: int, name: str) -> None:
    """Runs a registered task by itself every so many seconds. Raises `UnknownTask`, and ValueError for an interval
    that does not fit evenly into a minute, an hour or a day."""
    if name not in _tasks:
        raise UnknownTask(name)
    _sweeps[name] = _cron(seconds)


def register_with(app: App) -> None:
    """Makes every task known to the queue's worker."""
    for name, run in _tasks.items():
        if name in app.tasks:
            continue
        queued = app.task(name=name, queueing_lock=name)(_with_fresh_connection(name, run))
        if name in _sweeps:
            app.periodic(cron=_sweeps[name], periodic_id=name)(queued)


def _with_fresh_connection(name: str, run: Task) -> Callable[..., None]:
    def in_worker(timestamp: int = 0) -> None:  # noqa: ARG001 -- the queue tells when a sweep was due
        close_old_connections()
        _turn.ends, _turn.left_some = time.monotonic() + TURN_SECONDS, False
        try:
            run()
            if _turn.left_some and not _stopping.is_set():
                _queue(name)
        finally:
            _turn.ends = None
            close_old_connections()

    return in_worker


def wake(name: str) -> None:
    """Runs the task soon after the caller's transaction commits, and not at all when it rolls back.

    At most one job per name waits in the queue: it sees every row committed before it starts. That is why this asks
    after the commit and not within it; a process killed between the two leaves its rows to the sweep.
    """
    call, inside = _Wake(name), set(connection.savepoint_ids)
    # Asked before in this transaction, and what would undo that would undo this too: once is enough.
    if not any(asked[1] == call and asked[0] <= inside for asked in connection.run_on_commit):
        transaction.on_commit(call, robust=True)


@dataclass(frozen=True)
class _Wake:
    name: str

    def __call__(self) -> None:
        _queue(self.name)


def _queue(name: str) -> None:
    with connection.cursor() as cursor:
        # By hand, because a provider waits for it: an ORM query costs more than the insert it follows.
        cursor.execute("SELECT 1 FROM procrastinate_jobs WHERE queueing_lock = %s AND status = 'todo' LIMIT 1", [name])
        if cursor.fetchone():
            return
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL synchronous_commit = off")  # a lost wake-up costs a sweep, a sync costs time
            _manager.defer_job(Job(queue=QUEUE, task_name=name, lock=None, queueing_lock=name))
    except AlreadyEnqueued:
        pass  # somebody else woke it between the look and the insert


def drain(step: Callable[[], bool]) -> int:
    """Calls `step` until it finds nothing more to do or the worker is asked to stop. How often it did something.

    In a worker also until the task's turn is over; it is then queued again, behind those that wait.
    """
    done, ends = 0, getattr(_turn, "ends", None)
    while not _stopping.is_set() and step():
        done += 1
        if ends is not None and time.monotonic() > ends:
            _turn.left_some = True
            break
    return done


def run(name: str) -> None:
    """Runs one task here and now, without the queue. Raises `UnknownTask`."""
    try:
        found = _tasks[name]
    except KeyError:
        raise UnknownTask(name) from None
    found()


def names() -> list[str]:
    """Every registered task, in the order of registration."""
    return list(_tasks)


def ask_to_stop() -> None:
    """Tells every `drain` of this process to end after the row in hand. For the worker."""
    _stopping.set()


def _cron(seconds: int) -> str:
    """The crontab line, with a sixth field for seconds, of an interval that fits evenly into a minute, hour or day."""
    if 0 < seconds < 60 and 60 % seconds == 0:
        return f"* * * * * */{seconds}"
    minutes, rest = divmod(seconds, 60)
    if rest == 0 and 0 < minutes < 60 and 60 % minutes == 0:
        return f"*/{minutes} * * * *"
    hours, rest = divmod(seconds, 3600)
    if rest == 0 and 0 < hours <= 24 and 24 % hours == 0:
        return "0 0 * * *" if hours == 24 else f"0 */{hours} * * *"
    raise ValueError(f"{seconds} seconds do not fit evenly into a minute, an hour or a day")
