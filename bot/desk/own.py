"""A requester's own request: whose it is, what is refused in plain words, what a change redraws."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from sqlmodel import Session

from bot.access import Deed
from bot.desk import cards, receipts
from bot.desk.values import Desk, Writer, require_may
from bot.register import store as requests
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from bot.register.standing import stands_for_them


class OnlyLogged(Exception):
    """Somebody logged it for another person, and would now speak for them."""

    def __init__(self) -> None:
        super().__init__(
            "You logged this for somebody else, so only they can say that. If they have told you, "
            "add it to the request, please."
        )


class NotPossibleNow(Exception):
    """What its requester wants does not fit how the request stands."""

    def __init__(self, request: RightsRequest) -> None:
        which = request.reference or "your message"
        said = f'That is not possible now, since {which} stands as "{stands_for_them(request)}".'
        super().__init__(said)


@contextmanager
def plainly(request: RightsRequest) -> Iterator[None]:
    """Refuse in a requester's words what the lifecycle refuses in an officer's."""
    try:
        yield
    except StepNotAllowed as refused:
        raise NotPossibleNow(request) from refused


def theirs(session: Session, request: str, writer: Writer) -> RightsRequest:
    """Return the writer's own request: who logs one for another is not its requester in law.

    Raises `NoSuchRequest`, `NotAllowed` and `OnlyLogged`.
    """
    found = own(session, request, writer)
    if found.on_behalf is not None:
        raise OnlyLogged
    return found


def own(session: Session, request: str, writer: Writer) -> RightsRequest:
    """Return what the writer wrote or logged; raises `NoSuchRequest` and `NotAllowed`."""
    found = requests.get(session, request)
    require_may(writer, Deed.DECIDE, concerning=found.requester)
    return found


def show(
    session: Session, desk: Desk, request: RightsRequest, said: str, key: str, now: datetime
) -> None:
    """Redraw receipt and card as the request stands, and say below the card what happened."""
    receipts.redraw(session, request, desk=desk, key=key, now=now)
    cards.show(session, request, said=said, key=key, today=desk.today(now), now=now)
