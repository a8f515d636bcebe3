"""Hearing: a message, wherever it was written, is judged and acted on in one transaction."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from sqlmodel import Session

from bot import bursts
from bot.asked import questions
from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.desk import identity, intake
from bot.desk.heard import Heard
from bot.desk.values import Writer
from bot.metrics import VERDICTS
from bot.pacing import CHANNEL, PERSON, Rate, Turn
from bot.places import Room
from bot.slack import payloads
from bot.slack.agent import SessionStatus
from bot.slack.audience import Ours
from bot.slack.door import Door
from bot.slack.judging import judged
from bot.slack.listeners import sharing
from bot.slack.payloads import Message
from knowledge.parts import leans_on_what_was_asked
from knowledge.verdict import Kind, Verdict

MarkDone = Callable[[Session], None]
"""Records, in the transaction that acts on an arrival, that it was acted on."""

_REMEMBERED_FOR = timedelta(hours=24)
"""How long a thread's last topic helps to understand the next question."""


async def heard(door: Door, event: dict[str, Any], *, mark_done: MarkDone) -> bool:
    """Act on a message that was kept, and mark it done in the same transaction.

    Return whether that was done: what is not for us changes nothing, and is marked elsewhere.
    """
    message = payloads.message(event, door.ours)
    if message is None or not may_concern_us(message):
        return False
    writer = await door.writer(message.user, message.team, waits=True)
    said = await as_heard(door, message, writer)
    if not said.addressed:
        ours = await door.database.alongside(
            partial(intake.concerns_us, desk=door.desk, heard=said)
        )
        if not ours:
            return False
    await sharing.meet(door, said.room, message.thread.channel)
    await hear(door, said, mark_done=mark_done)
    return True


def passes_us_by(event: dict[str, Any], ours: Ours) -> bool:
    """Return whether it can be seen at once that an event is talk that is not for us."""
    if event.get("type") != "message" or payloads.deletion(event) is not None:
        return False
    if event.get("subtype") == "message_changed":
        return payloads.edit(event, ours) is None
    message = payloads.message(event, ours)
    return message is None or not may_concern_us(message)


def may_concern_us(message: Message) -> bool:
    """Return whether it is worth asking who wrote it: most talk in channels is not."""
    return message.channel_type == "im" or message.mentions_bot or message.is_reply


async def as_heard(door: Door, message: Message, writer: Writer) -> Heard:
    """Return the message as the desk hears it; raises `SlackDoesNotSay`."""
    channel, kind = message.thread.channel, message.channel_type
    room = await door.directory.room(channel, channel_type=kind, ours=door.ours)
    return Heard(
        key=await door.heard_as(message.thread.channel, message.ts),
        writer=writer,
        room=room,
        thread=message.thread,
        words=message.text,
        at=message.at,
        addressed=room is Room.DIRECT or message.mentions_bot,
        is_reply=message.is_reply,
        link=door.link_to(message.place) if room is Room.OPEN else None,
        posted=message.posted,
    )


def by_command(door: Door, writer: Writer, *, key: str, words: str) -> Heard:
    """Return what was asked in a window of the asker's own, where there is no thread."""
    return Heard(
        key=key,
        writer=writer,
        room=Room.DIRECT,
        thread=None,
        words=words,
        at=door.clock(),
        addressed=True,
        is_reply=False,
        link=None,
    )


async def hear(door: Door, said: Heard, *, mark_done: MarkDone) -> Outgoing | None:
    """Judge what was said and act on it; return what only its writer is told, in a window."""
    private = said.thread if said.room is Room.DIRECT else None
    standing = SessionStatus.ACTIVE
    if private:
        door.agent.show(private, SessionStatus.PROCESSING)
    try:
        verdict = await judged_after(door, said)
        VERDICTS.labels(kind=verdict.kind).inc()
        answer = await _acted_on(door, said, verdict, mark_done)
        standing = _standing(verdict)
    finally:  # also where it broke off: nothing is under way any more
        if private:
            door.agent.show(private, standing)
    return answer


async def judged_after(door: Door, said: Heard) -> Verdict:
    """Return what a message is, in the light of what its writer asked before it."""
    previous = await _asked_before(door, said)
    return await judged(door.desk.knowledge, said.words, said.writer.audience, previous)


async def _acted_on(
    door: Door, said: Heard, verdict: Verdict, mark_done: MarkDone
) -> Outgoing | None:
    now = door.clock()
    turn = door.pace.turn(_paced(said), now=now)
    said = replace(said, may_be_answered=turn is Turn.ANSWER)

    def operation(session: Session) -> Outgoing | None:
        mark_done(session)
        if turn is Turn.SAY_WHY:
            question = said.as_question(verdict)
            bursts.tell(session, desk=door.desk, question=question, now=now)
        only_files = said.posted.files and not said.words
        answered = None
        if not only_files:
            answered = intake.hear(session, desk=door.desk, heard=said, verdict=verdict, now=now)
        tell_of_papers(door, session, said, verdict, key=said.key, now=now)
        if said.thread is None and turn is not Turn.ANSWER:
            return answered or Told(text=bursts.TOO_MANY)
        return answered

    return await door.database.in_transaction(operation)


def _paced(said: Heard) -> list[tuple[str, Rate]]:
    """Return whose answers are counted: the writer's, and those of a channel that others read."""
    person = f"{said.writer.person.team}/{said.writer.person.user}"
    if said.thread is None or said.room is Room.DIRECT:
        return [(person, PERSON)]
    return [(person, PERSON), (said.thread.channel, CHANNEL)]


def tell_of_papers(
    door: Door, session: Session, said: Heard, verdict: Verdict, *, key: str, now: datetime
) -> None:
    """Tell of what does not belong in Slack, once for the message as it reads."""
    identity.tell(
        session,
        desk=door.desk,
        question=said.as_question(verdict),
        posted=said.posted,
        key=key,
        is_flood=not said.may_be_answered,
        now=now,
    )


def _standing(verdict: Verdict) -> SessionStatus:
    """Return how the conversation stands once a message with this verdict was acted on."""
    with_the_team = verdict.kind in {Kind.REQUEST, Kind.BREACH} and verdict.certain
    return SessionStatus.SUSPENDED if with_the_team else SessionStatus.ACTIVE


async def _asked_before(door: Door, said: Heard) -> str | None:
    """Return the title of what the person asked about before, for a question that leans on it.

    What was asked since, or in the message itself before it was edited, does not count.
    """
    if said.thread is None or not leans_on_what_was_asked(said.words):
        return None
    topic = await door.database.alongside(
        partial(
            questions.topic_before,
            asker=said.writer.person,
            channel=said.thread.channel,
            thread_ts=None if said.room is Room.DIRECT else said.thread.ts,
            since=said.at - _REMEMBERED_FOR,
            before=said.at,
        )
    )
    knowledge = door.desk.knowledge  # a topic may have gone since
    return knowledge.title_of(topic) if topic in knowledge.topics else None


def nothing_was_kept(_session: Session) -> None:
    """Mark nothing: this came without an arrival."""
