"""The purge: cases whose time has come lose names and words, unless something holds them.

What may go is found first; each case is then decided anew in the transaction that erases it, so
that a request which came in between still holds it. Much may be due at once, and people are served
meanwhile: so a transaction takes a few cases, rests as long as it took, and a walk ends after some.
"""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime, tzinfo
from functools import partial
from time import monotonic
from typing import Final, Protocol

from sqlmodel import Session

from bot import tasks
from bot.asked import opinions, questions
from bot.database import Database
from bot.delivery import deliveries
from bot.desk import drafts
from bot.escalations import operations as escalations
from bot.escalations import store as cases
from bot.escalations.escalation import Case, Escalation
from bot.places import PersonId, Value
from bot.register import operations as register
from bot.register import store as requests
from bot.register.lifecycle import CLOSED, UNREGISTERED, Status
from bot.register.retention import (
    BY_THE_CLOCK,
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
    in_kinds,
    months_of,
)
from bot.register.working_days import months_after
from bot.rounds import Walk, together_or_each
from bot.unusable import concerns_every_row
from knowledge.casework import Retention

_AT_ONCE: Final = 4
"""Cases a transaction: nobody waits for longer than some fifty milliseconds."""
_EACH_WALK: Final = 200
"""Each case owes the officers a redrawn card, and Slack takes some fifty of these a minute."""
_ENDINGS: Final[tuple[Status | Case, ...]] = (
    *sorted(CLOSED | UNREGISTERED),
    Case.QUESTION,
    Case.BREACH,
)
_OWED: Final = "a message that is still owed"


class LeftOut(Value):
    """A case that could not be looked at or erased, and is as it was."""

    called: str
    why: str
    """The name of what was raised; never what it says, which may hold somebody's words."""


class Look(Protocol):
    """What is done with some cases in one transaction: they are looked at only, or erased."""

    def __call__(self, session: Session, *, ids: Sequence[str]) -> tuple[Erasure, ...]:
        """Do it."""


def may_go(session: Session, *, schedule: Retention, today: date) -> tuple[str, ...]:
    """Return the ids of the cases whose time may have come, oldest first by how they ended."""
    each = (_ended(session, ending, schedule=schedule, today=today) for ending in _ENDINGS)
    return tuple(case for found in each for case in found)


def _ended(
    session: Session, ending: Status | Case, *, schedule: Retention, today: date
) -> tuple[str, ...]:
    """Return likewise the cases that ended so."""
    if isinstance(ending, Status):
        before = months_after(today, -months_of(schedule, ending))
        return requests.closed_before(session, ending, before)
    return cases.closed_before(session, ending, months_after(today, -_months(schedule, ending)))


def decided(
    session: Session, *, ids: Sequence[str], schedule: Retention, today: date
) -> tuple[Erasure, ...]:
    """Return of these cases those whose time has come, each with what holds it."""
    holds = _holds(session, ids)
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


def each_that_can_be(
    database: Database, look: Look, ids: Sequence[str]
) -> tuple[Erasure | LeftOut, ...]:
    """Do it with all these cases at once; where that fails, with each that it can be done with."""
    try:
        return database.transact(partial(look, ids=ids))
    except Exception as fault:  # a boundary: one case must not stop the others
        if concerns_every_row(fault):
            raise
        if len(ids) == 1:
            called = database.transact(partial(_called, case=ids[0]))
            return (LeftOut(called=called, why=type(fault).__name__),)
    return tuple(found for case in ids for found in each_that_can_be(database, look, (case,)))


def _called(session: Session, *, case: str) -> str:
    reference = requests.reference_of(session, case) or cases.reference_of(session, case)
    return reference or case


def purging(database: Database, schedule: Retention, zone: tzinfo) -> Walk:
    """Return the walk that purges some of what is due this day, and at the next walk goes on.

    A case that cannot be erased is left out, and tried again the day after.
    """
    left: dict[date, list[str]] = {}

    async def walk(now: datetime) -> None:
        today = now.astimezone(zone).date()
        if today not in left:
            found = await _all_ended(database, schedule, today)
            left.clear()
            left[today] = found
        for some in in_portions(left[today][:_EACH_WALK]):
            began = monotonic()
            by = BY_THE_CLOCK
            erase = partial(purge, schedule=schedule, today=today, by=by, now=now)
            await together_or_each(database, erase, some)
            del left[today][: len(some)]
            await asyncio.sleep(monotonic() - began)

    return walk


async def _all_ended(database: Database, schedule: Retention, today: date) -> list[str]:
    """Return what may go, each way to end in a transaction of its own."""
    found: list[str] = []
    for ending in _ENDINGS:
        look = partial(_ended, ending=ending, schedule=schedule, today=today)
        found += await database.in_transaction(look)
    return found


def in_portions(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    """Return the cases in portions that hold up nobody."""
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _holds(session: Session, ids: Sequence[str]) -> Holds:
    """Return by person the open cases that are about them, if they appear in any of these cases."""
    people = frozenset(person for case in ids for person in _appearing(session, case))
    found: defaultdict[Person, set[str]] = defaultdict(set)
    for request in requests.open_of(session, *in_kinds(people)):
        for person in concerned(request):
            found[person].add(request.called)
    for case in cases.open_but_requests(session):
        for person in _asking(case):
            found[person].add(case.reference)
    return {person: frozenset(references) for person, references in found.items()}


def _appearing(session: Session, case: str) -> frozenset[Person]:
    request = requests.find(session, case)
    if request is not None:
        return appearing(request)
    found = cases.find(session, case)
    return frozenset() if found is None else _asking(found)


def _asking(case: Escalation) -> frozenset[Person]:
    return frozenset({by_id(case.asker), by_name(case.card.who.name)})


def _erasure(session: Session, case: str, schedule: Retention, holds: Holds) -> Erasure | None:
    request = requests.find(session, case)
    if request is None:
        return _of_case(session, case, schedule, holds)
    held_by = held(appearing(request), holds, but=request.reference or "")
    return erasure(request, schedule, held_by=held_by + _owed(session, case))


def _of_case(session: Session, case: str, schedule: Retention, holds: Holds) -> Erasure | None:
    found = cases.find(session, case)
    if found is None or found.card.open or found.card.erased:
        return None  # nor is anything left of what was never registered and is erased
    closed, months = cases.closed_on(session, case), _months(schedule, found.case)
    if closed is None:
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
