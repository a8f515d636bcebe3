"""A press or form is acted on: who it was, one transaction, one clear sentence if it may not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from slack_bolt.async_app import AsyncAck
from sqlmodel import Session

from bot.access import NOT_AN_OFFICER, NotAllowed
from bot.asked.opinions import NoScoreYet
from bot.asked.questions import NoSuchQuestion
from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.delivery.unreached import NothingWaits
from bot.desk.asker import NoSuchTopic, NotAnsweredThere
from bot.desk.channels import CardOutOfDate
from bot.desk.drafts import NoSuchDraft
from bot.desk.officer import Settled
from bot.desk.repeating import NothingEarlier
from bot.desk.requester import NotPossibleNow, OnlyLogged, StillUnderWay
from bot.desk.searching import DayHasPassed, NoSuchSystem, NotOneOfUs
from bot.desk.stepping import LetterLeavesOut, LetterTooLong
from bot.desk.values import Writer
from bot.escalations.escalation import AlreadyClaimed, Closed, Erased
from bot.escalations.store import NoSuchCase
from bot.register.operations import ChangedMeanwhile, StillToCome
from bot.register.saying import StepNotAllowed
from bot.register.store import NoSuchRequest
from bot.register.working_days import ClockImpossible
from bot.slack.audience import SlackDoesNotSay
from bot.slack.blocks.forms import explanation
from bot.slack.door import Door
from bot.slack.payloads import Press
from bot.tasks import NoLongerAsked

Operation = Callable[[Session, Writer, datetime], Outgoing | None]
"""One transaction; returns what only the presser is told, where there is no thread to say it in."""

REFUSALS = (
    AlreadyClaimed,
    CardOutOfDate,
    Closed,
    Erased,
    ChangedMeanwhile,
    ClockImpossible,
    DayHasPassed,
    LetterLeavesOut,
    LetterTooLong,
    NoLongerAsked,
    NoScoreYet,
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
    Settled,
    SlackDoesNotSay,
    StepNotAllowed,
    StillToCome,
    StillUnderWay,
)
"""What the core may answer to a press; each message says what is the matter."""


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
    try:
        await _must_be_officer(door, await door.writer(press.user, press.team))
    except REFUSALS as refused:
        await ack()
        await door.whisper(press, Told(text=str(refused)))
    else:
        await act(door, ack, press, operation)


Json = dict[str, Any]
Submission = Callable[[Session, Writer, datetime], Json | None]
"""One transaction; returns the form that follows, where there is one."""


async def submit_as_officer(
    door: Door, ack: AsyncAck, body: Json, operation: Submission, *, blame: str | None
) -> None:
    """Act on an officer's form, asked of Slack anew, since a form can stay open for long.

    What the core refuses stands under the field `blame`; without one, in a form of its own, so
    that a preview which cannot be corrected still says why nothing was sent.
    """
    await _submit(door, ack, body, operation, blame=blame, officers_only=True)


async def submit(
    door: Door, ack: AsyncAck, body: Json, operation: Submission, *, blame: str | None
) -> None:
    """Do the same for whoever sent the form: the operation knows whose it is."""
    await _submit(door, ack, body, operation, blame=blame, officers_only=False)


async def _submit(
    door: Door,
    ack: AsyncAck,
    body: Json,
    operation: Submission,
    *,
    blame: str | None,
    officers_only: bool,
) -> None:
    writer = await door.writer(body["user"]["id"], body["user"].get("team_id"))
    now = door.clock()
    try:
        if officers_only:
            await _must_be_officer(door, writer)
        view = await door.database.in_transaction(lambda session: operation(session, writer, now))
    except REFUSALS as refused:
        if blame:
            await ack(response_action="errors", errors={blame: str(refused)})
        else:
            await ack(response_action="update", view=explanation("Not done", (str(refused),)))
        return
    if view is None:
        await ack()
    else:
        await ack(response_action="update", view=view)


async def _must_be_officer(door: Door, writer: Writer) -> None:
    if not await door.is_officer(writer):
        raise NotAllowed(NOT_AN_OFFICER)
