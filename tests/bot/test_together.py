"""What waits for the database is committed together, and is still each its own."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial

from sqlalchemy import event
from sqlmodel import Session, text

from bot.arrivals import is_new
from bot.database import Database
from bot.references import Prefix, next_reference
from bot.unusable import DatabaseUnusable
from tests.conftest import Opens
from tests.postgres import Server

give = partial(next_reference, prefix=Prefix.QUESTION, year=2026)


def hears(number: int) -> Callable[[Session], bool]:
    """Return what hears of an event, which is new once."""
    return partial(is_new, key=f"Ev{number}", now=datetime(2026, 11, 26, tzinfo=UTC))


def broken(session: Session) -> None:
    next_reference(session, prefix=Prefix.QUESTION, year=2026)
    raise LookupError


def breaks_off_all(session: Session) -> None:
    """Undo the transaction beneath us, as SQLite does where its disk is full."""
    session.connection().exec_driver_sql("ROLLBACK")
    raise LookupError


async def at_once(database: Database, *operations: Callable[[Session], object]) -> list[object]:
    """Do these while the writer is busy, so that they wait and are taken together."""
    entered, may_leave = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def takes_long(_session: Session) -> None:
        loop.call_soon_threadsafe(entered.set)
        asyncio.run_coroutine_threadsafe(may_leave.wait(), loop).result()

    long = asyncio.create_task(database.in_transaction(takes_long))
    await entered.wait()
    waiting: list[Awaitable[object]] = [
        asyncio.ensure_future(database.in_transaction(it)) for it in operations
    ]
    await asyncio.sleep(0)
    may_leave.set()
    await long
    return await asyncio.gather(*waiting, return_exceptions=True)


async def test_many_that_wait_share_a_commit(database: Database) -> None:
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)

    given = await at_once(database, *[give] * 20)

    assert given == [f"QN-2026-{number:04d}" for number in range(1, 21)]
    assert len(commits) == 2


async def test_one_that_raises_undoes_nothing_of_the_others(database: Database) -> None:
    first, fault, second = await at_once(database, give, broken, give)

    assert (first, second) == ("QN-2026-0001", "QN-2026-0002")
    assert isinstance(fault, LookupError)


async def test_what_the_database_refuses_of_one_is_not_refused_to_the_others(
    database: Database,
) -> None:
    def refused(session: Session) -> None:
        session.connection().execute(text("SELECT * FROM nowhere"))

    first, fault, second = await at_once(database, give, refused, give)

    assert (first, second) == ("QN-2026-0001", "QN-2026-0002")
    assert isinstance(fault, DatabaseUnusable)


async def test_nobody_is_told_of_a_success_that_the_database_has_undone(
    in_file: Database,
) -> None:
    outcomes = await at_once(in_file, give, breaks_off_all)

    assert all(isinstance(it, Exception) for it in outcomes)
    assert await in_file.in_transaction(give) == "QN-2026-0001"


async def test_no_savepoint_is_made_for_each(database: Database) -> None:
    savepoints: list[object] = []
    event.listen(database.engine, "savepoint", lambda *made: savepoints.append(made))

    await at_once(database, *[give] * 20)

    assert len(savepoints) == 1


async def test_what_goes_alongside_shares_commits_likewise(
    postgres: Server, set_up_on_server: str, opens: Opens
) -> None:
    database = opens(postgres.make(like=set_up_on_server))
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)

    new = await asyncio.gather(*(database.alongside(hears(it % 100)) for it in range(200)))

    assert sum(new) == 100
    assert len(commits) < 200


async def test_replicas_that_stand_in_each_others_way_are_parted(
    postgres: Server, set_up_on_server: str, opens: Opens
) -> None:
    url = postgres.make(like=set_up_on_server)
    one, other = opens(url), opens(url)

    outcomes = await asyncio.gather(
        *(one.alongside(hears(it)) for it in range(60)),
        *(other.alongside(hears(it)) for it in reversed(range(60))),
        return_exceptions=True,
    )

    put_off = [it for it in outcomes if isinstance(it, DatabaseUnusable)]
    assert 60 - len(put_off) <= outcomes.count(True) <= 60
    assert all(isinstance(it, bool | DatabaseUnusable) for it in outcomes)
