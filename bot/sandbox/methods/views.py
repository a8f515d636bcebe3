"""views.*: modals and Home tabs."""

from collections.abc import Callable
from typing import Any

from bot.sandbox import shapes
from bot.sandbox.block_ids import named_blocks
from bot.sandbox.limits import view_faults
from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.values import Json, View
from bot.sandbox.views import ViewRefused


def open_modal(asked: Asked) -> Json:
    """Show a modal to who has just clicked."""
    views, payload = asked.workspace.views, checked(asked, "modal")
    return _shown(asked, lambda: views.open(asked.required("trigger_id"), payload))


def push(asked: Asked) -> Json:
    """Show a modal over the one in which was just clicked."""
    views, payload = asked.workspace.views, checked(asked, "modal")
    return _shown(asked, lambda: views.push(asked.required("trigger_id"), payload))


def update(asked: Asked) -> Json:
    """Replace what a modal shows."""
    views = asked.workspace.views
    wanted = asked.text("view_id") or asked.required("external_id")
    payload = checked(asked, "modal")
    expected = asked.text("hash") or None
    return _shown(asked, lambda: views.update(views.find(wanted), payload, expected_hash=expected))


def publish(asked: Asked) -> Json:
    """Put a Home tab before a person."""
    person = asked.required("user_id")
    if person not in asked.workspace.people:
        raise Refused("user_not_found")
    views, payload = asked.workspace.views, checked(asked, "home")
    expected = asked.text("hash") or None
    return _shown(asked, lambda: views.publish(person, payload, expected_hash=expected))


def checked(asked: Asked, kind: str) -> Json:
    """Return the view asked for with its block ids; raises `Refused` as Slack does."""
    return fit_view(asked.arguments.get("view"), kind, asked.workspace.new_id)


def fit_view(given: Any, kind: str, new_id: Callable[[str], str]) -> Json:  # noqa: ANN401 - JSON of the app's
    """Return a view with its block ids; raises `Refused` when Slack would not take it."""
    if not isinstance(given, dict) or given.get("type") != kind:
        raise Refused("invalid_arguments", f"missing required field: view of type {kind}")
    faults = view_faults(given)
    if faults:
        raise Refused("invalid_arguments", *faults)
    return {**given, "blocks": list(named_blocks(given["blocks"], new_id))}


def _shown(asked: Asked, show: Callable[[], View]) -> Json:
    try:
        view = show()
    except ViewRefused as refused:
        raise Refused(refused.reason) from None
    asked.workspace.touch()
    return {"ok": True, "view": shapes.view(asked.workspace, view)}


METHODS: dict[str, Answering] = {
    "views.open": open_modal,
    "views.publish": publish,
    "views.push": push,
    "views.update": update,
}
