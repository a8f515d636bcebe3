"""`helpdesk register evidence`: what shows how one request was dealt with, as a file."""

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

import knowledge
from bot.app import utc_now
from bot.books.evidence import evidence_pack
from bot.books.gathering import evidence_of, sources
from bot.commands.desk import opened, reference_of, typist
from bot.commands.files import written
from bot.commands.printing import Failure, say
from bot.register.store import NoSuchRequest
from bot.settings import read_storage_settings


def evidence(
    reference: Annotated[str, typer.Argument(help="Such as RR-2026-0001.")],
    *,
    to: Annotated[Path, typer.Option(metavar="FILE", help="Where to, such as pack.zip.")],
) -> None:
    """Write the evidence pack of one rights request."""
    called, database = reference_of(reference), opened()
    of = sources(read_storage_settings().helpdesk_knowledge or knowledge.DEFAULT)
    gather = partial(evidence_of, reference=called, of=of, by=typist(), now=utc_now())
    with written(to) as file:
        try:
            found = database.transact(gather)
        except NoSuchRequest as refused:
            raise Failure(str(refused)) from refused
        file.write(evidence_pack(found))
    say(f"{to} holds the evidence of {called}.")
