"""The database's schema: which revision it is at, and bringing it to ours."""

from enum import StrEnum
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect
from sqlalchemy.exc import DBAPIError

from bot.database import Database, DatabaseUnusable, explained


class Schema(StrEnum):
    """How a database's schema stands to this code."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    NEWER = "newer"


def schema_of(database: Database) -> Schema:
    """Return how the database stands to this code; raises `DatabaseUnusable`.

    To look makes no file where there is none.
    """
    if not database.is_there():
        return Schema.EMPTY
    try:
        with database.engine.connect() as connection:
            return _compare(connection)
    except DBAPIError as fault:
        raise explained(fault, database.url) from fault


def upgrade(database: Database) -> str:
    """Bring the schema to the newest revision and return its name; raises `DatabaseUnusable`."""
    if schema_of(database) is Schema.NEWER:
        raise DatabaseUnusable(_NEWER)
    config = _config()
    try:
        with database.engine.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
    except DBAPIError as fault:
        raise explained(fault, database.url) from fault
    return _head(config)


def require_current(database: Database) -> None:
    """Set up an empty database; raises `DatabaseUnusable` when it is older or newer than ours."""
    match schema_of(database):
        case Schema.EMPTY:
            upgrade(database)
        case Schema.BEHIND:
            raise DatabaseUnusable(
                "The database is older than this helpdesk: run helpdesk database upgrade."
            )
        case Schema.NEWER:
            raise DatabaseUnusable(_NEWER)
        case Schema.CURRENT:
            pass


_NEWER = "The database is newer than this helpdesk: install the version that upgraded it."


def _compare(connection: Connection) -> Schema:
    script = ScriptDirectory.from_config(_config())
    current = MigrationContext.configure(connection).get_current_revision()
    if current is None:
        return Schema.BEHIND if inspect(connection).get_table_names() else Schema.EMPTY
    if current == script.get_current_head():
        return Schema.CURRENT
    known = {revision.revision for revision in script.walk_revisions()}
    return Schema.BEHIND if current in known else Schema.NEWER


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _head(config: Config) -> str:
    return ScriptDirectory.from_config(config).get_current_head() or ""
