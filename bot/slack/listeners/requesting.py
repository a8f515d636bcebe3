"""Requesting: the buttons of a receipt, the shortcuts, and the rights request form."""

import json
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.delivery.outgoing import Outgoing
from bot.desk import asker, forms, requester
from bot.desk.forms import Form
from bot.desk.values import Writer
from bot.register.lifecycle import Authority
from bot.register.on_behalf import Asking, CameBy, OnBehalf
from bot.slack import names, payloads
from bot.slack.agent import SessionStatus
from bot.slack.blocks import draw
from bot.slack.blocks.form_parts import private_message
from bot.slack.blocks.forms import Prefilled, rights_request_form
from bot.slack.door import Door
from bot.slack.payloads import Press
from bot.slack.pressing import Json, act, open_form, submit
from bot.slack.rights_form import RightsForm, problems_of, rights_form
from knowledge.rights import Right
from knowledge.verdict import Audience

Decided = Callable[..., None]


def listen(app: AsyncApp, door: Door) -> None:
    """Hear people who exercise their rights."""

    @app.action(names.LOG_REQUEST)
    async def logged(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def log(session: Session, writer: Writer, now: datetime) -> None:
            requester.log_candidate(
                session, desk=door.desk, request=press.value, writer=writer, now=now
            )

        await act(door, ack, press, log)

    _decides(
        app,
        door,
        names.NOT_A_REQUEST,
        partial(requester.dismiss_candidate, desk=door.desk),
        ends=True,
    )
    _decides(app, door, names.CONFIRM_REQUEST, partial(requester.confirm, desk=door.desk))
    _decides(
        app, door, names.ONLY_ASKING, partial(requester.only_asking, desk=door.desk), ends=True
    )
    _reads(app, door)
    _says_whether(app, door)
    _opens_the_form(app, door)
    _takes_the_form(app, door)


def _decides(
    app: AsyncApp, door: Door, action: str, decided: Decided, *, ends: bool = False
) -> None:
    """Let a button decide about a request of the presser's own, and perhaps end it."""

    @app.action(action)
    async def pressed(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def decide(session: Session, writer: Writer, now: datetime) -> None:
            decided(session, request=press.value, writer=writer, now=now)

        await act(door, ack, press, decide)
        if ends:
            door.stands(press, SessionStatus.CLOSED)


def _reads(app: AsyncApp, door: Door) -> None:
    """Open for one person alone what Slack did not let us send them."""

    @app.action(names.OPEN_PRIVATELY)
    async def opened(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def read(session: Session, writer: Writer, _now: datetime) -> Json:
            return private_message(
                draw(requester.read(session, delivery=press.value, writer=writer))
            )

        await open_form(door, ack, press, read)


def _says_whether(app: AsyncApp, door: Door) -> None:
    """Let a reporter say whether something has happened."""

    @app.action(names.REPORT_BREACH)
    async def happened(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def tell(session: Session, writer: Writer, now: datetime) -> Outgoing | None:
            return asker.it_has_happened(
                session, desk=door.desk, question=press.value, writer=writer, now=now
            )

        await act(door, ack, press, tell)

    @app.action(names.NO_BREACH)
    async def not_happened(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def drop(session: Session, writer: Writer, now: datetime) -> Outgoing | None:
            return asker.nothing_has_happened(session, question=press.value, writer=writer, now=now)

        await act(door, ack, press, drop)


def _opens_the_form(app: AsyncApp, door: Door) -> None:
    @app.action(names.MAKE_REQUEST)
    async def wished(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = payloads.press(body)
        question, _, right = press.value.partition(":")
        about = json.dumps({"question": question})
        chosen = (Right(right),) if right in set(Right) else ()
        writer = await door.writer(press.user, press.team)
        heard = Prefilled() if writer.audience is Audience.STAFF else None
        form = rights_request_form(about, rights=chosen, heard=heard)
        await door.open_form(press, form)

    @app.action(names.START_REQUEST)
    @app.global_shortcut(names.NEW_REQUEST)
    async def started(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        await door.open_form(body["trigger_id"], rights_request_form("{}"))

    @app.global_shortcut(names.LOG_FOR_SOMEBODY)
    async def heard(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        writer = await door.writer(body["user"]["id"], body["user"].get("team_id"))
        await door.open_form(body["trigger_id"], log_form(writer))

    @app.action(names.ADD_DETAILS)
    async def more(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        press = payloads.press(body)
        about = json.dumps({"request": press.value})
        await door.open_form(press, rights_request_form(about, adds=True))

    @app.message_shortcut(names.LOG_FROM_MESSAGE)
    async def from_message(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        writer = await door.writer(body["user"]["id"], body["user"].get("team_id"))
        form = await _form_from_message(door, payloads.message_shortcut(body), writer)
        await door.open_form(body["trigger_id"], form)


def log_form(writer: Writer) -> dict[str, Any]:
    """Return the form for what somebody else asked for; for who is not staff, for their own."""
    if writer.audience is not Audience.STAFF:
        return rights_request_form("{}")
    return rights_request_form("{}", heard=Prefilled(asking=Asking.THEMSELVES))


async def _form_from_message(door: Door, used: Press, writer: Writer) -> dict[str, Any]:
    """Return the form with what a message says, when it came and whose it is."""
    words = payloads.plain(used.value, door.ours)
    whole = used.channel and used.message_ts
    key = await door.heard_as(str(used.channel), str(used.message_ts)) if whole else ""
    about = json.dumps({"message": key})
    if writer.audience is not Audience.STAFF:
        return rights_request_form(about, details=words)
    received = used.written_at and door.desk.today(used.written_at)
    prefilled = Prefilled(received=received)
    if used.author and used.author != writer.person.user:
        author = await door.writer(used.author, None)
        prefilled = Prefilled(
            asking=Asking.THEMSELVES,
            subject=author.name,
            came_by=CameBy.MESSAGE,
            received=received,
        )
    return rights_request_form(about, details=words, heard=prefilled)


def _takes_the_form(app: AsyncApp, door: Door) -> None:
    @app.view(names.REQUEST_FORM)
    async def submitted(ack: AsyncAck, body: dict[str, Any]) -> None:
        sent = rights_form(body)
        problems = problems_of(sent, today=door.desk.today(door.clock()))
        if problems:
            await ack(response_action="errors", errors=problems)
            return
        await submit(door, ack, body, partial(_take, door, sent), blame=names.DETAILS)


def _take(door: Door, sent: RightsForm, session: Session, writer: Writer, now: datetime) -> None:
    form = Form(
        key=sent.key,
        writer=writer,
        rights=sent.rights,
        details=sent.details,
        on_behalf=_behalf(sent),
        received=sent.received,
        posted=sent.posted,
        question=sent.about.get("question"),
        message=sent.about.get("message"),
    )
    request = sent.about.get("request")
    if request:
        forms.add_details(session, desk=door.desk, request=request, form=form, now=now)
    else:
        forms.receive_form(session, desk=door.desk, form=form, now=now)


def _behalf(sent: RightsForm) -> OnBehalf | None:
    if not sent.is_for_another:
        return None
    return OnBehalf(
        name=sent.subject,
        contact=sent.contact,
        asking=sent.asking or Asking.THEMSELVES,
        authority=sent.authority or Authority.NOT_NEEDED,
        came_by=sent.came_by,
    )
