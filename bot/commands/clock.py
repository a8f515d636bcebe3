"""`helpdesk clock`: when a response is due, step by step."""

import time
from datetime import date
from typing import Annotated

import typer

import knowledge
from bot.commands.printing import Failure, say, say_json
from bot.places import Nation
from bot.register.clocks import Clarification, Clock
from bot.register.deadlines import as_json, deadline
from bot.register.working_days import ClockImpossible
from bot.settings import read_calendar_settings
from knowledge.law import law_facts, named_in
from knowledge.rights import Right


def _day(text: str) -> date:
    try:
        return date(*time.strptime(text, "%Y-%m-%d")[:3])
    except ValueError as cause:
        raise typer.BadParameter(f"{text!r} is no day: write it as 2026-11-25") from cause


_Received = Annotated[date, typer.Argument(parser=_day, metavar="DATE", help="The day of receipt.")]
_Identified = Annotated[
    date | None, typer.Option(parser=_day, metavar="DATE", help="When the identity evidence came.")
]
_OfRight = Annotated[Right | None, typer.Option(help="The right exercised; else access.")]
_OfNation = Annotated[
    Nation | None, typer.Option(help="Whose bank holidays count; else HELPDESK_NATION, else ENG.")
]


def clock(
    received: _Received,
    *,
    right: _OfRight = None,
    extended: Annotated[bool, typer.Option("--extended", help="By two further months.")] = False,
    identity: _Identified = None,
    clarified: Annotated[
        list[str] | None, typer.Option(help="FROM:TO, the days it took to clarify.")
    ] = None,
    complaint: Annotated[bool, typer.Option("--complaint", help="The complaint clock.")] = False,
    nation: _OfNation = None,
    json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Say when a response is due, with its working."""
    try:
        due = deadline(
            Clock(
                received=received,
                right=_of(right, complaint=complaint),
                nation=nation or read_calendar_settings().helpdesk_nation,
                identity_received=identity,
                clarifications=tuple(_span(text) for text in clarified or ()),
                extended=extended,
            )
        )
    except ClockImpossible as impossible:
        raise Failure(str(impossible)) from impossible
    if json:
        say_json(as_json(due))
        return
    say(f"Due {due.due:%A %-d %B %Y}")
    for sentence in due.sentences:
        say(f"  {sentence}")
    for fact in named_in(due.sentences, law_facts(knowledge.DEFAULT)):
        say(fact.line)


def _of(right: Right | None, *, complaint: bool) -> Right:
    """Return whose clock runs; raises `typer.BadParameter` where two are asked for."""
    if complaint and right not in {None, Right.COMPLAINT}:
        raise typer.BadParameter(f"--complaint has a clock of its own, and --right {right} another")
    return Right.COMPLAINT if complaint else right or Right.ACCESS


def _span(text: str) -> Clarification:
    asked, _, answered = text.partition(":")
    try:
        days = date.fromisoformat(asked), date.fromisoformat(answered)
    except ValueError as cause:
        raise typer.BadParameter(f"{text!r} is not FROM:TO, two dates like 2026-11-25") from cause
    return Clarification(asked=days[0], answered=days[1])
