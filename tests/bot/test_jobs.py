"""Work as jobs: whatever became of the replica that had it, another does it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

import pytest
from cryptography.fernet import Fernet
from sqlmodel import Session, text

from bot import arrivals
from bot.arrivals import Arrival
from bot.database import Database
from bot.jobs import Jobs
from bot.lanes import Kind
from tests.postgres import Server

KEY = Fernet.generate_key().decode()
LEFT_BEHIND = text(
    "INSERT INTO procrastinate_jobs (queue_name, task_name, lock, args, status) VALUES "
    "('helpdesk', 'rounds', 'rounds', jsonb_build_object('timestamp', 1), "
    "CAST(:status AS procrastinate_job_status))"
)
CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() AND left(query, 6) <> 'LISTEN'"
)
NO_GOODBYE = "DROP TABLE procrastinate_workers CASCADE"
DEAD = "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL"


@pytest.fixture
async def database(postgres: Server, set_up_on_server: str) -> AsyncIterator[Database]:
    opened = Database(postgres.make(like=set_up_on_server), [KEY])
    yield opened
    opened.close()
    postgres.drop(opened.url)


async def nothing() -> None:
    """Walk no rounds."""


class Done:
    """What was taken up, in its order."""

    def __init__(self, database: Database) -> None:
        self.keys: list[str] = []
        self._database = database

    async def take_up(self, arrival: Arrival) -> None:
        self.keys.append(arrival.key)
        await self._database.in_transaction(partial(arrivals.done, key=arrival.key))

    async def until(self, count: int) -> None:
        async with asyncio.timeout(40):
            while len(self.keys) < count:  # noqa: ASYNC110 - the database is asked, no event
                await asyncio.sleep(0.05)


def jobs_of(
    database: Database, done: Done, rounds: Callable[[], Awaitable[None]] = nothing
) -> Jobs:
    def overdue(session: Session, before: datetime) -> list[tuple[str, str]]:
        return [(it.lane, it.key) for it in arrivals.due(session, now=before)]

    kind = Kind(
        name="take_up",
        sign=arrivals.HEARD,
        first=arrivals.first_in_lane_of,
        overdue=overdue,
        do=done.take_up,
    )
    return Jobs(database, [kind], rounds=rounds, clock=lambda: datetime.now(UTC), at_once=8)


def kept(key: str, lane: str = "C1") -> Callable[[Session], bool]:
    now = datetime.now(UTC)
    return partial(arrivals.keep, key=key, lane=lane, payload="{}", now=now)


async def test_a_lane_is_worked_off_in_its_order(database: Database) -> None:
    done = Done(database)
    jobs = jobs_of(database, done)
    for number in range(5):
        await database.in_transaction(kept(f"e{number}"))

    await jobs.start()
    await done.until(5)
    await jobs.stop()

    assert done.keys == [f"e{number}" for number in range(5)]


async def test_a_replica_that_is_told_to_stop_takes_up_nothing_more_of_a_lane(
    database: Database,
) -> None:
    began, goes_on = asyncio.Event(), asyncio.Event()

    class Slow(Done):
        async def take_up(self, arrival: Arrival) -> None:
            began.set()
            await goes_on.wait()
            await super().take_up(arrival)

    stopped, other = Slow(database), Done(database)
    jobs, others = jobs_of(database, stopped), jobs_of(database, other)
    for number in range(2):
        await database.in_transaction(kept(f"e{number}"))
    await jobs.start()
    await began.wait()

    stopping = asyncio.create_task(jobs.stop())
    await asyncio.sleep(0)
    goes_on.set()
    await stopping
    await others.start()
    await other.until(1)
    await others.stop()

    assert (stopped.keys, other.keys) == (["e0"], ["e1"])


async def test_what_a_dead_replica_had_is_done_by_another(database: Database) -> None:
    done = Done(database)
    jobs = jobs_of(database, done)
    await database.in_transaction(kept("e1"))
    await database.in_transaction(lambda session: session.connection().exec_driver_sql(DEAD))

    await jobs.start()
    await done.until(1)
    await jobs.stop()

    assert done.keys == ["e1"]


async def test_what_was_put_without_a_job_gets_one(database: Database) -> None:
    await database.in_transaction(kept("e1"))
    done = Done(database)

    jobs = jobs_of(database, done)
    await jobs.start()
    await done.until(1)
    await jobs.stop()

    assert done.keys == ["e1"]


async def test_a_job_names_nothing_but_a_key(database: Database) -> None:
    jobs = jobs_of(database, Done(database))
    words = partial(arrivals.keep, key="e1", lane="C1", payload="canary", now=datetime.now(UTC))

    await database.in_transaction(words)

    def look(session: Session) -> list[str]:
        said = "SELECT j::text FROM procrastinate_jobs j"
        return list(session.connection().exec_driver_sql(said).scalars())

    (job,) = await database.in_transaction(look)
    assert '{""key"": ""e1""}' in job
    assert "canary" not in job
    del jobs


async def test_the_rounds_go_on_after_a_replica_died_while_it_walked_them(
    database: Database,
) -> None:
    walked = asyncio.Event()

    async def walk() -> None:
        walked.set()

    def leave_behind(session: Session) -> None:
        for status in ("doing", "todo"):
            session.connection().execute(LEFT_BEHIND, {"status": status})

    await database.in_transaction(leave_behind)
    jobs = jobs_of(database, Done(database), walk)

    await jobs.start()
    async with asyncio.timeout(40):
        await walked.wait()
    await jobs.stop()


async def test_a_lane_goes_on_though_the_database_was_not_told_that_its_job_ended(
    database: Database,
) -> None:
    class Cut(Done):
        async def take_up(self, arrival: Arrival) -> None:
            await database.in_transaction(partial(arrivals.done, key=arrival.key))
            await database.alongside(lambda session: session.connection().exec_driver_sql(CUT_OFF))
            self.keys.append(arrival.key)

    done = Cut(database)
    jobs = jobs_of(database, done)
    await jobs.start()
    try:
        for number in (1, 2):
            await database.in_transaction(kept(f"e{number}"))
            await done.until(number)
    finally:
        await jobs.stop()

    assert done.keys == ["e1", "e2"]


async def test_a_database_that_fails_at_the_end_keeps_nobody_from_stopping(
    database: Database,
) -> None:
    done = Done(database)
    jobs = jobs_of(database, done)
    await jobs.start()
    await database.in_transaction(kept("e1"))
    await done.until(1)
    await database.alongside(lambda session: session.connection().exec_driver_sql(NO_GOODBYE))

    async with asyncio.timeout(30):
        await jobs.stop()
