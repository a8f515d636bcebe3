"""chat.*: messages written, changed, taken away."""

import re
from dataclasses import replace

from bot.sandbox.limits import message_faults
from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.shapes import message as shape_of
from bot.sandbox.values import Channel, Json, Message

_LONGEST_TEXT = 40_000
_TS = re.compile(r"\d{10,}\.\d{6}")


def post_message(asked: Asked) -> Json:
    """Write a message to a channel, a thread, or a person's DM."""
    place = _destination(asked)
    said = _said(asked, place)
    is_broadcast = asked.flag("reply_broadcast")
    message = asked.workspace.post(
        replace(said, metadata=_metadata(asked), is_broadcast=is_broadcast)
    )
    shape = shape_of(asked.workspace, message, with_metadata=True)
    return {"ok": True, "channel": place.id, "ts": message.ts, "message": shape}


def post_ephemeral(asked: Asked) -> Json:
    """Write a message that one member of the channel sees."""
    place = asked.joined_channel()
    said, reader = _said(asked, place), asked.required("user")
    if reader not in place.members:
        raise Refused("user_not_in_channel")
    message = asked.workspace.post(replace(said, visible_to=reader))
    return {"ok": True, "message_ts": message.ts}


def update(asked: Asked) -> Json:
    """Replace one of the app's own messages; text without blocks removes the blocks."""
    place = asked.joined_channel()
    before = asked.message(place, asked.required("ts"))
    if not before.by_app:
        raise Refused("cant_update_message")
    text, blocks = _content(asked)
    metadata = _metadata(asked)
    changed = replace(
        before,
        text=text or before.text,
        blocks=tuple(blocks),
        metadata=before.metadata if metadata is None else metadata,
        call=asked.number,
    )
    after = asked.workspace.edit(before, changed)
    shape = shape_of(asked.workspace, after, with_metadata=True)
    return {"ok": True, "channel": place.id, "ts": after.ts, "text": after.text, "message": shape}


def delete(asked: Asked) -> Json:
    """Take one of the app's own messages away."""
    place = asked.joined_channel()
    message = asked.message(place, asked.required("ts"))
    if not message.by_app:
        raise Refused("cant_delete_message")
    asked.workspace.delete(message)
    return {"ok": True, "channel": place.id, "ts": message.ts}


def get_permalink(asked: Asked) -> Json:
    """Return where a message is opened in a browser."""
    place = asked.channel()
    message = asked.message(place, asked.required("message_ts"))
    link = f"{asked.address}/archives/{place.id}/p{message.ts.replace('.', '')}"
    if message.thread_ts:
        link += f"?thread_ts={message.thread_ts}&cid={place.id}"
    return {"ok": True, "channel": place.id, "permalink": link}


def _destination(asked: Asked) -> Channel:
    """Return the channel; a person's id means the DM with them."""
    wanted = asked.text("channel")
    if wanted in asked.workspace.people:
        return asked.workspace.dm(wanted)
    if not wanted:
        raise Refused("channel_not_found")
    place = asked.joined_channel()
    if place.is_archived:
        raise Refused("is_archived")
    return place


def _said(asked: Asked, place: Channel) -> Message:
    """Return what the app says there, as everybody would see it."""
    text, blocks = _content(asked)
    return Message(
        channel=place.id,
        ts=asked.workspace.next_ts(),
        author=asked.workspace.app.bot_user,
        text=text,
        blocks=tuple(blocks),
        thread_ts=_thread(asked, place),
        by_app=True,
        call=asked.number,
    )


def _content(asked: Asked) -> tuple[str, list[Json]]:
    text = asked.text("text")[:_LONGEST_TEXT]
    blocks = asked.arguments.get("blocks") or []
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        raise Refused("invalid_blocks_format")
    if not text.strip() and not blocks:
        raise Refused("no_text")
    faults = message_faults(blocks)
    if faults:
        raise Refused("invalid_blocks", *faults)
    return text, blocks


def _thread(asked: Asked, place: Channel) -> str | None:
    """Return the root of the thread asked for; a reply's ts means its thread."""
    ts = asked.text("thread_ts")
    if not ts:
        return None
    if not _TS.fullmatch(ts):
        raise Refused("invalid_thread_ts")
    found = asked.workspace.messages[place.id].get(ts)
    if found is None:
        raise Refused("thread_not_found")
    return found.root


def _metadata(asked: Asked) -> Json | None:
    metadata = asked.arguments.get("metadata")
    if metadata is None:
        return None
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_payload"), dict):
        raise Refused("invalid_metadata_format")
    if not metadata.get("event_type"):
        raise Refused("invalid_metadata_schema")
    return metadata


METHODS: dict[str, Answering] = {
    "chat.delete": delete,
    "chat.getPermalink": get_permalink,
    "chat.postEphemeral": post_ephemeral,
    "chat.postMessage": post_message,
    "chat.update": update,
}
