"""A copy of the whole database at one moment, taken while the bot runs; what is sealed stays so."""

import os
import sqlite3
import subprocess
from contextlib import closing, suppress
from pathlib import Path
from typing import Final

from sqlalchemy.engine import URL, make_url

from bot.database import Database
from bot.unusable import DatabaseUnusable

_LOCKED_FOR_SECONDS: Final = 30


def back_up(database: Database, to: Path) -> None:
    """Copy the database into a file that is not there yet, for its owner's eyes only.

    SQLite's copy is a SQLite file, PostgreSQL's one for pg_restore. Raises `DatabaseUnusable`.
    """
    if to.exists():
        raise DatabaseUnusable(f"{to} is there already: name a file that is not.")
    url, part = make_url(database.url), to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        (_of_server if database.on_server else _of_file)(url, part)
        part.rename(to)
    except OSError as fault:
        raise DatabaseUnusable(f"{to} cannot be written: {fault.strerror}.") from fault
    finally:
        with suppress(OSError):
            part.unlink()


def _of_file(url: URL, to: Path) -> None:
    """Copy what stands now; VACUUM INTO leaves out what was erased, and makes no writer wait."""
    try:
        with closing(sqlite3.connect(str(url.database), timeout=_LOCKED_FOR_SECONDS)) as source:
            source.execute("VACUUM INTO ?", (str(to),))
        with closing(sqlite3.connect(to)) as copy:
            (sound,) = copy.execute("PRAGMA integrity_check").fetchone()
    except sqlite3.Error as fault:
        raise DatabaseUnusable(f"The backup could not be made: {fault}.") from fault
    if sound != "ok":
        raise DatabaseUnusable("The backup is not sound: the database itself may be damaged.")


def _of_server(url: URL, to: Path) -> None:
    """Let pg_dump copy; the password goes by the environment, which other users cannot see."""
    plain = url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    password = {"PGPASSWORD": str(url.password)} if url.password else {}
    command = ("pg_dump", "--format=custom", "--no-owner", f"--file={to}", f"--dbname={plain}")
    try:
        made = subprocess.run(  # noqa: S603 - our own command; the URL is the operator's
            command, env={**os.environ, **password}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError as fault:
        raise DatabaseUnusable("For a backup of PostgreSQL install its pg_dump.") from fault
    if made.returncode:
        said = "; ".join(made.stderr.strip().splitlines()) or "it does not say why"
        raise DatabaseUnusable(f"The backup could not be made: {said}.")
