"""Sharing: channels with other companies are met, change, and are ruled on by the officers."""

from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog
from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.desk import channels, moving, officer
from bot.desk.channels import Met, Standing
from bot.desk.values import Officer
from bot.places import ChannelId, Room
from bot.slack import names, payloads
from bot.slack.door import Door
from bot.slack.pressing import act_as_officer
from bot.slack.verifying import verify

log = structlog.get_logger()

_GONE: Final = {
    "channel_archive": "It was archived.",
    "group_archive": "It was archived.",
    "channel_deleted": "It was deleted.",
    "group_deleted": "It was deleted.",
    "channel_left": "The bot is no longer in it.",
    "group_left": "The bot is no longer in it.",
}
"""Why nothing that was said of a channel holds any more."""

CHANGES: Final = frozenset(_GONE) | {
    "channel_id_changed",
    "channel_shared",
    "channel_unshared",
    "member_joined_channel",
    "member_left_channel",
}
"""The events that tell of it."""

_RULINGS: Final = {
    names.ANSWER_THERE: Standing.APPROVED,
    names.STAY_SILENT: Standing.SILENT,
}


def listen(app: AsyncApp, door: Door) -> None:
    """Hear the officers on shared channels."""
    for action, standing in _RULINGS.items():
        _rules(app, door, action, standing)


def _rules(app: AsyncApp, door: Door, action: str, standing: Standing) -> None:
    @app.action(action)
    async def ruled(ack: AsyncAck, body: dict[str, Any]) -> None:
        press = payloads.press(body)

        def rule(session: Session, by: Officer, now: datetime) -> None:
            officer.rule(
                session, desk=door.desk, card=press.value, standing=standing, officer=by, now=now
            )

        await act_as_officer(door, ack, press, rule)


async def meet(door: Door, room: Room, channel: ChannelId, *, joining: str = "") -> None:
    """Ask the officers about a shared channel, unless they were asked about it as it now is.

    `joining` is an organisation that has just come in, which Slack may not list there yet.
    """
    if room is not Room.SHARED or channel == door.desk.compliance:
        return
    place = await door.directory.place(channel, ours=door.ours)
    if not place.is_member:
        return
    others = sorted(place.others | ({joining} if joining else set()) - place.own)
    partners = {team: await door.directory.team_name(team) for team in others}
    met = Met(channel=channel, name=place.name, partners=partners)
    compliance = door.desk.compliance
    await door.database.in_transaction(
        partial(channels.meet, met=met, compliance=compliance, now=door.clock())
    )


async def changed(door: Door, event: dict[str, Any]) -> None:
    """Follow what happened to a channel."""
    told = payloads.change(event)
    channel = told.channel
    door.directory.forget_place(channel)
    if channel == door.desk.compliance:
        await verify(door)
    match told.kind:
        case "channel_id_changed":
            await _moved(door, channel, told.new_id)
        case "member_joined_channel" if told.user != door.ours.bot_user:
            pass
        case "channel_shared" | "member_joined_channel":
            place = await door.directory.place(channel, ours=door.ours)
            await meet(door, place.room, channel, joining=told.team)
        case "channel_unshared":
            await _unshared(door, channel, told.team)
        case kind if kind in _GONE:
            why = _GONE[kind]
            await door.database.in_transaction(
                partial(channels.end, channel=channel, why=why, now=door.clock())
            )


async def _unshared(door: Door, channel: ChannelId, team: str) -> None:
    place = await door.directory.place(channel, ours=door.ours)
    if place.room is Room.SHARED:
        operation = partial(channels.left_by, channel=channel, partners=(team,))
    else:
        why = "It is no longer shared with another company."
        operation = partial(channels.end, channel=channel, why=why, now=door.clock())
    await door.database.in_transaction(operation)


async def _moved(door: Door, old: ChannelId, new: ChannelId) -> None:
    if not (old and new):
        return
    door.directory.forget_place(new)
    if old == door.desk.compliance:
        log.error("the compliance channel has another id: set HELPDESK_COMPLIANCE_CHANNEL", new=new)
    await door.database.in_transaction(partial(moving.move, old=old, new=new, now=door.clock()))
    place = await door.directory.place(new, ours=door.ours)
    await meet(door, place.room, new)
