"""The officers' card of a rights request follows the request."""

from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from bot import tasks
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.register.lifecycle import Step
from bot.register.requests import RightsRequest

_OUTSIDE_THE_MENU: Final = frozenset(
    {
        *(Step.LOG, Step.DISMISS, Step.CONFIRM, Step.ONLY_ASKING, Step.ADD_DETAILS),
        *(Step.CLAIM, Step.LINK),
    }
)
"""Steps that have buttons and forms of their own."""


def steps_for_officers(request: RightsRequest, today: date) -> tuple[Step, ...]:
    """Return what an officer may do with it today."""
    return tuple(step for step in request.allowed(today) if step not in _OUTSIDE_THE_MENU)


def face_of(request: RightsRequest, today: date) -> dict[str, Any]:
    """Return what of a card shows how the request stands, by the card's field names."""
    return {
        "state": request.state,
        "open": request.is_open,
        "rights": request.rights,
        "due": request.due,
        "target": request.target,
        "working": request.working,
        "steps": steps_for_officers(request, today),
        "stopped": request.is_stopped,
        "overdue": is_overdue(request, today),
        "awaits": request.awaits,
        "searched": tuple(dict.fromkeys(it.system for it in request.progress.searches)),
    }


def is_overdue(request: RightsRequest, today: date) -> bool:
    """Return whether its last day has passed while it is open and its clock runs."""
    runs = request.is_open and not request.is_stopped
    return runs and request.due is not None and request.due < today


def show(
    session: Session, request: RightsRequest, *, said: str, key: str, today: date, now: datetime
) -> None:
    """Redraw the officers' card and say in its thread what happened."""
    redraw(session, request, today=today, now=now)
    escalations.note(session, escalation=request.id, key=key, text=said, now=now)


def redraw(session: Session, request: RightsRequest, *, today: date, now: datetime) -> None:
    """Redraw the officers' card as the request stands."""
    card = cases.get(session, request.id).card.model_copy(update=face_of(request, today))
    escalations.redraw(session, escalation=request.id, card=card, now=now)
    cases.close(session, request.id, request.closed_on)
    if request.closed_on is not None:
        tasks.withdraw_all(session, escalation=request.id, now=now)
