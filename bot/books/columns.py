"""The columns of an exported register: what each is called, holds, and whether it is personal.

Every format is made of these alone, so that none can hold what another leaves out.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.register.lifecycle import Extension
from bot.register.requests import RightsRequest
from bot.register.saying import DONE, FOR_OFFICERS
from bot.register.timeliness import days_taken, in_time
from knowledge.rights import Right

Cell = str | int | bool | date | tuple[str, ...] | None


@dataclass(frozen=True)
class Column:
    """One column."""

    name: str
    """As a program reads it."""
    heading: str
    """As people read it."""
    cell: Callable[[RightsRequest], Cell]
    personal: bool = False
    """Whether it may tell who the person is: left out of an anonymised export."""
    width: int = 13
    """In characters, where a format has a layout."""


def columns(*, anonymised: bool) -> tuple[Column, ...]:
    """Return the columns of an export, in their order."""
    return tuple(column for column in COLUMNS if not (anonymised and column.personal))


def row(request: RightsRequest, chosen: Sequence[Column]) -> tuple[Cell, ...]:
    """Return the cells of one request."""
    return tuple(column.cell(request) for column in chosen)


def _outcomes(request: RightsRequest) -> str:
    return "; ".join(
        f"{right}: {DONE[outcome.step]}" + (f" ({outcome.ground})" if outcome.ground else "")
        for right, outcome in request.progress.outcomes.items()
    )


def _facts(request: RightsRequest) -> str:
    """Return what officers wrote in reason: of an extension and of each outcome."""
    outcomes: dict[Right, str] = {
        right: outcome.facts for right, outcome in request.progress.outcomes.items()
    }
    extended = [f"extended: {request.progress.extended_why}"] * bool(request.progress.extended_why)
    return "; ".join(
        (*extended, *(f"{right}: {facts}" for right, facts in outcomes.items() if facts))
    )


COLUMNS: Final = (
    Column("reference", "Reference", lambda it: it.reference or "", width=14),
    Column("received", "Received", lambda it: it.received),
    Column("due", "Due", lambda it: it.due),
    Column("rights", "Rights", lambda it: it.rights, width=22),
    Column("status", "Status", lambda it: FOR_OFFICERS[it.status], width=24),
    Column("closed", "Closed", lambda it: it.closed_on),
    Column("days", "Days taken", days_taken),
    Column("in_time", "In time", in_time),
    Column("outcomes", "Outcomes", _outcomes, width=34),
    Column("extended", "Extended", lambda it: it.progress.extension is Extension.EXTENDED),
    Column(
        "from",
        "From",
        lambda it: it.asks_as,
    ),
    Column("nation", "Holidays of", lambda it: it.nation),
    Column("working", "Working of the date", lambda it: it.working, width=60),
    Column("requester", "Requester", lambda it: it.requester_name, personal=True, width=24),
    Column("subject", "Data subject", lambda it: it.subject or "", personal=True, width=24),
    Column("words", "Words", lambda it: it.words, personal=True, width=60),
    Column("reasons", "Officers' reasons", _facts, personal=True, width=40),
)
"""Every column, those without personal data first."""
