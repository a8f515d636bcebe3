"""What is sealed is sealed anew with another key, while the bot runs.

Theory of operation. `HELPDESK_ENCRYPTION_KEYS` names the new key first and the old one after it,
and the bot is started with both: from then on it writes with the new one and reads both. Every
sealed column is then gone through in the order of its table's key, so many values a transaction;
what the first key opens is left, everything else is sealed anew where it has not changed since it
was read. Whoever is stopped in the middle can begin again: both keys open everything, and what is
done is passed over. When a whole pass finds nothing, no value needs the old key.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from cryptography.fernet import InvalidToken
from sqlalchemy import Column, LargeBinary, Table, select, tuple_, type_coerce
from sqlmodel import Session, SQLModel

import bot.tables  # noqa: F401 - no sealed column may be left out
from bot.database import Database
from bot.register import store as requests
from bot.sealing import Sealed, opens, sealed_anew

_AT_ONCE: Final = 200
"""Values a transaction: the bot waits some milliseconds at most."""
_TRIED: Final = 5
"""Values of a column that say whether the keys are its own."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Batch:
    """What one transaction did."""

    seen: int
    sealed: int
    last: Key | None
    """The key of the last row; None when there was none left."""


def sealed_columns() -> tuple[Column[Any], ...]:
    """Return every sealed column of every table."""
    return tuple(
        column
        for table in SQLModel.metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, Sealed)
    )


def try_keys(session: Session) -> None:
    """Open a few values of each column in which none is ever missing.

    A value that is damaged says nothing of the keys: it stops nobody while another opens. Several
    of one column that no key opens are another key's, which was dropped before all was sealed anew.
    Raises `cryptography.fernet.InvalidToken` when a key is missing.
    """
    tried = [found for column in sealed_columns() if (found := _tried(session, column))]
    closed = [found for found in tried if not any(found)]
    if closed and (len(closed) == len(tried) or max(map(len, closed)) > 1):
        raise InvalidToken


def _tried(session: Session, column: Column[Any]) -> list[bool]:
    """Return of a few values of the column whether they open."""
    if column.nullable:  # a million may be empty: to look costs too long
        return []
    some = select(type_coerce(column, LargeBinary)).limit(_TRIED)
    return [opens(bytes(token)) for token in session.connection().execute(some).scalars()]


def rotate(database: Database, *, told: Callable[[Batch], None] = lambda _: None) -> int:
    """Seal with the first key all that is not, and return how many values that were.

    Raises `DatabaseUnusable` when a value opens with none of the keys; what is done stays done.
    """
    sealed = 0
    for column in sealed_columns():
        for batch in _batches(database, column):
            sealed += batch.sealed
            told(batch)
    _make_look_up_keys_anew(database)
    return sealed


def _make_look_up_keys_anew(database: Database) -> None:
    """Let people be found again by the first key too; an earlier one finds them until it goes."""
    after: str | None = ""
    while after is not None:
        make = partial(requests.make_keys_anew, after=after, most=_AT_ONCE)
        after = database.transact(make)


def _batches(database: Database, column: Column[Any]) -> Iterator[Batch]:
    after: Key | None = None
    while True:
        batch = database.transact(lambda s, after=after: _one(s, column, after))  # type: ignore[misc]
        yield batch
        if batch.last is None:
            return
        after = batch.last


def _one(session: Session, column: Column[Any], after: Key | None) -> Batch:
    table: Table = column.table
    keys, raw = tuple(table.primary_key), type_coerce(column, LargeBinary)
    asked = select(*keys, raw).where(column.is_not(None)).order_by(*keys).limit(_AT_ONCE)
    if after is not None:
        asked = asked.where(tuple_(*keys) > after)
    rows = session.connection().execute(asked).all()
    sealed = 0
    for *key, token in rows:
        anew = sealed_anew(bytes(token))
        if anew is not None:
            is_it = (name == value for name, value in zip(keys, key, strict=True))
            change = table.update().where(*is_it, raw == token)
            session.connection().execute(change.values({column: type_coerce(anew, LargeBinary)}))
            sealed += 1
    return Batch(len(rows), sealed, tuple(rows[-1][:-1]) if rows else None)
