"""response_url: the app answers a click or a command there, five times within half an hour."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.sandbox.limits import message_faults
from bot.sandbox.methods.asked import Refused
from bot.sandbox.values import Json, Message
from bot.sandbox.workspace import Workspace

_USES = 5
_SECONDS = 30 * 60


@dataclass(frozen=True)
class Occasion:
    """What a response answers."""

    url: str
    channel: str
    person: str
    at: float
    message: str | None = None
    """The ts of the message that was clicked in."""
    thread: str | None = None
    uses: int = 0


class Responses:
    """Hands out response URLs and takes what the app sends there."""

    def __init__(self, workspace: Workspace, *, address: Callable[[], str]) -> None:
        self._workspace, self._address = workspace, address
        self._occasions: dict[str, Occasion] = {}

    def url(
        self, *, channel: str, person: str, message: str | None = None, thread: str | None = None
    ) -> str:
        """Return a URL for the answer to what the person has just done."""
        return self.occasion(channel=channel, person=person, message=message, thread=thread).url

    def occasion(
        self, *, channel: str, person: str, message: str | None = None, thread: str | None = None
    ) -> Occasion:
        """Return what the person has just done, to be answered here or by its URL."""
        name = self._workspace.new_id("r")
        url, at = f"{self._address()}/response/{name}", self._workspace.clock()
        self._occasions[name] = Occasion(url, channel, person, at, message, thread)
        return self._occasions[name]

    def take(self, name: str, body: Json) -> None:
        """Do what the app sends; raises `Refused`."""
        occasion = self._occasions.get(name)
        if occasion is None:
            raise Refused("invalid_url")
        if occasion.uses >= _USES:
            raise Refused("used_url")
        if self._workspace.clock() - occasion.at > _SECONDS:
            raise Refused("expired_url")
        self._occasions[name] = replace(occasion, uses=occasion.uses + 1)
        self.answer(occasion, body)

    def answer(self, occasion: Occasion, body: Json) -> None:
        """Write, replace or delete a message as the app asks; raises `Refused`."""
        original = self._original(occasion)
        if body.get("delete_original"):
            if original:
                self._workspace.delete(original)
            return
        text, blocks = str(body.get("text") or ""), body.get("blocks") or []
        if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
            raise Refused("invalid_blocks_format")
        faults = message_faults(blocks)
        if faults:
            raise Refused("invalid_blocks", *faults)
        if not text and not blocks:
            raise Refused("no_text")
        if body.get("replace_original") and original:
            after = replace(original, text=text, blocks=tuple(blocks), answers=occasion.url)
            self._workspace.edit(original, after)
            return
        self._post(occasion, body, text, blocks)

    def _original(self, occasion: Occasion) -> Message | None:
        if occasion.message is None:
            return None
        found = self._workspace.messages[occasion.channel].get(occasion.message)
        return None if found is None or found.is_tombstone else found

    def _post(self, occasion: Occasion, body: Json, text: str, blocks: list[Json]) -> None:
        for_all = body.get("response_type") == "in_channel"
        self._workspace.post(
            Message(
                channel=occasion.channel,
                ts=self._workspace.next_ts(),
                author=self._workspace.app.bot_user,
                text=text,
                blocks=tuple(blocks),
                thread_ts=body.get("thread_ts") or occasion.thread,
                by_app=True,
                visible_to=None if for_all else occasion.person,
                answers=occasion.url,
            )
        )
