"""Every query about the register; frozen values out."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, func, or_, tuple_
from sqlalchemy.orm import Mapped
from sqlmodel import Session, SQLModel, col, select, update

from bot.database import look_up_keys
from bot.places import ERASED, NOBODY, PersonId
from bot.register.audit import AuditRecord
from bot.register.history import Taken
from bot.register.lifecycle import OPEN, UNREGISTERED, Status, Step
from bot.register.on_behalf import in_one_writing
from bot.register.punctuality import Ended
from bot.register.repetition import is_surely_the_same
from bot.register.requests import RightsRequest
from bot.register.rights import HOLDS_ERASURE
from bot.register.tables import AuditRow, RightsRequestRow, StepRow
from bot.register.timeliness import in_time

_REQUESTS = SQLModel.metadata.tables["rights_requests"]
_AUDIT = SQLModel.metadata.tables["audit_records"]


class NoSuchRequest(Exception):
    """The register has no such rights request."""

    def __init__(self) -> None:
        super().__init__("That request is not in the register.")


def save(session: Session, request: RightsRequest) -> None:
    """Keep the request as it now is."""
    origin = request.origin
    session.merge(
        RightsRequestRow(
            id=request.id,
            reference=request.reference,
            status=request.status,
            team=request.requester.team,
            user_id=request.requester.user,
            audience=request.audience,
            requester_name=request.requester_name,
            subject=request.subject,
            on_behalf=_how_it_came(request),
            whose=_first(_name_keys(request)),
            reached_at=_first(_contact_keys(request)),
            rights=",".join(request.rights),
            words=request.words,
            channel=origin.channel if origin else None,
            thread_ts=origin.ts if origin else None,
            received=request.received,
            received_at=request.received_at,
            nation=request.nation,
            due=request.due,
            working=json.dumps(request.working),
            progress=request.progress.model_dump_json(),
            closed_on=request.closed_on,
            in_time=in_time(request),
            erased_on=request.erased_on,
            version=request.version,
            stopped=request.is_open and not request.clock_runs,
            awaits=",".join(request.awaits),
        )
    )
    session.flush()


def get(session: Session, request: str) -> RightsRequest:
    """Return the request with this id; raises `NoSuchRequest`."""
    row = session.get(RightsRequestRow, request)
    if row is None:
        raise NoSuchRequest
    return _value(row)


def find(session: Session, request: str) -> RightsRequest | None:
    """Return the request with this id, if there is one."""
    row = session.get(RightsRequestRow, request)
    return None if row is None else _value(row)


def by_reference(session: Session, reference: str) -> RightsRequest:
    """Return the request that is called so; raises `NoSuchRequest`."""
    called = select(RightsRequestRow).where(RightsRequestRow.reference == reference)
    row = session.exec(called).one_or_none()
    if row is None:
        raise NoSuchRequest
    return _value(row)


def registered(session: Session) -> Iterator[RightsRequest]:
    """Return every registered request, oldest reference first."""
    rows = select(RightsRequestRow).where(col(RightsRequestRow.reference).is_not(None))
    oldest_first = rows.order_by(col(RightsRequestRow.received_at), col(RightsRequestRow.reference))
    return (_value(row) for row in session.exec(oldest_first))


def page(
    session: Session, *, after: RightsRequest | None, most: int, only_open: bool = False
) -> tuple[RightsRequest, ...]:
    """Return the registered requests that came in after this one, oldest first, so many at most."""
    received, called = _REQUESTS.c.received_at, _REQUESTS.c.reference
    rows = sa.select(_REQUESTS).where(called.is_not(None)).order_by(received, called)
    if after is not None:
        rows = rows.where(tuple_(received, called) > (after.received_at, after.reference))
    if only_open:
        rows = rows.where(_REQUESTS.c.status.in_(OPEN))
    # Plain rows: a register is read whole here, and objects of rows take a third of the time.
    found = session.connection().execute(rows.limit(most))
    return tuple(_of_fields(dict(row)) for row in found.mappings())


def closed_before(session: Session, status: Status, before: date) -> tuple[str, ...]:
    """Return the ids of what stands so since this day or earlier and still holds names and words.

    What was never registered is reckoned from its receipt.
    """
    since = RightsRequestRow.received if status in UNREGISTERED else RightsRequestRow.closed_on
    rows = select(RightsRequestRow.id).where(
        RightsRequestRow.status == status,
        col(since) <= before,
        col(RightsRequestRow.erased_on).is_(None),
    )
    return tuple(session.exec(rows.order_by(col(since))))


def all_open(session: Session) -> tuple[RightsRequest, ...]:
    """Return every open request."""
    rows = select(RightsRequestRow).where(col(RightsRequestRow.status).in_(OPEN))
    return tuple(map(_value, session.exec(rows)))


def erase_steps(session: Session, request: str, requester: PersonId) -> None:
    """Forget the names and reasons in a request's history, and that the requester was who."""
    for row in session.exec(select(StepRow).where(StepRow.request == request)):
        row.name, row.why = ERASED, ""
        if (row.team, row.user_id) == (requester.team, requester.user):
            row.team, row.user_id = NOBODY.team, NOBODY.user
    session.flush()


def remove(session: Session, request: str) -> None:
    """Forget what was never registered, and its history; raises `NoSuchRequest`."""
    row = session.get(RightsRequestRow, request)
    if row is None or row.reference is not None:
        raise NoSuchRequest
    session.delete(row)
    for step in session.exec(select(StepRow).where(StepRow.request == request)).all():
        session.delete(step)
    session.flush()


def between(session: Session, *, since: date, until: date) -> Iterator[RightsRequest]:
    """Return what was received by the last of these days and not closed before the first."""
    closed = col(RightsRequestRow.closed_on)
    rows = select(RightsRequestRow).where(
        col(RightsRequestRow.reference).is_not(None),
        col(RightsRequestRow.received) <= until,
        closed.is_(None) | (closed >= since),
    )
    return (_value(row) for row in session.exec(rows).yield_per(500))


def flow(session: Session, *, since: date, until: date) -> tuple[dict[date, int], dict[date, int]]:
    """Return how many requests were received, and how many closed, on which of these days.

    Those that were added to an earlier one are counted with it.
    """
    received, closed = col(RightsRequestRow.received), col(RightsRequestRow.closed_on)

    def daily(day: Mapped[date] | Mapped[date | None]) -> dict[date, int]:
        counting = select(day, func.count()).where(
            col(RightsRequestRow.reference).is_not(None),
            col(RightsRequestRow.status) != Status.LINKED,
            day.between(since, until),
        )
        found = session.exec(counting.group_by(day))
        return {on: requests for on, requests in found if on is not None}

    return daily(received), daily(closed)


def is_any_by(session: Session, day: date) -> bool:
    """Return whether anything was registered that was received by this day."""
    any_one = select(RightsRequestRow.id).where(
        col(RightsRequestRow.reference).is_not(None), col(RightsRequestRow.received) <= day
    )
    return session.exec(any_one.limit(1)).first() is not None


def how_many(session: Session, *, only_open: bool = False) -> int:
    """Return the number of registered requests."""
    counted = select(func.count()).where(col(RightsRequestRow.reference).is_not(None))
    if only_open:
        counted = counted.where(col(RightsRequestRow.status).in_(OPEN))
    return session.exec(counted).one()


def of_requester(session: Session, person: PersonId) -> tuple[RightsRequest, ...]:
    """Return what one person has asked for, newest first, candidates left out."""
    rows = (
        select(RightsRequestRow)
        .where(
            col(RightsRequestRow.team) == person.team,
            col(RightsRequestRow.user_id) == person.user,
            col(RightsRequestRow.reference).is_not(None),
        )
        .order_by(col(RightsRequestRow.received_at).desc())
    )
    return tuple(_value(row) for row in session.exec(rows))


def written_by(session: Session, person: PersonId) -> tuple[RightsRequest, ...]:
    """Return what a person wrote or logged, oldest first, candidates among it."""
    rows = select(RightsRequestRow).where(
        col(RightsRequestRow.team) == person.team, col(RightsRequestRow.user_id) == person.user
    )
    return tuple(map(_value, session.exec(rows.order_by(col(RightsRequestRow.received_at)))))


def about_somebody_called(session: Session, name: str) -> tuple[RightsRequest, ...]:
    """Return the requests about anybody of this name, oldest first; names are not unique."""
    rows = select(RightsRequestRow).where(
        col(RightsRequestRow.whose).in_(look_up_keys(in_one_writing(name)))
    )
    return tuple(map(_value, session.exec(rows.order_by(col(RightsRequestRow.received_at)))))


def audit_by(session: Session, person: PersonId) -> tuple[AuditRecord, ...]:
    """Return what a person did, oldest first."""
    rows = select(AuditRow).where(AuditRow.actor == f"{person.team}/{person.user}")
    found = session.exec(rows.order_by(col(AuditRow.number)))
    return tuple(AuditRecord.model_validate(row) for row in found)


def ended(session: Session, *, since: date) -> tuple[Ended, ...]:
    """Return how many requests were brought to an end on each day since, and how many in time."""
    closed_on, timely = col(RightsRequestRow.closed_on), col(RightsRequestRow.in_time)
    by_day = (
        select(closed_on, func.count(), func.count().filter(timely.is_(True)))
        .where(closed_on >= since, timely.is_not(None))
        .group_by(closed_on)
    )
    return tuple(
        Ended(on=on, requests=requests, in_time=in_time)
        for on, requests, in_time in session.exec(by_day)
        if on is not None
    )


def of_same_person(session: Session, request: RightsRequest) -> tuple[RightsRequest, ...]:
    """Return the registered requests that are perhaps the same person's, itself left out.

    The person is the data subject where there is one: by name, by how they are reached, and by who
    wrote in Slack; whoever logs a request for others is not that person.
    """
    same: list[ColumnElement[bool]] = [col(RightsRequestRow.whose).in_(_name_keys(request))]
    contact = _contact_keys(request)
    if contact:
        same.append(col(RightsRequestRow.reached_at).in_(contact))
    if request.on_behalf is None:
        same.append(_wrote_for_themselves(request.requester))
    rows = (
        select(RightsRequestRow)
        .where(or_(*same), col(RightsRequestRow.reference).is_not(None))
        .where(col(RightsRequestRow.id) != request.id)
        .order_by(col(RightsRequestRow.received_at).desc())
    )
    return tuple(_value(row) for row in session.exec(rows))


def make_keys_anew(session: Session, *, after: str, most: int) -> str | None:
    """Make the look-up keys of so many requests by the first key; return the last one's id."""
    following = select(RightsRequestRow).where(col(RightsRequestRow.id) > after)
    last = None
    for row in session.exec(following.order_by(col(RightsRequestRow.id)).limit(most)):
        request = _value(row)
        row.whose, row.reached_at = _first(_name_keys(request)), _first(_contact_keys(request))
        last = row.id
    session.flush()
    return last


def holding(session: Session, request: RightsRequest) -> tuple[str, ...]:
    """Return the person's other open cases while which nothing of theirs is erased (fact 14)."""
    return tuple(
        other.reference
        for other in of_same_person(session, request)
        if other.is_open
        and other.reference
        and is_surely_the_same(request, other)
        and HOLDS_ERASURE.intersection(other.open_rights)
    )


def move(session: Session, *, old: str, new: str) -> None:
    """Let the requests that began in a channel follow to its new id."""
    there = update(RightsRequestRow).where(col(RightsRequestRow.channel) == old)
    session.connection().execute(there.values(channel=new))


def add_step(session: Session, taken: Taken) -> None:
    """Keep a step that was taken; two cannot make the same version of a request."""
    session.add(
        StepRow(
            request=taken.request,
            number=taken.number,
            at=taken.at,
            team=taken.who.team,
            user_id=taken.who.user,
            name=taken.name,
            step=taken.step,
            on=taken.on,
            rights=",".join(taken.rights),
            why=taken.why,
        )
    )
    session.flush()


def history(session: Session, request: str) -> tuple[Taken, ...]:
    """Return what was done with a request, oldest first."""
    rows = select(StepRow).where(StepRow.request == request).order_by(col(StepRow.number))
    return tuple(_taken(row) for row in session.exec(rows))


def last_taken(session: Session, request: str, step: Step) -> date | None:
    """Return the day of the last time that a step was taken with a request."""
    rows = select(func.max(StepRow.on)).where(StepRow.request == request, StepRow.step == step)
    return session.exec(rows).one()


def last_audit_record(session: Session) -> AuditRecord | None:
    """Return the head of the chain."""
    row = session.exec(select(AuditRow).order_by(col(AuditRow.number).desc()).limit(1)).first()
    return None if row is None else AuditRecord.model_validate(row)


def last_audit_number(session: Session) -> int:
    """Return the number of the last record, 0 before the first."""
    return session.exec(select(func.max(AuditRow.number))).one() or 0


def append(session: Session, record: AuditRecord) -> None:
    """Keep the chain's next record."""
    session.add(AuditRow.model_validate(record.model_dump()))
    session.flush()


class Unreadable(Exception):
    """A record of the chain holds what no record can."""

    def __init__(self, number: int) -> None:
        super().__init__(f"Audit record {number} cannot be read: it was altered.")
        self.number = number


def audit_page(session: Session, *, after: int | None, most: int) -> tuple[AuditRecord, ...]:
    """Return so many records at most that follow this number; raises `Unreadable`."""
    following = () if after is None else (_AUDIT.c.number > after,)
    chosen = sa.select(_AUDIT).where(*following).order_by(_AUDIT.c.number).limit(most)
    try:
        return tuple(
            AuditRecord.model_validate(row) for row in session.connection().execute(chosen)
        )
    except ValueError as fault:
        numbers = sa.select(_AUDIT.c.number).where(*following).order_by(_AUDIT.c.number).limit(most)
        found = session.connection().execute(numbers).scalars().all()
        raise Unreadable(_first_unreadable(session, found)) from fault


def _first_unreadable(session: Session, numbers: Sequence[int]) -> int:
    for number in numbers:
        one = sa.select(_AUDIT).where(_AUDIT.c.number == number)
        try:
            AuditRecord.model_validate(session.connection().execute(one).one())
        except ValueError:
            return number
    return numbers[0]


def audit_of(session: Session, case: str) -> tuple[AuditRecord, ...]:
    """Return what was recorded of one case, oldest first."""
    rows = select(AuditRow).where(AuditRow.subject == case).order_by(col(AuditRow.number))
    return tuple(AuditRecord.model_validate(row) for row in session.exec(rows))


def _wrote_for_themselves(person: PersonId) -> ColumnElement[bool]:
    return and_(
        col(RightsRequestRow.team) == person.team,
        col(RightsRequestRow.user_id) == person.user,
        col(RightsRequestRow.subject).is_(None),
    )


def _how_it_came(request: RightsRequest) -> str | None:
    behalf = request.on_behalf
    return behalf.model_dump_json(exclude={"name"}) if behalf else None


def _name_keys(request: RightsRequest) -> tuple[str, ...]:
    """Return under what a person is found by name; an erased one is found no more."""
    return () if request.erased_on else look_up_keys(in_one_writing(request.whose))


def _contact_keys(request: RightsRequest) -> tuple[str, ...]:
    return look_up_keys(in_one_writing(request.on_behalf.contact)) if request.on_behalf else ()


def _first(keys: tuple[str, ...]) -> str:
    return keys[0] if keys else ""


def _behalf(fields: Mapping[str, Any]) -> dict[str, object] | None:
    if fields["subject"] is None:
        return None
    rest: dict[str, object] = json.loads(fields["on_behalf"] or "{}")
    return {"name": fields["subject"]} | rest


def _taken(row: StepRow) -> Taken:
    fields = row.model_dump(exclude={"team", "user_id"})
    rights = row.rights.split(",") if row.rights else ()
    who = {"team": row.team, "user": row.user_id}
    return Taken.model_validate(fields | {"who": who, "rights": rights})


_ONLY_IN_THE_ROW: Final = {
    *("team", "user_id", "channel", "thread_ts"),
    *("subject", "whose", "reached_at"),
    *("stopped", "awaits", "in_time"),
}


def _value(row: RightsRequestRow) -> RightsRequest:
    return _of_fields(row.model_dump())


def _of_fields(fields: dict[str, Any]) -> RightsRequest:
    origin = (
        {"channel": fields["channel"], "ts": fields["thread_ts"]} if fields["channel"] else None
    )
    own = {name: cell for name, cell in fields.items() if name not in _ONLY_IN_THE_ROW}
    return RightsRequest.model_validate(
        own
        | {
            "requester": {"team": fields["team"], "user": fields["user_id"]},
            "origin": origin,
            "rights": fields["rights"].split(","),
            "working": json.loads(fields["working"]),
            "progress": json.loads(fields["progress"] or "{}"),
            "on_behalf": _behalf(fields),
        }
    )
