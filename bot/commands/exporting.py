"""`helpdesk register export`: the register as a file."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.books.columns import columns, row
from bot.books.formats import Format, write
from bot.books.pages import every_request
from bot.books.workbook import TooManyForASheet
from bot.clock import utc_now
from bot.commands.desk import note_in_the_chain
from bot.commands.files import to_standard_output, written
from bot.commands.operators import open_database
from bot.commands.printing import Failure, say, watched
from bot.counting import many
from bot.register import figures


def export(
    *,
    form: Annotated[Format, typer.Option("--format", help="The file's format.")] = Format.CSV,
    anonymised: Annotated[
        bool, typer.Option("--anonymised", help="Without names, words and reasons.")
    ] = False,
    to: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where to; else standard output.")
    ] = None,
) -> None:
    """Write the whole register to a file, or to standard output."""
    if to is None and form is Format.XLSX and sys.stdout.isatty():
        raise Failure("A workbook is nothing for a terminal: say --to FILE.")
    database, chosen = open_database(), columns(anonymised=anonymised)
    with written(to) if to else to_standard_output() as file:
        action = "exported anonymised" if anonymised else "exported"
        note_in_the_chain(database, action=action, case="register")
        total = database.transact(figures.how_many)
        each = watched(every_request(database), what="Exporting ...", total=total)
        try:
            rows = (row(request, chosen) for request in each)
            write(form, rows, chosen, made_at=utc_now(), to=file)
        except TooManyForASheet as refused:
            raise Failure(str(refused)) from refused
    if to:
        cases = many(total, "case")
        held = cases if total else "its headings only: the register has no cases yet"
        say(f"{to} holds {held}.")
