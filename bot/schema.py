"""The database's schema: which revision it is at, and bringing it to ours.

Alembic is imported only where a schema changes: a bot that starts needs not its ten megabytes.
"""

from enum import StrEnum
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from bot.database import Database
from bot.unusable import DatabaseUnusable, explained


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
    from alembic import command  # noqa: PLC0415 - see above
    from alembic.config import Config  # noqa: PLC0415

    if schema_of(database) is Schema.NEWER:
        raise DatabaseUnusable(_NEWER)
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    try:
        with database.engine.connect() as connection:
            if database.on_server:
                connection.execute(_ONE_AT_A_TIME)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            if database.on_server:
                _prepare_jobs(connection)
            connection.commit()
    except DBAPIError as fault:
        raise explained(fault, database.url) from fault
    return _revisions()[-1]


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


_ONE_AT_A_TIME: Final = text("SELECT pg_advisory_xact_lock(:lock)").bindparams(lock=0x5343484D)
"""Replicas that start together on an empty database set it up once."""

_NEWEST_OF_JOBS: Final = text("SELECT obj_description('procrastinate_jobs'::regclass)")

_NEWER = "The database is newer than this helpdesk: install the version that upgraded it."


def _compare(connection: Connection) -> Schema:
    current = _revision_of(connection)
    if current is None:
        return Schema.BEHIND if inspect(connection).get_table_names() else Schema.EMPTY
    known = _revisions()
    if current == known[-1]:
        return Schema.BEHIND if _jobs_to_apply(connection) else Schema.CURRENT
    return Schema.BEHIND if current in known else Schema.NEWER


def _prepare_jobs(connection: Connection) -> None:
    """Bring Procrastinate's own tables to the version that is installed."""
    to_apply = _jobs_to_apply(connection)
    plainly = connection.execution_options(no_parameters=True)
    for file in to_apply:
        plainly.exec_driver_sql(file.read_text(encoding="utf-8"))
    if to_apply:
        newest = _job_migrations()[-1].stem
        plainly.exec_driver_sql(f"COMMENT ON TABLE procrastinate_jobs IS '{newest}'")


def _jobs_to_apply(connection: Connection) -> list[Path]:
    """Return the files that the tables of the jobs lack; their newest stands in a comment."""
    if connection.dialect.name != "postgresql":
        return []
    migrations = _job_migrations()
    if not inspect(connection).has_table("procrastinate_jobs"):
        return [migrations[0].parents[1] / "schema.sql"]
    newest = connection.execute(_NEWEST_OF_JOBS).scalar_one() or ""
    return [file for file in migrations if file.stem > newest]


def _job_migrations() -> list[Path]:
    from procrastinate.schema import SchemaManager  # noqa: PLC0415 - only a cluster has it

    return sorted(Path(SchemaManager.get_migrations_path()).glob("*.sql"))


def _revision_of(connection: Connection) -> str | None:
    """Return the revision that Alembic wrote down."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _revisions() -> list[str]:
    """Return our revisions, oldest first; each is called as its file."""
    return sorted(file.stem for file in (_MIGRATIONS / "versions").glob("[0-9]*.py"))


_MIGRATIONS: Final = Path(__file__).parent / "migrations"
