"""A requester's receipt follows the request: what it says and offers is so when it is read."""

from datetime import datetime

from sqlmodel import Session

from bot.delivery import deliveries
from bot.delivery.addresses import Beneath, InPlaceOf
from bot.delivery.for_anybody import Told
from bot.desk.handover import RECEIPT, receipt, told_earlier
from bot.desk.values import Desk
from bot.register.requests import RightsRequest


def redraw(
    session: Session, request: RightsRequest, *, desk: Desk, key: str, now: datetime
) -> None:
    """Redraw the receipt as the request stands; under one key this is done once."""
    deliveries.put(
        session,
        key=f"{request.id}/receipt/{key}",
        address=InPlaceOf(delivery=told_earlier(request.id, RECEIPT)),
        message=receipt(desk, request, desk.today(now)),
        now=now,
        escalation=request.id,
    )


def follow(
    session: Session,
    request: RightsRequest,
    *,
    before: RightsRequest,
    desk: Desk,
    key: str,
    now: datetime,
) -> None:
    """Redraw the receipt where it says anything else now than it did before a step."""
    today = desk.today(now)
    if receipt(desk, request, today) != receipt(desk, before, today):
        redraw(session, request, desk=desk, key=key, now=now)


def tell_beneath(
    session: Session, request: RightsRequest, text: str, *, key: str, now: datetime
) -> None:
    """Say one sentence below the receipt; under one key it is said once."""
    deliveries.put(
        session,
        key=f"{request.id}/{key}",
        address=Beneath(delivery=told_earlier(request.id, RECEIPT)),
        message=Told(text=text),
        now=now,
        escalation=request.id,
    )
