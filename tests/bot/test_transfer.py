"""A register in a file goes over to PostgreSQL, and goes on there where it stood."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any, Final

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import Boolean, Column, Date, Integer, Table, insert, select
from sqlmodel import Session, SQLModel

from bot import arrivals
from bot.database import Database, Instant
from bot.places import PersonId
from bot.references import Prefix, next_reference
from bot.register import audit_records, operations
from bot.register.audit import Intact, verify
from bot.sole import AnotherIsAtWork, claim
from bot.transfer import transfer
from bot.unusable import DatabaseUnusable
from tests.postgres import Server

Opens = Callable[[str], Database]
JO = PersonId(team="T0", user="U9")
NUMBERS: Final = partial(next_reference, prefix=Prefix.RIGHTS_REQUEST, year=2026)


@pytest.fixture
def on_server(postgres: Server, set_up_on_server: str, opens: Opens) -> Iterator[Database]:
    opened = opens(postgres.make(like=set_up_on_server))
    yield opened
    postgres.drop(opened.url)


def kept(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the tables hold, opened."""
    tables = SQLModel.metadata.sorted_tables
    return {
        it.name: [tuple(row) for row in session.connection().execute(select(it))] for it in tables
    }


def keep_one(key: str, now: datetime) -> Callable[[Session], object]:
    return lambda session: arrivals.keep(session, key=key, lane="D1", payload="canary", now=now)


def test_every_table_goes_over_whole(in_file: Database, on_server: Database) -> None:
    tables = SQLModel.metadata.sorted_tables

    def fill(session: Session) -> None:
        for table in tables:
            session.connection().execute(insert(table).values(_row(table)))

    in_file.transact(fill)

    count = transfer(in_file, on_server)

    assert count == len(tables)
    assert on_server.transact(kept) == in_file.transact(kept)


def _row(table: Table) -> dict[str, object]:
    return {column.name: _value(column) for column in table.columns}


def _value(column: Column[Any]) -> object:
    match column.type:
        case Boolean():
            return True
        case Integer():
            return 7
        case Date():
            return date(2026, 11, 27)
        case Instant():
            return datetime(2026, 11, 27, 9, 30, 0, 123456, tzinfo=UTC)
        case _:
            return "wörds"


def test_what_is_numbered_goes_on_where_it_stood(
    in_file: Database, on_server: Database, now: datetime
) -> None:
    in_file.transact(NUMBERS)
    for key in ("one", "two"):
        in_file.transact(keep_one(key, now))

    transfer(in_file, on_server)
    on_server.transact(keep_one("three", now))

    assert on_server.transact(NUMBERS) == "RR-2026-0002"
    assert [row[0] for row in on_server.transact(kept)["arrivals"]] == [1, 2, 3]


def test_the_audit_chain_is_whole_there_and_goes_on(
    in_file: Database, on_server: Database, now: datetime
) -> None:
    write = partial(operations.record, actor=JO, action="viewed", case="RR-2026-0001", now=now)
    for _ in range(3):
        in_file.transact(write)

    transfer(in_file, on_server)
    on_server.transact(write)

    chain = verify(on_server.transact(partial(audit_records.page, after=None, most=100)))
    assert isinstance(chain, Intact)
    assert chain.count == 4


def test_what_is_sealed_is_not_opened_on_its_way(
    in_file: Database, on_server: Database, now: datetime
) -> None:
    in_file.transact(keep_one("one", now))
    without_its_key = Database(in_file.url, [Fernet.generate_key().decode()])

    transfer(without_its_key, on_server)

    assert on_server.transact(kept)["arrivals"] == in_file.transact(kept)["arrivals"]
    without_its_key.close()


def test_a_database_that_holds_something_is_left_as_it_is(
    in_file: Database, on_server: Database, now: datetime
) -> None:
    in_file.transact(NUMBERS)
    on_server.transact(keep_one("another", now))
    before = on_server.transact(kept)

    with pytest.raises(DatabaseUnusable, match="holds arrivals already"):
        transfer(in_file, on_server)

    assert on_server.transact(kept) == before


def test_a_file_that_cannot_be_read_is_named_and_not_the_server(
    in_file: Database, on_server: Database, opens: Opens
) -> None:
    impatient = opens(f"{in_file.url}?timeout=0.05")

    with in_file.engine.begin(), pytest.raises(DatabaseUnusable) as refused:
        transfer(impatient, on_server)

    assert str(refused.value) == f"The database {impatient.url} is locked by another process."


def test_a_file_at_which_a_bot_works_is_not_moved(
    in_file: Database, on_server: Database, now: datetime
) -> None:
    in_file.transact(keep_one("one", now))
    held = claim(in_file)
    assert held is not None

    with pytest.raises(AnotherIsAtWork):
        transfer(in_file, on_server)
    os.close(held)

    assert on_server.transact(kept)["arrivals"] == []
    assert transfer(in_file, on_server) == 1
