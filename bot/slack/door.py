"""What every listener needs: who we are, the database, the desk, the directory, the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

import structlog

from bot import arrivals
from bot.access import Role
from bot.database import Database
from bot.delivery.outgoing import Outgoing
from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.desk.values import Desk, Officer, Writer, as_officer
from bot.pacing import Pace
from bot.places import Thread
from bot.slack import payloads
from bot.slack.agent import AgentView, SessionStatus
from bot.slack.audience import Directory, Ours, SlackDoesNotSay
from bot.slack.blocks import draw
from bot.slack.blocks.form_parts import said_in_a_form
from bot.slack.checking import faults_of
from bot.slack.payloads import Press
from bot.slack.sender import SlackSender
from bot.slack.wire import Wire
from knowledge.verdict import Audience

log = structlog.get_logger()


class NotIntroduced(SlackDoesNotSay):
    """Slack has not told us yet who we are, so nobody else can be told from us."""


@dataclass
class Door:
    """The rim's own things; `ours` is learned from Slack once and then kept."""

    database: Database
    desk: Desk
    wire: Wire
    directory: Directory
    sender: SlackSender
    agent: AgentView
    clock: Callable[[], datetime]
    pace: Pace = field(default_factory=Pace, init=False)
    _ours: Ours | None = field(default=None, init=False)

    @property
    def ours(self) -> Ours:
        """Who we are; raises `NotIntroduced` before Slack has said so."""
        if self._ours is None:
            raise NotIntroduced
        return self._ours

    @property
    def introduced(self) -> bool:
        """Whether Slack has said who we are."""
        return self._ours is not None

    def link_to(self, message: Thread) -> str | None:
        """Return a link to a message, once Slack has said where we are."""
        return self.ours.link_to(message) if self._ours and self._ours.url else None

    async def introduce(self) -> None:
        """Ask Slack who we are; raises `NotSent` or `OutcomeUnknown` when it does not say."""
        facts = await self.wire.call("auth.test", {})
        self._ours = Ours(
            team=str(facts.get("team_id") or ""),
            enterprise=facts.get("enterprise_id"),
            bot_user=str(facts.get("user_id") or ""),
            bot_id=facts.get("bot_id"),
            url=str(facts.get("url") or ""),
            org_wide=bool(facts.get("is_enterprise_install")),
        )

    async def look_at_token(self) -> None:
        """Ask whether the bot token is of any use still; the wire remembers the answer."""
        try:
            await self.wire.call("auth.test", {})
        except (NotSent, OutcomeUnknown) as failure:
            log.warning("the app was removed or its token revoked", reason=failure.reason)

    async def writer(self, user: str, team: str | None, *, waits: bool = False) -> Writer:
        """Return who wrote or pressed, as the core knows people.

        Raises `SlackDoesNotSay`; for an event that `waits` not for ever, where a team is known.
        """
        person = await self.directory.person(user, team=team, ours=self.ours, waits=waits)
        return Writer(person=person.id, name=person.name, audience=person.audience)

    async def officer(self, user: str, team: str | None) -> Officer:
        """Return who pressed, as an officer; raises `NotAllowed` and `SlackDoesNotSay`."""
        return as_officer(await self.writer(user, team), await self.role(user, team))

    async def role(self, user: str, team: str | None) -> Role:
        """Return what the person is at this moment; raises `SlackDoesNotSay`."""
        compliance = self.desk.compliance
        return await self.directory.role(user, team=team, ours=self.ours, compliance=compliance)

    async def heard_as(self, channel: str, ts: str) -> str:
        """Return the key of a message: however often we are told of it, it is heard once."""
        find = partial(arrivals.first_id, channel=channel)
        return payloads.heard_as(await self.database.alongside(find), ts)

    async def officers(self) -> list[Writer]:
        """Return who of ours sits in the compliance channel, in the order of their names.

        Raises `SlackDoesNotSay`.
        """
        members = await self.directory.members(self.desk.compliance)
        people = [await self.writer(user, None) for user in members - {self.ours.bot_user}]
        ours = [one for one in people if one.audience is Audience.STAFF]
        return sorted(ours, key=lambda one: (one.name, one.person.user))

    async def whisper(self, press: Press, message: Outgoing) -> None:
        """Say something to who pressed, about that press; nothing is owed if it fails."""
        drawn = draw(message)
        if press.surface != "message":
            await self.open_form(press, said_in_a_form(drawn.blocks))
            return
        said = {"text": drawn.text, "blocks": list(drawn.blocks)}
        try:
            if press.answer_url:
                await self.wire.respond(press.answer_url, said | {"replace_original": False})
            elif press.channel:
                where = {"channel": press.channel, "user": press.user}
                threaded = {"thread_ts": press.thread_ts} if press.thread_ts else {}
                await self.wire.call("chat.postEphemeral", where | threaded | said)
        except (NotSent, OutcomeUnknown) as failure:
            log.info("not whispered", reason=failure.reason)

    def stands(self, press: Press, standing: SessionStatus) -> None:
        """Show how the conversation stands in whose direct message something was pressed."""
        if press.channel and press.channel.startswith("D") and press.thread_ts:
            thread = Thread(channel=press.channel, ts=press.thread_ts)
            self.agent.show(thread, standing)

    async def open_form(self, click: Press | str, view: dict[str, Any]) -> None:
        """Open a form for the click in hand, or over the form in which it was made.

        Nothing is owed if Slack says it came too late. A click may be given by its trigger alone.
        """
        trigger = click if isinstance(click, str) else click.trigger
        over = isinstance(click, Press) and click.surface == "modal"
        method = "views.push" if over else "views.open"
        await self._show(method, {"trigger_id": trigger, "view": view})

    async def change_form(self, form: str, view: dict[str, Any]) -> None:
        """Draw a form anew, by Slack's id; nothing is owed if it is gone."""
        await self._show("views.update", {"view_id": form, "view": view})

    async def show_home(self, user: str, view: dict[str, Any]) -> None:
        """Draw somebody's Home tab; nothing is owed if it fails."""
        await self._show("views.publish", {"user_id": user, "view": view})

    async def _show(self, method: str, asked: dict[str, Any]) -> None:
        """Show a form or a Home tab; a fault of ours in it is logged, and Slack may still take it.

        Unlike a message it has no text that would say the same without its blocks.
        """
        faults = faults_of(asked["view"])
        if faults:
            log.error("view not as Slack wants it", method=method, faults=faults)
        try:
            await self.wire.call(method, asked)
        except (NotSent, OutcomeUnknown) as failure:
            log.warning("view not shown", method=method, reason=failure.reason)
