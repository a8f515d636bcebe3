"""What else the same person has asked for, as the card of a request says it."""

from datetime import date
from typing import Any

from sqlmodel import Session

from bot.desk.answered import earlier_of, why_apart
from bot.places import Thread
from bot.register import store as requests
from bot.register.repetition import repetition
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from bot.register.standing import closed_in_brief
from bot.register.working_days import in_words


def others_of(
    session: Session, request: RightsRequest, *, thread: Thread | None, today: date
) -> dict[str, Any]:
    """Return what a card shows of the person's other requests, by the card's field names.

    `thread` is where it was written, if that was a direct message.
    """
    found = repetition(request, requests.of_same_person(session, request))
    earlier = earlier_of(session, request, found, thread)
    like = None if found.like == earlier else found.like
    joins = found.may_join
    return {
        "repeated": found.within_a_year if len(found.within_a_year) > 1 else (),
        "repeats_surely": found.surely,
        **_ended(request, earlier, today),
        "looks_like": _in_words(like) if like else "",
        "beside": _in_words(joins) if joins and joins != found.like else "",
        "can_be_added": joins is not None,
        "add_to": joins.id if joins else "",
    }


def _ended(request: RightsRequest, earlier: RightsRequest | None, today: date) -> dict[str, Any]:
    if earlier is None:
        return {"earlier": "", "reopens": "", "stays_apart": ""}
    apart = why_apart(request, earlier, on=today)
    what = rights_in_words(earlier.rights)
    if earlier.due:
        what += f"; its last day is {in_words(earlier.due)}"  # reopened, it has the same
    return {
        "earlier": f"{earlier.reference}, {closed_in_brief(earlier)} ({what})",
        "reopens": "" if apart else earlier.id,
        "stays_apart": apart,
    }


def _in_words(earlier: RightsRequest) -> str:
    stands = "still open" if earlier.is_open else "closed"
    rights, day = rights_in_words(earlier.rights), in_words(earlier.received)
    return f"{earlier.reference} ({rights}; {day}; {stands})"
