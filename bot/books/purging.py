"""The purge: cases whose time has come lose names and words, unless something holds them.

What may go is found first; each case is then decided anew in the transaction that erases it, so
that a request which came in between still holds it.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from functools import partial
from typing import Final

from sqlmodel import Session

from bot import tasks
from bot.asked import opinions, questions
from bot.database import Database
from bot.delivery import deliveries
from bot.desk import drafts
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.places import PersonId
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import CLOSED, UNREGISTERED
from bot.register.retention import (
    Erasure,
    Holds,
    Person,
    appearing,
    because,
    by_id,
    by_name,
    concerned,
    erasure,
    held,
    months_of,
)
from bot.register.working_days import months_after
from bot.rounds import Walk
from knowledge.casework import Retention

BY_THE_CLOCK: Final = PersonId(team="desk", user="retention")
"""Who erases when nobody typed it."""
_AT_ONCE: Final = 100
_OWED: Final = "a message that is still owed"


def may_go(session: Session, *, schedule: Retention, today: date) -> tuple[str, ...]:
    """Return the ids of the cases whose time may have come, oldest first by how they ended."""
    ended = sorted(CLOSED | UNREGISTERED)
    found = [
        requests.closed_before(session, it, months_after(today, -months_of(schedule, it)))
        for it in ended
    ]
    others = [
        cases.closed_before(session, it, months_after(today, -_months(schedule, it)))
        for it in (Case.QUESTION, Case.BREACH)
    ]
    return tuple(case for each in (*found, *others) for case in each)


def decided(
    session: Session, *, ids: Sequence[str], schedule: Retention, today: date
) -> tuple[Erasure, ...]:
    """Return of these cases those whose time has come, each with what holds it."""
    holds = _holds(session)
    each = (_erasure(session, case, schedule, holds) for case in ids)
    return tuple(it for it in each if it is not None and it.on <= today)


def purge(
    session: Session,
    *,
    ids: Sequence[str],
    schedule: Retention,
    today: date,
    by: PersonId,
    now: datetime,
) -> tuple[Erasure, ...]:
    """Erase of these cases what nothing holds, and return what was decided."""
    found = decided(session, ids=ids, schedule=schedule, today=today)
    for each in found:
        if each.goes(today):
            _erase(session, each.case, today, by, now)
    return found


def purging(database: Database, schedule: Retention, zone: tzinfo) -> Walk:
    """Return the walk that purges what is due."""

    async def walk(now: datetime) -> None:
        today = now.astimezone(zone).date()
        ids = await database.in_transaction(partial(may_go, schedule=schedule, today=today))
        by = BY_THE_CLOCK
        for some in in_portions(ids):
            erase = partial(purge, ids=some, schedule=schedule, today=today, by=by, now=now)
            await database.in_transaction(erase)

    return walk


def in_portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return the cases in portions that hold up nobody."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _holds(session: Session) -> Holds:
    """Return by person the open cases that are about them."""
    found: defaultdict[Person, set[str]] = defaultdict(set)
    for request in requests.all_open(session):
        for person in concerned(request):
            found[person].add(request.reference or request.id)
    for case in cases.all_open(session):
        if case.case is not Case.REQUEST:
            for person in _asking(case):
                found[person].add(case.reference)
    return {person: frozenset(references) for person, references in found.items()}


def _asking(case: Escalation) -> frozenset[Person]:
    return frozenset({by_id(case.asker), by_name(case.card.who.name)})


def _erasure(session: Session, case: str, schedule: Retention, holds: Holds) -> Erasure | None:
    request = requests.find(session, case)
    if request is None:
        return _of_case(session, case, schedule, holds)
    held_by = held(appearing(request), holds, but=request.reference or "")
    return erasure(request, schedule, held_by=held_by + _owed(session, case))


def _of_case(session: Session, case: str, schedule: Retention, holds: Holds) -> Erasure | None:
    found = cases.get(session, case)
    closed, months = cases.closed_on(session, case), _months(schedule, found.case)
    if found.card.open or found.card.erased or closed is None:
        return None
    return Erasure(
        case=case,
        called=found.reference,
        on=months_after(closed, months),
        why=because("closed", closed, months),
        held_by=held(_asking(found), holds, but=found.reference) + _owed(session, case),
    )


def _months(schedule: Retention, case: Case) -> int:
    return schedule.breach if case is Case.BREACH else schedule.question


def _owed(session: Session, case: str) -> tuple[str, ...]:
    return (_OWED,) if deliveries.is_owed(session, escalation=case) else ()


def _erase(session: Session, case: str, today: date, by: PersonId, now: datetime) -> None:
    request = requests.find(session, case)
    if request is not None:
        register.erase(session, request=case, on=today, by=by, now=now)
        questions.drop(session, case)
        opinions.erase_words(session, case)
    if request is None or request.reference is not None:
        _erase_case(session, case, today, by, now)


def _erase_case(session: Session, case: str, today: date, by: PersonId, now: datetime) -> None:
    drafts.drop(session, escalation=case)
    tasks.drop(session, escalation=case)
    found = cases.find(session, case)
    if found is None:
        return
    escalations.erase(session, escalation=case, on=today, now=now)
    if found.case is not Case.REQUEST:
        register.record(session, actor=by, action="erased", case=found.reference, now=now)
