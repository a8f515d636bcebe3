"""Asking: mentions, direct messages, the slash command, and the buttons under an answer."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot import arrivals, bursts
from bot.asked import questions
from bot.asked.feedback import Thumb
from bot.delivery import deliveries
from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.desk import asker, identity, intake
from bot.desk.editing import Edit, hear_deletion, hear_edit
from bot.desk.intake import Heard
from bot.desk.values import Writer
from bot.escalations import store as cases
from bot.metrics import VERDICTS
from bot.pacing import CHANNEL, PERSON, Rate, Turn
from bot.places import Room, Thread
from bot.register import store as requests
from bot.slack import names, payloads
from bot.slack.agent import Standing
from bot.slack.blocks import draw
from bot.slack.blocks.requests import my_requests
from bot.slack.door import Door
from bot.slack.kept import kept as kept_of
from bot.slack.listeners import sharing
from bot.slack.listeners.requesting import log_form
from bot.slack.payloads import Command, Message, Press
from bot.slack.pressing import act
from knowledge.parts import leans_on_what_was_asked
from knowledge.verdict import Kind, Verdict

Settle = Callable[[Session], None]
"""Records, in the transaction that acts on an arrival, that it was acted on."""

_REMEMBERED_FOR = timedelta(hours=24)
"""How long a thread's last topic helps to understand the next question."""

EVENTS: Final = sharing.CHANGES | {
    "app_home_opened",
    "app_mention",
    "app_uninstalled",
    "message",
    "tokens_revoked",
}
"""What is kept until it is acted on; the manifest subscribes to just these."""

_KEPT = re.compile(f"^({'|'.join(sorted(EVENTS))})$")
_CHOICE = re.compile(f"^{names.CHOOSE_TOPIC}_[0-9]$")

USAGE = (
    "Ask me about personal data: `/privacy how long do you keep my data?` "
    "Write `/privacy status` to see your requests, and `/privacy log` to log what somebody has "
    "asked for by telephone, post, e-mail or in person. You can also mention me in a channel or "
    "write to me directly. I answer in the privacy notice's own words, register rights requests, "
    "and bring in the compliance team. Please never post identity papers in Slack."
)


def listen(app: AsyncApp, door: Door) -> None:
    """Hear people who ask."""

    @app.event(_KEPT)
    async def kept(body: dict[str, Any]) -> None:
        event = body["event"]
        await door.database.alongside(
            partial(
                arrivals.keep,
                key=f"event:{body['event_id']}",
                lane=payloads.lane_of(event),
                payload=json.dumps(kept_of(event)),
                now=door.clock(),
            )
        )

    @app.command(names.COMMAND)
    async def commanded(ack: AsyncAck, body: dict[str, Any]) -> None:
        said = await _command(door, payloads.command(body, door.ours))
        if said is None:
            await ack()
        else:
            drawn = draw(said)
            await ack(text=drawn.text, blocks=list(drawn.blocks))

    @app.message_shortcut(names.ASK_ABOUT_MESSAGE)
    async def asked_about(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        shortcut = payloads.message_shortcut(body)
        await door.whisper(shortcut, await _about(door, shortcut))

    _answers_presses(app, door)


def _answers_presses(app: AsyncApp, door: Door) -> None:
    @app.action(names.ASK_TEAM)
    async def passed_on(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def pass_on(session: Session, writer: Writer, now: datetime) -> Outgoing | None:
            return asker.ask_team(
                session, desk=door.desk, question=press.value, writer=writer, now=now
            )

        await act(door, ack, press, pass_on)
        door.stands(press, Standing.SUSPENDED)

    @app.action(_CHOICE)
    async def chosen(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        question, _, topic = press.value.partition(":")

        def choose(session: Session, writer: Writer, now: datetime) -> Outgoing | None:
            return asker.choose_topic(
                session, desk=door.desk, question=question, topic=topic, writer=writer, now=now
            )

        await act(door, ack, press, choose)

    @app.action(names.FEEDBACK)
    async def rated(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        question, _, given = press.value.rpartition(":")
        thumb = payloads.one_of(Thumb, given)

        def rate(session: Session, writer: Writer, now: datetime) -> Outgoing:
            return asker.rate(session, question=question, thumb=thumb, writer=writer, now=now)

        await act(door, ack, press, rate)

    @app.action(names.KEEP_WORDS)
    async def agreed(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def keep(session: Session, writer: Writer, now: datetime) -> Outgoing:
            return asker.may_keep(session, question=press.value, writer=writer, now=now)

        await act(door, ack, press, keep)


async def heard(door: Door, event: dict[str, Any], *, settle: Settle) -> bool:
    """Act on a message that was kept, and settle it in the same transaction.

    Return whether that was done: what is not for us changes nothing, and is settled elsewhere.
    """
    message = payloads.message(event, door.ours)
    if message is None or not may_concern_us(message):
        return False
    writer = await door.writer(message.user, message.team)
    said = await _as_heard(door, message, writer)
    if not said.addressed:
        ours = await door.database.in_transaction(
            partial(intake.concerns_us, desk=door.desk, heard=said)
        )
        if not ours:
            return False
    await sharing.meet(door, said.room, message.thread.channel)
    await _hear(door, said, settle=settle)
    return True


async def edited(door: Door, event: dict[str, Any]) -> None:
    """Act on a message that its writer has changed; told twice it changes nothing."""
    changed = payloads.edit(event, door.ours)
    if changed is None or not await _edit_concerns_us(door, changed.message):
        return
    writer = await door.writer(changed.message.user, changed.message.team)
    said = await _as_heard(door, changed.message, writer)
    if said.addressed:
        await sharing.meet(door, said.room, changed.message.thread.channel)
    now = door.clock()
    verdict = door.desk.knowledge.judge(said.words, writer.audience)
    edit = Edit(heard=said, at=payloads.instant(changed.ts), key=f"{said.key}:edited:{changed.ts}")

    def operation(session: Session) -> None:
        hear_edit(session, desk=door.desk, edit=edit, verdict=verdict, now=now)
        if questions.find(session, said.as_question(verdict).id):
            _tell_of_papers(door, session, said, verdict, key=edit.key, now=now)

    await door.database.in_transaction(operation)


async def deleted(door: Door, gone: Thread) -> None:
    """Act on a message that is gone; told twice it changes nothing."""
    key = payloads.heard_as(gone.channel, gone.ts)
    now = door.clock()
    await door.database.in_transaction(partial(hear_deletion, message=key, now=now))


async def _edit_concerns_us(door: Door, message: Message) -> bool:
    """Return whether it is for us as it now reads, or became a case as it read before."""
    if may_concern_us(message):
        return True
    heard = deliveries.id_of(payloads.heard_as(message.thread.channel, message.ts))
    return bool(await door.database.in_transaction(partial(cases.made_of, message=heard)))


def may_concern_us(message: Message) -> bool:
    """Return whether it is worth asking who wrote it: most talk in channels is not."""
    return message.channel_type == "im" or message.mentions_bot or message.is_reply


async def _as_heard(door: Door, message: Message, writer: Writer) -> Heard:
    channel, kind = message.thread.channel, message.channel_type
    room = await door.directory.room(channel, channel_type=kind, ours=door.ours)
    return Heard(
        key=payloads.heard_as(message.thread.channel, message.ts),
        writer=writer,
        room=room,
        thread=message.thread,
        words=message.text,
        at=message.at,
        addressed=room is Room.DIRECT or message.mentions_bot,
        is_reply=message.is_reply,
        link=door.ours.link_to(message.place) if room is Room.OPEN else None,
        posted=message.posted,
    )


async def _command(door: Door, command: Command) -> Outgoing | None:
    """Return what the command says; None where it opened a form."""
    writer = await door.writer(command.user, command.team)
    match command.text.lower():
        case "" | "help":
            return Told(text=USAGE)
        case "status":
            mine = await door.database.in_transaction(
                partial(requests.of_requester, person=writer.person)
            )
            return Told(text=my_requests(mine))
        case "log":
            await door.open_form(command.trigger, log_form(writer))
            return None
        case _:
            said = _by_command(door, writer, key=command.key, words=command.text)
            said = replace(said, posted=command.posted)
            said_now = await _hear(door, said, settle=_nothing)
            return said_now or Told(text="I have that already.")


async def _about(door: Door, shortcut: Press) -> Outgoing:
    """Return what a message is, for the person who asks about it."""
    writer = await door.writer(shortcut.user, shortcut.team)
    words = payloads.plain(shortcut.value, door.ours)
    if not words:
        return Told(text="That message has no words that I could read.")
    said = _by_command(door, writer, key=shortcut.key, words=words)
    verdict = door.desk.knowledge.judge(words, writer.audience)
    looks = partial(intake.look_at, desk=door.desk, heard=said, verdict=verdict, now=door.clock())
    return await door.database.in_transaction(looks)


def _by_command(door: Door, writer: Writer, *, key: str, words: str) -> Heard:
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


async def _hear(door: Door, said: Heard, *, settle: Settle) -> Outgoing | None:
    now = door.clock()
    private = said.thread if said.room is Room.DIRECT else None
    if private:
        door.agent.show(private, Standing.PROCESSING)
    previous = await _asked_before(door, said, now)
    verdict = door.desk.knowledge.judge(said.words, said.writer.audience, previous)
    VERDICTS.labels(kind=verdict.kind).inc()
    turn = door.pace.turn(_paced(said), now=now)
    said = replace(said, may_be_answered=turn is Turn.ANSWER)

    def operation(session: Session) -> Outgoing | None:
        settle(session)
        if turn is Turn.SAY_WHY:
            question = said.as_question(verdict)
            bursts.tell(session, desk=door.desk, question=question, now=now)
        only_files = said.posted.files and not said.words
        answered = None
        if not only_files:
            answered = intake.hear(session, desk=door.desk, heard=said, verdict=verdict, now=now)
        _tell_of_papers(door, session, said, verdict, key=said.key, now=now)
        if said.thread is None and turn is not Turn.ANSWER:
            return answered or Told(text=bursts.TOO_MANY)
        return answered

    answer = await door.database.in_transaction(operation)
    if private:
        door.agent.show(private, _standing(verdict))
    return answer


def _paced(said: Heard) -> list[tuple[str, Rate]]:
    """Return whose answers are counted: the writer's, and those of a channel that others read."""
    person = f"{said.writer.person.team}/{said.writer.person.user}"
    if said.thread is None or said.room is Room.DIRECT:
        return [(person, PERSON)]
    return [(person, PERSON), (said.thread.channel, CHANNEL)]


def _tell_of_papers(
    door: Door, session: Session, said: Heard, verdict: Verdict, *, key: str, now: datetime
) -> None:
    """Tell of what does not belong in Slack, once for the message as it reads."""
    question = said.as_question(verdict)
    identity.tell(session, desk=door.desk, question=question, posted=said.posted, key=key, now=now)


def _standing(verdict: Verdict) -> Standing:
    """Return how the conversation stands once a message with this verdict was acted on."""
    with_the_team = verdict.kind in {Kind.REQUEST, Kind.BREACH} and verdict.certain
    return Standing.SUSPENDED if with_the_team else Standing.ACTIVE


async def _asked_before(door: Door, said: Heard, now: datetime) -> str | None:
    """Return the title of what the person asked about before, for a question that leans on it."""
    if said.thread is None or not leans_on_what_was_asked(said.words):
        return None
    topic = await door.database.in_transaction(
        partial(
            questions.topic_before,
            asker=said.writer.person,
            channel=said.thread.channel,
            thread_ts=None if said.room is Room.DIRECT else said.thread.ts,
            since=now - _REMEMBERED_FOR,
        )
    )
    return topic and door.desk.knowledge.title_of(topic)


def _nothing(_session: Session) -> None:
    """Settle what was never kept."""
