"""Every query about the register; frozen values out."""

import json
from collections.abc import Iterator

from sqlmodel import Session, col, select

from bot.places import PersonId
from bot.register.audit import AuditRecord
from bot.register.requests import RightsRequest
from bot.register.tables import AuditRow, RightsRequestRow


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
            rights=",".join(request.rights),
            words=request.words,
            channel=origin.channel if origin else None,
            thread_ts=origin.ts if origin else None,
            received=request.received,
            received_at=request.received_at,
            nation=request.nation,
            due=request.due,
            working=json.dumps(request.working),
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


def last_audit_record(session: Session) -> AuditRecord | None:
    """Return the head of the chain."""
    row = session.exec(select(AuditRow).order_by(col(AuditRow.number).desc()).limit(1)).first()
    return None if row is None else AuditRecord.model_validate(row)


def append(session: Session, record: AuditRecord) -> None:
    """Keep the chain's next record."""
    session.add(AuditRow.model_validate(record.model_dump()))
    session.flush()


def audit_records(session: Session) -> Iterator[AuditRecord]:
    """Return the chain from its beginning."""
    rows = session.exec(select(AuditRow).order_by(col(AuditRow.number)))
    return (AuditRecord.model_validate(row) for row in rows)


def _value(row: RightsRequestRow) -> RightsRequest:
    fields = row.model_dump(exclude={"team", "user_id", "channel", "thread_ts"})
    origin = {"channel": row.channel, "ts": row.thread_ts} if row.channel else None
    return RightsRequest.model_validate(
        fields
        | {
            "requester": {"team": row.team, "user": row.user_id},
            "origin": origin,
            "rights": row.rights.split(","),
            "working": json.loads(row.working),
        }
    )
