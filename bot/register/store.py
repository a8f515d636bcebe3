"""Rights requests: kept, and found again; frozen values out."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa
from sqlalchemy import ColumnElement, and_, func, or_, tuple_
from sqlmodel import Session, SQLModel, col, select, update

from bot.places import PersonId
from bot.register.lifecycle import OPEN, UNREGISTERED, Status
from bot.register.on_behalf import in_one_writing
from bot.register.repetition import is_surely_the_same
from bot.register.requests import RightsRequest
from bot.register.rights import HOLDS_ERASURE
from bot.register.rows import (
    contact_keys,
    name_keys,
    row_of,
    stored_keys,
    value_of,
    value_of_fields,
)
from bot.register.tables import RightsRequestRow, StepRow
from bot.sealing import look_up_keys

_REQUESTS = SQLModel.metadata.tables["rights_requests"]


class NoSuchRequest(Exception):
    """The register has no such rights request."""

    def __init__(self) -> None:
        super().__init__("That request is not in the register.")


def save(session: Session, request: RightsRequest) -> None:
    """Keep the request as it now is."""
    session.merge(row_of(request))
    session.flush()


def get(session: Session, request: str) -> RightsRequest:
    """Return the request with this id; raises `NoSuchRequest`."""
    row = session.get(RightsRequestRow, request)
    if row is None:
        raise NoSuchRequest
    return value_of(row)


def find(session: Session, request: str) -> RightsRequest | None:
    """Return the request with this id, if there is one."""
    row = session.get(RightsRequestRow, request)
    return None if row is None else value_of(row)


def by_reference(session: Session, reference: str) -> RightsRequest:
    """Return the request that is called so; raises `NoSuchRequest`."""
    called = select(RightsRequestRow).where(RightsRequestRow.reference == reference)
    row = session.exec(called).one_or_none()
    if row is None:
        raise NoSuchRequest
    return value_of(row)


def reference_of(session: Session, request: str) -> str | None:
    """Return what a request is called, without opening what is sealed of it."""
    called = select(RightsRequestRow.reference).where(RightsRequestRow.id == request)
    return session.exec(called).first()


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
    return tuple(value_of_fields(dict(row)) for row in found.mappings())


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


def open_of(
    session: Session, people: Collection[PersonId], names: Collection[str]
) -> tuple[RightsRequest, ...]:
    """Return the open requests that any of these people wrote, or that are about such a name.

    What an earlier version of ours wrote without a key for the name is returned as well.
    """
    ids = [(person.team, person.user) for person in people]
    keys = [key for name in names for key in look_up_keys(name)]
    same = (
        tuple_(col(RightsRequestRow.team), col(RightsRequestRow.user_id)).in_(ids),
        col(RightsRequestRow.whose).in_(keys),
        func.length(RightsRequestRow.whose) == 0,  # by no index: every erased one has none either
    )
    rows = select(RightsRequestRow).where(col(RightsRequestRow.status).in_(OPEN), or_(*same))
    return tuple(map(value_of, session.exec(rows)))


def remove(session: Session, request: str) -> None:
    """Forget what was never registered, and its history; raises `NoSuchRequest`."""
    row = session.get(RightsRequestRow, request)
    if row is None or row.reference is not None:
        raise NoSuchRequest
    session.delete(row)
    for step in session.exec(select(StepRow).where(StepRow.request == request)).all():
        session.delete(step)
    session.flush()


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
    return tuple(value_of(row) for row in session.exec(rows))


def written_by(session: Session, person: PersonId) -> tuple[RightsRequest, ...]:
    """Return what a person wrote or logged, oldest first, candidates among it."""
    rows = select(RightsRequestRow).where(
        col(RightsRequestRow.team) == person.team, col(RightsRequestRow.user_id) == person.user
    )
    return tuple(map(value_of, session.exec(rows.order_by(col(RightsRequestRow.received_at)))))


def about_somebody_called(session: Session, name: str) -> tuple[RightsRequest, ...]:
    """Return the requests about anybody of this name, oldest first; names are not unique."""
    rows = select(RightsRequestRow).where(
        col(RightsRequestRow.whose).in_(look_up_keys(in_one_writing(name)))
    )
    return tuple(map(value_of, session.exec(rows.order_by(col(RightsRequestRow.received_at)))))


def of_same_person(session: Session, request: RightsRequest) -> tuple[RightsRequest, ...]:
    """Return the registered requests that are perhaps the same person's, itself left out.

    The person is the data subject where there is one: by name, by how they are reached, and by who
    wrote in Slack; whoever logs a request for others is not that person.
    """
    same: list[ColumnElement[bool]] = [col(RightsRequestRow.whose).in_(name_keys(request))]
    contact = contact_keys(request)
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
    return tuple(value_of(row) for row in session.exec(rows))


def make_keys_anew(session: Session, *, after: str, most: int) -> str | None:
    """Make the look-up keys of so many requests by the first key; return the last one's id."""
    following = select(RightsRequestRow).where(col(RightsRequestRow.id) > after)
    last = None
    for row in session.exec(following.order_by(col(RightsRequestRow.id)).limit(most)):
        request = value_of(row)
        row.whose, row.reached_at = stored_keys(request)
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


def _wrote_for_themselves(person: PersonId) -> ColumnElement[bool]:
    return and_(
        col(RightsRequestRow.team) == person.team,
        col(RightsRequestRow.user_id) == person.user,
        col(RightsRequestRow.subject).is_(None),
    )
