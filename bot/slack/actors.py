"""Which team somebody belongs to, as far as a payload itself says so (pure).

Slack has no field "is external", and who acted stands elsewhere in each kind of payload. The outer
`team_id` never tells: it is the author's team in one event and the team of the app in the next.
"""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def team_of_event(event: Json) -> str | None:
    """Return the author's team (T...) or organisation (E...); None where the event does not say.

    `team` is the author's in a `message`, and the team that has installed the app in an
    `app_mention`. A reaction or a shared file names no team at all.
    """
    match event.get("type"):
        case "message":
            named = event.get("user_team") or event.get("team")
        case "app_mention":
            profile = event.get("user_profile") or {}
            named = event.get("user_team") or event.get("source_team") or profile.get("team")
        case _:
            named = None
    return str(named) if named else None


def team_of_interaction(body: Json) -> str | None:
    """Return the team of who pressed, sent or chose: not that of the message or the app."""
    named = (body.get("user") or {}).get("team_id")
    return str(named) if named else None
