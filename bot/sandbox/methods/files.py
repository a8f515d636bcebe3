"""files.*: an upload is announced, its bytes are sent, and it is shared."""

import json

from bot.sandbox.files import Files, NoSuchFile
from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.values import File, Json, Message


def get_upload_url(asked: Asked) -> Json:
    """Say where the bytes of a file may be sent."""
    length = asked.required("length")
    if not length.isdigit() or int(length) == 0:
        raise Refused("invalid_arguments", "length must be greater than 0")
    made = _files(asked).announce(asked.required("filename"), int(length))
    return {"ok": True, "upload_url": f"{asked.address}/upload/{made.id}", "file_id": made.id}


def complete_upload(asked: Asked) -> Json:
    """Share files whose bytes have come; Slack itself does it a moment after it has answered."""
    place = asked.joined_channel("channel_id") if asked.text("channel_id") else None
    try:
        found = _files(asked).finish(dict(_wanted(asked)))
    except NoSuchFile:
        raise Refused("file_not_found") from None
    if place is not None:
        _share(asked, place.id, found)
    return {"ok": True, "files": [{"id": file.id, "title": file.title} for file in found]}


def _share(asked: Asked, channel: str, files: tuple[File, ...]) -> None:
    asked.workspace.post(
        Message(
            channel=channel,
            ts=asked.workspace.next_ts(),
            author=asked.workspace.app.bot_user,
            text=asked.text("initial_comment"),
            thread_ts=asked.text("thread_ts") or None,
            by_app=True,
            call=asked.number,
            files=files,
        )
    )


def _wanted(asked: Asked) -> list[tuple[str, str]]:
    """Return the files asked for, each with its title; in a form they come as JSON."""
    given = asked.arguments.get("files") or []
    try:
        listed = json.loads(given) if isinstance(given, str) else given
        return [(str(one["id"]), str(one.get("title") or "")) for one in listed]
    except (AttributeError, KeyError, TypeError, ValueError):
        raise Refused("invalid_arguments", "files must be a list of ids") from None


def _files(asked: Asked) -> Files:
    return asked.workspace.files


METHODS: dict[str, Answering] = {
    "files.completeUploadExternal": complete_upload,
    "files.getUploadURLExternal": get_upload_url,
}
