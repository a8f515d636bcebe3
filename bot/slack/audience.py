"""Who is who: staff only if certainly ours, everybody else a customer (fails closed)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.access import Role, role_of
from bot.delivery.retrying import NotSent, OutcomeUnknown, Refused
from bot.places import ChannelId, PersonId, Room, Thread
from bot.slack.wire import Wire
from knowledge.verdict import Audience

_PERSON_KNOWN_FOR = timedelta(minutes=10)
_OFFICER_KNOWN_FOR = timedelta(minutes=1)
_ROOM_KNOWN_FOR = timedelta(minutes=1)
_LONG_ENOUGH = timedelta(seconds=30)
"""What Slack is given to say who wrote a message, from when it first did not."""
_ONE_SILENCE = timedelta(minutes=5)
"""Who was asked about in vain longer ago was so at another time: what waits asks sooner."""
_PAGE = 200


class SlackDoesNotSay(Exception):
    """Who somebody is, or what a channel is, cannot be asked now: nothing is done on a guess."""

    def __init__(self) -> None:
        super().__init__(
            "Slack does not tell me just now who is who, so nothing was done. "
            "Please try again in a minute."
        )


@dataclass(frozen=True)
class Ours:
    """Our own workspace, and the organisation it belongs to, if any."""

    team: str
    """Where the app is installed in the whole organisation Slack may name that, or none."""
    enterprise: str | None
    bot_user: str
    bot_id: str | None
    url: str
    """Where the workspace is opened in a browser, with a slash at the end."""
    org_wide: bool = False
    """Whether the app is installed in the organisation, and so perhaps in several workspaces."""

    @property
    def homes(self) -> frozenset[str]:
        """The team and the organisation that are certainly ours."""
        return frozenset(filter(None, (self.team, self.enterprise)))

    def link_to(self, message: Thread) -> str:
        """Return the address at which a member opens the message."""
        return f"{self.url}archives/{message.channel}/p{message.ts.replace('.', '')}"


@dataclass(frozen=True)
class Person:
    """A person as Slack knows them."""

    id: PersonId
    name: str
    audience: Audience


def audience_of(user: Mapping[str, Any], ours: Ours, *, team: str | None = None) -> Audience:
    """Return STAFF for a full member of our team or enterprise, else EVERYONE, as a customer.

    Slack has no field "is external": a foreign team, a guest, a stranger, who has left, and
    whatever is not known are customers. `team` is what the event itself says of its author: it
    can only ever make somebody a customer, since it knows no guests.
    """
    enterprise = (user.get("enterprise_user") or {}).get("enterprise_id")
    home = not ours.homes.isdisjoint({user.get("team_id"), enterprise})
    doubtful = any(user.get(flag) for flag in _NOT_CERTAINLY_OURS)
    if home and not doubtful and not is_foreign(team, ours):
        return Audience.STAFF
    return Audience.EVERYONE


_NOT_CERTAINLY_OURS: Final = ("is_restricted", "is_ultra_restricted", "is_stranger", "deleted")


def is_foreign(team: str | None, ours: Ours) -> bool:
    """Return whether a team or organisation is certainly not ours.

    In an organisation of several workspaces another workspace may be ours: that is left to what
    Slack says of the person.
    """
    if team is None or team in ours.homes:
        return False
    return ours.enterprise is None or team.startswith("E")


def room_of(channel: Mapping[str, Any]) -> Room:
    """Return what kind of place a channel is; what is not known is SHARED, the most guarded."""
    if channel.get("is_im"):
        return Room.DIRECT
    if channel.get("is_ext_shared") or channel.get("is_pending_ext_shared"):
        return Room.SHARED
    if channel.get("is_private") or channel.get("is_mpim") or channel.get("is_group"):
        return Room.CLOSED
    return Room.OPEN if channel.get("is_channel") else Room.SHARED


@dataclass(frozen=True)
class Place:
    """A channel as Slack describes it."""

    room: Room
    name: str = ""
    others: frozenset[str] = frozenset()
    """The teams and organisations that take part beside ours, as far as Slack names them."""
    own: frozenset[str] = frozenset()
    """Our own team and organisation, and its other workspaces in which the channel stands."""
    is_member: bool = False
    """Whether the bot sits there."""


def place_of(channel: Mapping[str, Any], ours: Ours) -> Place:
    """Return the channel; a team of ours is no other, whatever list it stands in."""
    listed = {str(team) for field in _TEAMS for team in channel.get(field) or ()}
    own = ours.homes.union(map(str, channel.get("internal_team_ids") or ()))
    return Place(
        room=room_of(channel),
        name=str(channel.get("name") or ""),
        others=frozenset(listed - own),
        own=own,
        is_member=bool(channel.get("is_member")),
    )


_TEAMS: Final = ("connected_team_ids", "shared_team_ids", "pending_connected_team_ids")


class Directory:
    """People and rooms, asked of Slack and remembered for a while."""

    def __init__(self, wire: Wire, *, clock: Callable[[], datetime]) -> None:
        self._wire, self._clock = wire, clock
        self._people: dict[str, tuple[Mapping[str, Any], datetime]] = {}
        """What Slack said of a person, and when; likewise of places and who sits there."""
        self._silences: dict[str, tuple[datetime, datetime]] = {}
        """Of whom Slack does not say who they are: since when, and when it last did not."""
        self._places: dict[str, tuple[Place, datetime]] = {}
        self._teams: dict[str, str] = {}
        self._members: dict[str, tuple[frozenset[str], datetime]] = {}

    async def person(self, user: str, *, team: str | None, ours: Ours, waits: bool) -> Person:
        """Return the person; whom Slack does not know is a customer without a name.

        `team` is where the event says that they belong. Raises `SlackDoesNotSay`; for an event
        that `waits` only half a minute long where the team is known: then they are met as a
        customer, who is shown least.
        """
        try:
            facts = await self._facts(user, _PERSON_KNOWN_FOR)
        except SlackDoesNotSay:
            may_be_named = team is not None and team.startswith("T")
            if not (waits and may_be_named and self._is_long_silent(user)):
                raise  # by an organisation alone (E...) Slack would not name them later
            facts = {}
        return Person(
            PersonId(team=str(facts.get("team_id") or team or "unknown"), user=user),
            _name(facts),
            audience_of(facts, ours, team=team),
        )

    async def role(self, user: str, *, team: str | None, ours: Ours, compliance: ChannelId) -> Role:
        """Return what the person is, as Slack has said within the last minute.

        Raises `SlackDoesNotSay`: nobody is taken for an officer meanwhile.
        """
        audience = audience_of(await self._facts(user, _OFFICER_KNOWN_FOR), ours, team=team)
        if audience is not Audience.STAFF:
            return Role.CUSTOMER
        return role_of(audience, is_member=user in await self.members(compliance))

    async def _facts(self, user: str, known_for: timedelta) -> Mapping[str, Any]:
        """Return what Slack said of the person no longer ago than that, nothing where it refuses.

        Raises `SlackDoesNotSay` for what may be known a moment later.
        """
        now = self._clock()
        known = self._people.get(user)
        if known and _is_fresh(known[1], now, known_for):
            return known[0]
        try:
            facts = (await self._wire.call("users.info", {"user": user})).get("user") or {}
        except Refused:
            facts = {}
        except (NotSent, OutcomeUnknown) as failure:
            since, last = self._silences.get(user, (now, now))
            self._silences[user] = since if _is_fresh(last, now, _ONE_SILENCE) else now, now
            raise SlackDoesNotSay from failure
        else:
            self._people[user] = facts, now
        self._silences.pop(user, None)
        return facts

    def _is_long_silent(self, user: str) -> bool:
        since, last = self._silences[user]
        return last - since >= _LONG_ENOUGH

    async def room(self, channel: ChannelId, *, channel_type: str | None, ours: Ours) -> Room:
        """Return what kind of place the channel is; a direct message needs no question.

        Raises `SlackDoesNotSay`.
        """
        if channel_type == "im":
            return Room.DIRECT
        return (await self.place(channel, ours=ours)).room

    async def place(self, channel: ChannelId, *, ours: Ours) -> Place:
        """Return the channel; one that is not open to the bot is the most guarded.

        Raises `SlackDoesNotSay` for what may be known a moment later.
        """
        now = self._clock()
        known = self._places.get(channel)
        if known and _is_fresh(known[1], now, _ROOM_KNOWN_FOR):
            return known[0]
        try:
            answer = await self._wire.call("conversations.info", {"channel": channel})
        except Refused:
            return Place(Room.SHARED)
        except (NotSent, OutcomeUnknown) as failure:
            raise SlackDoesNotSay from failure
        place = place_of(answer.get("channel") or {}, ours)
        self._places[channel] = place, now
        return place

    def forget_place(self, channel: ChannelId) -> None:
        """Ask anew what kind of place the channel is, and who sits there."""
        self._places.pop(channel, None)
        self._members.pop(channel, None)

    async def team_name(self, team: str) -> str:
        """Return an organisation's name, or its id where Slack does not tell us the name."""
        if team not in self._teams:
            try:
                facts = (await self._wire.call("team.info", {"team": team})).get("team") or {}
            except (NotSent, OutcomeUnknown):
                return team
            self._teams[team] = str(facts.get("name") or team)
        return self._teams[team]

    async def members(self, channel: ChannelId) -> frozenset[str]:
        """Return who sits in the channel, by their ids there; raises `SlackDoesNotSay`."""
        now = self._clock()
        known = self._members.get(channel)
        if known and _is_fresh(known[1], now, _ROOM_KNOWN_FOR):
            return known[0]
        asked: dict[str, Any] = {"channel": channel, "limit": _PAGE}
        found: set[str] = set()
        try:
            while True:
                page = await self._wire.call("conversations.members", asked)
                found.update(page.get("members") or ())
                cursor = (page.get("response_metadata") or {}).get("next_cursor")
                if not cursor:
                    break
                asked["cursor"] = cursor
        except (NotSent, OutcomeUnknown) as failure:
            raise SlackDoesNotSay from failure
        self._members[channel] = frozenset(found), now
        return frozenset(found)


def _is_fresh(said_at: datetime, now: datetime, known_for: timedelta) -> bool:
    """Return whether it was said so lately; not where our clock was set back since."""
    return timedelta(0) <= now - said_at < known_for


def _name(user: Mapping[str, Any]) -> str:
    profile = user.get("profile") or {}
    names = (profile.get("real_name"), user.get("real_name"), profile.get("display_name"))
    return next((str(name) for name in names if name), str(user.get("name") or ""))
