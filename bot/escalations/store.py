"""Escalations: kept, and found again; frozen values out."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from bot.database import put_once
from bot.delivery import deliveries
from bot.delivery.for_officers import Card
from bot.escalations.escalation import Case, Escalation, Spoken
from bot.escalations.tables import EscalationRow, SourceRow, SpokenRow
from bot.places import NOBODY, ChannelId, PersonId, Room, Thread


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
            on_behalf=escalation.card.subject is not None,
            opened_at=now,
            **_face(escalation.card),
        )
    )
    session.flush()


def get(session: Session, escalation: str) -> Escalation:
    """Return the escalation; raises `NoSuchCase`."""
    return value_of(_row(session, escalation))


def find(session: Session, escalation: str) -> Escalation | None:
    """Return the escalation, if there is one."""
    row = session.get(EscalationRow, escalation)
    return None if row is None else value_of(row)


def opened_at(session: Session, escalation: str) -> datetime:
    """Return when the officers had its card; raises `NoSuchCase`."""
    return _row(session, escalation).opened_at


def called(session: Session, escalation: str, now: datetime) -> None:
    """Keep that the officers were called again for this case; raises `NoSuchCase`."""
    _row(session, escalation).called_at = now
    session.flush()


def by_reference(session: Session, reference: str) -> Escalation:
    """Return the escalation with this reference; raises `NoSuchCase`."""
    row = session.exec(select(EscalationRow).where(EscalationRow.reference == reference)).first()
    if row is None:
        raise NoSuchCase
    return value_of(row)


def reference_of(session: Session, escalation: str) -> str | None:
    """Return what a case is called, without opening what is sealed of it."""
    called = select(EscalationRow.reference).where(EscalationRow.id == escalation)
    return session.exec(called).first()


def redraw(session: Session, escalation: str, card: Card) -> int:
    """Keep the card's new face and return its number."""
    row = _row(session, escalation)
    row.sqlmodel_update(_face(card))
    row.face += 1
    session.flush()
    return row.face


def _face(card: Card) -> dict[str, Any]:
    """Return what the row shows of a card, so that a queue need not open it."""
    return {
        "card": card.model_dump_json(),
        "open": card.open,
        "owner": card.owner.person.user if card.owner and card.owner.person else None,
        "due": card.last_day,
        "waits": bool(card.awaits),
    }


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


def how_many(session: Session, case: Case, *, since: datetime, until: datetime) -> int:
    """Return how many such cases were opened in that time."""
    opened_at = col(EscalationRow.opened_at)
    counting = select(func.count()).where(
        EscalationRow.kind == case, opened_at >= since, opened_at < until
    )
    return session.exec(counting).one()


def of_asker(session: Session, person: PersonId) -> tuple[Escalation, ...]:
    """Return the cases that a person brought, oldest first."""
    rows = select(EscalationRow).where(
        EscalationRow.team == person.team, EscalationRow.user_id == person.user
    )
    return tuple(value_of(row) for row in session.exec(rows.order_by(col(EscalationRow.opened_at))))


def closed_before(session: Session, case: Case, before: date) -> tuple[str, ...]:
    """Return the ids of such cases that were closed by this day and still hold names and words."""
    rows = select(EscalationRow.id).where(
        EscalationRow.kind == case,
        col(EscalationRow.closed_on) <= before,
        col(EscalationRow.erased_on).is_(None),
    )
    return tuple(session.exec(rows.order_by(col(EscalationRow.closed_on))))


def open_but_requests(session: Session) -> tuple[Escalation, ...]:
    """Return every open case that is no rights request."""
    others = col(EscalationRow.kind).in_([it for it in Case if it is not Case.REQUEST])
    rows = session.exec(select(EscalationRow).where(others, col(EscalationRow.open).is_(True)))
    return tuple(map(value_of, rows))


def closed_on(session: Session, escalation: str) -> date | None:
    """Return the day on which a case was closed; raises `NoSuchCase`."""
    return _row(session, escalation).closed_on


def erase(session: Session, escalation: str, on: date) -> None:
    """Forget who was concerned, where it began, and what was said; raises `NoSuchCase`."""
    row = _row(session, escalation)
    row.team, row.user_id = NOBODY.team, NOBODY.user
    row.channel = row.thread_ts = row.owner = None
    row.erased_on = on
    for spoken in session.exec(select(SpokenRow).where(SpokenRow.escalation == escalation)).all():
        session.delete(spoken)
    session.flush()


def tie(session: Session, *, message: str, escalation: str) -> None:
    """Remember that a case is made of this message too; once is enough."""
    put_once(session, SourceRow(message=message, escalation=escalation))


def made_of(session: Session, message: str) -> tuple[Escalation, ...]:
    """Return the cases that are made of this message, the open ones first."""
    tied = select(SourceRow.escalation).where(SourceRow.message == message)
    kept = col(EscalationRow.erased_on).is_(None)  # what was erased takes no words any more
    rows = select(EscalationRow).where(col(EscalationRow.id).in_(tied), kept)
    open_first = rows.order_by(col(EscalationRow.open).desc(), col(EscalationRow.opened_at).desc())
    return tuple(value_of(row) for row in session.exec(open_first))


def forget_origin(session: Session, escalation: str) -> None:
    """Send nothing more into the thread in which a case began, since its first message is gone."""
    row = _row(session, escalation)
    row.channel, row.thread_ts = None, None
    session.flush()


def sources_of(session: Session, escalation: str) -> tuple[str, ...]:
    """Return the messages that a case is made of."""
    rows = select(SourceRow.message).where(SourceRow.escalation == escalation)
    return tuple(session.exec(rows))


def in_thread(
    session: Session, *, person: PersonId, thread: Thread, ended: bool = False
) -> Escalation | None:
    """Return the person's newest open case that this thread belongs to, or the newest ended one.

    A thread belongs to a case when the person wrote there what began it, or when it hangs below
    one of the case's messages to the person.
    """
    whose = _newest_of(person, open_=not ended)
    began = (col(EscalationRow.channel) == thread.channel) & (
        col(EscalationRow.thread_ts) == thread.ts
    )
    told = col(EscalationRow.id).in_(deliveries.escalations_of(session, thread))
    row = session.exec(whose.where(began)).first() or session.exec(whose.where(told)).first()
    return None if row is None else value_of(row)


def threads_of_open(session: Session) -> frozenset[Thread]:
    """Return the threads that belong to open cases, the cards' among them."""
    is_open = col(EscalationRow.open).is_(True)
    began = select(EscalationRow.channel, EscalationRow.thread_ts).where(is_open)
    begun = {Thread(channel=ChannelId(it), ts=ts) for it, ts in session.exec(began) if it and ts}
    return deliveries.threads_of(session, select(EscalationRow.id).where(is_open)) | begun


def latest_open(session: Session, *, person: PersonId) -> Escalation | None:
    """Return the person's newest open case about themselves."""
    own = _newest_of(person, open_=True).where(col(EscalationRow.on_behalf).is_(False))
    row = session.exec(own).first()
    return None if row is None else value_of(row)


def begun_in(session: Session, *, channel: str) -> tuple[Escalation, ...]:
    """Return the cases that began in a channel."""
    there = select(EscalationRow).where(col(EscalationRow.channel) == channel)
    return tuple(map(value_of, session.exec(there)))


def move(session: Session, *, old: str, new: str) -> None:
    """Let the cases that began in a channel follow to its new id."""
    there = update(EscalationRow).where(col(EscalationRow.channel) == old)
    session.connection().execute(there.values(channel=new))


def _newest_of(person: PersonId, *, open_: bool) -> SelectOfScalar[EscalationRow]:
    return (
        select(EscalationRow)
        .where(
            col(EscalationRow.team) == person.team,
            col(EscalationRow.user_id) == person.user,
            col(EscalationRow.open).is_(open_),
        )
        .order_by(col(EscalationRow.opened_at).desc())
        .limit(1)
    )


def _row(session: Session, escalation: str) -> EscalationRow:
    row = session.get(EscalationRow, escalation)
    if row is None:
        raise NoSuchCase
    return row


def value_of(row: EscalationRow) -> Escalation:
    """Return the escalation that a row keeps."""
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
