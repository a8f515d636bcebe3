"""What of Slack is served here, and the known gaps."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Method:
    """A method of the Web API."""

    scopes: tuple[str, ...] = ()
    """Any one of them is enough; none is needed when empty."""
    reads_json: bool = True
    """Slack reads JSON bodies for methods that write; the others take a form or a query."""
    app_token: bool = False


_READ_CHANNELS = ("channels:read", "groups:read", "im:read", "mpim:read")
_READ_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
_ASSISTANT = ("assistant:write", "chat:write")

METHODS: dict[str, Method] = {
    "agents.sessions.setStatus": Method(_ASSISTANT),
    "api.test": Method(),
    "apps.connections.open": Method(app_token=True),
    "assistant.threads.setStatus": Method(_ASSISTANT),
    "assistant.threads.setSuggestedPrompts": Method(_ASSISTANT),
    "auth.teams.list": Method(),
    "auth.test": Method(),
    "bots.info": Method(("users:read",), reads_json=False),
    "chat.delete": Method(("chat:write",)),
    "chat.getPermalink": Method(reads_json=False),
    "chat.postEphemeral": Method(("chat:write",)),
    "chat.postMessage": Method(("chat:write",)),
    "chat.update": Method(("chat:write",)),
    "conversations.history": Method(_READ_HISTORY, reads_json=False),
    "conversations.info": Method(_READ_CHANNELS, reads_json=False),
    "conversations.members": Method(_READ_CHANNELS, reads_json=False),
    "conversations.open": Method(("im:write", "mpim:write")),
    "conversations.replies": Method(_READ_HISTORY, reads_json=False),
    "files.completeUploadExternal": Method(("files:write",)),
    "files.getUploadURLExternal": Method(("files:write",), reads_json=False),
    "reactions.add": Method(("reactions:write",)),
    "team.info": Method(("team:read",), reads_json=False),
    "users.conversations": Method(_READ_CHANNELS, reads_json=False),
    "users.info": Method(("users:read",), reads_json=False),
    "views.open": Method(),
    "views.publish": Method(),
    "views.push": Method(),
    "views.update": Method(),
}

EVENTS: frozenset[str] = frozenset(
    {
        "app_home_opened",
        "app_mention",
        "app_uninstalled",
        "channel_archive",
        "channel_deleted",
        "channel_id_changed",
        "channel_left",
        "channel_shared",
        "channel_unshared",
        "group_archive",
        "group_deleted",
        "group_left",
        "member_joined_channel",
        "member_left_channel",
        "message.channels",
        "message.groups",
        "message.im",
        "reaction_added",
        "tokens_revoked",
    }
)
"""As they are named when an app subscribes to them."""

INTERACTIONS: frozenset[str] = frozenset(
    {
        "block_actions",
        "message_action",
        "shortcut",
        "slash_command",
        "view_closed",
        "view_submission",
    }
)

ALL_SCOPES: tuple[str, ...] = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "reactions:write",
    "team:read",
    "users:read",
    "users:read.email",
)

GAPS: tuple[str, ...] = (
    "One installation: no OAuth, no group DMs; of Enterprise Grid the shapes alone.",
    "Files are uploaded by the app alone, and stand in the channel before Slack has answered.",
    "No canvases, streams, scheduled messages, unfurls or attachments.",
    "Nothing is limited in rate unless a fault is planned.",
    "An image block shows its alternative text; nothing is fetched.",
    "Emoji stay as typed; Slack turns them into :names: in the text.",
    "Dialogs, workflow steps, external and channel selects are not served.",
    "Block Kit is checked for the documented limits, not for every rule.",
    "A menu in a message forgets what was chosen; Slack goes on showing it.",
    "An ephemeral message stays until it is dismissed; Slack forgets it on reload.",
)
