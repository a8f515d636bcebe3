"""Conversations without a browser: what people do and see, as a test would tell it.

    await slack.says("Priya", "@privacy-desk How long do you keep data?", to="#ask-privacy")
    answer = await slack.sees("Priya", "We keep", at="#ask-privacy")
    await slack.presses("Priya", "Ask the compliance team", on=answer)
    card = await slack.sees("Jo", "How long do you keep data?", at="#compliance")

People are called by first name, full name or id; a place is "#channel", `DM` (the person's own
with the app) or `dm("Tom")`. Whatever may come a little later is waited for, with a deadline.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from bot.sandbox import elements
from bot.sandbox.changes import NotInTime
from bot.sandbox.elements import Given, Placed
from bot.sandbox.faults import Fault
from bot.sandbox.happenings import Shared, Unshared
from bot.sandbox.menus import NotPossible, Said, Submitted
from bot.sandbox.pointing import field_of, message_of, thread_of
from bot.sandbox.record import Call, Delivery
from bot.sandbox.seen import Seen, SeenView
from bot.sandbox.server import Sandbox
from bot.sandbox.stories import DM
from bot.sandbox.values import Channel, Json, Message, Person, View
from bot.sandbox.workspace import NoSuchPlace

__all__ = ["DM", "Driver", "NotInTime", "NotPossible", "Seen", "SeenView", "dm"]

T = TypeVar("T")

_PATIENCE = 5.0


def dm(person: str) -> str:
    """Return the place where the app and the person talk alone."""
    return f"{DM}:{person}"


class Driver:
    """People at work in a sandbox."""

    def __init__(self, sandbox: Sandbox, *, patience: float = _PATIENCE) -> None:
        """`patience` is how many seconds something awaited may take."""
        self.sandbox, self.workspace, self.patience = sandbox, sandbox.workspace, patience

    async def says(self, person: str, typed: str, *, to: str = DM, thread: object = None) -> Said:
        """Write to a channel or, by default, to the app alone; `thread` is any of its messages."""
        who = self.workspace.person(person)
        root = thread_of(thread)
        return await self.sandbox.acts.say(who, self.place(to, who), typed, thread=root)

    async def edits(self, said: Said, typed: str) -> Said:
        """Change what was said."""
        return await self.sandbox.acts.edit(self._now(said), typed)

    async def deletes(self, said: Said) -> Sequence[Delivery]:
        """Take back what was said."""
        return await self.sandbox.acts.delete(self._now(said))

    async def commands(self, person: str, line: str, *, at: str = DM) -> Delivery:
        """Type a slash command; raises `NotPossible` where Slack has no such command."""
        who = self.workspace.person(person)
        name, _, text = line.partition(" ")
        return await self.sandbox.acts.command(who, self.place(at, who), name, text.strip())

    async def shortcut(self, person: str, callback_id: str, *, on: object = None) -> Delivery:
        """Use a global shortcut, or one of a message's menu; raises `NotPossible`."""
        who = self.workspace.person(person)
        return await self.sandbox.acts.shortcut(who, callback_id, message_of(on))

    async def opens_home(self, person: str) -> SeenView:
        """Open the Home tab and return what the app has put there."""
        who = self.workspace.person(person)
        before = self.workspace.views.home(who.id)
        await self.sandbox.acts.open_home(who)
        home = await self.until(
            lambda: self._new_home(who, before), waiting_for=f"{person}'s Home tab"
        )
        return SeenView(self.workspace, home)

    async def presses(
        self, person: str, what: str, *, on: object = None, choosing: Given = None
    ) -> Delivery:
        """Press what has that label or action id, once it is there to be pressed.

        `on` is a message or view; without it the person's modal, Home tab and newest messages
        are looked through. `choosing` is the option of a menu.
        """
        who = self.workspace.person(person)
        surface, placed = await self.until(
            lambda: self._find(who, what, on), waiting_for=f"{person} to have {what!r} to press"
        )
        given = what if choosing is None else choosing
        return await self.sandbox.acts.press(who, surface, placed, given=given)

    async def submits(self, person: str, values: Mapping[str, Given] | None = None) -> Submitted:
        """Fill in the person's modal, once it is open, and send it; keys are labels or block ids.

        Errors come back by block id, as Slack shows them under each field.
        """
        who = self.workspace.person(person)
        view = await self._modal(who)
        filled: dict[str, dict[str, Given]] = {}
        for name, given in (values or {}).items():
            one = field_of(view, name)
            filled.setdefault(one.block_id, {})[one.action_id] = given
        return await self.sandbox.acts.submit(who, view, filled)

    async def closes(self, person: str) -> Delivery | None:
        """Close the person's modal."""
        who = self.workspace.person(person)
        return await self.sandbox.acts.close(who, await self._modal(who))

    async def modal(self, person: str, *, titled: str | None = None) -> SeenView:
        """Return the person's modal, once it is open (and has that title)."""
        view = await self._modal(self.workspace.person(person), titled=titled)
        return SeenView(self.workspace, view)

    async def sees(
        self,
        person: str,
        words: str,
        *,
        at: str | None = None,
        thread: object = None,
        since: str = "",
    ) -> Seen:
        """Return the newest message with these words that others wrote to them; waits for it.

        It is none that is older than the ts `since`.
        """
        who = self.workspace.person(person)
        return await self.until(
            lambda: self._sighting(who, words, at, thread_of(thread), since),
            waiting_for=f"{person} to see {words!r}" + (f" at {at}" if at else ""),
        )

    def saw(self, person: str, words: str) -> bool:
        """Return whether the words stand anywhere that the person can look at now."""
        who = self.workspace.person(person)
        views = (self.workspace.views.top(who.id), self.workspace.views.home(who.id))
        shown = [SeenView(self.workspace, view) for view in views if view]
        return any(view.mentions(words) for view in shown) or any(
            message.mentions(words) for message in self.messages(as_person=person)
        )

    def messages(self, at: str | None = None, *, as_person: str) -> list[Seen]:
        """Return what the person can read at a place, or anywhere, oldest first."""
        who = self.workspace.person(as_person)
        places = self.workspace.channels_of(who.id) if at is None else [self.place(at, who)]
        found = [
            message
            for place in places
            if who.id in place.members
            for message in self.workspace.messages[place.id].values()
            if message.visible_to in {None, who.id} and not message.is_tombstone
        ]
        return [Seen(self.workspace, one) for one in sorted(found, key=lambda one: one.ts)]

    def thread(self, of: object, *, as_person: str) -> list[Seen]:
        """Return the replies in a message's thread that the person can read."""
        root, message = thread_of(of), message_of(of)
        where = message.channel if message else None
        return [
            one
            for one in self.messages(as_person=as_person)
            if one.message.thread_ts == root and where in {None, one.message.channel}
        ]

    def last(self, at: str, *, as_person: str | None = None) -> Seen:
        """Return the newest message at a place; raises `NoSuchPlace` when there is none."""
        who = self._reader(at, as_person)
        found = self.messages(at, as_person=who)
        if not found:
            raise NoSuchPlace(f"nothing is written at {at} for {who}")
        return found[-1]

    def calls(self, method: str) -> list[Call]:
        """Return the calls that the app made of a method, oldest first."""
        return self.sandbox.record.calls_of(method)

    def breaks(self, method: str, fault: Fault, *, times: int = 1) -> None:
        """Let the app's next calls of a method meet the fault."""
        self.sandbox.faults.plan(method, fault, times=times)

    async def until(
        self, condition: Callable[[], T | None], *, waiting_for: str = "the condition"
    ) -> T:
        """Return the condition's first true result; raises `NotInTime`."""
        return await self.sandbox.changes.until(
            condition, within=self.patience, waiting_for=waiting_for
        )

    @property
    def now(self) -> datetime:
        """The workspace's time."""
        return datetime.fromtimestamp(self.workspace.clock(), UTC)

    def lets_pass(self, time: timedelta) -> None:
        """Let so much time pass at once."""
        self.workspace.let_pass(time.total_seconds())

    def waits_until(self, moment: datetime) -> None:
        """Let the time pass until then."""
        self.lets_pass(moment - self.now)

    async def joins(self, person: str, channel: str) -> None:
        """Let somebody into a channel."""
        self.workspace.join(self.workspace.person(person), self.workspace.channel(channel))
        await self.sandbox.announcer.settled()

    async def leaves(self, person: str, channel: str) -> None:
        """Take somebody out of a channel."""
        self.workspace.leave(self.workspace.person(person), self.workspace.channel(channel))
        await self.sandbox.announcer.settled()

    async def shares(self, channel: str, *, with_team: str) -> None:
        """Open a channel to another company."""
        place = self.workspace.channel(channel)
        connected = place.connected | {with_team}
        await self._connect(replace(place, connected=connected), Shared, with_team)

    async def unshares(self, channel: str, *, with_team: str) -> None:
        """Close a channel to another company."""
        place = self.workspace.channel(channel)
        connected = place.connected - {with_team}
        await self._connect(replace(place, connected=connected), Unshared, with_team)

    async def _connect(
        self, place: Channel, happened: type[Shared] | type[Unshared], team: str
    ) -> None:
        place = replace(place, is_ext_shared=bool(place.connected))
        self.workspace.tell(happened(self.workspace.put_channel(place), team))
        await self.sandbox.announcer.settled()

    def place(self, at: str, who: Person) -> Channel:
        """Return the channel that a place's name means for a person."""
        if at == DM:
            return self.workspace.dm(who.id)
        if at.startswith(f"{DM}:"):
            return self.workspace.dm(self.workspace.person(at.partition(":")[2]).id)
        return self.workspace.channel(at)

    def _now(self, said: Said) -> Message:
        """Return what was said as it stands now; raises `NoSuchPlace`."""
        return self.workspace.message(said.message.channel, said.message.ts)

    def _reader(self, at: str, as_person: str | None) -> str:
        """Return who looks: as told, else the DM's owner, else anybody of the channel."""
        if as_person is not None:
            return as_person
        if at.startswith(f"{DM}:"):
            return at.partition(":")[2]
        return min(self.workspace.channel(at).members - {self.workspace.app.bot_user})

    def _sighting(
        self, who: Person, words: str, at: str | None, root: str | None, since: str
    ) -> Seen | None:
        for one in reversed(self.messages(at, as_person=who.id)):
            is_there = root in {None, one.message.root} and one.ts > since
            if is_there and one.message.author != who.id and one.mentions(words):
                return one
        return None

    def _find(self, who: Person, what: str, on: object) -> tuple[Message | View, Placed] | None:
        """Return where the person finds that to press, and the element."""
        for surface in self._surfaces(who, on):
            for one in elements.placed(surface.blocks):
                if one.is_called(what):
                    return surface, one
        return None

    def _surfaces(self, who: Person, on: object) -> list[Message | View]:
        if isinstance(on, SeenView):
            return [self.workspace.views.find(on.view.id)]
        message = message_of(on)
        if message is not None:
            return [self.workspace.message(message.channel, message.ts)]
        views = [self.workspace.views.top(who.id), self.workspace.views.home(who.id)]
        seen = [one.message for one in reversed(self.messages(as_person=who.id))]
        return [*(view for view in views if view), *seen]

    def _new_home(self, who: Person, before: View | None) -> View | None:
        home = self.workspace.views.home(who.id)
        return home if home and (before is None or home.hash != before.hash) else None

    async def _modal(self, who: Person, *, titled: str | None = None) -> View:
        def open_one() -> View | None:
            view = self.workspace.views.top(who.id)
            title: Json = (view.payload.get("title") or {}) if view else {}
            return view if titled is None or title.get("text") == titled else None

        waiting_for = f"{who.name} to have a modal" + (f" titled {titled!r}" if titled else "")
        return await self.until(open_one, waiting_for=waiting_for)
