"""What the Home tab shows to whom, and what comes next with a case (pure)."""

from collections.abc import Mapping
from datetime import date
from typing import Final, assert_never

from bot.delivery.for_officers import Card
from bot.escalations.queue import Shown, Span
from bot.places import Value
from bot.register.ledger import needs_search
from bot.register.lifecycle import Step
from bot.register.punctuality import Ended
from bot.register.requests import RightsRequest
from bot.register.saying import TO_DO


class RequestersTab(Value):
    """What a requester finds."""

    requests: tuple[RightsRequest, ...]
    """Their own, newest first."""
    today: date
    earlier: int = 0
    """How many more there are."""
    scores: Mapping[str, int] = {}
    """What they thought of those that are done with, by the requests' ids."""
    contact: str = ""
    """Where the compliance team is written to; empty where the notice does not say."""
    staff: bool = False


class OfficersTab(Value):
    """What an officer finds."""

    shown: Shown
    page: int
    """From 0."""
    cases: tuple[Card, ...]
    more: bool
    """Whether there is a page after this one."""
    counts: Mapping[Shown, int]
    ahead: tuple[Span, ...]
    ended: tuple[Ended, ...]
    """The last months."""
    today: date
    own: RequestersTab


_FIRST_OF_ALL: Final[Mapping[Step, str]] = {
    Step.SEND_RECEIPT: TO_DO[Step.SEND_RECEIPT],
    Step.SHOW_AUTHORITY: TO_DO[Step.SHOW_AUTHORITY],
    Step.RECEIVE_CLARIFICATION: TO_DO[Step.RECEIVE_CLARIFICATION],
    Step.RECEIVE_FEE: TO_DO[Step.RECEIVE_FEE],
    Step.VERIFY_IDENTITY: TO_DO[Step.VERIFY_IDENTITY],
    Step.RECEIVE_IDENTITY: TO_DO[Step.RECEIVE_IDENTITY],
    Step.NO_IDENTITY_NEEDED: "decide whether proof of identity is needed",
}
"""What is dealt with before all else, where the lifecycle allows it."""


def what_next(card: Card) -> str | None:
    """Return what an officer would do next, fit for the middle of a sentence; None at its end."""
    if not card.open:
        return None
    if card.owner is None:
        return "claim it"
    match card.case:
        case "question":
            return "reply to the asker, then close it"
        case "breach":
            left = (line for line in card.checklist if line not in card.ticked)
            return next((f'see to "{line}"' for line in left), "close it")
        case "request":
            return _next_of_request(card)
        case _:
            assert_never(card.case)


def _next_of_request(card: Card) -> str:
    first = next((words for step, words in _FIRST_OF_ALL.items() if step in card.steps), None)
    if first:
        return first
    if needs_search(card.rights) and not card.searched:
        return "search for the data"
    return "respond"
