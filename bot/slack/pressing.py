"""A press is acted on: who pressed, one transaction, and one clear sentence when it may not be."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt.async_app import AsyncAck
from sqlmodel import Session

from bot.asker import NotYours
from bot.delivery.outgoing import Outgoing, Told
from bot.escalations.escalation import AlreadyClaimed, Closed
from bot.escalations.store import NoSuchCase
from bot.handover import Writer
from bot.officer import Settled
from bot.questions import NoSuchQuestion
from bot.register.saying import StepNotAllowed
from bot.register.store import NoSuchRequest
from bot.slack.door import Door
from bot.slack.payloads import Press

Operation = Callable[[Session, Writer, datetime], Outgoing | None]
"""One transaction; returns what only the presser is told, where there is no thread to say it in."""

REFUSALS = (
    AlreadyClaimed,
    Closed,
    NoSuchCase,
    NoSuchQuestion,
    NoSuchRequest,
    NotYours,
    Settled,
    StepNotAllowed,
)
"""What the core may answer to a press; each message says what is the matter."""

NOT_AN_OFFICER = "Only members of the compliance team can do that."


async def act(door: Door, ack: AsyncAck, press: Press, operation: Operation) -> None:
    """Acknowledge once the operation is committed, and tell the presser what it has to say."""
    writer = await door.writer(press.user, press.team)
    now = door.clock()
    try:
        said = await door.database.in_transaction(lambda session: operation(session, writer, now))
    except REFUSALS as refused:
        said = Told(text=str(refused))
    await ack()
    if said is not None:
        await door.whisper(press, said)


async def act_as_officer(door: Door, ack: AsyncAck, press: Press, operation: Operation) -> None:
    """Do the same for an officer only, asked of Slack at this moment."""
    if await door.is_officer(await door.writer(press.user, press.team)):
        await act(door, ack, press, operation)
    else:
        await ack()
        await door.whisper(press, Told(text=NOT_AN_OFFICER))
