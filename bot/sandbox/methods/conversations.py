"""conversations.* and users.conversations: channels, their members and what was written there."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import TypeVar

from bot.sandbox import shapes
from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.values import Channel, Json, Message

T = TypeVar("T")

_PAGE = 100
_LONGEST_PAGE = 999
_KINDS = {"channel": "public_channel", "group": "private_channel", "im": "im"}


def info(asked: Asked) -> Json:
    """Describe a channel."""
    place = asked.channel()
    viewer = asked.workspace.app.bot_user
    shape = shapes.channel(asked.workspace, place, viewer=viewer)
    if asked.flag("include_num_members"):
        shape["num_members"] = len(place.members)
    return {"ok": True, "channel": shape}


def members(asked: Asked) -> Json:
    """List who is in a channel."""
    place = asked.channel()
    found, cursor = _page(asked, sorted(place.members), key=str)
    return {"ok": True, "members": found, **_more(cursor)}


def open_dm(asked: Asked) -> Json:
    """Open the DM with a person."""
    wanted = asked.arguments.get("users")
    users = wanted if isinstance(wanted, list) else asked.required("users").split(",")
    if len(users) != 1:
        raise Refused("method_not_supported_for_channel_type")
    person = asked.workspace.people.get(str(users[0]).strip())
    if person is None:
        raise Refused("user_not_found")
    if person.is_bot:
        raise Refused("cannot_dm_bot")
    if asked.workspace.is_foreign(person) and shapes.is_stranger(asked.workspace, person):
        raise Refused("user_not_visible")
    dm = asked.workspace.dm(person.id)
    channel: Json = {"id": dm.id}
    if asked.flag("return_im"):
        channel = shapes.channel(asked.workspace, dm, viewer=asked.workspace.app.bot_user)
    return {"ok": True, "no_op": False, "already_open": False, "channel": channel}


def history(asked: Asked) -> Json:
    """List what stands in a channel itself, newest first."""
    place = asked.joined_channel()
    written = _asked_for(asked, asked.workspace.top_level(place.id))
    found, cursor = _page(asked, list(reversed(written)), key=_ts)
    return {
        "ok": True,
        "messages": _shapes(asked, found),
        "has_more": cursor is not None,
        **_more(cursor),
    }


def replies(asked: Asked) -> Json:
    """List a thread, oldest first; its parent stands on the first page whatever the span."""
    place = asked.joined_channel()
    ts = asked.required("ts")
    parent = asked.workspace.messages[place.id].get(ts)
    if parent is None or parent.visible_to is not None:
        raise Refused("thread_not_found")
    written = _asked_for(asked, asked.workspace.replies(place.id, parent.root))
    found, cursor = _page(asked, written, key=_ts)
    if not asked.text("cursor"):
        found = [*_root_of(asked, parent), *found]
    return {
        "ok": True,
        "messages": _shapes(asked, found),
        "has_more": cursor is not None,
        **_more(cursor),
    }


def _root_of(asked: Asked, one: Message) -> list[Message]:
    """Return what a thread stands under: its parent, or the tombstone of it."""
    found = asked.workspace.messages[one.channel].get(one.root)
    return [found] if found else []


def of_user(asked: Asked) -> Json:
    """List the channels that the app, or a person, is in; in one workspace of an organisation."""
    team = asked.text("team_id")
    if asked.workspace.app.is_org_wide and not team:
        raise Refused("missing_argument")
    person = asked.text("user") or asked.workspace.app.bot_user
    kinds = (asked.text("types") or "public_channel").split(",")
    places = [
        place
        for place in asked.workspace.channels_of(person)
        if _KINDS[place.kind] in kinds and _is_known_to_app(asked, place)
        if not team or team in _stands_in(asked, place)
    ]
    found, cursor = _page(asked, places, key=lambda place: place.id)
    viewer = asked.workspace.app.bot_user
    return {
        "ok": True,
        "channels": [shapes.channel(asked.workspace, place, viewer=viewer) for place in found],
        **_more(cursor),
    }


def _stands_in(asked: Asked, place: Channel) -> frozenset[str]:
    """Return the workspaces in which a channel stands; a DM with the app in the person's own."""
    if not place.is_im:
        return place.sisters | {asked.workspace.home.id}
    teams = {asked.workspace.people[it].team for it in place.members}
    return frozenset(
        teams & (asked.workspace.own_teams() - {asked.workspace.home.id})
    ) or frozenset({asked.workspace.home.id})


def _is_known_to_app(asked: Asked, place: Channel) -> bool:
    return asked.workspace.app.bot_user in place.members or place.kind == "channel"


def _asked_for(asked: Asked, written: Sequence[Message]) -> list[Message]:
    """Return the messages for all between `oldest` and `latest`."""
    oldest = _instant(asked, "oldest", 0.0)
    latest = _instant(asked, "latest", float("inf"))
    edge = {oldest, latest} if asked.flag("inclusive") else set()
    return [
        message
        for message in written
        if message.visible_to is None
        and (oldest < float(message.ts) < latest or float(message.ts) in edge)
    ]


def _instant(asked: Asked, name: str, otherwise: float) -> float:
    given = asked.text(name)
    try:
        return float(given) if given else otherwise
    except ValueError:
        raise Refused(f"invalid_ts_{name}") from None


def _ts(message: Message) -> str:
    return message.ts


def _shapes(asked: Asked, messages: Sequence[Message]) -> list[Json]:
    all_metadata = asked.flag("include_all_metadata")
    return [
        shapes.message(asked.workspace, message, with_metadata=all_metadata) for message in messages
    ]


def _page(asked: Asked, found: list[T], *, key: Callable[[T], str]) -> tuple[list[T], str | None]:
    """Return one page and the cursor of the next; a cursor names the first of its page."""
    limit = _limit(asked)
    start = 0
    if asked.text("cursor"):
        first = _opened(asked.text("cursor"))
        keys = [key(one) for one in found]
        if first not in keys:
            raise Refused("invalid_cursor")
        start = keys.index(first)
    following = found[start + limit : start + limit + 1]
    return found[start : start + limit], _sealed(key(following[0])) if following else None


def _limit(asked: Asked) -> int:
    try:
        limit = int(asked.text("limit") or _PAGE)
    except ValueError:
        raise Refused("invalid_limit") from None
    if not 1 <= limit <= _LONGEST_PAGE:
        raise Refused("invalid_limit")
    return limit


def _sealed(first: str) -> str:
    return base64.b64encode(f"next:{first}".encode()).decode()


def _opened(cursor: str) -> str:
    try:
        return base64.b64decode(cursor, validate=True).decode().removeprefix("next:")
    except (binascii.Error, UnicodeDecodeError):
        raise Refused("invalid_cursor") from None


def _more(cursor: str | None) -> Json:
    return {"response_metadata": {"next_cursor": cursor or ""}}


METHODS: dict[str, Answering] = {
    "conversations.history": history,
    "conversations.info": info,
    "conversations.members": members,
    "conversations.open": open_dm,
    "conversations.replies": replies,
    "users.conversations": of_user,
}
