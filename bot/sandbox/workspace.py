"""The state of a pretend workspace: who and what is in it; every change is told to listeners.

Nothing here waits, speaks HTTP or reads the clock: the clock is given.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from bot.sandbox.block_ids import named_blocks
from bot.sandbox.clock import Clock
from bot.sandbox.files import Files
from bot.sandbox.happenings import (
    Deleted,
    Edited,
    Happening,
    Joined,
    Left,
    Posted,
    Reacted,
    Removed,
    Renumbered,
)
from bot.sandbox.values import App, Channel, Message, Person, Team
from bot.sandbox.views import Views

TOMBSTONE = "This message was deleted."
_MICROSECONDS = 1_000_000


class NoSuchPlace(LookupError):
    """There is no person, channel or message of that name in the workspace."""


@dataclass(frozen=True)
class Prompts:
    """What the app suggests to ask in its DM."""

    title: str
    prompts: tuple[tuple[str, str], ...]
    """Title and message."""


@dataclass
class Threads:
    """What the app says about its threads."""

    status: dict[tuple[str, str], str] = field(default_factory=dict)
    """Channel and thread -> what the app is doing."""
    prompts: dict[str, Prompts] = field(default_factory=dict)
    """DM channel -> suggestions."""


class Workspace:
    """Teams, people, channels and messages; addressed by id, or by the name a reader would use."""

    def __init__(self, *, home: Team, app: App, clock: Callable[[], float]) -> None:
        """Begin with one team and the app; `clock` returns seconds since the epoch."""
        self.home, self.app, self.clock = home, app, Clock(clock)
        self.teams = {home.id: home}
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, dict[str, Message]] = {}
        self.views = Views(clock=self.clock, new_id=self.new_id)
        self.files = Files(new_id=self.new_id)
        self.threads = Threads()
        self.read_until: dict[tuple[str, str], str] = {}
        self.listeners: list[Callable[[Happening], None]] = []
        self.watchers: list[Callable[[], None]] = []
        self.app_refused_as: str | None = None
        """Slack's word for why the app's token is of no use any more."""
        self._replies: dict[tuple[str, str], list[str]] = {}
        self._last = 0
        self._ids = 0
        self.add_person(Person(app.bot_user, home.id, app.name, is_bot=True))

    def next_ts(self) -> str:
        """Return a ts of Slack's form, later than any before."""
        self._last = max(int(self.clock() * _MICROSECONDS), self._last + 1)
        return f"{self._last // _MICROSECONDS}.{self._last % _MICROSECONDS:06d}"

    def new_id(self, prefix: str) -> str:
        """Return an id of Slack's form that nothing has yet."""
        self._ids += 1
        return f"{prefix}0{self._ids:09X}"

    def add_team(self, team: Team) -> Team:
        """Let another company take part."""
        self.teams[team.id] = team
        return team

    def add_person(self, person: Person) -> Person:
        """Let a person take part, or change one who does."""
        self.people[person.id] = person
        self.touch()
        return person

    def put_channel(self, channel: Channel) -> Channel:
        """Add a channel, or change what one is like."""
        self.channels[channel.id] = channel
        self.messages.setdefault(channel.id, {})
        self.touch()
        return channel

    def person(self, name: str) -> Person:
        """Return the person of that id, full name, first name or handle; raises `NoSuchPlace`."""
        if name in self.people:
            return self.people[name]
        wanted = name.removeprefix("@").casefold()
        for person in self.people.values():
            if wanted in {person.name.casefold(), person.first_name.casefold(), person.handle}:
                return person
        raise NoSuchPlace(f"nobody here is called {name!r}")

    def channel(self, name: str) -> Channel:
        """Return the channel of that id or name (with or without #); raises `NoSuchPlace`."""
        if name in self.channels:
            return self.channels[name]
        for channel in self.channels.values():
            if not channel.is_im and channel.name == name.removeprefix("#"):
                return channel
        raise NoSuchPlace(f"there is no channel {name!r}")

    def dm(self, person: str) -> Channel:
        """Return the person's DM with the app, opened if it was not."""
        members = frozenset({person, self.app.bot_user})
        for channel in self.channels.values():
            if channel.is_im and channel.members == members:
                return channel
        return self.put_channel(Channel(self.new_id("D"), "", members, is_im=True))

    def is_member(self, person: str, channel: Channel) -> bool:
        """Return whether the person is in the channel."""
        return person in channel.members

    def is_foreign(self, person: Person) -> bool:
        """Return whether the person belongs to another company."""
        return person.team not in self.own_teams()

    def own_teams(self) -> set[str]:
        """Return the home workspace, and the others of its organisation if it is of one."""
        ours = self.home.enterprise
        sisters = {team.id for team in self.teams.values() if ours and team.enterprise == ours}
        return {self.home.id} | sisters

    def channels_of(self, person: str) -> list[Channel]:
        """Return the channels and DMs that the person is in."""
        return [channel for channel in self.channels.values() if person in channel.members]

    def channels_known_to(self, person: Person) -> list[Channel]:
        """Return the channels that the person is in or, at home, could find."""
        hidden = self.is_foreign(person)
        return [
            channel
            for channel in self.channels.values()
            if not channel.is_im
            if person.id in channel.members or not (hidden or channel.is_private)
        ]

    def join(self, person: Person, channel: Channel) -> Channel:
        """Let the person into the channel."""
        joined = self.put_channel(replace(channel, members=channel.members | {person.id}))
        self.tell(Joined(person, joined))
        return joined

    def leave(self, person: Person, channel: Channel) -> Channel:
        """Take the person out of the channel."""
        left = self.put_channel(replace(channel, members=channel.members - {person.id}))
        self.tell(Left(person, left))
        return left

    def renumber(self, channel: Channel, new: str) -> Channel:
        """Let a channel go on under another id, with what was written there."""
        del self.channels[channel.id]
        written = self.messages.pop(channel.id)
        moved = self.put_channel(replace(channel, id=new))
        self.messages[new] = {ts: replace(one, channel=new) for ts, one in written.items()}
        for place, root in [key for key in self._replies if key[0] == channel.id]:
            self._replies[new, root] = self._replies.pop((place, root))
        self.tell(Renumbered(channel.id, moved))
        return moved

    def remove(self, channel: Channel) -> None:
        """Delete a channel with what was written there."""
        del self.channels[channel.id], self.messages[channel.id]
        self.tell(Removed(channel))
        self.touch()

    def post(self, message: Message) -> Message:
        """Write a message down and tell the listeners, unless it is ephemeral."""
        message = replace(message, blocks=named_blocks(message.blocks, self.new_id))
        self.messages[message.channel][message.ts] = message
        if message.thread_ts is not None:
            self._replies.setdefault((message.channel, message.thread_ts), []).append(message.ts)
        if message.author in self.people and not message.by_app:
            self.read_until[message.author, message.channel] = message.ts
        if message.by_app:
            self.threads.status.pop((message.channel, message.root), None)
        if message.visible_to is None:
            self.tell(Posted(message))
        self.touch()
        return message

    def edit(self, before: Message, after: Message) -> Message:
        """Replace a message by another at the same place."""
        after = replace(after, blocks=named_blocks(after.blocks, self.new_id))
        self.messages[after.channel][after.ts] = after
        if after.visible_to is None:
            self.tell(Edited(before, after))
        self.touch()
        return after

    def delete(self, message: Message) -> None:
        """Take a message away; over a thread that others can read a tombstone stays."""
        there = self.messages[message.channel]
        if self._has_thread(message.channel, message.ts):
            there[message.ts] = _tombstone(message)
        else:
            del there[message.ts]
        if message.thread_ts is not None:
            self._take_from_thread(message, message.thread_ts)
        if message.visible_to is None:
            self.tell(Deleted(message, self.next_ts()))
        self.touch()

    def _take_from_thread(self, reply: Message, root: str) -> None:
        """Forget a reply, and with the last one the tombstone over it."""
        self._replies[reply.channel, root].remove(reply.ts)
        parent = self.messages[reply.channel].get(root)
        if parent and parent.is_tombstone and not self._has_thread(reply.channel, root):
            del self.messages[reply.channel][root]

    def _has_thread(self, channel: str, root: str) -> bool:
        return any(reply.visible_to is None for reply in self.replies(channel, root))

    def react(self, message: Message, person: Person, emoji: str) -> None:
        """Put an emoji to a message."""
        changed = replace(message, reactions=(*message.reactions, (emoji, person.id)))
        self.messages[message.channel][message.ts] = changed
        self.tell(Reacted(changed, person, emoji))
        self.touch()

    def message(self, channel: str, ts: str) -> Message:
        """Return the message at the place; raises `NoSuchPlace`, also for one that was deleted."""
        found = self.messages.get(channel, {}).get(ts)
        if found is None or found.is_tombstone:
            raise NoSuchPlace(f"there is no message {ts} in {channel}")
        return found

    def top_level(self, channel: str) -> list[Message]:
        """Return what stands in the channel itself, oldest first."""
        return [
            message
            for message in self.messages.get(channel, {}).values()
            if message.thread_ts is None or message.is_broadcast
        ]

    def replies(self, channel: str, root: str) -> list[Message]:
        """Return the replies of a thread without its parent, oldest first."""
        return [self.messages[channel][ts] for ts in self._replies.get((channel, root), ())]

    def mark_read(self, person: str, channel: str) -> None:
        """Remember that the person has seen what is in the channel now."""
        there = self.messages.get(channel)
        if there:
            self.read_until[person, channel] = next(reversed(there))

    def is_unread(self, person: str, channel: str) -> bool:
        """Return whether somebody wrote there what the person has not looked at."""
        until = self.read_until.get((person, channel), "")
        for message in reversed(self.messages.get(channel, {}).values()):
            if message.ts <= until:
                return False
            if message.author != person and message.visible_to in {None, person}:
                return True
        return False

    def let_pass(self, seconds: float) -> None:
        """Move the workspace's time forward; raises `NotPossible`."""
        self.clock.move(seconds)
        self.touch()

    def tell(self, happening: Happening) -> None:
        """Tell the listeners."""
        for listener in self.listeners:
            listener(happening)

    def touch(self) -> None:
        """Tell the watchers that something looks different now."""
        for watcher in self.watchers:
            watcher()


def _tombstone(deleted: Message) -> Message:
    """Return what is left of a message: who and when, and none of its words."""
    kept = replace(deleted, text=TOMBSTONE, blocks=(), metadata=None, reactions=(), files=())
    return replace(kept, edited_ts=None, is_tombstone=True)
