"""Asking: the slash command, the message shortcut, and the buttons under an answer."""

import re
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.asked.feedback import Thumb
from bot.delivery.for_anybody import Told
from bot.delivery.outgoing import Outgoing
from bot.desk import asker, intake
from bot.desk.values import Writer
from bot.register import store as requests
from bot.slack import names, payloads, returned
from bot.slack.agent import SessionStatus
from bot.slack.blocks import draw
from bot.slack.blocks.receipt import my_requests
from bot.slack.door import Door
from bot.slack.judging import judged
from bot.slack.listeners.hearing import by_command, hear, nothing_was_kept
from bot.slack.listeners.requesting import log_form
from bot.slack.payloads import Command, Press
from bot.slack.pressing import act

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
    _hears_opinions(app, door)


def _answers_presses(app: AsyncApp, door: Door) -> None:
    @app.action(names.ASK_TEAM)
    async def passed_on(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def pass_on(session: Session, writer: Writer, now: datetime) -> Outgoing | None:
            return asker.ask_team(
                session, desk=door.desk, question=press.value, writer=writer, now=now
            )

        await act(door, ack, press, pass_on)
        door.stands(press, SessionStatus.SUSPENDED)

    @app.action(_CHOICE)
    async def chosen(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        question, _, topic = press.value.partition(":")

        def choose(session: Session, writer: Writer, now: datetime) -> Outgoing | None:
            return asker.choose_topic(
                session, desk=door.desk, question=question, topic=topic, writer=writer, now=now
            )

        await act(door, ack, press, choose)


def _hears_opinions(app: AsyncApp, door: Door) -> None:
    @app.action(names.FEEDBACK)
    async def rated(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)
        question, _, given = press.value.rpartition(":")
        thumb = returned.one_of(Thumb, given)

        def rate(session: Session, writer: Writer, now: datetime) -> Outgoing:
            return asker.rate(session, question=question, thumb=thumb, writer=writer, now=now)

        await act(door, ack, press, rate)

    @app.action(names.KEEP_WORDS)
    async def agreed(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def keep(session: Session, writer: Writer, now: datetime) -> Outgoing:
            return asker.may_keep(session, question=press.value, writer=writer, now=now)

        await act(door, ack, press, keep)


async def _command(door: Door, command: Command) -> Outgoing | None:
    """Return what the command says; None where it opened a form."""
    writer = await door.writer(command.user, command.team)
    match command.text.lower():
        case "" | "help":
            return Told(text=USAGE)
        case "status":
            mine = await door.database.alongside(
                partial(requests.of_requester, person=writer.person)
            )
            return Told(text=my_requests(mine, door.desk.today(door.clock())))
        case "log":
            await door.open_form(command.trigger, log_form(writer))
            return None
        case _:
            said = by_command(door, writer, key=command.key, words=command.text)
            said = replace(said, posted=command.posted)
            said_now = await hear(door, said, mark_done=nothing_was_kept)
            return said_now or Told(text="I have that already.")


async def _about(door: Door, shortcut: Press) -> Outgoing:
    """Return what a message is, for the person who asks about it."""
    writer = await door.writer(shortcut.user, shortcut.team)
    words = payloads.plain(shortcut.value, door.ours)
    if not words:
        return Told(text="That message has no words that I could read.")
    said = by_command(door, writer, key=shortcut.key, words=words)
    verdict = await judged(door.desk.knowledge, words, writer.audience)
    looks = partial(intake.look_at, desk=door.desk, heard=said, verdict=verdict, now=door.clock())
    return await door.database.in_transaction(looks)
