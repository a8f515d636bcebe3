"""What the app is told: the event envelopes, interaction payloads and commands of Slack.

Who wrote an event in a shared channel stands in different fields for different events: a `message`
of an outsider carries the outsider's team as its outer `team_id`, an `app_mention` carries ours
and names theirs as `user_team`, or their organisation if they have one. The functions below keep to
those shapes.
"""

from dataclasses import dataclass

from bot.sandbox import shapes
from bot.sandbox.happenings import (
    Archived,
    Deleted,
    Edited,
    Happening,
    HomeOpened,
    Joined,
    Left,
    Posted,
    Reacted,
    Removed,
    Renumbered,
    Shared,
    TokensRevoked,
    Uninstalled,
    Unshared,
)
from bot.sandbox.values import Channel, Json, Message, Person
from bot.sandbox.workspace import Workspace

VERIFICATION_TOKEN = "sandbox-verification-token"  # noqa: S105 - Slack's deprecated field, no secret


@dataclass(frozen=True)
class Event:
    """One event of the Events API before it is put into its envelope."""

    subscription: str
    """The name under which an app subscribes to it."""
    body: Json
    team: str
    """The outer `team_id`."""
    channel: Channel | None = None
    subject: tuple[str, str] | None = None


def events_of(workspace: Workspace, happening: Happening) -> list[Event]:
    """Return what the app is told of a happening; nothing of places where it is not."""
    bot = workspace.app.bot_user
    leaves = isinstance(happening, Left) and happening.person.id == bot
    return [
        event
        for event in _events(workspace, happening)
        if event.channel is None or leaves or bot in event.channel.members
    ]


def _events(workspace: Workspace, happening: Happening) -> list[Event]:
    match happening:
        case Posted(message=message):
            return _posted(workspace, message)
        case Edited(before=before, after=after):
            return _edited(workspace, before, after)
        case Deleted(message=message, at=at):
            return _deleted(workspace, message, at)
        case HomeOpened(person=person, tab=tab, channel=dm):
            return [_home_opened(workspace, person, tab, dm)]
        case Reacted(message=message, person=person, emoji=emoji):
            return [_reacted(workspace, message, person, emoji)]
        case Uninstalled() | TokensRevoked():
            return [_app_gone(workspace, happening)]
        case _:
            return [_of_the_channel(workspace, happening)]


def _of_the_channel(
    workspace: Workspace,
    happening: Joined | Left | Shared | Unshared | Archived | Removed | Renumbered,
) -> Event:
    match happening:
        case Joined(person=person, channel=channel):
            return _membership(workspace, "member_joined_channel", person, channel)
        case Left(person=person, channel=channel):
            return _left(workspace, person, channel)
        case Shared(channel=channel, team=team):
            return _sharing(workspace, "channel_shared", channel, team)
        case Unshared(channel=channel, team=team):
            return _sharing(workspace, "channel_unshared", channel, team)
        case Archived(channel=channel, by=person):
            kind = "group_archive" if channel.is_private else "channel_archive"
            return _of_channel(workspace, kind, channel, user=person.id)
        case Removed(channel=channel):
            kind = "group_deleted" if channel.is_private else "channel_deleted"
            return _of_channel(workspace, kind, channel)
        case Renumbered(old=old, channel=channel):
            return _renumbered(workspace, old, channel)


def _app_gone(workspace: Workspace, happening: Uninstalled | TokensRevoked) -> Event:
    match happening:
        case Uninstalled():
            return Event("app_uninstalled", {"type": "app_uninstalled"}, workspace.home.id)
        case TokensRevoked():
            tokens = {"oauth": [], "bot": [workspace.app.bot_user]}
            body = {"type": "tokens_revoked", "tokens": tokens}
            return Event("tokens_revoked", body, workspace.home.id)


def envelope(workspace: Workspace, event: Event, *, event_id: str) -> Json:
    """Return an event in the envelope in which it is delivered."""
    app, home = workspace.app, workspace.home
    organisation = workspace.teams[event.team].enterprise
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": event.team,
        **({"enterprise_id": organisation} if organisation else {}),
        "context_team_id": home.id,
        "context_enterprise_id": home.enterprise,
        "api_app_id": app.id,
        "event": event.body,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(workspace.clock()),
        "authorizations": [
            {
                "enterprise_id": home.enterprise,
                "team_id": None if app.is_org_wide else home.id,
                "user_id": app.bot_user,
                "is_bot": True,
                "is_enterprise_install": app.is_org_wide,
            }
        ],
        "is_ext_shared_channel": bool(event.channel and event.channel.is_ext_shared),
        "event_context": f"4-sandbox-{event_id}",
    }


def _posted(workspace: Workspace, message: Message) -> list[Event]:
    channel = workspace.channels[message.channel]
    body = message_event(workspace, message)
    events = [_message(workspace, message, body)]
    mentioned = f"<@{workspace.app.bot_user}>" in message.text
    if mentioned and not channel.is_im and not message.by_app:
        events.insert(0, _mention(workspace, message))
    return events


def message_event(workspace: Workspace, message: Message) -> Json:
    """Return the inner event of a new message."""
    channel = workspace.channels[message.channel]
    shape = shapes.message(workspace, message, with_metadata=True)
    if not message.by_app:
        shape["client_msg_id"] = f"sandbox-{message.ts}"
    return {
        **shape,
        "channel": channel.id,
        "event_ts": message.ts,
        "channel_type": channel.kind,
    }


def _message(workspace: Workspace, message: Message, body: Json) -> Event:
    channel = workspace.channels[message.channel]
    return Event(
        subscription={"im": "message.im", "group": "message.groups"}.get(
            channel.kind, "message.channels"
        ),
        body=body,
        team=workspace.people[message.author].team,
        channel=channel,
        subject=(message.channel, message.ts),
    )


def _mention(workspace: Workspace, message: Message) -> Event:
    author = workspace.people[message.author]
    body = message_event(workspace, message) | {"type": "app_mention"}
    del body["channel_type"]
    if author.team != workspace.home.id:
        theirs = workspace.teams[author.team].enterprise or author.team
        body |= {
            "team": workspace.home.id,
            "user_team": theirs,
            "source_team": theirs,
            "user_profile": {"team": theirs, "real_name": author.name},
        }
    return Event(
        subscription="app_mention",
        body=body,
        team=workspace.home.id,
        channel=workspace.channels[message.channel],
        subject=(message.channel, message.ts),
    )


def _edited(workspace: Workspace, before: Message, after: Message) -> list[Event]:
    channel = workspace.channels[after.channel]
    body = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": shapes.message(workspace, after, with_metadata=True),
        "previous_message": shapes.message(workspace, before, with_metadata=True),
        "channel": channel.id,
        "ts": after.edited_ts or after.ts,
        "event_ts": after.edited_ts or after.ts,
        "channel_type": channel.kind,
    }
    return [_message(workspace, after, body)]


def _deleted(workspace: Workspace, message: Message, at: str) -> list[Event]:
    channel = workspace.channels[message.channel]
    gone: Json = {"subtype": "message_deleted", "deleted_ts": message.ts}
    if shapes.has_replies(workspace, message):
        left = shapes.tombstone(workspace, message)
        gone = {"subtype": "message_changed", "message": left}
    body = gone | {
        "type": "message",
        "hidden": True,
        "previous_message": shapes.message(workspace, message, with_metadata=True),
        "channel": channel.id,
        "ts": at,
        "event_ts": at,
        "channel_type": channel.kind,
    }
    return [_message(workspace, message, body)]


def _membership(workspace: Workspace, kind: str, person: Person, channel: Channel) -> Event:
    body = {
        "type": kind,
        "user": person.id,
        "channel": channel.id,
        "channel_type": "G" if channel.is_private else "C",
        "team": person.team,
        "event_ts": workspace.next_ts(),
    }
    return Event(kind, body, workspace.home.id, channel)


def _left(workspace: Workspace, person: Person, channel: Channel) -> Event:
    """Return what the app is told of who left; of itself it is told under another name."""
    if person.id != workspace.app.bot_user:
        return _membership(workspace, "member_left_channel", person, channel)
    return _of_channel(workspace, "group_left" if channel.is_private else "channel_left", channel)


def _of_channel(workspace: Workspace, kind: str, channel: Channel, **more: str) -> Event:
    body = {"type": kind, "channel": channel.id, **more, "event_ts": workspace.next_ts()}
    return Event(kind, body, workspace.home.id, channel)


def _renumbered(workspace: Workspace, old: str, channel: Channel) -> Event:
    body = {
        "type": "channel_id_changed",
        "old_channel_id": old,
        "new_channel_id": channel.id,
        "event_ts": workspace.next_ts(),
    }
    return Event("channel_id_changed", body, workspace.home.id, channel)


def _sharing(workspace: Workspace, kind: str, channel: Channel, team: str) -> Event:
    key = "connected_team_id" if kind == "channel_shared" else "previously_connected_team_id"
    body: Json = {"type": kind, key: team, "channel": channel.id, "event_ts": workspace.next_ts()}
    if kind == "channel_unshared":
        body["is_ext_shared"] = channel.is_ext_shared
    return Event(kind, body, workspace.home.id, channel)


def _home_opened(workspace: Workspace, person: Person, tab: str, dm: str) -> Event:
    body: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": dm,
        "tab": tab,
        "event_ts": workspace.next_ts(),
    }
    shown = workspace.views.home(person.id)
    if shown is not None and tab == "home":
        body["view"] = shapes.view(workspace, shown)
    return Event("app_home_opened", body, workspace.home.id)


def _reacted(workspace: Workspace, message: Message, person: Person, emoji: str) -> Event:
    body = {
        "type": "reaction_added",
        "user": person.id,
        "reaction": emoji,
        "item_user": message.author,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": workspace.next_ts(),
    }
    return Event("reaction_added", body, workspace.home.id, workspace.channels[message.channel])
