"""A delivery: a message owed, how far it has come, and its row."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, ConfigDict
from sqlmodel import Session, select

from bot.delivery.addresses import ADDRESS, Address
from bot.delivery.outgoing import OUTGOING, Outgoing
from bot.delivery.tables import DeliveryRow
from bot.places import ChannelId


class State(StrEnum):
    """How far a delivery has come."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"


OPEN: Final = (State.WAITING.value, State.SENDING.value)


class Delivery(BaseModel):
    """A message owed, as an attempt needs to know it."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    seq: int
    id: str
    lane: str
    escalation: str | None
    address: Address
    message: Outgoing | None
    status: State
    attempts: int
    owed_since: datetime
    due_at: datetime
    marked_at: datetime | None
    channel: ChannelId | None
    thread_ts: str | None
    sent_ts: str | None
    fault: str | None

    @property
    def in_doubt(self) -> bool:
        """Whether an earlier attempt may have posted it."""
        return self.status is State.SENDING


def row_of(session: Session, delivery: str) -> DeliveryRow | None:
    """Return the row with this id, if there is one."""
    return session.exec(select(DeliveryRow).where(DeliveryRow.id == delivery)).one_or_none()


def known_row(session: Session, delivery: str) -> DeliveryRow:
    """Return the row with this id, which is there."""
    return session.exec(select(DeliveryRow).where(DeliveryRow.id == delivery)).one()


def value_of(row: DeliveryRow) -> Delivery:
    """Return the delivery that a row keeps."""
    return value_in(row.model_dump())


def value_in(columns: Mapping[Any, Any]) -> Delivery:
    """Return the delivery that these columns of its row keep."""
    address, message = columns["address"], columns["message"]
    read = {
        "address": ADDRESS.validate_json(address),
        "message": None if message is None else OUTGOING.validate_json(message),
    }
    return Delivery.model_validate({**columns, **read})
