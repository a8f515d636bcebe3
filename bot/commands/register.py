"""`helpdesk register`: the officers' tools."""

import csv
import sys
from enum import StrEnum
from typing import Annotated

import typer

from bot.commands.operators import open_database
from bot.commands.printing import Failure, say, table
from bot.references import NotAReference, parse_reference
from bot.register import store
from bot.register.requests import RightsRequest
from bot.register.saying import FOR_OFFICERS
from bot.register.store import NoSuchRequest

app = typer.Typer(help="The officers' tools.", no_args_is_help=True)

_HEADS = ("reference", "received", "due", "rights", "status", "requester")


class Format(StrEnum):
    """What the register is exported as."""

    CSV = "csv"


@app.command("list")
def list_requests() -> None:
    """List the registered rights requests, oldest first."""
    found = open_database().transact(lambda session: list(store.registered(session)))
    table(_HEADS, (_row(request) for request in found))


@app.command()
def show(reference: Annotated[str, typer.Argument(help="Such as RR-2026-0001.")]) -> None:
    """Show one request, with the working of its due date."""
    try:
        name = str(parse_reference(reference))
        request = open_database().transact(lambda session: store.by_reference(session, name))
    except (NotAReference, NoSuchRequest) as refused:
        raise Failure(str(refused)) from refused
    say(f"{request.reference}  {FOR_OFFICERS[request.status]}")
    say(f"rights     {', '.join(request.rights)}")
    say(f"requester  {request.requester_name} ({request.audience})")
    if request.subject:
        say(f"subject    {request.subject}")
    say(f"received   {request.received}")
    say(f"due        {request.due}")
    for line in request.working:
        say(f"           {line}")
    say(f"words      {request.words}")


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="The file's format.")] = Format.CSV,
) -> None:
    """Write the whole register to standard output."""
    del form  # one format so far
    found = open_database().transact(lambda session: list(store.registered(session)))
    writer = csv.writer(sys.stdout, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow((*_HEADS, "subject", "words", "working"))
    for request in found:
        extra = (request.subject or "", request.words, " ".join(request.working))
        writer.writerow(_harmless(cell) for cell in (*_row(request), *extra))


def _row(request: RightsRequest) -> tuple[str, ...]:
    return (
        request.reference or "",
        request.received.isoformat(),
        request.due.isoformat() if request.due else "",
        " ".join(request.rights),
        FOR_OFFICERS[request.status],
        request.requester_name,
    )


def _harmless(cell: str) -> str:
    """Keep a spreadsheet from taking a person's words for a formula (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
