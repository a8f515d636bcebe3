"""`helpdesk deliveries` and `helpdesk database`: the operators' tools."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.engine import make_url

from bot import schema
from bot.backup import back_up
from bot.clock import utc_now
from bot.commands.printing import Failure, busy, say, table
from bot.counting import many
from bot.database import Database
from bot.delivery.deliveries import NoSuchDelivery, unsettled
from bot.delivery.settling import NotGivenUp, WordsErased, revive
from bot.rotation import rotate
from bot.settings import read_storage_settings, url_of_file
from bot.transfer import transfer
from bot.unusable import DatabaseUnusable


def open_database() -> Database:
    """Return the database of the settings; raises `DatabaseUnusable` when it is not as ours."""
    return _set_up(_of_settings())


def _set_up(opened: Database) -> Database:
    if schema.schema_of(opened) is schema.Schema.EMPTY:
        raise DatabaseUnusable(
            f"There is no database at {make_url(opened.url).render_as_string()} yet: "
            "run helpdesk database upgrade to make one."
        )
    schema.require_current(opened)
    return opened


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


def retry_delivery(
    delivery: Annotated[str, typer.Argument(metavar="ID", help="As deliveries list shows it.")],
) -> None:
    """Owe anew what was given up; a bot that runs sends it at its next look."""
    try:
        open_database().transact(partial(revive, delivery=delivery, now=utc_now()))
    except (NoSuchDelivery, NotGivenUp, WordsErased) as refused:
        raise Failure(str(refused)) from refused
    say("It is owed again.")


def backup(
    file: Annotated[Path, typer.Argument(help="Where the copy goes; it must not be there yet.")],
) -> None:
    """Copy the whole database while the bot runs; what is encrypted stays encrypted.

    The copy is of no use without HELPDESK_ENCRYPTION_KEYS: keep those, and elsewhere.
    """
    with busy("Copying the database ..."):
        back_up(open_database(), file)
    say(f"The backup is {file}.")


def move(
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, help="Such as data/helpdesk.sqlite.")
    ],
) -> None:
    """Move the register in a SQLite file into the PostgreSQL database of HELPDESK_DATABASE_URL.

    Stop the bot first. That database must be upgraded and hold nothing yet; the file stays as it
    is.
    """
    server = _of_settings()
    if not server.on_server:
        raise Failure("HELPDESK_DATABASE_URL must name the PostgreSQL database to move into.")
    _set_up(server)
    keys = read_storage_settings().keys
    source = _set_up(Database(url_of_file(file), keys, keeps_connections=False))
    with busy("Moving the register ..."):
        count = transfer(source, server)
    say(f"{many(count, 'row')} moved. See that helpdesk register verify finds the chain whole.")


def rotate_keys() -> None:
    """Encrypt with the first key of HELPDESK_ENCRYPTION_KEYS whatever is not, while the bot runs.

    Start the bot with the new key before the old one first; run it again when it was stopped.
    """
    settings = read_storage_settings()
    if len(settings.keys) == 1:
        raise Failure(
            "HELPDESK_ENCRYPTION_KEYS names one key only: put the new one before it, "
            "with a comma, and restart the bot first."
        )
    with busy("Encrypting anew ..."):
        sealed = rotate(open_database())
    if sealed:
        say(f"{sealed} values are encrypted with the first key now. Run this again to be sure.")
    else:
        say("Everything is encrypted with the first key; the others can be dropped.")


def upgrade() -> None:
    """Bring the database to this version's schema."""
    with busy("Upgrading the database ..."):
        revision = schema.upgrade(_of_settings())
    say(f"The database is at {revision}.")


def _of_settings() -> Database:
    settings = read_storage_settings()
    return Database(settings.database_url, settings.keys, keeps_connections=False)
