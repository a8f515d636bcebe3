"""Why the database is of no use, as one clear sentence: what SQLite or PostgreSQL complains of."""

import re
from typing import Final

from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

_NOT_SET_UP = "has not been set up: run helpdesk database upgrade"
_OF_ANOTHER: Final = (
    "holds tables of another version: empty it, restore the backup into it, and upgrade that"
)
_NOT_LET_IN: Final = 'role ".*" does not exist|authentication failed|no pg_hba.conf entry'
"""What a server says that can be reached, before there is a connection with an SQLSTATE."""
_SERVER_REASONS: Final = {
    "08": "cannot be reached",
    "25P03": "let go of a transaction that took too long",
    "3D000": "does not exist on its server: create it first",
    "40": "broke a transaction off that stood in another's way",
    "42501": "belongs to another user: let the helpdesk's own it",
    "42P01": _NOT_SET_UP,
    "42P07": _OF_ANOTHER,
    "53": "has no room left, on its disk or for connections",
    "55P03": "is locked by another process",
    "57": "is being stopped or started",
}


class DatabaseUnusable(Exception):
    """The database is locked, missing, or not the one this code knows; the message says which."""


class SealedWithAnotherKey(DatabaseUnusable):
    """No key of ours opens what is sealed there: in all of the database, or in a row of it."""

    def __init__(self) -> None:
        super().__init__(
            "The database was written with another key: HELPDESK_ENCRYPTION_KEYS must list it."
        )


def concerns_every_row(fault: Exception) -> bool:
    """Return whether the database is of no use, and not only what was read or written just now."""
    return isinstance(fault, DatabaseUnusable) and not isinstance(fault, SealedWithAnotherKey)


def explained(fault: DBAPIError, url: str) -> Exception:
    """Return the fault as one clear sentence where we know it, else the fault itself."""
    words = str(fault.orig)
    name = make_url(url).render_as_string(hide_password=True)
    reason = _server_reason(fault) or _file_reason(words)
    if reason:
        return DatabaseUnusable(f"The database {name} {reason}.")
    if "not a database" in words:
        return DatabaseUnusable(f"The file of {name} is not a SQLite database.")
    return fault


def _file_reason(words: str) -> str | None:
    if "locked" in words:
        return "is locked by another process"
    if "malformed" in words:
        return "is damaged: stop the helpdesk and restore the latest backup"
    if "unable to open" in words or "readonly" in words:
        return f"cannot be written: {words} (is it the helpdesk's own user who asks?)"
    if "disk" in words:
        return f"cannot be written: {words}"
    if "no such table" in words:
        return _NOT_SET_UP
    if "already exists" in words:
        return _OF_ANOTHER
    return None


def _server_reason(fault: DBAPIError) -> str | None:
    """Return what PostgreSQL complains of, by the class of its SQLSTATE."""
    state = getattr(fault.orig, "sqlstate", None)
    if re.search('database ".*" does not exist', str(fault.orig)):
        return _SERVER_REASONS["3D000"]
    if "no password supplied" in str(fault.orig):
        return "asks for a password, and its URL has none: it is postgresql://USER:PASSWORD@..."
    if "failed to resolve host" in str(fault.orig):
        return "cannot be reached: its host's name is not known"
    if re.search(_NOT_LET_IN, str(fault.orig)):
        return "does not let this user in: its name or password is not right"
    known = _SERVER_REASONS.get(state) or _SERVER_REASONS.get(state[:2]) if state else None
    if known:
        return known
    unreached = state is None and "connection" in str(fault.orig)
    return "cannot be reached" if fault.connection_invalidated or unreached else None
