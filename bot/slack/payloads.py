"""JSON -> values at the door; what is not for us becomes None here and goes no further."""

import html
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from bot.desk.identity import NOTHING_POSTED, Posted
from bot.masking import mask
from bot.places import ChannelId, Thread
from bot.slack.actors import team_of_event, team_of_interaction
from bot.slack.audience import Ours
from bot.slack.keepable import papers_in

Json = Mapping[str, Any]

_SUBTYPES_OF_PEOPLE = frozenset({None, "file_share", "thread_broadcast", "me_message"})
# No `<` within: Slack writes a person's own as `&lt;`, and a text full of them would take seconds.
_LINK = re.compile(r"<((?:https?|mailto|tel):[^<|>]+)(?:\|([^<>]*))?>")
_LABELLED = re.compile(r"<[@#!][^<|>]*\|([^<>]*)>")
_MENTION = re.compile(r"<[@#!]([^<|>]+)>")


@dataclass(frozen=True)
class Message:
    """What somebody wrote."""

    user: str
    team: str | None
    thread: Thread
    """Where a reply belongs."""
    ts: str
    text: str
    channel_type: str | None
    mentions_bot: bool
    posted: Posted = NOTHING_POSTED
    """What came with it that does not belong in Slack."""

    @property
    def place(self) -> Thread:
        """The message itself, as a place."""
        return Thread(channel=self.thread.channel, ts=self.ts)

    @property
    def is_reply(self) -> bool:
        """Whether it was written in a thread that had begun already."""
        return self.thread.ts != self.ts

    @property
    def at(self) -> datetime:
        """When it was written; the clock of a request runs from here."""
        return instant(self.ts)


@dataclass(frozen=True)
class EditedMessage:
    """What somebody made of a message of theirs."""

    message: Message
    """As it now reads."""
    ts: str
    """When it was edited."""


@dataclass(frozen=True)
class Change:
    """Something happened to a channel."""

    kind: str
    """What happened, as Slack names it."""
    channel: ChannelId
    """By the id that it had before; empty where none is named."""
    new_id: ChannelId
    """The id that it has now, where that is another; else empty."""
    team: str
    """Which organisation came in or left, where one did; else empty."""
    user: str
    """Who came in or left, where somebody did; else empty."""


@dataclass(frozen=True)
class Press:
    """Somebody pressed a button, or used a message's shortcut."""

    user: str
    team: str | None
    channel: ChannelId | None
    message_ts: str | None
    thread_ts: str | None
    """The thread that the message stands in."""
    answer_url: str | None
    """Where a message that only the presser sees is answered; the bot may not be in its channel."""
    value: str
    trigger: str
    key: str
    """The same press delivered twice has the same key."""
    surface: Literal["message", "home", "modal"] = "message"
    """Where it was pressed."""
    view: str | None = None
    """The form or Home tab in which it was pressed, by Slack's id."""
    author: str | None = None
    """Who wrote the message that a shortcut was used on."""

    @property
    def written_at(self) -> datetime | None:
        """When the message was written; None where that is no time."""
        try:
            return instant(self.message_ts or "")
        except (ValueError, OverflowError, OSError):
            return None


@dataclass(frozen=True)
class Command:
    """Somebody typed our slash command."""

    user: str
    team: str | None
    channel: ChannelId
    text: str
    trigger: str
    key: str
    posted: Posted = NOTHING_POSTED
    """What came with it that does not belong in Slack."""


def message(event: Json, ours: Ours) -> Message | None:
    """Return what a person wrote; None for bots, ourselves, edits, deletions and joins."""
    user = event.get("user")
    by_a_bot = event.get("bot_id") or event.get("bot_profile") or user == ours.bot_user
    if not user or by_a_bot or event.get("subtype") not in _SUBTYPES_OF_PEOPLE:
        return None
    if not (event.get("channel") and event.get("ts")):
        return None
    raw, ts = str(event.get("text") or ""), str(event["ts"])
    return Message(
        user=str(user),
        team=team_of_event(event),
        thread=Thread(
            channel=ChannelId(str(event["channel"])), ts=str(event.get("thread_ts") or ts)
        ),
        ts=ts,
        text=plain(raw, ours),
        channel_type=event.get("channel_type"),
        mentions_bot=f"<@{ours.bot_user}" in raw,
        posted=Posted(papers=papers_in(event), files=len(event.get("files") or ())),
    )


def edit(event: Json, ours: Ours) -> EditedMessage | None:
    """Return what a person made of a message of theirs; None where its words did not change.

    Of the files that came with the message before nobody is told again.
    """
    after, before = event.get("message") or {}, event.get("previous_message") or {}
    edited_at = (after.get("edited") or {}).get("ts")
    if not edited_at or after.get("text") == before.get("text"):
        return None
    where = {"channel": event.get("channel"), "channel_type": event.get("channel_type")}
    told = [file.get("id") for file in before.get("files") or ()]
    files = [file for file in after.get("files") or () if file.get("id") not in told]
    as_new = {**where, "subtype": after.get("subtype"), "files": files}
    now = message({**event, **after, **as_new}, ours)
    return None if now is None else EditedMessage(message=now, ts=str(edited_at))


def deletion(event: Json) -> Thread | None:
    """Return the message that was deleted; None for what is no deletion.

    A message with replies leaves a tombstone, which Slack tells as a change.
    """
    left = event.get("message") or {}
    match event.get("subtype"):
        case "message_deleted":
            ts = event.get("deleted_ts")
        case "message_changed" if left.get("subtype") == "tombstone":
            ts = left.get("ts")
        case _:
            ts = None
    channel = event.get("channel")
    return Thread(channel=ChannelId(str(channel)), ts=str(ts)) if ts and channel else None


def press(body: Json) -> Press:
    """Return the button that was pressed."""
    action = body["actions"][0]
    container = body.get("container") or {}
    return Press(
        user=str(body["user"]["id"]),
        team=team_of_interaction(body),
        channel=(body.get("channel") or {}).get("id") or container.get("channel_id"),
        message_ts=(body.get("message") or {}).get("ts") or container.get("message_ts"),
        thread_ts=(body.get("message") or {}).get("thread_ts") or container.get("thread_ts"),
        answer_url=body.get("response_url") if container.get("is_ephemeral") else None,
        value=str(action.get("value") or (action.get("selected_option") or {}).get("value") or ""),
        trigger=str(body.get("trigger_id") or ""),
        key=f"press:{body['user']['id']}:{action.get('action_id')}:{action.get('action_ts')}",
        surface=(body.get("view") or {}).get("type") or "message",
        view=(body.get("view") or {}).get("id"),
    )


def message_shortcut(body: Json) -> Press:
    """Return a message's shortcut that was used; its value is the message's raw text."""
    message = body.get("message") or {}
    return Press(
        user=str(body["user"]["id"]),
        team=team_of_interaction(body),
        channel=(body.get("channel") or {}).get("id"),
        message_ts=message.get("ts"),
        thread_ts=message.get("thread_ts"),
        answer_url=body.get("response_url"),
        value=mask(str(message.get("text") or "")).text,
        trigger=str(body.get("trigger_id") or ""),
        key=f"shortcut:{body.get('trigger_id')}",
        author=message.get("user"),
    )


def command(body: Json, ours: Ours) -> Command:
    """Return the slash command that was typed."""
    typed = mask(plain(str(body.get("text") or ""), ours))
    return Command(
        user=str(body["user_id"]),
        team=body.get("team_id"),
        channel=ChannelId(str(body["channel_id"])),
        text=typed.text,
        trigger=str(body.get("trigger_id") or ""),
        key=f"command:{body.get('trigger_id')}",
        posted=Posted(papers=typed.papers, in_form=True),
    )


def heard_as(channel: str, ts: str) -> str:
    """Return the key of a message, where the channel is named by the id that it had first."""
    return f"message:{channel}:{ts}"


def instant(ts: str) -> datetime:
    """Return the moment of a Slack `ts`; raises `ValueError` for what is none."""
    return datetime.fromtimestamp(float(ts), UTC)


def plain(text: str, ours: Ours) -> str:
    """Return the words as a person reads them: no mention of us, no Slack markup, no entities."""
    text = re.sub(rf"<@{re.escape(ours.bot_user)}(?:\|[^<>]*)?>", "", text)
    text = _LINK.sub(lambda link: link[2] or link[1], text)
    text = _MENTION.sub(r"@\1", _LABELLED.sub(r"\1", text))
    return html.unescape(text).strip()


def change(event: Json) -> Change:
    """Return what happened to a channel."""
    joined, left = event.get("connected_team_id"), event.get("previously_connected_team_id")
    return Change(
        kind=str(event["type"]),
        channel=ChannelId(_named(event.get("channel")) or _named(event.get("old_channel_id"))),
        new_id=ChannelId(_named(event.get("new_channel_id"))),
        team=_named(joined or left),
        user=_named(event.get("user")),
    )


def lane_of(event: Json) -> str:
    """Return what an event must stay in order with: its channel, else its person."""
    named = (_named(event.get(it)) for it in ("channel", "new_channel_id", "user"))
    return next(filter(None, named), "")


def _named(given: object) -> str:
    """Return an id, which some events tell by itself and others within an object."""
    return str((given.get("id") if isinstance(given, Mapping) else given) or "")


def words_of(payload: str) -> str:
    """Return the words of an event that was kept; none where it has none, or is broken."""
    try:
        event = json.loads(payload)
    except ValueError:
        return ""
    if not isinstance(event, dict):
        return ""
    edited = event.get("message")
    holder = edited if isinstance(edited, dict) else event
    return str(holder.get("text") or "")
