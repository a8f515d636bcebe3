"""Whether a request was answered in time, and how long it took (pure)."""

from datetime import date, timedelta
from typing import Final

from bot.register.deadlines import deadline
from bot.register.lifecycle import Status, Step
from bot.register.requests import RightsRequest
from knowledge.rights import Right

_NO_PERIOD_IS_SHORTER: Final = timedelta(days=28)
"""A month that begins in February; a complaint's thirty days end on the 29th day after receipt."""


def answered(request: RightsRequest) -> dict[Right, date]:
    """Return the day on which each right was answered; one that was withdrawn needed no answer.

    What was added to an earlier request is answered with that one, and counts once.
    """
    if request.status is Status.LINKED:
        return {}
    outcomes = request.progress.outcomes.items()
    return {right: it.on for right, it in outcomes if it.step is not Step.WITHDRAW}


def in_time(request: RightsRequest) -> bool | None:
    """Return whether each right was answered by its own last day; None where none was, or yet.

    A complaint is measured by its thirty days, which the law gives to acknowledge it (fact 12).
    """
    if request.is_open or not answered(request):
        return None
    days = {right: _met(request, right, on) for right, on in answered(request).items()}
    if max(days.values()) <= request.received + _NO_PERIOD_IS_SHORTER:
        return True
    if len(request.rights) == 1:
        return request.due is not None and max(days.values()) <= request.due
    return all(on <= deadline(request.clock_of(right)).due for right, on in days.items())


def _met(request: RightsRequest, right: Right, answered: date) -> date:
    """Return the day on which what the right's clock measures was done."""
    acknowledged = request.progress.acknowledged
    if right is Right.COMPLAINT and acknowledged is not None:
        return min(acknowledged, answered)
    return answered


def days_taken(request: RightsRequest) -> int | None:
    """Return the days from receipt until it was closed; None for one that was not answered."""
    if request.closed_on is None or not answered(request):
        return None
    return (request.closed_on - request.received).days
