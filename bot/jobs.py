"""Work that waits in a table, taken up by many machines: the lanes of `bot.lanes`, as jobs.

Theory of operation. Whatever is put into a table of ours while a cluster serves the database also
becomes a Procrastinate job, in the same transaction. A job names a lane's piece of work by its key
and holds nothing else. It is locked by its lane, so that one replica at a time works in it, and it
works off the lane from its first piece on, whichever that is: the order is the table's, not the
jobs'. What is not due yet lets the job be tried again at that time. A job is never given up; those
of a replica that has died are taken up by another, and work without a job (put by a command, or
left by an accident) gets one at the next sweep. Where the database was away when a job ended, it
would seem to be under way as long as its replica lives, and lock its lane: each replica remembers
what has ended in it, and the next sweep hands that back.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from math import inf
from time import monotonic
from typing import Any, Final
from weakref import WeakKeyDictionary

import procrastinate
import structlog
from procrastinate.jobs import Job
from procrastinate.worker import Worker
from psycopg import AsyncConnection
from psycopg_pool import AsyncConnectionPool
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url
from sqlmodel import Session

from bot.database import Database
from bot.lanes import Kind, TimedWork

log = structlog.get_logger()

_LOOKS_EVERY: Final = timedelta(seconds=1)
"""How often a replica looks for jobs whose time has come; new ones are told to it at once."""
_HEARTBEAT: Final = timedelta(seconds=2)
_STALLED_AFTER: Final = timedelta(seconds=10)
_SWEEPS_EVERY: Final = timedelta(seconds=5)
_ROUNDS: Final = "* * * * * */30"
_LONGEST_WAIT: Final = timedelta(minutes=2)
"""What waits longer was put off by a clock that has been set back since."""
_ANOTHER_TRY: Final = timedelta(seconds=5)
_CONNECTIONS: Final = 6
_TAKEN_TO_LIVE: Final = timedelta(seconds=1)
"""For how long a connection that lived is not asked again."""
_HASTY: Final = "SET synchronous_commit = off"
"""A job's fetching or ending that is lost in the server's crash is done once more."""
_QUEUE: Final = "helpdesk"
_STOP_WITHIN: Final = timedelta(seconds=5)


class _NotYet(Exception):
    def __init__(self, at: datetime) -> None:
        self.at = at


class _Never(procrastinate.BaseRetryStrategy):
    """Gives no job up."""

    def get_retry_decision(
        self, *, exception: BaseException, job: Job
    ) -> procrastinate.RetryDecision:
        if isinstance(exception, _NotYet):
            return procrastinate.RetryDecision(retry_at=exception.at)
        if not isinstance(exception, asyncio.CancelledError):
            log.error("job broke off", job=job.id, exception=type(exception).__name__)
            return procrastinate.RetryDecision(retry_at=datetime.now(UTC) + _ANOTHER_TRY)
        return procrastinate.RetryDecision(retry_at=datetime.now(UTC))


class Jobs:
    """One replica's share of the work; `start` and `stop` once each."""

    def __init__(
        self,
        database: Database,
        kinds: Sequence[Kind[Any]],
        *,
        rounds: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime],
        at_once: int,
    ) -> None:
        """Let one replica at a time walk the `rounds`, every half minute."""
        self._database, self._kinds, self._clock, self._at_once = database, kinds, clock, at_once
        url = make_url(database.url).set(drivername="postgresql")
        self._app = procrastinate.App(
            connector=procrastinate.PsycopgConnector(
                conninfo=url.render_as_string(hide_password=False),
                configure=_commits_each,
                pool_factory=_pool,
                min_size=1,
                max_size=_CONNECTIONS,
            )
        )
        for kind in kinds:
            self._register(kind)
        self._every(_ROUNDS, "rounds", rounds)
        self._tasks: list[asyncio.Task[None]] = []
        self._is_stopping = False
        self._ended: dict[_Run, float] = {}
        """What has ended here, and when, until a sweep has seen that the database knows."""

    async def start(self) -> None:
        """Begin with what was left behind."""
        await self._app.open_async()
        self._tasks = [
            asyncio.create_task(self._serve()),
            asyncio.create_task(self._keep_sweeping()),
        ]

    async def stop(self) -> None:
        """Take up nothing more, let what is under way end or hand it back."""
        self._is_stopping = True
        for task in self._tasks:
            task.cancel()
        if self._tasks:
            await asyncio.wait(self._tasks)
        await self._app.close_async()

    async def _serve(self) -> None:
        """Work until told to stop; a database that was away is met again.

        A worker that cannot tell the database that it ends raises that instead of its cancellation.
        """
        while not self._is_stopping:
            try:
                await self._app.run_worker_async(
                    queues=[_QUEUE],
                    concurrency=self._at_once,
                    install_signal_handlers=False,
                    delete_jobs="always",
                    shutdown_graceful_timeout=_STOP_WITHIN.total_seconds(),
                    worker_middleware=[self._remember_its_end],
                    fetch_job_polling_interval=_LOOKS_EVERY.total_seconds(),
                    update_heartbeat_interval=_HEARTBEAT.total_seconds(),
                    stalled_worker_timeout=_STALLED_AFTER.total_seconds(),
                )
            except Exception as fault:  # noqa: BLE001 - a boundary: whatever it was, work goes on
                log.error("worker broke off", exception=type(fault).__name__)  # noqa: TRY400
            await asyncio.sleep(1)

    def _register(self, kind: Kind[Any]) -> None:
        async def work_off(key: str) -> None:
            while (work := await self._first(kind, key)) is not None:
                if self._is_stopping:
                    raise _NotYet(datetime.now(UTC))
                wait = work.due_at - self._clock()
                if timedelta(0) < wait <= _LONGEST_WAIT:
                    raise _NotYet(datetime.now(UTC) + wait)
                await kind.do(work)

        self._app.task(name=kind.name, queue=_QUEUE, retry=_Never())(work_off)
        self._database.with_commit(kind.sign, partial(_defer, kind.name))

    async def _first(self, kind: Kind[TimedWork], key: str) -> TimedWork | None:
        return await self._database.alongside(lambda session: kind.first(session, key))

    async def _remember_its_end(
        self,
        work: Callable[[], Awaitable[Any]],
        context: procrastinate.JobContext,
        _worker: Worker,
    ) -> Any:  # noqa: ANN401 - whatever a job returns, which is nothing
        try:
            return await work()
        finally:
            self._ended[context.job.id or 0, context.job.attempts] = monotonic()

    def _every(self, cron: str, name: str, walk: Callable[[], Awaitable[None]]) -> None:
        async def do(timestamp: int) -> None:
            del timestamp
            await walk()

        # No queueing lock: with another waiting, one of a dead replica could not go back to wait.
        as_task = self._app.task(name=name, queue=_QUEUE, lock=name)
        self._app.periodic(cron=cron)(as_task(do))

    async def _keep_sweeping(self) -> None:
        """Sweep from every replica, not by a job: it could die with a replica and then lock us."""
        while True:
            await asyncio.sleep(_SWEEPS_EVERY.total_seconds())
            try:
                await self._sweep()
            except Exception as fault:  # noqa: BLE001 - a boundary: whatever it was, sweeping goes on
                log.warning("not swept", exception=type(fault).__name__)

    async def _sweep(self) -> None:
        """Hand on what a dead replica had, and give a job to what has none."""
        jobs = self._app.job_manager
        for stalled in await jobs.get_stalled_jobs(
            seconds_since_heartbeat=_STALLED_AFTER.total_seconds()
        ):
            with suppress(procrastinate.exceptions.ProcrastinateException):
                await jobs.retry_job(stalled, retry_at=datetime.now(UTC))
        await self._hand_back_what_ended()
        await self._database.alongside(lambda session: session.connection().execute(_CALL_BACK))
        before = self._clock() - _ANOTHER_TRY
        for kind in self._kinds:
            await self._database.in_transaction(partial(_defer_missing, kind, before=before))

    async def _hand_back_what_ended(self) -> None:
        """Let go of the lanes whose jobs have ended here without the database's hearing of it."""
        before = monotonic() - _SWEEPS_EVERY.total_seconds()
        ended = {run for run, at in self._ended.items() if at < before}
        for job, _ in await self._database.alongside(partial(_under_way, runs=ended)):
            log.warning("job ended unheard", job=job)
            with suppress(procrastinate.exceptions.ProcrastinateException):
                await self._app.job_manager.retry_job_by_id_async(job, retry_at=datetime.now(UTC))
        for run in ended:
            del self._ended[run]


def _pool(*, check: object, **given: Any) -> AsyncConnectionPool:  # noqa: ANN401 - Procrastinate's
    """Return a pool that asks a connection now and then whether it lives, not at every use."""
    del check
    asked: WeakKeyDictionary[AsyncConnection, float] = WeakKeyDictionary()

    async def ask(connection: AsyncConnection) -> None:
        if monotonic() - asked.get(connection, -inf) > _TAKEN_TO_LIVE.total_seconds():
            await AsyncConnectionPool.check_connection(connection)
            asked[connection] = monotonic()

    return AsyncConnectionPool(check=ask, **given)


async def _commits_each(connection: AsyncConnection) -> None:
    """Let each statement be a transaction: Procrastinate never needs more."""
    await connection.set_autocommit(True)
    await connection.execute(_HASTY)


_Run = tuple[int, int]
"""A job by its id, and how often it was tried before: it may be under way again since."""
_SYNC: Final = procrastinate.App(connector=procrastinate.SyncPsycopgConnector())
_CALL_BACK: Final = text(
    "UPDATE procrastinate_jobs SET scheduled_at = now() "
    "WHERE status = 'todo' AND scheduled_at > now() + interval '3 minutes'"
)
"""Jobs that a replica with a wrong clock has put off."""
_WITH_A_JOB: Final = text(
    "SELECT args->>'key' FROM procrastinate_jobs "
    "WHERE task_name = :name AND status IN ('todo', 'doing')"
)
_UNDER_WAY: Final = text(
    "SELECT id, attempts FROM procrastinate_jobs WHERE id = ANY(:jobs) AND status = 'doing'"
)


def _under_way(session: Session, *, runs: Collection[_Run]) -> set[_Run]:
    """Return which of these runs the database takes to be under way."""
    found = session.connection().execute(_UNDER_WAY, {"jobs": [job for job, _ in runs]})
    return {(job, attempts) for job, attempts in found if (job, attempts) in runs}


def _defer(name: str, connection: Connection, put: Sequence[tuple[str, str]]) -> None:
    _SYNC.job_manager.batch_defer_jobs(
        [
            Job(
                id=None,
                queue=_QUEUE,
                lock=hashlib.blake2s(f"{name}:{lane}".encode(), digest_size=12).hexdigest(),
                queueing_lock=None,
                task_name=name,
                task_kwargs={"key": key},
            )
            for lane, key in put
        ],
        connection=connection.connection.driver_connection,
    )


def _defer_missing(kind: Kind[Any], session: Session, *, before: datetime) -> None:
    waiting = kind.overdue(session, before)
    if not waiting:
        return
    connection = session.connection()
    known = set(connection.execute(_WITH_A_JOB, {"name": kind.name}).scalars())
    missing = [(lane, key) for lane, key in waiting if key not in known]
    if missing:
        _defer(kind.name, connection, missing)
