"""`helpdesk register`: what is in the register, and whether its audit chain is whole."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Annotated

import typer

from bot.books.pages import every_record, every_request
from bot.commands.desk import case_called, note_in_the_chain, today
from bot.commands.operators import open_database
from bot.commands.printing import Failure, say, table, watched
from bot.counting import many
from bot.desk.cards import is_overdue
from bot.register import audit_records
from bot.register.audit import Broken, Intact, verify
from bot.register.audit_records import Unreadable
from bot.register.requests import RightsRequest
from bot.register.saying import FOR_OFFICERS
from knowledge.rights import Right

_ANCHOR = re.compile("([0-9]{1,12}):([0-9a-f]{32,64})")
_HEADS = ("reference", "received", "due", "rights", "status", "requester", "data subject")


def list_requests(
    *,
    only_open: Annotated[bool, typer.Option("--open", help="Those still to be answered.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Those past their last day.")] = False,
    right: Annotated[Right | None, typer.Option(help="Those that exercise this right.")] = None,
) -> None:
    """List the registered rights requests, oldest first."""
    database, on = open_database(), today()
    note_in_the_chain(database, action="listed", case="register")
    found = every_request(database, only_open=only_open or overdue)
    table(_HEADS, (_row(it) for it in found if _asked_for(it, overdue=overdue, right=right, on=on)))


def _asked_for(request: RightsRequest, *, overdue: bool, right: Right | None, on: date) -> bool:
    late = is_overdue(request, on) or not overdue
    return late and (right is None or right in request.rights)


def show(reference: Annotated[str, typer.Argument(help="Such as RR-2026-0001.")]) -> None:
    """Show one request, with the working of its due date."""
    database = open_database()
    request = case_called(database, reference)
    note_in_the_chain(database, action="shown", case=request.called)
    for line in _shown(request):
        say(line)


def _shown(request: RightsRequest) -> Iterator[str]:
    yield f"{request.reference}  {FOR_OFFICERS[request.status]}"
    yield f"rights     {', '.join(request.rights)}"
    yield f"requester  {request.requester_name} ({request.asks_as})"
    if request.subject:
        yield f"subject    {request.subject}"
    yield f"received   {request.received}"
    yield f"due        {request.due}"
    yield from (f"           {line}" for line in request.working)
    yield f"words      {request.words}"


def verify_chain(
    anchor: Annotated[
        str | None,
        typer.Option(metavar="COUNT:HASH", help="What an earlier verification said."),
    ] = None,
) -> None:
    """Say whether the audit records are as they were written."""
    taken, database = _anchor(anchor), open_database()
    total = database.transact(audit_records.last_number)
    each = watched(every_record(database), what="Verifying ...", total=total)
    try:
        outcome = verify(each, anchor=taken)
    except Unreadable as unreadable:
        raise Failure(f"The audit chain is broken: {unreadable}") from unreadable
    match outcome:
        case Broken():
            number, why = outcome.number, outcome.why
            raise Failure(f"The audit chain is broken at record {number}: {why}.")
        case Intact():
            records = many(outcome.count, "record")
            say(f"The audit chain is whole: {records}.")
            say(f"Its anchor, to keep elsewhere: {outcome.count}:{outcome.head}")


def _anchor(text: str | None) -> Intact | None:
    if text is None:
        return None
    found = _ANCHOR.fullmatch(text.strip().lower())
    if found is None:
        raise typer.BadParameter(f"{text!r} is not COUNT:HASH, as an earlier verification said it")
    return Intact(count=int(found[1]), head=found[2])


def _row(request: RightsRequest) -> tuple[str, ...]:
    return (
        request.reference or "",
        request.received.isoformat(),
        request.due.isoformat() if request.due else "",
        " ".join(request.rights),
        FOR_OFFICERS[request.status],
        request.requester_name,
        request.subject or "",
    )
