"""A register in a file goes over to PostgreSQL, row by row as it is kept: what is sealed stays so.

Nothing is read of it, so no key is needed, and its audit chain is whole there as it was. What waits
in a lane (what is owed, what came in) gets its job at the first sweep of whoever serves it there.
"""

import os
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from sqlalchemy import (
    Column,
    Connection,
    Engine,
    LargeBinary,
    MetaData,
    RowMapping,
    Table,
    func,
    insert,
    select,
)
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, SQLModel

import bot.tables  # noqa: F401 - makes every table known
from bot.database import Database
from bot.sealing import Sealed
from bot.sole import claim
from bot.unusable import DatabaseUnusable, explained

_AT_ONCE: Final = 1000


def transfer(file: Database, server: Database) -> int:
    """Copy every row into a server's database that holds none yet, all or none; return how many.

    The file stays as it is. Raises `AnotherIsAtWork` while a bot runs at it, and
    `DatabaseUnusable`.
    """
    held = claim(file)
    try:
        return server.transact(partial(_take_over, source=file.engine))
    finally:
        if held is not None:
            os.close(held)


def _take_over(session: Session, *, source: Engine) -> int:
    connection, tables = session.connection(), SQLModel.metadata.sorted_tables
    for table in tables:
        if connection.execute(select(*table.primary_key).limit(1)).first():
            raise DatabaseUnusable(
                f"The database to move into holds {table.name} already: make an empty one, "
                "and start no helpdesk at it before the move."
            )
    with source.connect() as file:
        return sum(_copy(_as_kept(table), file, connection) for table in tables)


def _copy(table: Table, file: Connection, server: Connection) -> int:
    """Copy a table's rows, let what is numbered go on from there, and return how many."""
    count = 0
    for rows in _rows(table, file):
        server.execute(insert(table), [dict(row) for row in rows])
        count += len(rows)
    if count and (number := table.autoincrement_column) is not None:
        numbers = func.pg_get_serial_sequence(table.name, number.name)
        server.execute(select(func.setval(numbers, select(func.max(number)).scalar_subquery())))
    return count


def _rows(table: Table, file: Connection) -> Iterator[Sequence[RowMapping]]:
    """Yield a table's rows, many at a time; a fault of the file is not told as the server's."""
    try:
        yield from file.execute(select(table)).mappings().partitions(_AT_ONCE)
    except DBAPIError as fault:
        raise explained(fault, str(file.engine.url)) from fault


def _as_kept(table: Table) -> Table:
    """Return the table with what is sealed as the bytes that it is."""
    return Table(table.name, MetaData(), *map(_column_as_kept, table.columns))


def _column_as_kept(column: Column[object]) -> Column[object]:
    kind = LargeBinary() if isinstance(column.type, Sealed) else column.type
    return Column(column.name, kind, primary_key=column.primary_key)
