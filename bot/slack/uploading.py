"""A file goes into a channel: announced, its bytes sent, shared.

Nothing is to be seen before the last of the three calls, so that a failure before it is harmless.
Slack takes no metadata with a file; so the delivery's id stands, in short, in the caption, by which
an attempt whose outcome is unknown finds it again. Slack shares a file a moment after it has
answered: who looks within that moment finds nothing, and the file may then stand twice. That is
harmless to the officers, and rare, since an attempt in doubt waits before it looks.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Final

from bot.delivery.for_officers import Document
from bot.delivery.made import Made, MadeFile, NotMade
from bot.delivery.retrying import NotSent
from bot.places import ChannelId
from bot.slack.blocks.harmless import escape
from bot.slack.blocks.parts import MOST_TEXT, clip
from bot.slack.wire import Wire

Maker = Callable[[Document], Awaitable[Made]]
"""Makes a file as things stand; raises `NotMade`."""

_LACKS_SCOPE: Final = "missing_scope"
_LONGEST_ALT: Final = 1_000
"""Characters of the words for a picture; Slack's own limit."""


class NotUploadable(Exception):
    """Slack takes no files from us; the message says what to do, in one sentence."""

    def __init__(self) -> None:
        super().__init__(
            "Slack lets me upload no files: the app lacks the scope files:write. "
            "Whoever installed it can reinstall it from its manifest."
        )


async def makes_none(_document: Document) -> Made:
    """Make no file, where nothing is sent; raises `NotMade`."""
    raise NotMade("No files are made here.")


def mark_of(delivery: str) -> str:
    """Return the few words by which a file's message is found again."""
    return f"(message reference: {delivery[:12]})"


async def upload(
    wire: Wire,
    made: Made,
    *,
    delivery: str,
    caption: str,
    channel: ChannelId,
    thread_ts: str | None,
) -> None:
    """Share files in one message; raises `NotUploadable`, and as `Wire.call` does."""
    files = [{"id": await _sent(wire, file), "title": file.name} for file in made.files]
    shared = {
        "files": json.dumps(files),
        "channel_id": channel,
        "initial_comment": caption_of(caption, made, delivery),
    }
    threaded = {"thread_ts": thread_ts} if thread_ts else {}
    await wire.call("files.completeUploadExternal", shared | threaded)


def caption_of(caption: str, made: Made, delivery: str) -> str:
    """Return what stands above the files, in mrkdwn."""
    mark = mark_of(delivery)
    words = clip(f"{caption}\n{escape(made.said)}", MOST_TEXT - len(mark) - 1)
    return f"{words}\n{mark}"


async def _sent(wire: Wire, file: MadeFile) -> str:
    """Send a file's bytes and return its id in Slack; nobody sees it yet."""
    asked: dict[str, object] = {"filename": file.name, "length": len(file.content)}
    if file.alt:
        asked["alt_txt"] = clip(file.alt, _LONGEST_ALT)
    try:
        announced = await wire.call("files.getUploadURLExternal", asked)
    except NotSent as failure:
        if failure.reason == _LACKS_SCOPE:
            raise NotUploadable from failure
        raise
    await wire.send_bytes(str(announced["upload_url"]), file.content)
    return str(announced["file_id"])
