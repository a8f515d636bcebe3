"""What a pretend workspace is made of: teams, people, channels, messages, views."""

from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Team:
    """A company's workspace."""

    id: str
    name: str
    domain: str
    enterprise: str | None = None
    """The organisation that it is one of several workspaces of (Enterprise Grid)."""


@dataclass(frozen=True)
class Person:
    """Somebody with a Slack account; the app's bot user is one too."""

    id: str
    team: str
    name: str
    email: str = ""
    title: str = ""
    time_zone: str = "Europe/London"
    is_bot: bool = False
    is_restricted: bool = False
    """A multi-channel guest."""
    is_ultra_restricted: bool = False
    """A single-channel guest."""

    @property
    def handle(self) -> str:
        """Their name as one types it after an @."""
        return ".".join(self.name.lower().split())

    @property
    def first_name(self) -> str:
        """How colleagues call them."""
        return self.name.split()[0]


@dataclass(frozen=True)
class App:
    """The app under trial, as installed in the home workspace."""

    id: str
    team: str
    bot_user: str
    bot_id: str
    name: str
    is_org_wide: bool = False
    """Whether it is installed in the whole organisation, and not in one workspace."""


@dataclass(frozen=True)
class Channel:
    """A conversation: public, private, shared with other companies, or a DM."""

    id: str
    name: str
    members: frozenset[str]
    is_private: bool = False
    is_im: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    is_archived: bool = False
    topic: str = ""
    connected: frozenset[str] = frozenset()
    """The other companies' teams with which it is shared."""
    sisters: frozenset[str] = frozenset()
    """The other workspaces of our own organisation in which it stands too."""

    @property
    def kind(self) -> str:
        """Slack's `channel_type` of it."""
        if self.is_im:
            return "im"
        return "group" if self.is_private else "channel"


@dataclass(frozen=True)
class File:
    """A file that the app uploaded."""

    id: str
    name: str
    title: str = ""
    content: bytes = b""


@dataclass(frozen=True)
class Message:
    """A message as it stands now; an edit replaces it."""

    channel: str
    ts: str
    author: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    """The parent's ts in a reply; None at the top level."""
    metadata: Json | None = None
    by_app: bool = False
    visible_to: str | None = None
    """The only person who sees it, if it is ephemeral."""
    edited_ts: str | None = None
    is_broadcast: bool = False
    """A reply that is shown in the channel too."""
    is_tombstone: bool = False
    """Whether it stands for one that was deleted and whose thread goes on."""
    reactions: tuple[tuple[str, str], ...] = ()
    """Emoji name and person."""
    call: int | None = None
    """The number of the Web API call that wrote it last."""
    files: tuple[File, ...] = ()
    answers: str | None = None
    """The response URL of the press or command that it answers."""

    @property
    def root(self) -> str:
        """The ts of the thread that it begins or belongs to."""
        return self.thread_ts or self.ts


@dataclass(frozen=True)
class View:
    """A modal or a Home tab that a person has before them."""

    id: str
    owner: str
    payload: Json
    hash: str
    root: str
    previous: str | None = None
    state: Json = field(default_factory=dict)

    @property
    def is_home(self) -> bool:
        """Whether it is a Home tab."""
        return bool(self.payload.get("type") == "home")

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, each with a block id."""
        return list(self.payload.get("blocks", []))
