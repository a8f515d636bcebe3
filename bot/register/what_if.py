"""What a step would do to the due date if it were taken today (pure)."""

from datetime import date
from typing import Final

from bot.register.lifecycle import Step
from bot.register.requests import RightsRequest
from bot.register.rights import RULES
from bot.register.working_days import in_words, months_after

MOVES_THE_CLOCK: Final = frozenset(
    {Step.RECEIVE_IDENTITY, Step.RECEIVE_CLARIFICATION, Step.RECEIVE_FEE, Step.EXTEND, Step.REOPEN}
)

_IF: Final = {
    Step.EXTEND: "If you extend it today",
    Step.RECEIVE_CLARIFICATION: "If the clarification comes today",
    Step.RECEIVE_IDENTITY: "If the identity information comes today",
    Step.RECEIVE_FEE: "If the fee is paid today",
}
"""The steps that are thought through, in the order in which they are shown."""

_STOPS: Final = (
    "If you ask today what is meant, the clock of an access request stops until the answer (fact 6)"
)


def what_follows(request: RightsRequest, step: Step, today: date) -> tuple[str, ...]:
    """Return what a step that moves the clock would do to the due date if it were taken today.

    Raises `StepNotAllowed` and `ClockImpossible`.
    """
    if step not in MOVES_THE_CLOCK:
        return ()
    due = _due_after(request, step, today)
    said = f"Taken today, it is due {in_words(due)}." if due else ""
    told = f"The requester must be told by {_letter_by(request)} (fact 5)."
    return (said, told) if step is Step.EXTEND else (said,)


def what_ifs(request: RightsRequest, today: date) -> tuple[str, ...]:
    """Return what each step that is lawful today would do to the due date."""
    allowed = request.allowed(today)
    said = [_what_if(request, step, today) for step in _IF if step in allowed]
    asked = (_STOPS,) if Step.ASK_CLARIFICATION in allowed and _stops(request) else ()
    return (*said, *asked)


def _stops(request: RightsRequest) -> bool:
    return any(RULES[right].clarification_stops for right in request.open_rights)


def _what_if(request: RightsRequest, step: Step, today: date) -> str:
    due = _due_after(request, step, today)
    said = f"{_IF[step]}: due {in_words(due)}" if due else _IF[step]
    return f"{said}, letter by {_letter_by(request)} (fact 5)" if step is Step.EXTEND else said


def _due_after(request: RightsRequest, step: Step, today: date) -> date | None:
    return request.after(step, on=max(today, request.received)).due


def _letter_by(request: RightsRequest) -> str:
    return in_words(months_after(request.starts_on, 1))
