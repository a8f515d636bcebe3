"""What the app is told of a person's clicks and commands: Slack's interaction payloads."""

from dataclasses import dataclass

from bot.sandbox import shapes
from bot.sandbox.payloads import VERIFICATION_TOKEN
from bot.sandbox.values import Channel, Json, Message, Person, View
from bot.sandbox.workspace import Workspace


@dataclass(frozen=True)
class Clicked:
    """An interactive element that somebody used, and what it was set to."""

    block_id: str
    element: Json
    chosen: Json
    """The part of the action that depends on the element: `value`, `selected_option` …"""

    def action(self, at: str) -> Json:
        """Return the entry of `actions`."""
        action = {
            "action_id": self.element["action_id"],
            "block_id": self.block_id,
            "type": self.element["type"],
            "action_ts": at,
            **self.chosen,
        }
        for part in ("text", "style"):
            if part in self.element:
                action.setdefault(part, self.element[part])
        return action


def on_message(
    workspace: Workspace, person: Person, message: Message, clicked: Clicked, *, response_url: str
) -> Json:
    """Return the `block_actions` of a click in a message."""
    channel = workspace.channels[message.channel]
    container = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.visible_to is not None,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return _block_actions(workspace, person, clicked, view=None) | {
        "container": container,
        "channel": _channel(channel),
        "message": shapes.message(workspace, message, with_metadata=True),
        "response_url": response_url,
    }


def on_view(workspace: Workspace, person: Person, view: View, clicked: Clicked) -> Json:
    """Return the `block_actions` of a click in a modal or a Home tab."""
    modal = None if view.is_home else view.id
    return _block_actions(workspace, person, clicked, view=modal) | {
        "container": {"type": "view", "view_id": view.id},
        "view": shapes.view(workspace, view),
    }


def _block_actions(
    workspace: Workspace, person: Person, clicked: Clicked, *, view: str | None
) -> Json:
    return _common(workspace, workspace.home.id) | {
        "type": "block_actions",
        "user": _user(person),
        "trigger_id": workspace.views.trigger(person.id, view=view),
        "state": {"values": {}},
        "actions": [clicked.action(workspace.next_ts())],
    }


def message_shortcut(
    workspace: Workspace, person: Person, message: Message, callback_id: str, *, response_url: str
) -> Json:
    """Return the `message_action` of a shortcut in a message's menu."""
    return _shortcut(workspace, person, callback_id) | {
        "type": "message_action",
        "channel": _channel(workspace.channels[message.channel]),
        "message_ts": message.ts,
        "message": shapes.message(workspace, message, with_metadata=True),
        "response_url": response_url,
    }


def global_shortcut(workspace: Workspace, person: Person, callback_id: str) -> Json:
    """Return the `shortcut` of a shortcut that belongs to no message."""
    return _shortcut(workspace, person, callback_id) | {"type": "shortcut"}


def _shortcut(workspace: Workspace, person: Person, callback_id: str) -> Json:
    payload = _common(workspace, workspace.home.id) | {
        "user": _user(person),
        "callback_id": callback_id,
        "action_ts": workspace.next_ts(),
        "trigger_id": workspace.views.trigger(person.id),
    }
    del payload["api_app_id"]
    return payload


def submission(workspace: Workspace, person: Person, view: View) -> Json:
    """Return the `view_submission` of a modal; `team` is the submitter's own."""
    return _common(workspace, person.team) | {
        "type": "view_submission",
        "user": _user(person),
        "trigger_id": workspace.views.trigger(person.id, view=view.id),
        "view": shapes.view(workspace, view),
        "response_urls": [],
    }


def closing(workspace: Workspace, person: Person, view: View) -> Json:
    """Return the `view_closed` of a modal that was closed alone."""
    return _common(workspace, person.team) | {
        "type": "view_closed",
        "user": _user(person),
        "view": shapes.view(workspace, view),
        "is_cleared": False,
    }


def command(
    workspace: Workspace,
    person: Person,
    channel: Channel,
    *,
    name: str,
    text: str,
    response_url: str,
) -> Json:
    """Return the form fields of a slash command."""
    team = workspace.teams[person.team]
    names = {"im": "directmessage", "group": "privategroup"}
    return {
        "token": VERIFICATION_TOKEN,
        **({"enterprise_id": team.enterprise} if team.enterprise else {}),
        "team_id": team.id,
        "team_domain": team.domain,
        "channel_id": channel.id,
        "channel_name": names.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.handle,
        "command": name,
        "text": text,
        "api_app_id": workspace.app.id,
        "is_enterprise_install": "true" if workspace.app.is_org_wide else "false",
        "response_url": response_url,
        "trigger_id": workspace.views.trigger(person.id),
    }


def _common(workspace: Workspace, team_id: str) -> Json:
    team, org_wide = workspace.teams[team_id], workspace.app.is_org_wide
    its = team.enterprise
    return {
        "token": VERIFICATION_TOKEN,
        "api_app_id": workspace.app.id,
        "team": None if org_wide else {"id": team.id, "domain": team.domain},
        "enterprise": {"id": its, "name": its} if its else None,
        "is_enterprise_install": org_wide,
    }


def _user(person: Person) -> Json:
    return {
        "id": person.id,
        "username": person.handle,
        "name": person.handle,
        "team_id": person.team,
    }


def _channel(channel: Channel) -> Json:
    names = {"im": "directmessage", "group": "privategroup"}
    return {"id": channel.id, "name": names.get(channel.kind, channel.name)}
