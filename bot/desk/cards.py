"""The officers' card of a rights request follows the request."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from bot import tasks
from bot.delivery.for_officers import Card
from bot.desk.beside import others_of
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.places import Room
from bot.register import store as requests
from bot.register.conditions import erasure_held_by, may_be_held, why_no_answer
from bot.register.lifecycle import FOR_OFFICERS_TO_CHOOSE, Step
from bot.register.requests import RightsRequest
from bot.register.rights import HOLDS_ERASURE
from bot.register.standing import ending_of, state_of


def steps_for_officers(
    request: RightsRequest, today: date, held_by: tuple[str, ...]
) -> tuple[Step, ...]:
    """Return what an officer may do with it today."""
    allowed = request.allowed(today, held_by)
    return tuple(step for step in allowed if step in FOR_OFFICERS_TO_CHOOSE)


def face_of(
    request: RightsRequest, today: date, *, held_by: tuple[str, ...] = ()
) -> dict[str, Any]:
    """Return what of a card shows how the request stands, by the card's field names.

    `held_by` names the same person's other open cases that forbid to erase.
    """
    return {
        "state": state_of(request),
        "open": request.is_open,
        "rights": request.rights,
        "due": request.due,
        "target": request.target,
        "working": request.working,
        "steps": steps_for_officers(request, today, held_by),
        "held_by": erasure_held_by(request, held_by),
        "ended": ending_of(request),
        "starts_anew": request.starts_anew,
        "no_answer": why_no_answer(request, max(today, request.received)),
        "stopped": request.is_stopped,
        "acknowledged": request.progress.acknowledged if request.thirty_days_met else None,
        "overdue": is_overdue(request, today),
        "awaits": request.awaits,
        "searched": tuple(dict.fromkeys(it.system for it in request.progress.searches)),
    }


def is_overdue(request: RightsRequest, today: date) -> bool:
    """Return whether its last day has passed while it is open and its clock runs."""
    return request.clock_runs and request.due is not None and request.due < today


def show(
    session: Session, request: RightsRequest, *, said: str, key: str, today: date, now: datetime
) -> None:
    """Redraw the officers' card and say in its thread what happened."""
    redraw(session, request, today=today, now=now)
    escalations.note(session, escalation=request.id, key=key, text=said, now=now)


def redraw(session: Session, request: RightsRequest, *, today: date, now: datetime) -> None:
    """Redraw the officers' card as the request stands."""
    ends_or_opens = cases.get(session, request.id).card.open is not request.is_open
    _draw_anew(session, request, today=today, now=now, always=True)
    cases.close(session, request.id, request.closed_on)
    if request.closed_on is not None:
        tasks.withdraw_all(session, escalation=request.id, now=now)
    hold_or_let_go(session, request, today=today, now=now)
    if ends_or_opens:
        _say_so_beside(session, request, today=today, now=now)


def hold_or_let_go(session: Session, request: RightsRequest, *, today: date, now: datetime) -> None:
    """Redraw the cards of the person's erasures that this request holds, or holds no more."""
    if not HOLDS_ERASURE.intersection(request.rights):
        return
    for other in requests.of_same_person(session, request):
        if may_be_held(other) and cases.find(session, other.id):
            _draw_anew(session, other, today=today, now=now)


def _say_so_beside(session: Session, request: RightsRequest, *, today: date, now: datetime) -> None:
    """Redraw the cards of the person's open requests that say of this one how it stands."""
    for other in requests.of_same_person(session, request):
        case = cases.find(session, other.id)
        if other.is_open and case:
            thread = case.origin if case.room is Room.DIRECT else None
            beside = others_of(session, other, thread=thread, today=today)
            _draw_anew(session, other, today=today, now=now, beside=beside)


def _draw_anew(
    session: Session,
    request: RightsRequest,
    *,
    today: date,
    now: datetime,
    beside: Mapping[str, Any] | None = None,
    always: bool = False,
) -> None:
    shown = cases.get(session, request.id).card
    face = face_of(request, today, held_by=requests.holding(session, request))
    card = shown.model_copy(update={**face, **_counted_from(request, shown), **(beside or {})})
    if always or card != shown:
        escalations.redraw(session, escalation=request.id, card=card, now=now)


def _counted_from(request: RightsRequest, shown: Card) -> dict[str, date]:
    """Return the day that the law counts from, where it is not that of the message.

    What is added to a request may have been received before it.
    """
    return {"received_on": request.received} if request.received != shown.came_on else {}
