"""A request repeats an earlier one of the same person, or goes with it: an officer adds it there.

Linked, never blocked: both references stay in the register, and nothing is added but by an officer.
"""

from datetime import datetime

from sqlmodel import Session

from bot.desk import cards, drafts, receipts
from bot.desk.values import Desk, Officer, actor
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import Step
from bot.register.operations import Act
from bot.register.repetition import is_surely_the_same, repetition
from bot.register.requests import RightsRequest
from bot.register.working_days import in_full


class NothingEarlier(Exception):
    """The earlier request that was shown, or any, is not open any more."""

    def __init__(self) -> None:
        super().__init__(
            "The earlier request of this person is not open any more, so this one stays."
        )


def add_to_earlier(
    session: Session, *, desk: Desk, escalation: str, shown: str, officer: Officer, now: datetime
) -> None:
    """Add a request to an earlier one of the same person, and end it there.

    It keeps its rights there. `shown` is the one that the officer saw on the card, by its id; empty
    where the card is of a version that did not say.
    Raises `NoSuchRequest`, `NothingEarlier`, `StepNotAllowed` and `CannotBeAdded`.
    """
    request = requests.get(session, escalation)
    others = requests.of_same_person(session, request)
    found = repetition(request, [it for it in others if shown in {"", it.id}]).may_join
    if found is None:
        raise NothingEarlier
    join(session, desk=desk, request=request, earlier=found.id, officer=officer, now=now)


def add_to_ended(
    session: Session, *, desk: Desk, escalation: str, ended: str, officer: Officer, now: datetime
) -> None:
    """Reopen an earlier request and add a later one to it, both or neither.

    Raises `NoSuchRequest`, `NothingEarlier`, `StepNotAllowed` and `CannotBeAdded`.
    """
    later, earlier = requests.get(session, escalation), requests.get(session, ended)
    if not is_surely_the_same(later, earlier):
        raise NothingEarlier
    if not earlier.is_open:
        act = Act(Step.REOPEN, why=f"for {later.reference}")
        by = actor(desk, officer)
        register.take(session, request=earlier.id, act=act, actor=by, now=now)
    join(session, desk=desk, request=later, earlier=earlier.id, officer=officer, now=now)


def join(
    session: Session,
    *,
    desk: Desk,
    request: RightsRequest,
    earlier: str,
    officer: Officer,
    now: datetime,
) -> None:
    """Add a request to an open one, show it on both cards, and tell who asked.

    Raises `NoSuchRequest`, `StepNotAllowed` and `CannotBeAdded`.
    """
    linked, whole = register.link(
        session, request=request.id, earlier=earlier, actor=actor(desk, officer), now=now
    )
    drafts.drop(session, escalation=linked.id)
    _show_officers(session, desk, linked, whole, officer, now)
    for message in cases.sources_of(session, linked.id):
        cases.tie(session, message=message, escalation=whole.id)
    if linked.on_behalf is None:
        _tell_requester(session, linked, whole, now)
    for changed in (linked, whole):
        key = f"linked/{changed.version}"
        receipts.redraw(session, changed, desk=desk, key=key, now=now)


def _show_officers(
    session: Session,
    desk: Desk,
    linked: RightsRequest,
    earlier: RightsRequest,
    officer: Officer,
    now: datetime,
) -> None:
    key, today, who = f"linked/{linked.id}", desk.today(now), officer.named.name
    said = f"{who} added it to {earlier.reference}, which goes on."
    cards.show(session, linked, said=said, key=key, today=today, now=now)
    said = f"{who} added {linked.reference} to this case; it keeps its own number."
    cards.show(session, earlier, said=said, key=key, today=today, now=now)
    asker = cases.get(session, linked.id).card.who
    escalations.add_words(
        session,
        escalation=earlier.id,
        who=asker,
        words=linked.words,
        key=f"added/{linked.id}",  # where they were added as they came, they are not added again
        now=now,
    )


def _tell_requester(
    session: Session, linked: RightsRequest, earlier: RightsRequest, now: datetime
) -> None:
    by = None if earlier.is_stopped else earlier.due
    due = f" You will hear by {in_full(by)}." if by else ""
    text = f"We have added {linked.reference} to {earlier.reference} and answer both together.{due}"
    receipts.tell_beneath(session, linked, text, key=f"linked/{linked.version}", now=now)
