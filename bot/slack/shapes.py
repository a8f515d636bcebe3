"""The shape of what Slack sends, as far as it is read: what is not so goes no further (pure).

A signature says who sent it and not that it is sound. Each field that we or Bolt read is of its
kind wherever it stands, and what cannot be done without is there; so no parser behind this door
meets a list where it expects words. What we do not read (blocks, other apps' metadata) may be
anything, within a depth that no payload of Slack's comes near.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

_DEEPEST: Final = 60
_ID: Final = re.compile(r"[\x20-\x7e]{0,255}")
_TS: Final = re.compile(r"|[0-9]{1,12}(\.[0-9]{1,9})?")
_MOST_IN_A_LIST: Final = 1_000

Fits = Callable[[Any], bool]


def is_as_slack_sends(payload: object) -> bool:
    """Return whether it is an object of a known shape, with text that can be stored."""
    return (
        isinstance(payload, dict)
        and _is_shallow(payload)
        and _is_text(payload)
        and all(_has(payload, path) for path in _needed(payload))
        and _fits(payload)
        and (payload.get("type") not in _INTERACTIONS or _names_by_objects(payload))
    )


def _is_shallow(payload: Any) -> bool:  # noqa: ANN401 - JSON is untyped
    level = [payload]
    for _ in range(_DEEPEST):
        level = [below for part in level for below in _parts(part)]
        if not level:
            return True
    return False


def _parts(part: Any) -> Iterator[Any]:  # noqa: ANN401 - likewise
    if isinstance(part, dict):
        yield from part.values()
    elif isinstance(part, list):
        yield from part


def _is_text(part: Any) -> bool:  # noqa: ANN401 - likewise
    """Return whether every text can be encoded: half a surrogate pair cannot."""
    if isinstance(part, str):
        return _SURROGATE.search(part) is None
    names_too = part.keys() if isinstance(part, dict) else ()
    return all(map(_is_text, (*names_too, *_parts(part))))


_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _needed(payload: Mapping[str, Any]) -> tuple[str, ...]:
    if "command" in payload:
        return ("user_id", "channel_id")
    kind = payload.get("type")
    return _NEEDED.get(kind, ()) if isinstance(kind, str) else ("ssl_check",)


_NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    "url_verification": ("challenge",),
    "event_callback": ("event_id", "event.type"),
    "block_actions": ("user.id", "actions"),
    "view_submission": ("user.id", "view.id", "view.type"),
    "view_closed": ("user.id", "view.id", "view.type"),
    "shortcut": ("user.id", "trigger_id"),
    "message_action": ("user.id", "trigger_id"),
}


_INTERACTIONS: Final = frozenset(_NEEDED) - {"url_verification", "event_callback"}


def _names_by_objects(payload: Mapping[str, Any]) -> bool:
    """Return whether where it was is told by objects, as in an interaction; in an event by ids."""
    named = (payload.get(name) for name in ("channel", "enterprise", "team"))
    return all(one is None or isinstance(one, dict) for one in named)


def _has(payload: Mapping[str, Any], path: str) -> bool:
    found: Any = payload
    for step in path.split("."):
        found = found.get(step) if isinstance(found, dict) else None
    return bool(found)


def _fits(part: Mapping[str, Any]) -> bool:
    return all(
        _KINDS[name](value)
        for name, value in part.items()
        if name in _KINDS and (value is not None or name in _NEVER_NULL)
    )


def _words(value: Any) -> bool:  # noqa: ANN401 - likewise
    return isinstance(value, str)


def _id(value: Any) -> bool:  # noqa: ANN401 - likewise
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def _ts(value: Any) -> bool:  # noqa: ANN401 - likewise
    return isinstance(value, str) and _TS.fullmatch(value) is not None


def _object(value: Any) -> bool:  # noqa: ANN401 - likewise
    return isinstance(value, dict) and _fits(value)


def _objects(value: Any) -> bool:  # noqa: ANN401 - likewise
    return isinstance(value, list) and len(value) <= _MOST_IN_A_LIST and all(map(_object, value))


def _id_or_object(value: Any) -> bool:  # noqa: ANN401 - likewise
    return _id(value) or _object(value)


def _words_or_object(value: Any) -> bool:  # noqa: ANN401 - likewise
    return _words(value) or _object(value)


def _filled_in(values: Any) -> bool:  # noqa: ANN401 - likewise
    """Return whether it is what a form holds, by block and by element."""
    return isinstance(values, dict) and all(
        isinstance(block, dict) and all(map(_object, block.values())) for block in values.values()
    )


_IDS: Final = (
    "action_id app_installed_team_id block_id bot_id bot_user_id callback_id channel_id "
    "connected_team_id previous_view_id previously_connected_team_id "
    "channel_type client_msg_id command context_enterprise_id context_team_id enterprise_id "
    "event_id id new_channel_id old_channel_id root_view_id selected_user source_team subtype tab "
    "team_id trigger_id type user_id user_team"
)
_KINDS: Final[Mapping[str, Fits]] = {
    **dict.fromkeys(_IDS.split(), _id),
    **dict.fromkeys(("action_ts", "deleted_ts", "message_ts", "thread_ts", "ts"), _ts),
    **dict.fromkeys(
        ("private_metadata", "response_url", "selected_date", "selected_time", "value"), _words
    ),
    **dict.fromkeys(("channel", "enterprise", "team", "user"), _id_or_object),
    **dict.fromkeys(("text",), _words_or_object),
    **dict.fromkeys(
        (
            "bot_profile",
            "container",
            "edited",
            "event",
            "message",
            "previous_message",
            "selected_option",
            "state",
            "user_profile",
            "view",
        ),
        _object,
    ),
    **dict.fromkeys(
        ("actions", "authorizations", "files", "response_urls", "selected_options"), _objects
    ),
    "values": _filled_in,
}
"""The kind of each field that is read, wherever it stands; null is as good as absent."""
_NEVER_NULL: Final = frozenset({"response_urls"})
"""Bolt counts them wherever the field is there."""
