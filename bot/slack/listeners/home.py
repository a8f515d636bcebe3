"""The Home tab: a requester's own requests, an officer's queue."""

import json
import re
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.access import NotAllowed
from bot.asked.scale import BEST, WORST
from bot.desk import home, requester, scoring
from bot.desk.values import Officer, Writer
from bot.escalations.queue import Shown
from bot.slack import form_values, names, payloads, returned
from bot.slack.audience import SlackDoesNotSay
from bot.slack.blocks.forms import opinion_form, rights_request_form
from bot.slack.blocks.home import home as requesters_home
from bot.slack.blocks.queue import officers_home
from bot.slack.door import Door
from bot.slack.listeners.requesting import log_form
from bot.slack.payloads import Press
from bot.slack.pressing import Json, act, open_form, submit
from knowledge.rights import Right

log = structlog.get_logger()

View = dict[str, Any]

_SCORES: Final = frozenset(map(str, range(WORST, BEST + 1)))


async def opened(door: Door, event: dict[str, Any]) -> None:
    """Draw the Home tab for who opened it; drawn anew at each opening, so nothing is owed."""
    if event.get("tab", "home") != "home" or not event.get("user"):
        return
    before = str((event.get("view") or {}).get("private_metadata") or "")
    await _show_if_known(door, str(event["user"]), None, before)


async def _show_if_known(door: Door, user: str, team: str | None, looked_at: str = "") -> None:
    """Draw a person's Home tab, unless Slack does not say at this moment who they are."""
    try:
        await show(door, user, team, looked_at)
    except SlackDoesNotSay:
        log.info("home tab not drawn: Slack does not say whose it is")


async def show(door: Door, user: str, team: str | None, looked_at: str = "") -> None:
    """Draw a person's Home tab; whether they are an officer is asked at this moment.

    `looked_at` is what of the queue an officer saw before: "overdue:2". Raises `SlackDoesNotSay`.
    """
    now, desk = door.clock(), door.desk
    officer, person = await _officer_now(door, user, team), await door.writer(user, team)

    def read(session: Session) -> View:
        if officer is None:
            return requesters_home(
                home.of_requester(session, desk=desk, person=person, today=desk.today(now))
            )
        shown, page = _looked_at(looked_at)
        return officers_home(
            home.of_officer(session, desk=desk, officer=officer, shown=shown, page=page, now=now)
        )

    await door.show_home(user, await door.database.alongside(read))


async def _officer_now(door: Door, user: str, team: str | None) -> Officer | None:
    """Return the officer; None for everybody else, and where Slack does not say at this moment."""
    try:
        return await door.officer(user, team)
    except (NotAllowed, SlackDoesNotSay):
        return None


def listen(app: AsyncApp, door: Door) -> None:
    """Hear what is pressed in the Home tab."""

    @app.action(names.SHOW)
    @app.action(names.PAGE_UP)
    @app.action(names.PAGE_DOWN)
    async def turned(ack: AsyncAck, body: Json) -> None:
        await ack()
        press = payloads.press(body)
        await show(door, press.user, press.team, press.value)

    _begins(app, door)
    _decides(app, door)
    _says_why(app, door)


def _looked_at(said: str) -> tuple[Shown, int]:
    """Return what of the queue is looked at; all of it where that is not known."""
    shown, _, page = said.partition(":")
    if shown not in set(Shown):
        return Shown.ALL, 0
    return Shown(shown), int(page) if page.isdecimal() and len(page) < len("10000") else 0


def _begins(app: AsyncApp, door: Door) -> None:
    """Open the form of a request for another person, or of a complaint about one's own."""

    @app.action(names.LOG_FOR_ANOTHER)
    async def logging(ack: AsyncAck, body: Json) -> None:
        await ack()
        press = payloads.press(body)
        writer = await door.writer(press.user, press.team)
        await door.open_form(press, log_form(writer))

    @app.action(names.COMPLAIN)
    async def complaining(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)

        def look(session: Session, writer: Writer, _now: datetime) -> Json:
            about = requester.look_at(session, request=press.value, writer=writer)
            begin = f"About {about.reference}: "
            return rights_request_form("{}", rights=(Right.COMPLAINT,), details=begin)

        await open_form(door, ack, press, look)


def _decides(app: AsyncApp, door: Door) -> None:
    """Let requesters withdraw, and say how well it went."""

    @app.action(names.WITHDRAW)
    async def withdrawn(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        await _act(door, ack, press, partial(_withdraw, door, press))

    @app.action(re.compile(f"^{names.RATE}_[0-9]$"))
    async def rated(ack: AsyncAck, body: Json) -> None:
        press = payloads.press(body)
        await _act(door, ack, press, partial(_rate, press))


def _withdraw(door: Door, press: Press, session: Session, writer: Writer, now: datetime) -> None:
    requester.withdraw(session, desk=door.desk, request=press.value, writer=writer, now=now)


def _rate(press: Press, session: Session, writer: Writer, now: datetime) -> None:
    request, _, score = press.value.partition(":")
    if score not in _SCORES:
        raise returned.NotAsSent
    scoring.rate(session, request=request, score=int(score), writer=writer, now=now)


def _says_why(app: AsyncApp, door: Door) -> None:
    """Take the words that a requester agrees to have kept."""

    @app.action(names.SAY_WHY)
    async def saying(ack: AsyncAck, body: Json) -> None:
        await ack()
        press = payloads.press(body)
        await door.open_form(press, opinion_form(json.dumps({"request": press.value})))

    @app.view(names.OPINION_FORM)
    async def said(ack: AsyncAck, body: Json) -> None:
        words, request = form_values.details(body), returned.about_one(body, "request")

        def keep(session: Session, writer: Writer, now: datetime) -> None:
            scoring.explain_score(
                session,
                request=request,
                words=words,
                writer=writer,
                key=body["view"]["id"],
                now=now,
            )

        await submit(door, ack, body, keep, blame=names.DETAILS)


async def _act(door: Door, ack: AsyncAck, press: Press, operation: Callable[..., None]) -> None:
    """Act, and show what has become of it."""
    await act(door, ack, press, operation)
    if press.surface == "home":
        await _show_if_known(door, press.user, press.team)
