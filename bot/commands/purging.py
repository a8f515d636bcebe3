"""`helpdesk register purge`: names and words that are kept no longer."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from time import monotonic, sleep
from typing import Annotated

import typer

import knowledge
from bot.books.purging import LeftOut, decided, each_that_can_be, in_portions, may_go, purge
from bot.clock import utc_now
from bot.commands.desk import today, typist
from bot.commands.operators import open_database
from bot.commands.printing import Failure, say, table, watched
from bot.database import Database
from bot.register.retention import Erasure
from bot.rotation import try_keys
from bot.settings import read_storage_settings
from knowledge.casework import Retention


def purge_register(
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only list what would go.")] = False,
) -> None:
    """Erase the names and words of cases whose time has come by the retention schedule."""
    papers = knowledge.officers_papers(read_storage_settings().helpdesk_knowledge)
    database, on = open_database(), today()
    database.transact(try_keys)  # else every case would be named as one that cannot be erased
    each = tuple(_walked(database, papers.casework.retention, on, dry_run=dry_run))
    found = [it for it in each if isinstance(it, Erasure)]
    left_out = [it for it in each if isinstance(it, LeftOut)]
    table(
        ("case", "since", "why", "held by"),
        ((it.called, it.on.isoformat(), it.why, ", ".join(it.held_by)) for it in found),
    )
    going = sum(it.goes(on) for it in found)
    goes = "would be erased" if dry_run else "erased"
    say(f"{going} {goes}, {len(found) - going} held.")
    if left_out:
        named = ", ".join(f"{it.called} ({it.why})" for it in left_out)
        raise Failure(f"Cannot be erased, and left as they are: {named}.")


def _walked(
    database: Database, schedule: Retention, on: date, *, dry_run: bool
) -> Iterator[Erasure | LeftOut]:
    ids = database.transact(partial(may_go, schedule=schedule, today=on))
    portions = tuple(in_portions(ids))
    what = "Looking ..." if dry_run else "Erasing ..."
    for some in watched(portions, what=what, total=len(portions)):
        if dry_run:
            look = partial(decided, schedule=schedule, today=on)
        else:
            now, by = utc_now(), typist()
            look = partial(purge, schedule=schedule, today=on, by=by, now=now)
        began = monotonic()
        yield from each_that_can_be(database, look, some)
        if not dry_run:
            sleep(monotonic() - began)  # a bot that runs beside has its turn
