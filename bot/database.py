"""The database: transactions, and the threads in which they run.

Theory of operation. Operations are plain functions of a session; `in_transaction` runs one in a
small thread pool, so that the event loop never waits for a disk, and commits it whole or not at
all. SQLite has one writer, so its pool has one thread and BEGIN IMMEDIATE never waits for a
neighbour of ours. PostgreSQL would let many write at once, but operations read before they write,
and a reference, the audit chain or a case's next step must not be decided twice: so there too they
run one after another, across all replicas, behind one advisory lock. What touches a single row and
is frequent (keeping an event, marking an attempt) goes `alongside`.

What waits for the one that writes is committed together (`together.py`): the disk takes as long
over one commit as over thirty. What goes alongside waits and is committed together likewise. An
operation that raises undoes itself alone: all are undone to where they began, and each is done
again in a savepoint of its own, which most of the time nobody needs. So an operation changes
nothing but what its session holds. Where the commit fails, all have failed. Nobody is told before
it.

Text about people is sealed with the keys that a transaction carries (`sealing.py`).
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, TypeVar

from cryptography.fernet import InvalidToken
from sqlalchemy import (
    ColumnElement,
    Connection,
    DateTime,
    Executable,
    bindparam,
    delete,
    select,
    text,
)
from sqlalchemy.engine import Dialect, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.session import JoinTransactionMode
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from bot.engines import SERVER_THREADS, opened
from bot.sealing import Keyring, carrying
from bot.together import Together
from bot.unusable import DatabaseUnusable, SealedWithAnotherKey, explained

T = TypeVar("T")
Operation = Callable[[Session], Any]
Work = tuple[str, str]
"""A piece of work: the lane that it was put into, and its key."""
Done = tuple[Any, dict[str, list[Work]]]
"""What an operation returned, and which signs it bears for what."""
Joins = Callable[[Connection, Sequence[Work]], None]

_ONE_WRITER: Final = text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=0x48454C50)


class Instant(TypeDecorator[datetime]):
    """An aware UTC datetime; SQLite forgets the zone, so it is put back on the way out."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the naive UTC time to store."""
        del dialect
        return None if value is None else value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the stored time, aware."""
        del dialect
        return None if value is None else value.replace(tzinfo=UTC)


class Database:
    """An engine, the keys, and the threads in which transactions run."""

    def __init__(self, url: str, keys: Sequence[str], *, keeps_connections: bool = True) -> None:
        """Open nothing yet; SQLite's folder is made so that the file can be.

        A command that looks once keeps no connections, and so need not close.
        """
        self.url = url
        self.engine = opened(url, keeps_connections=keeps_connections)
        self._keyring = Keyring(keys)
        self._writer = Together(self._run_alone)
        self._beside = Together(self._run_together, threads=SERVER_THREADS)
        self._listeners: dict[str, Callable[[], None]] = {}
        self._joining: dict[str, Joins] = {}

    @property
    def on_server(self) -> bool:
        """Whether it is PostgreSQL, which several processes may share."""
        return self.engine.dialect.name == "postgresql"

    def when(self, sign: str, listener: Callable[[], None]) -> None:
        """Call the listener, on the event loop, after each commit whose session bears the sign."""
        self._listeners[sign] = listener

    def with_commit(self, sign: str, joins: Joins) -> None:
        """Call this within each transaction that bears the sign, with all that it bears it for."""
        self._joining[sign] = joins

    async def in_transaction(self, operation: Callable[[Session], T]) -> T:
        """Return what the operation returns, once all that it wrote is committed.

        Raises what the operation raises, with nothing written, and `DatabaseUnusable`.
        """
        result: T = self._told(await self._writer.do(operation))
        return result

    async def alongside(self, operation: Callable[[Session], T]) -> T:
        """Return likewise what may happen beside other transactions: one statement, or reading."""
        if not self.on_server:
            return await self.in_transaction(operation)
        result: T = self._told(await self._beside.do(operation))
        return result

    def transact(self, operation: Callable[[Session], T]) -> T:
        """Do the same at once, in this thread: for the command line."""
        (done,) = self._run_alone([operation])
        result: T = done[0]
        return result

    @property
    def file(self) -> Path | None:
        """The file it is kept in; None for a server, or in memory."""
        parsed = make_url(self.url)
        in_file = parsed.get_backend_name() == "sqlite" and parsed.database != ":memory:"
        return Path(parsed.database) if in_file and parsed.database else None

    def is_there(self) -> bool:
        """Return whether there is a file, or a server that may have it.

        Raises `DatabaseUnusable` where we may not even look.
        """
        try:
            return self.file is None or self.file.exists()
        except OSError as fault:
            raise DatabaseUnusable(
                f"{self.file} cannot be looked at: {fault.strerror}. "
                "Is it the helpdesk's own user who asks?"
            ) from fault

    def close(self) -> None:
        """Finish running transactions and let the file go."""
        self._writer.close()
        self._beside.close()
        self.engine.dispose()

    def _told(self, done: Done) -> Any:  # noqa: ANN401 - whatever the operation returns
        """Return the result of what was committed, once those are called who wait for its signs."""
        result, signs = done
        for sign in signs.keys() & self._listeners.keys():
            self._listeners[sign]()
        return result

    def _run_alone(self, operations: Sequence[Operation]) -> list[Any]:
        """Run them while nobody else does, on any replica."""
        return self._run_together(operations, _ONE_WRITER if self.on_server else None)

    def _run_together(
        self, operations: Sequence[Operation], first: Executable | None = None
    ) -> list[Any]:
        """Return what came of each, committed: done, or what it raised."""
        with self._explaining(), self.engine.begin() as connection:
            if first is not None:
                connection.execute(first)
            outcomes = self._outcomes(operations, connection)
            self._join(connection, [it for it in outcomes if not isinstance(it, BaseException)])
            return outcomes

    def _outcomes(
        self, operations: Sequence[Operation], connection: Connection
    ) -> list[Done | BaseException]:
        if len(operations) == 1:
            return [_done(operations[0], connection)]
        savepoint = connection.begin_nested()
        try:
            done: list[Done | BaseException] = [_done(it, connection) for it in operations]
        except Exception:  # noqa: BLE001 - whoever raised it raises it again
            savepoint.rollback()
            return [self._outcome(operation, connection) for operation in operations]
        savepoint.commit()
        return done

    def _outcome(self, operation: Operation, connection: Connection) -> Done | BaseException:
        """Return what came of one among others; what it raises undoes nothing of theirs."""
        try:
            with self._explaining():
                return _done(operation, connection, "create_savepoint")
        except BaseException as fault:  # noqa: BLE001 - raised again where it is awaited
            return fault

    def _join(self, connection: Connection, done: Sequence[Done]) -> None:
        """Let those join who do so with each transaction that bears their sign."""
        for sign, joins in self._joining.items():
            borne = [work for _, signs in done for work in signs.get(sign, ())]
            if borne:
                joins(connection, borne)

    @contextmanager
    def _explaining(self) -> Iterator[None]:
        try:
            with carrying(self._keyring):
                yield
        except DBAPIError as fault:
            raise explained(fault, self.url) from fault
        except InvalidToken as fault:
            raise SealedWithAnotherKey from fault


def _done(
    operation: Operation, on: Connection, joins: JoinTransactionMode = "rollback_only"
) -> Done:
    """Return what the operation returns and which signs it bears; who has begun there commits."""
    with Session(on, expire_on_commit=False, join_transaction_mode=joins) as session:
        result = operation(session)
        session.commit()
        return result, dict(session.info)


def bear(session: Session, sign: str, *, lane: str, key: str) -> None:
    """Let the transaction bear a sign, for one more piece of work that it puts into a lane."""
    session.info.setdefault(sign, []).append((lane, key))


def put_once(session: Session, row: SQLModel) -> bool:
    """Insert the row unless one with its key is there; return whether it was new.

    One statement and no look before it, so that two who come at once cannot both be first.
    """
    connection = session.connection()
    statement = _insert_once(type(row), connection.dialect.name)
    return connection.execute(statement, row.model_dump(exclude={"seq"})).first() is not None


def erase_some(
    session: Session, table: type[SQLModel], *which: ColumnElement[bool], most: int
) -> int:
    """Erase so many of these rows at most, and return how many were."""
    rows = table.metadata.tables[str(table.__tablename__)]
    (key,) = rows.primary_key
    some = select(key).where(*which).limit(most)
    return session.connection().execute(delete(rows).where(key.in_(some))).rowcount


def first_in_lane(table: type[SQLModel], key: str, *, is_open: ColumnElement[bool]) -> Executable:
    """Return what selects the first open row of the lane in which the row called `known` stands.

    Of columns and not of rows, which cost more than all the rest: it is asked for every message.
    """
    rows = table.metadata.tables[str(table.__tablename__)].columns
    lane = select(rows.lane).where(rows[key] == bindparam("known")).scalar_subquery()
    return select(*rows).where(rows.lane == lane, is_open).order_by(rows.seq).limit(1)


@cache
def _insert_once(table: type[SQLModel], dialect: str) -> Executable:
    """Return the statement; it returns the key, since psycopg does not count what was skipped."""
    insert = import_module(f"sqlalchemy.dialects.{dialect}").insert
    into = table.metadata.tables[str(table.__tablename__)]
    statement: Executable = insert(into).on_conflict_do_nothing().returning(*into.primary_key)
    return statement
