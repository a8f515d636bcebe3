"""What may happen in a workspace: the closed union of everything that the app may be told."""

from dataclasses import dataclass

from bot.sandbox.values import Channel, Message, Person


@dataclass(frozen=True)
class Posted:
    """A message was written."""

    message: Message


@dataclass(frozen=True)
class Edited:
    """A message was changed in place."""

    before: Message
    after: Message


@dataclass(frozen=True)
class Deleted:
    """A message was taken away."""

    message: Message
    at: str


@dataclass(frozen=True)
class Joined:
    """Somebody came into a channel."""

    person: Person
    channel: Channel


@dataclass(frozen=True)
class Left:
    """Somebody left a channel."""

    person: Person
    channel: Channel


@dataclass(frozen=True)
class Shared:
    """A channel was opened to another company."""

    channel: Channel
    team: str


@dataclass(frozen=True)
class Unshared:
    """A channel was closed to other companies."""

    channel: Channel
    team: str


@dataclass(frozen=True)
class Archived:
    """A channel was archived."""

    channel: Channel
    by: Person


@dataclass(frozen=True)
class Removed:
    """A channel was deleted."""

    channel: Channel


@dataclass(frozen=True)
class Renumbered:
    """A channel goes on under another id."""

    old: str
    channel: Channel


@dataclass(frozen=True)
class Uninstalled:
    """The app was taken out of the workspace."""


@dataclass(frozen=True)
class TokensRevoked:
    """The app's bot token was revoked."""


@dataclass(frozen=True)
class HomeOpened:
    """Somebody looks at the app's Home or Messages tab."""

    person: Person
    tab: str
    channel: str


@dataclass(frozen=True)
class Reacted:
    """Somebody put an emoji to a message."""

    message: Message
    person: Person
    emoji: str


Happening = (
    Posted
    | Edited
    | Deleted
    | Joined
    | Left
    | Shared
    | Unshared
    | Archived
    | Removed
    | Renumbered
    | Uninstalled
    | TokensRevoked
    | HomeOpened
    | Reacted
)
