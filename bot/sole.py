"""One process at a SQLite file: the second is turned away before it touches anything.

The lock goes with the process, however it ends; so a delivery that was marked by an earlier one is
known to be nobody's. On PostgreSQL many processes may work, and nothing is claimed.
"""

import os
import sys
from pathlib import Path

from bot.database import Database
from bot.unusable import DatabaseUnusable

if sys.platform != "win32":
    import fcntl


class AnotherIsAtWork(DatabaseUnusable):
    """Another process has the file."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            f"Another helpdesk is at work on {file}: end that one first. "
            "Several at once need PostgreSQL (HELPDESK_DATABASE_URL)."
        )


def claim(database: Database) -> int | None:
    """Return the handle that holds the claim until it is closed, None where none is needed.

    Raises `AnotherIsAtWork`, and `DatabaseUnusable` where the lock file cannot be opened.
    """
    file = database.file
    if file is None:
        return None
    lock = file.with_name(f"{file.name}.lock")
    try:
        held = os.open(lock, os.O_CREAT | os.O_RDWR, 0o600)
    except OSError as fault:
        raise DatabaseUnusable(
            f"The lock file {lock} cannot be opened: {fault.strerror}. "
            "Is it the helpdesk's own user who asks?"
        ) from fault
    if not _locked(held):
        os.close(held)
        raise AnotherIsAtWork(file)
    return held


def _locked(held: int) -> bool:
    if sys.platform == "win32":
        return True  # the system itself lets nobody else write an open database there
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
