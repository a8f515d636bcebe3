"""Every query about escalations; frozen values out."""

from datetime import date, datetime

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from bot.delivery import deliveries
from bot.delivery.for_officers import Card
from bot.escalations.escalation import Escalation, Spoken
from bot.escalations.tables import EscalationRow, SpokenRow
from bot.places import PersonId, Room, Thread


class NoSuchCase(Exception):
    """There is no case with this id."""

    def __init__(self) -> None:
        super().__init__("That case is not in the register.")


def add(session: Session, escalation: Escalation, *, now: datetime) -> None:
    """Keep a new escalation."""
    origin = escalation.origin
    session.add(
        EscalationRow(
            id=escalation.id,
            reference=escalation.reference,
            kind=escalation.case,
            team=escalation.asker.team,
            user_id=escalation.asker.user,
            room=escalation.room,
            channel=origin.channel if origin else None,
            thread_ts=origin.ts if origin else None,
            open=escalation.card.open,
            card=escalation.card.model_dump_json(),
            opened_at=now,
        )
    )
    session.flush()


def get(session: Session, escalation: str) -> Escalation:
    """Return the escalation; raises `NoSuchCase`."""
    return _value(_row(session, escalation))


def by_reference(session: Session, reference: str) -> Escalation:
    """Return the escalation with this reference; raises `NoSuchCase`."""
    row = session.exec(select(EscalationRow).where(EscalationRow.reference == reference)).first()
    if row is None:
        raise NoSuchCase
    return _value(row)


def redraw(session: Session, escalation: str, card: Card) -> int:
    """Keep the card's new face and return its number."""
    row = _row(session, escalation)
    row.card, row.open = card.model_dump_json(), card.open
    row.owner = card.owner.person.user if card.owner and card.owner.person else None
    row.face += 1
    session.flush()
    return row.face


def add_spoken(session: Session, escalation: str, spoken: Spoken) -> None:
    """Keep words that went between the person and the officers."""
    session.add(SpokenRow(escalation=escalation, **spoken.model_dump()))
    session.flush()


def spoken(session: Session, escalation: str) -> tuple[Spoken, ...]:
    """Return what went between the person and the officers, oldest first."""
    rows = select(SpokenRow).where(SpokenRow.escalation == escalation)
    return tuple(
        Spoken.model_validate(row.model_dump(exclude={"number", "escalation"}))
        for row in session.exec(rows.order_by(col(SpokenRow.number)))
    )


def close(session: Session, escalation: str, on: date | None) -> None:
    """Keep the day on which a case was closed; None for one that is open again."""
    _row(session, escalation).closed_on = on
    session.flush()


def in_thread(session: Session, *, person: PersonId, thread: Thread) -> Escalation | None:
    """Return the person's open case that this thread belongs to, if it does.

    A thread belongs to a case when the person wrote there what began it, or when it hangs below
    one of the case's messages to the person.
    """
    began = _open_of(person).where(
        col(EscalationRow.channel) == thread.channel, col(EscalationRow.thread_ts) == thread.ts
    )
    row = session.exec(began).first()
    if row is None:
        told = deliveries.escalation_of(session, thread)
        row = session.exec(_open_of(person).where(col(EscalationRow.id) == told)).first()
    return None if row is None else _value(row)


def latest_open(session: Session, *, person: PersonId) -> Escalation | None:
    """Return the person's newest open case."""
    row = session.exec(_open_of(person)).first()
    return None if row is None else _value(row)


def _open_of(person: PersonId) -> SelectOfScalar[EscalationRow]:
    return (
        select(EscalationRow)
        .where(
            col(EscalationRow.team) == person.team,
            col(EscalationRow.user_id) == person.user,
            col(EscalationRow.open).is_(True),
        )
        .order_by(col(EscalationRow.opened_at).desc())
        .limit(1)
    )


def _row(session: Session, escalation: str) -> EscalationRow:
    row = session.get(EscalationRow, escalation)
    if row is None:
        raise NoSuchCase
    return row


def _value(row: EscalationRow) -> Escalation:
    origin = (
        {"channel": row.channel, "ts": row.thread_ts} if row.channel and row.thread_ts else None
    )
    return Escalation.model_validate(
        {
            "id": row.id,
            "reference": row.reference,
            "case": row.kind,
            "asker": {"team": row.team, "user": row.user_id},
            "room": Room(row.room),
            "origin": origin,
            "card": Card.model_validate_json(row.card),
        }
    )
