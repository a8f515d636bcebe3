"""A case that has ended, and what comes after it: whose words go on with which."""

from datetime import date, datetime

from sqlmodel import Session

from bot.delivery.pieces import Named
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Escalation
from bot.places import PersonId, Thread
from bot.register import store as requests
from bot.register.addition import CannotBeAdded, added
from bot.register.lifecycle import Status, Step
from bot.register.repetition import Repetition, is_surely_the_same
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from bot.register.standing import closed_in_brief
from bot.register.working_days import in_words


def ended_in_thread(session: Session, person: PersonId, thread: Thread) -> Escalation | None:
    """Return the person's ended case in whose thread it is, or the one that goes on with it."""
    case = cases.in_thread(session, person=person, thread=thread, ended=True)
    return None if case is None else _that_goes_on(session, case)


def _that_goes_on(session: Session, case: Escalation) -> Escalation:
    request = requests.find(session, case.id)
    while request is not None and request.status is Status.LINKED and request.progress.linked_to:
        request = requests.by_reference(session, request.progress.linked_to)
    return case if request is None else cases.find(session, request.id) or case


def in_brief(session: Session, case: Escalation) -> str:
    """Return which case has ended, and when: "RR-2026-0001, answered on Tue 3 Nov 2026"."""
    request = requests.find(session, case.id)
    if request is not None:
        return f"{case.reference}, {closed_in_brief(request)}"
    on = cases.closed_on(session, case.id)
    return f"{case.reference}, closed on {in_words(on)}" if on else case.reference


def show_words(
    session: Session,
    case: Escalation,
    *,
    who: Named,
    words: str,
    key: str,
    edited: bool,
    now: datetime,
) -> None:
    """Show the officers what the person wrote, and that the case had ended where it had."""
    ended = "" if case.card.open else in_brief(session, case)
    escalations.add_words(
        session,
        escalation=case.id,
        who=who,
        words=words,
        key=key,
        now=now,
        ended=ended,
        edited=edited,
    )


def earlier_of(
    session: Session, request: RightsRequest, found: Repetition, thread: Thread | None
) -> RightsRequest | None:
    """Return the ended request that a new one may go on from, if there is one.

    Where it was written says more than what it asks for.
    """
    case = ended_in_thread(session, request.requester, thread) if thread else None
    before = requests.find(session, case.id) if case else None
    if before is None or before.is_open:
        before = found.like
    return None if before is None or before.is_open else before


def why_apart(request: RightsRequest, earlier: RightsRequest, *, on: date) -> str:
    """Return why it cannot be added to an ended request that is reopened; empty where it can."""
    if not is_surely_the_same(request, earlier):
        return f"{earlier.reference} may be another person's: answer each by itself, please."
    try:
        added(earlier.after(Step.REOPEN, on=on), request, on=on)
    except (CannotBeAdded, StepNotAllowed) as apart:
        return str(apart)
    return ""
