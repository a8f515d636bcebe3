"""Several processes at one PostgreSQL database: what was decided once is decided once."""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial

import pytest
from cryptography.fernet import Fernet
from sqlalchemy.engine import make_url
from sqlmodel import Session

from bot import schema
from bot.database import Database
from bot.places import PersonId
from bot.references import Prefix, next_reference
from bot.register import audit_records, operations
from bot.register.audit import Intact, verify
from bot.schema import Schema
from bot.unusable import DatabaseUnusable
from tests.postgres import Server, server

JO = PersonId(team="T0", user="U9")
KEY = Fernet.generate_key().decode()
Reaches = Callable[[], Database]


@pytest.fixture
def replica(postgres: Server, set_up_on_server: str) -> Iterator[Reaches]:
    """Return what opens one more replica's door to the same database."""
    url = postgres.make(like=set_up_on_server)
    opened: list[Database] = []

    def reach() -> Database:
        opened.append(Database(url, [KEY]))
        return opened[-1]

    yield reach
    for one in opened:
        one.close()
    postgres.drop(url)


async def test_references_have_neither_gaps_nor_doubles(replica: Reaches) -> None:
    give = partial(next_reference, prefix=Prefix.RIGHTS_REQUEST, year=2026)
    replicas = [replica() for _ in range(3)]

    given = await asyncio.gather(*(one.in_transaction(give) for one in replicas * 20))

    assert sorted(given) == [f"RR-2026-{number:04d}" for number in range(1, 61)]


async def test_the_audit_chain_has_no_branches(replica: Reaches, now: datetime) -> None:
    replicas = [replica() for _ in range(3)]
    write = partial(operations.record, actor=JO, action="viewed", case="RR-2026-0001", now=now)

    await asyncio.gather(*(one.in_transaction(write) for one in replicas * 20))

    chain = replica().transact(partial(audit_records.page, after=None, most=100))
    intact = verify(chain)
    assert isinstance(intact, Intact)
    assert intact.count == 60


async def test_who_raises_leaves_no_gap_behind(replica: Reaches) -> None:
    one, other = replica(), replica()

    def broken(session: Session) -> None:
        next_reference(session, prefix=Prefix.BREACH, year=2026)
        raise LookupError

    with pytest.raises(LookupError):
        await one.in_transaction(broken)

    give = partial(next_reference, prefix=Prefix.BREACH, year=2026)
    assert await other.in_transaction(give) == "BR-2026-0001"


async def test_what_goes_alongside_waits_for_nobody(replica: Reaches) -> None:
    one, other = replica(), replica()
    entered, may_leave = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def takes_long(session: Session) -> None:
        session.connection()
        loop.call_soon_threadsafe(entered.set)
        asyncio.run_coroutine_threadsafe(may_leave.wait(), loop).result()

    long = asyncio.create_task(one.in_transaction(takes_long))
    await entered.wait()

    async with asyncio.timeout(5):
        await other.alongside(lambda session: session.connection().exec_driver_sql("SELECT 1"))
    assert not long.done()

    may_leave.set()
    await long


def test_replicas_that_start_together_set_an_empty_database_up_once(postgres: Server) -> None:
    url = postgres.make()
    replicas = [Database(url, [KEY]) for _ in range(3)]

    async def together() -> None:
        start = (asyncio.to_thread(schema.require_current, one) for one in replicas)
        await asyncio.gather(*start)

    asyncio.run(together())

    assert [schema.schema_of(one) for one in replicas] == [Schema.CURRENT] * 3
    for one in replicas:
        one.close()
    postgres.drop(url)


def test_a_server_that_is_gone_is_named_and_met_again_when_it_is_back() -> None:
    with server() as fragile:
        database = Database(fragile.make(), [KEY])
        schema.upgrade(database)
        give = partial(next_reference, prefix=Prefix.QUESTION, year=2026)
        database.transact(give)

        fragile.stop()
        with pytest.raises(DatabaseUnusable, match="cannot be reached"):
            database.transact(give)

        fragile.start()
        assert database.transact(give) == "QN-2026-0002"
        database.close()


def test_a_user_whom_the_server_does_not_know_is_told_so(postgres: Server) -> None:
    stranger = Database(f"{postgres.url.set(username='nobody_here')}", [KEY])

    with pytest.raises(DatabaseUnusable, match="does not let this user in"):
        schema.require_current(stranger)
    stranger.close()


def test_a_user_who_does_not_own_the_database_is_told_so(postgres: Server) -> None:
    made = Database(postgres.make(), [KEY])
    made.transact(lambda session: session.connection().exec_driver_sql("CREATE ROLE guest LOGIN"))
    guest = Database(f"{make_url(made.url).set(username='guest')}", [KEY])

    with pytest.raises(DatabaseUnusable, match="belongs to another user"):
        schema.require_current(guest)
    for each in (guest, made):
        each.close()
    postgres.drop(made.url)


def test_a_database_that_nobody_made_is_named(postgres: Server) -> None:
    nowhere = Database(f"{postgres.url.set(database='nowhere')}", [KEY])

    with pytest.raises(DatabaseUnusable, match="create it first"):
        schema.require_current(nowhere)
    nowhere.close()


def test_a_host_that_nobody_knows_is_named() -> None:
    astray = Database("postgresql://helpdesk@nowhere.invalid/helpdesk", [KEY])

    with pytest.raises(DatabaseUnusable, match="cannot be reached: its host's name is not known"):
        schema.require_current(astray)
    astray.close()


def test_a_password_that_the_server_misses_is_asked_for() -> None:
    with server() as strict:
        strict.asks_for_passwords()
        without = Database(f"{strict.url}", [KEY])

        with pytest.raises(DatabaseUnusable, match="asks for a password, and its URL has none"):
            schema.require_current(without)
        without.close()
