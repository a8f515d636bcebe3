"""A press or form is acted on: who it was, one transaction, one clear sentence if it may not."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, Final, TypeVar

from slack_bolt.async_app import AsyncAck
from sqlmodel import Session

from bot.access import NotAllowed
from bot.asked.opinions import NoScoreYet
from bot.asked.questions import NoSuchQuestion
from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.delivery.unreached import NothingWaits
from bot.desk.asker import NoSuchTopic, NotAnsweredThere
from bot.desk.channels import CardOutOfDate
from bot.desk.closing import NotAllDone, NotEarlier
from bot.desk.drafts import NoSuchDraft
from bot.desk.own import NotPossibleNow, OnlyLogged
from bot.desk.repeating import NothingEarlier
from bot.desk.scoring import StillUnderWay
from bot.desk.searching import DayHasPassed, NoSuchSystem, NotOneOfUs
from bot.desk.stepping import ExemptionNotNamed, LetterLeavesOut, LetterTooLong
from bot.desk.unanswered import AlreadySaid
from bot.desk.values import Officer, Writer
from bot.escalations.escalation import AlreadyClaimed, Closed, Erased, StillOpen
from bot.escalations.store import NoSuchCase
from bot.register.addition import CannotBeAdded
from bot.register.operations import ChangedMeanwhile, StillToCome
from bot.register.saying import StepNotAllowed
from bot.register.store import NoSuchRequest
from bot.register.working_days import ClockImpossible
from bot.slack import names
from bot.slack.audience import SlackDoesNotSay
from bot.slack.blocks.form_parts import explanation
from bot.slack.door import Door
from bot.slack.form_values import TimeWithoutDay
from bot.slack.payloads import Press
from bot.tasks import NoLongerAsked
from knowledge.law import with_sources

Json = dict[str, Any]
Made = TypeVar("Made")
Who = TypeVar("Who", bound=Writer)

Operation = Callable[[Session, Who, datetime], Outgoing | None]
"""One transaction; returns what only the presser is told, where there is no thread to say it in."""

Look = Callable[[Session, Who, datetime], Json]
"""One transaction; returns the form that shows what was looked at."""

Submission = Callable[[Session, Who, datetime], Json | None]
"""One transaction; returns the form that follows, where there is one."""

REFUSALS = (
    AlreadyClaimed,
    CannotBeAdded,
    CardOutOfDate,
    Closed,
    Erased,
    ChangedMeanwhile,
    ClockImpossible,
    DayHasPassed,
    ExemptionNotNamed,
    LetterLeavesOut,
    LetterTooLong,
    NoLongerAsked,
    NoScoreYet,
    NotAllDone,
    NotEarlier,
    NoSuchCase,
    NoSuchDraft,
    NoSuchQuestion,
    NoSuchRequest,
    NoSuchSystem,
    NoSuchTopic,
    NotAllowed,
    NotAnsweredThere,
    NotPossibleNow,
    NothingEarlier,
    OnlyLogged,
    NotOneOfUs,
    NothingWaits,
    AlreadySaid,
    SlackDoesNotSay,
    StepNotAllowed,
    StillOpen,
    StillToCome,
    StillUnderWay,
    TimeWithoutDay,
)
"""What the core may answer to a press; each message says what is the matter."""

_FIELD_OF: Final[Mapping[type[Exception], str]] = {
    DayHasPassed: names.ON,
    ExemptionNotNamed: names.EXEMPTION,
    NoSuchSystem: names.SYSTEM,
    NotEarlier: names.ON,
    TimeWithoutDay: names.ON,
}
"""The field at fault, where a refusal is of one field whatever else the form holds."""


async def act(door: Door, ack: AsyncAck, press: Press, operation: Operation[Writer]) -> None:
    """Acknowledge once the operation is committed, and tell the presser what it has to say."""
    said = await committed(door, ack, press, operation)
    if said is not None:
        await door.whisper(press, said)


async def act_as_officer(
    door: Door, ack: AsyncAck, press: Press, operation: Operation[Officer]
) -> None:
    """Do the same for an officer only, asked of Slack at this moment."""
    said = await committed_as_officer(door, ack, press, operation)
    if said is not None:
        await door.whisper(press, said)


async def open_form(door: Door, ack: AsyncAck, press: Press, look: Look[Writer]) -> None:
    """Acknowledge, and open the form that a look at what was pressed makes."""
    form = await committed(door, ack, press, look)
    if form is not None:
        await door.open_form(press, form)


async def open_as_officer(door: Door, ack: AsyncAck, press: Press, look: Look[Officer]) -> None:
    """Do the same for an officer only, asked of Slack at this moment."""
    form = await committed_as_officer(door, ack, press, look)
    if form is not None:
        await door.open_form(press, form)


async def committed(
    door: Door, ack: AsyncAck, press: Press, operation: Callable[[Session, Writer, datetime], Made]
) -> Made | None:
    """Acknowledge once the operation is committed, and return what it returns.

    None where it was refused; then the presser was told why.
    """
    return await _committed(door, ack, press, door.writer, operation)


async def committed_as_officer(
    door: Door, ack: AsyncAck, press: Press, operation: Callable[[Session, Officer, datetime], Made]
) -> Made | None:
    """Do the same for an officer only, asked of Slack at this moment."""
    return await _committed(door, ack, press, door.officer, operation)


async def _committed(
    door: Door,
    ack: AsyncAck,
    press: Press,
    known_as: Callable[[str, str | None], Awaitable[Who]],
    operation: Callable[[Session, Who, datetime], Made],
) -> Made | None:
    now = door.clock()
    try:
        who = await known_as(press.user, press.team)
        made = await door.database.in_transaction(lambda session: operation(session, who, now))
    except REFUSALS as refused:
        await ack()
        await door.whisper(press, Told(text=with_sources(str(refused))))
        return None
    await ack()
    return made


async def submit(
    door: Door, ack: AsyncAck, body: Json, operation: Submission[Writer], *, blame: str | None
) -> None:
    """Act on a form, and show the one that follows, if any.

    What the core refuses stands under the field `blame`, or under its own; without any, in a form
    of its own, so that a preview which cannot be corrected still says why nothing was sent.
    """
    await _submit(door, ack, body, door.writer, operation, blame=blame)


async def submit_as_officer(
    door: Door, ack: AsyncAck, body: Json, operation: Submission[Officer], *, blame: str | None
) -> None:
    """Do the same for an officer only, asked of Slack anew: a form can stay open for long."""
    await _submit(door, ack, body, door.officer, operation, blame=blame)


async def _submit(
    door: Door,
    ack: AsyncAck,
    body: Json,
    known_as: Callable[[str, str | None], Awaitable[Who]],
    operation: Submission[Who],
    *,
    blame: str | None,
) -> None:
    now = door.clock()
    try:
        who = await known_as(body["user"]["id"], body["user"].get("team_id"))
        view = await door.database.in_transaction(lambda session: operation(session, who, now))
    except REFUSALS as refused:
        said = with_sources(str(refused))
        if blame:
            field = _FIELD_OF.get(type(refused), blame)
            await ack(response_action="errors", errors={field: said})
        else:
            await ack(response_action="update", view=explanation("Not done", (said,)))
        return
    if view is None:
        await ack()
    else:
        await ack(response_action="update", view=view)
