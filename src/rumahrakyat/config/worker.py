"""The background worker: runs queued jobs and sweeps, outlives its database, finishes the row in hand when it stops."""

import asyncio
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from asgiref.sync import sync_to_async
from django.core.cache import caches
from django.db import close_old_connections
from procrastinate.app import App, WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, ProcrastinateException
from procrastinate.jobs import Job, Status
from procrastinate.psycopg_connector import PsycopgConnector
from psycopg import Error as PsycopgError
from psycopg_pool import PoolTimeout

from rumahrakyat.config.cache import PostgresCache
from rumahrakyat.lib import jobs

logger = logging.getLogger(__name__)

STALLED_SECONDS = 30.0
OPTIONS: WorkerOptions = {
    # Each job in hand holds a thread and a connection; more would not be faster on the one database.
    "concurrency": 3,
    "delete_jobs": "successful",
    "install_signal_handlers": False,
    "shutdown_graceful_timeout": 8.0,  # seconds
    "update_heartbeat_interval": 5.0,
    "stalled_worker_timeout": STALLED_SECONDS,
}
LONGEST_PAUSE_SECONDS = 15.0
KEEP_FAILED_HOURS = 7 * 24


async def rescue(timestamp: int = 0) -> None:  # noqa: ARG001 -- the queue tells when it was due
    """Puts the jobs of workers that no longer give signs of life back into the queue; without this they would stay
    "doing" for ever. One whose name waits in the queue already is not needed any more."""
    manager = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_SECONDS):
        logger.warning("job %s of a lost worker runs again: %s", job.id, job.task_name)
        await put_back(job)


async def put_back(job: Job) -> None:
    manager = app.job_manager
    try:
        await manager.retry_job(job)
    except (AlreadyEnqueued, ConnectorException):
        await manager.finish_job(job, status=Status.FAILED, delete_job=True)


async def forget(timestamp: int = 0) -> None:  # noqa: ARG001 -- the queue tells when it was due
    """Deletes jobs that failed a week ago (those that succeeded are deleted at once) and what expired in the cache."""
    await sync_to_async(_forget_in_cache)()
    await app.job_manager.delete_old_jobs(
        nb_hours=KEEP_FAILED_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )


def _forget_in_cache() -> None:
    close_old_connections()
    store = caches["default"]
    assert isinstance(store, PostgresCache)
    store.forget_expired()


def register_tasks() -> None:
    jobs.register_with(app)
    for run, cron in ((rescue, "* * * * * */15"), (forget, "23 * * * *")):
        name = f"worker.{run.__name__}"
        if name not in app.tasks:
            app.periodic(cron=cron, periodic_id=name)(app.task(name=name, queueing_lock=name)(run))


async def work(*, wait: bool = True) -> None:
    """Works until a signal asks it to stop, or with `wait=False` until the queue is empty."""
    register_tasks()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    if wait:
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _ask_to_stop, stop)
    pause = 1.0
    while not stop.is_set():
        started = loop.time()
        try:
            await _work_until(stop, wait=wait)
        except (ProcrastinateException, PsycopgError, PoolTimeout, OSError) as error:
            logger.warning("the queue's database does not answer (%s)", type(error).__name__)
        if not wait or stop.is_set():
            return
        pause = 1.0 if loop.time() - started > 60 else min(pause * 2, LONGEST_PAUSE_SECONDS)
        logger.warning("the worker starts again in %.0f seconds", pause)
        await _either(stop, asyncio.create_task(asyncio.sleep(pause)))


def _ask_to_stop(stop: asyncio.Event) -> None:
    jobs.ask_to_stop()
    stop.set()


async def _work_until(stop: asyncio.Event, *, wait: bool) -> None:
    options: WorkerOptions = {**OPTIONS, "wait": wait}
    async with _own_connections() as queue:
        run = asyncio.create_task(queue.run_worker_async(**options))
        await _either(stop, run)
        if not run.done():
            run.cancel()
        with suppress(asyncio.CancelledError):  # we asked for it
            await run


async def once(run: Callable[[], Awaitable[None]]) -> None:
    """Runs one of the upkeep functions outside a worker."""
    async with _own_connections():
        await run()


@asynccontextmanager
async def _own_connections() -> AsyncIterator[App]:
    """The queue on connections of its own; what tasks write keeps to Django's."""
    parameters = connector_params()
    # What the queue itself writes need not be on disk when the row it points at is: see lib.jobs.
    parameters["options"] = f"{parameters.get('options', '')} -c synchronous_commit=off"
    with app.replace_connector(PsycopgConnector(kwargs=parameters)) as queue:
        async with queue.open_async():
            yield queue


async def _either(stop: asyncio.Event, other: "asyncio.Task[None]") -> None:
    stopped = asyncio.create_task(stop.wait())
    await asyncio.wait([stopped, other], return_when=asyncio.FIRST_COMPLETED)
    stopped.cancel()
