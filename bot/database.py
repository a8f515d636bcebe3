"""The database: engine, transactions, encrypted columns.

Theory of operation. Operations are plain functions of a session; `in_transaction` runs one in a
small thread pool, so that the event loop never waits for a disk, and commits it whole or not at
all. SQLite has one writer, so its pool has one thread and BEGIN IMMEDIATE never waits for a
neighbour of ours. Text about people is sealed on its way into a column with the keys that the
transaction carries; outside a transaction there are no keys, and nothing is read by accident.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import DateTime, Insert, LargeBinary, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Dialect, Engine, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel, create_engine

T = TypeVar("T")

_BUSY_SECONDS = 5
_keys: ContextVar[MultiFernet] = ContextVar("keys")


class DatabaseUnusable(Exception):
    """The database is locked, missing, or not the one this code knows; the message says which."""


class Sealed(TypeDecorator[str]):
    """A text column that is encrypted at rest with the keys of the transaction."""

    impl = LargeBinary
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:
        """Return the sealed bytes to store."""
        del dialect
        return None if value is None else _keys.get().encrypt(value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:
        """Return the text; raises `cryptography.fernet.InvalidToken` when no key fits."""
        del dialect
        return None if value is None else _keys.get().decrypt(value).decode()


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

    def __init__(self, url: str, keys: Sequence[str]) -> None:
        """Open nothing yet; SQLite's folder is made so that the file can be."""
        self.url = url
        self.engine = _engine(url)
        self._keyring = MultiFernet([Fernet(key) for key in keys])
        one_writer = self.engine.dialect.name == "sqlite"
        self._threads = ThreadPoolExecutor(1 if one_writer else 4, thread_name_prefix="database")
        self._listeners: dict[str, Callable[[], None]] = {}

    def when(self, sign: str, listener: Callable[[], None]) -> None:
        """Call the listener, on the event loop, after each commit whose session bears the sign."""
        self._listeners[sign] = listener

    async def in_transaction(self, operation: Callable[[Session], T]) -> T:
        """Return what the operation returns, once all that it wrote is committed.

        Raises what the operation raises, with nothing written, and `DatabaseUnusable`.
        """
        loop = asyncio.get_running_loop()
        result, signs = await loop.run_in_executor(self._threads, self._run, operation)
        for sign in signs & self._listeners.keys():
            self._listeners[sign]()
        return result

    def transact(self, operation: Callable[[Session], T]) -> T:
        """Do the same at once, in this thread: for the command line."""
        return self._run(operation)[0]

    def is_there(self) -> bool:
        """Return whether there is a file, or a server that may have it."""
        parsed = make_url(self.url)
        in_file = parsed.get_backend_name() == "sqlite" and parsed.database not in {
            None,
            ":memory:",
        }
        return not in_file or Path(str(parsed.database)).exists()

    def close(self) -> None:
        """Finish running transactions and let the file go."""
        self._threads.shutdown()
        self.engine.dispose()

    def _run(self, operation: Callable[[Session], T]) -> tuple[T, set[str]]:
        with self._session() as session:
            result = operation(session)
            session.commit()
            return result, set(session.info)

    @contextmanager
    def _session(self) -> Iterator[Session]:
        token = _keys.set(self._keyring)
        try:
            with Session(self.engine, expire_on_commit=False) as session:
                yield session
        except DBAPIError as fault:
            raise explained(fault, self.url) from fault
        except InvalidToken as fault:
            raise DatabaseUnusable(
                "The database was written with another key: HELPDESK_ENCRYPTION_KEYS must list it."
            ) from fault
        finally:
            _keys.reset(token)


def put_once(session: Session, row: SQLModel) -> bool:
    """Insert the row unless one with its key is there; return whether it was new.

    One statement and no look before it, so that two who come at once cannot both be first.
    """
    connection = session.connection()
    statement = _insert_once(type(row), connection.dialect.name)
    return connection.execute(statement, row.model_dump(exclude={"seq"})).rowcount == 1


@cache
def _insert_once(table: type[SQLModel], dialect: str) -> Insert:
    insert = postgresql.insert if dialect == "postgresql" else sqlite.insert
    return insert(table.metadata.tables[str(table.__tablename__)]).on_conflict_do_nothing()


def _engine(url: str) -> Engine:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _server(url)
    if parsed.database:
        _make_folder(Path(parsed.database).parent)
    waits = {} if "timeout" in parsed.query else {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=waits)
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    return engine


def _server(url: str) -> Engine:
    try:
        return create_engine(url, pool_pre_ping=True)
    except ModuleNotFoundError as fault:
        raise DatabaseUnusable(f"For this database {fault.name} must be installed.") from fault


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise DatabaseUnusable(f"The folder {folder} cannot be written: {fault}.") from fault


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the DBAPI has no types
    connection.isolation_level = None  # BEGIN is ours, see the "begin" listener
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def explained(fault: DBAPIError, url: str) -> Exception:
    """Return the fault as one clear sentence where we know it, else the fault itself."""
    words = str(fault.orig)
    name = make_url(url).render_as_string(hide_password=True)
    if "locked" in words:
        return DatabaseUnusable(f"The database {name} is locked by another process.")
    if "not a database" in words:
        return DatabaseUnusable(f"The file of {name} is not a SQLite database.")
    if "unable to open" in words or "readonly" in words or "disk" in words:
        return DatabaseUnusable(f"The database {name} cannot be written: {words}.")
    if "no such table" in words or "does not exist" in words:
        return DatabaseUnusable(
            f"The database {name} has not been set up: run helpdesk database upgrade."
        )
    if "connect" in words:
        return DatabaseUnusable(f"The database {name} cannot be reached.")
    return fault
