"""What a method is asked, and how it refuses."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.sandbox.values import Channel, Json, Message
from bot.sandbox.workspace import NoSuchPlace, Workspace


class Refused(Exception):
    """Slack answers `ok: false` with this error code."""

    def __init__(self, error: str, *details: str) -> None:
        super().__init__(error)
        self.error, self.details = error, details

    def answer(self) -> Json:
        """Return the answer's body."""
        refusal: Json = {"ok": False, "error": self.error}
        if self.details:
            refusal["response_metadata"] = {
                "messages": [f"[ERROR] {detail}" for detail in self.details]
            }
        return refusal


@dataclass(frozen=True)
class Asked:
    """One call as a method sees it."""

    workspace: Workspace
    arguments: Json
    number: int
    address: str
    """Where the pretend Slack is served, without a slash at the end."""

    def text(self, name: str) -> str:
        """Return an argument as text; empty if it is missing."""
        given = self.arguments.get(name)
        return "" if given is None else str(given)

    def required(self, name: str) -> str:
        """Return an argument; raises `Refused` if it is missing."""
        given = self.text(name)
        if not given:
            raise Refused("invalid_arguments", f"missing required field: {name}")
        return given

    def flag(self, name: str) -> bool:
        """Return whether an argument is given and true, in JSON or in a form."""
        return str(self.arguments.get(name, "")).lower() in {"true", "1"}

    def channel(self, name: str = "channel") -> Channel:
        """Return the channel asked about if the app may know of it; raises `Refused`."""
        place = self.workspace.channels.get(self.required(name))
        bot = self.workspace.app.bot_user
        hidden = place and (place.is_private or place.is_im) and bot not in place.members
        if place is None or hidden:
            raise Refused("channel_not_found")
        return place

    def joined_channel(self, name: str = "channel") -> Channel:
        """Return the channel asked about if the app is in it; raises `Refused`."""
        place = self.channel(name)
        if self.workspace.app.bot_user not in place.members:
            raise Refused("not_in_channel")
        return place

    def message(self, place: Channel, ts: str) -> Message:
        """Return a message of the channel that all may see; raises `Refused`."""
        try:
            found = self.workspace.message(place.id, ts)
        except NoSuchPlace:
            raise Refused("message_not_found") from None
        if found.visible_to is not None:
            raise Refused("message_not_found")
        return found


Answering = Callable[[Asked], Json]
