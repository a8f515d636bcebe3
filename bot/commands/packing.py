"""`helpdesk register evidence` and `about`: all of one case, all about one person, as a file."""

import re
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Annotated, Final

import typer

import knowledge
from bot.books.about import NobodysAnyMore, Whom, held_about, whom
from bot.books.evidence import evidence_pack
from bot.books.gathering import evidence_of, sources
from bot.books.holdings import Holdings, as_object, as_pack
from bot.books.packs import as_json
from bot.clock import utc_now
from bot.commands.desk import reference_of, typist
from bot.commands.files import written
from bot.commands.operators import open_database
from bot.commands.printing import Failure, say
from bot.database import Database
from bot.escalations.store import NoSuchCase
from bot.places import PersonId
from bot.register.store import NoSuchRequest
from bot.settings import read_storage_settings


def evidence(
    reference: Annotated[str, typer.Argument(help="Such as RR-2026-0001.")],
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="Where to, such as pack.zip.")],
) -> None:
    """Write the evidence pack of one case: a rights request, a question or a possible breach."""
    called, database = reference_of(reference), open_database()
    settings = read_storage_settings()
    of, zone = sources(settings.helpdesk_knowledge or knowledge.DEFAULT), settings.helpdesk_timezone
    by, now = typist(), utc_now()
    gather = partial(evidence_of, reference=called, of=of, by=by, zone=zone, now=now)
    with written(to) as file:
        try:
            found = database.transact(gather)
        except (NoSuchCase, NoSuchRequest) as refused:
            raise Failure(str(refused)) from refused
        file.write(evidence_pack(found))
    say(f"{to} holds the evidence of {called}.")


def about(
    person: Annotated[
        str, typer.Argument(help="TEAM:USER as Slack knows them, or the reference of their case.")
    ],
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="Where to: .json, or .zip.")],
) -> None:
    """Write all that this desk holds about one person: for an access request to the desk itself."""
    if to.suffix not in _SHAPES:
        raise typer.BadParameter(f"{to} must end in .json or .zip")
    database, by, now = open_database(), typist(), utc_now()
    with written(to) as file:
        who = _whom(database, person)
        found = database.transact(partial(held_about, who=who, by=by, now=now))
        file.write(_SHAPES[to.suffix](found))
    say(f"{to} holds what is held about {person}.")


_SHAPES: Final[Mapping[str, Callable[[Holdings], bytes]]] = {
    ".json": lambda holdings: as_json(as_object(holdings)),
    ".zip": as_pack,
}


def _whom(database: Database, text: str) -> Whom:
    team, _, user = text.strip().partition(":")
    if _ID.fullmatch(team) and _ID.fullmatch(user):
        return Whom(person=PersonId(team=team, user=user))
    called = reference_of(text)
    try:
        return database.transact(partial(whom, reference=called))
    except (NoSuchCase, NobodysAnyMore) as refused:
        raise Failure(str(refused)) from refused


_ID: Final = re.compile("[A-Z0-9]{2,20}")
"""As Slack makes them."""
