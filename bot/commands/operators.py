"""`helpdesk deliveries` and `helpdesk database`: the operators' tools."""

import typer
from sqlalchemy.engine import make_url

from bot import schema
from bot.commands.printing import busy, say, table
from bot.database import Database, DatabaseUnusable
from bot.delivery.deliveries import unsettled
from bot.settings import read_storage_settings

deliveries = typer.Typer(help="What is owed, and why it waits.", no_args_is_help=True)
database = typer.Typer(help="The operators' tools.", no_args_is_help=True)


@deliveries.callback()
def _deliveries() -> None:
    """Look after what is owed."""


@database.callback()
def _database() -> None:
    """Look after the database."""


def open_database() -> Database:
    """Return the database of the settings; raises `DatabaseUnusable` when it is not as ours."""
    opened = _of_settings()
    if schema.schema_of(opened) is schema.Schema.EMPTY:
        raise DatabaseUnusable(
            f"There is no database at {make_url(opened.url).render_as_string()} yet: "
            "run helpdesk database upgrade to make one."
        )
    schema.require_current(opened)
    return opened


@deliveries.command("list")
def list_deliveries() -> None:
    """List what is owed or was given up, oldest first, without its words."""
    owed = open_database().transact(unsettled)
    table(
        ("delivery", "kind", "status", "attempts", "next attempt", "why it waits"),
        (
            (
                delivery.id,
                delivery.message.kind if delivery.message else "",
                delivery.status,
                str(delivery.attempts),
                delivery.due_at.isoformat(timespec="seconds"),
                delivery.fault or "",
            )
            for delivery in owed
        ),
    )


@database.command()
def upgrade() -> None:
    """Bring the database to this version's schema."""
    with busy("Upgrading the database ..."):
        revision = schema.upgrade(_of_settings())
    say(f"The database is at {revision}.")


def _of_settings() -> Database:
    settings = read_storage_settings()
    return Database(settings.database_url, settings.keys, keeps_connections=False)
