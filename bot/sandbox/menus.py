"""What the app puts into Slack's menus, and what comes of a person's act."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.sandbox.record import Delivery
from bot.sandbox.values import Message


class NotPossible(Exception):
    """Slack does not let this person do that; its text is what Slack would say."""


@dataclass(frozen=True)
class Shortcut:
    """A shortcut that the app offers."""

    callback_id: str
    name: str
    type: str
    """`message` or `global`, as in an app's manifest."""


@dataclass(frozen=True)
class Command:
    """A slash command that the app offers."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Offers:
    """What the app puts into Slack's menus."""

    shortcuts: tuple[Shortcut, ...] = ()
    commands: tuple[Command, ...] = ()


@dataclass(frozen=True)
class Said:
    """A message that was written, and how the app was told of it."""

    message: Message
    deliveries: Sequence[Delivery]


@dataclass(frozen=True)
class Submitted:
    """What became of a form."""

    errors: dict[str, str]
    """What is wrong, by block id; empty when the form was taken."""
    trouble: str | None
    delivery: Delivery | None
    """None when Slack itself found the form incomplete and did not ask the app."""
