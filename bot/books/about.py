"""All that is held about a person is read in one transaction, and that it was read is recorded."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Literal

from sqlmodel import Session

from bot import tasks
from bot.asked import feedback, opinions, questions
from bot.books.gathering import is_theirs, sent
from bot.books.holdings import Case, Held, Holdings, Logged
from bot.delivery import deliveries
from bot.delivery.delivery import Delivery, State
from bot.delivery.outgoing import Outgoing
from bot.escalations import escalation, store
from bot.places import ERASED, NOBODY, PersonId, Value
from bot.register import audit_records, steps_taken
from bot.register import operations as register
from bot.register import store as requests
from bot.register.requests import RightsRequest


class NobodysAnyMore(Exception):
    """A case whose names are erased does not say whose it was."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            f"The names of {reference} were erased, so it no longer says whose it was: "
            "give the person as TEAM:USER."
        )


class Whom(Value):
    """Who is meant: by their id in Slack, by name, or both."""

    person: PersonId | None
    name: str = ""


def whom(session: Session, reference: str) -> Whom:
    """Return the person whose data a case is about; raises `NoSuchCase` and `NobodysAnyMore`.

    Whoever logged it for them is not that person.
    """
    case = store.by_reference(session, reference)
    if case.card.erased:
        raise NobodysAnyMore(reference)
    request = requests.find(session, case.id)
    if request is not None and request.on_behalf is not None:
        return Whom(person=None, name=request.whose)
    return Whom(person=case.asker, name=case.card.who.name)


def held_about(session: Session, *, who: Whom, by: PersonId, now: datetime) -> Holdings:
    """Return all that is held about a person."""
    called = f"{who.person.team}/{who.person.user}" if who.person else "somebody by name"
    register.record(session, actor=by, action="held about packed", case=called, now=now)
    own = _by_id(session, who.person)
    asked = questions.of_asker(session, who.person) if who.person else ()
    names = *(it.requester_name for it in own if it.on_behalf is None), *(it.name for it in asked)
    name = who.name or next(filter(_is_name, names), "")
    return Holdings(
        person=who.person,
        name=name,
        requests=tuple(_held(session, own, name)),
        logged_for_others=tuple(
            Logged(reference=it.reference or "", received=it.received.isoformat())
            for it in own
            if it.on_behalf is not None
        ),
        cases=tuple(_cases(session, who.person)),
        questions=asked,
        feedback=feedback.of(session, [it.id for it in asked]),
        still_owed=_owed(session, who.person, [it.id for it in own if it.on_behalf is None]),
        searches_asked_of_them=tasks.asked_of(session, who.person) if who.person else (),
        what_they_did=audit_records.by_person(session, who.person) if who.person else (),
        made_at=now,
        made_by=f"{by.team}/{by.user}",
    )


def _by_id(session: Session, person: PersonId | None) -> tuple[RightsRequest, ...]:
    return () if person is None else requests.written_by(session, person)


def _held(session: Session, own: tuple[RightsRequest, ...], name: str) -> Iterator[Held]:
    theirs = [it for it in own if it.on_behalf is None]
    known = {it.id for it in theirs}
    for request in theirs:
        yield _with_all(session, request, "id")
    for request in requests.about_somebody_called(session, name) if _is_name(name) else ():
        if request.id not in known:
            yield _with_all(session, request, "name")


def _is_name(name: str) -> bool:
    return name not in {"", ERASED}


def _with_all(session: Session, request: RightsRequest, by: Literal["id", "name"]) -> Held:
    return Held(
        found_by=by,
        request=request,
        steps=steps_taken.history(session, request.id),
        messages=store.spoken(session, request.id),
        sent=tuple(sent(session, it) for it in deliveries.of_case(session, request.id)),
        opinion=opinions.of(session, [request.id]).get(request.id),
    )


def _cases(session: Session, person: PersonId | None) -> Iterator[Case]:
    for case in store.of_asker(session, person) if person not in {None, NOBODY} else ():
        if case.case is not escalation.Case.REQUEST:
            yield Case(card=case.card, messages=store.spoken(session, case.id))


def _owed(session: Session, person: PersonId | None, cases: Iterable[str]) -> tuple[Outgoing, ...]:
    """Return what is still to be sent to them, by itself or in one of their cases."""
    found = [] if person is None else [*deliveries.owed_to(session, person)]
    found += (
        it for case in cases for it in deliveries.of_case(session, case) if _waits(session, it)
    )
    return tuple({it.id: it.message for it in found if it.message is not None}.values())


def _waits(session: Session, delivery: Delivery) -> bool:
    return delivery.status is not State.SENT and is_theirs(session, delivery)
