"""How a database is opened: a SQLite file, for its owner's eyes only, or a PostgreSQL server."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.pool import NullPool, Pool, QueuePool
from sqlmodel import create_engine

from bot.unusable import DatabaseUnusable

_BUSY_SECONDS = 5
SERVER_THREADS = 2
"""What goes alongside: one that takes long, such as a big list, must not hold up all others."""
_SERVER_CONNECTIONS = {"pool_size": SERVER_THREADS + 1, "max_overflow": 2}
"""One for each thread and the writer: who had to connect anew under load could be too late."""
_SERVER_OPTIONS = "-c idle_in_transaction_session_timeout=10s -c lock_timeout=30s"
"""A replica that is frozen within a transaction must not hold up the others."""


def opened(url: str, *, keeps_connections: bool) -> Engine:
    """Return the engine of this URL; raises `DatabaseUnusable`.

    SQLite's folder is made, for its owner's eyes only, and its file when somebody connects.
    """
    pool = QueuePool if keeps_connections else NullPool
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return _server(url, pool)
    if parsed.database:
        _make_folder(Path(parsed.database).parent)
    waits = {} if "timeout" in parsed.query else {"timeout": _BUSY_SECONDS}
    engine = create_engine(url, connect_args=waits, poolclass=pool)
    event.listen(engine, "do_connect", lambda *_: _make_file(parsed.database))
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    event.listen(engine, "commit", _must_be_there)
    return engine


def _server(url: str, pool: type[Pool]) -> Engine:
    driven = make_url(url).set(drivername="postgresql+psycopg")
    kept = _SERVER_CONNECTIONS if pool is QueuePool else {}
    try:
        return create_engine(
            driven,
            poolclass=pool,
            pool_pre_ping=True,
            **kept,
            connect_args={"connect_timeout": _BUSY_SECONDS, "options": _SERVER_OPTIONS},
        )
    except ModuleNotFoundError as fault:
        raise DatabaseUnusable(
            "For PostgreSQL install the helpdesk with its extra: privacy-helpdesk[postgres]."
        ) from fault


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise DatabaseUnusable(
            f"The folder {folder} cannot be written: {fault.strerror}. Let HELPDESK_DATA (or "
            "HELPDESK_DATABASE_URL) name one in which the helpdesk may write."
        ) from fault


def _make_file(file: str | None) -> None:
    """Make the file for its owner's eyes only; SQLite gives its companions the same rights."""
    if file and file != ":memory:" and not Path(file).exists():
        with suppress(OSError):  # SQLite says better what is the matter
            os.close(os.open(file, os.O_WRONLY | os.O_CREAT, 0o600))


def _prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - the DBAPI has no types
    connection.isolation_level = None  # BEGIN is ours, see the "begin" listener
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _must_be_there(connection: Connection) -> None:
    """Raise `DatabaseUnusable` where SQLite has undone a transaction by itself, as on a full disk.

    Its driver would not say so.
    """
    if not connection.connection.driver_connection.in_transaction:  # type: ignore[union-attr]
        raise DatabaseUnusable("The database broke a transaction off: see that its disk has room.")
