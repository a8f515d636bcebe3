"""Our values -> the JSON objects of Slack: user, channel, message, view."""

from bot.sandbox.values import Channel, File, Json, Message, Person, View
from bot.sandbox.workspace import TOMBSTONE, Workspace


def user(workspace: Workspace, person: Person) -> Json:
    """Return a user object as `users.info` shows it to the app."""
    shape: Json = {
        "id": person.id,
        "team_id": person.team,
        "name": person.handle,
        "deleted": False,
        "real_name": person.name,
        "tz": person.time_zone,
        "profile": {
            "real_name": person.name,
            "display_name": person.first_name,
            "email": person.email,
            "title": person.title,
            "team": person.team,
        },
        "is_admin": False,
        "is_restricted": person.is_restricted,
        "is_ultra_restricted": person.is_ultra_restricted,
        "is_bot": person.is_bot,
        "is_app_user": False,
    }
    if workspace.is_foreign(person):
        shape["is_stranger"] = is_stranger(workspace, person)
    enterprise = workspace.teams[person.team].enterprise
    if enterprise:
        shape["enterprise_user"] = {
            "id": person.id,
            "enterprise_id": enterprise,
            "enterprise_name": enterprise,
            "is_admin": False,
            "is_owner": False,
            "teams": [person.team],
        }
    return shape


def is_stranger(workspace: Workspace, person: Person) -> bool:
    """Return whether a person of another company shares no channel with the app."""
    ours = {c.id for c in workspace.channels_of(workspace.app.bot_user) if not c.is_im}
    return not any(channel.id in ours for channel in workspace.channels_of(person.id))


def channel(workspace: Workspace, place: Channel, *, viewer: str) -> Json:
    """Return a channel object as `conversations.info` shows it to the viewer."""
    if place.is_im:
        return _im(workspace, place, viewer=viewer)
    return {
        "id": place.id,
        "name": place.name,
        "name_normalized": place.name,
        "context_team_id": workspace.home.id,
        "is_channel": not place.is_private,
        "is_group": place.is_private,
        "is_im": False,
        "is_mpim": False,
        "is_private": place.is_private,
        "is_archived": place.is_archived,
        "is_general": False,
        "is_shared": place.is_ext_shared or bool(place.sisters),
        "is_org_shared": bool(place.sisters),
        "is_ext_shared": place.is_ext_shared,
        "is_pending_ext_shared": place.is_pending_ext_shared,
        "conversation_host_id": workspace.home.id,
        "internal_team_ids": sorted({workspace.home.id} | place.sisters) if place.sisters else [],
        "connected_team_ids": sorted(place.connected) if place.is_ext_shared else [],
        "shared_team_ids": sorted({workspace.home.id} | place.connected | place.sisters),
        "pending_connected_team_ids": [],
        "is_member": workspace.is_member(viewer, place),
        "topic": {"value": place.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def _im(workspace: Workspace, place: Channel, *, viewer: str) -> Json:
    other = next(member for member in place.members if member != viewer)
    return {
        "id": place.id,
        "is_im": True,
        "is_channel": False,
        "is_group": False,
        "is_private": True,
        "is_archived": False,
        "is_org_shared": False,
        "is_ext_shared": workspace.is_foreign(workspace.person(other)),
        "context_team_id": workspace.home.id,
        "user": other,
    }


def _file(file: File) -> Json:
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title,
        "size": len(file.content),
        "filetype": file.name.rpartition(".")[2],
        "mode": "hosted",
    }


def message(workspace: Workspace, written: Message, *, with_metadata: bool) -> Json:
    """Return a message object; a parent carries the counts of its thread."""
    if written.is_tombstone:
        return tombstone(workspace, written)
    author = workspace.people[written.author]
    shape: Json = {
        "type": "message",
        "user": written.author,
        "ts": written.ts,
        "text": written.text,
        "team": author.team,
    }
    if written.blocks:
        shape["blocks"] = list(written.blocks)
    if written.by_app:
        shape |= app_marks(workspace)
    if written.files:
        shape |= {"files": [_file(file) for file in written.files], "subtype": "file_share"}
    if written.edited_ts:
        shape["edited"] = {"user": written.author, "ts": written.edited_ts}
    if written.metadata and with_metadata:
        shape["metadata"] = written.metadata
    if written.reactions:
        shape["reactions"] = _reactions(written)
    if written.is_broadcast:
        shape["subtype"] = "thread_broadcast"
    return shape | _thread_marks(workspace, written)


def has_replies(workspace: Workspace, written: Message) -> bool:
    """Return whether others can read a thread beneath the message."""
    return "reply_count" in _thread_marks(workspace, written)


def tombstone(workspace: Workspace, deleted: Message) -> Json:
    """Return what Slack leaves of a message that had replies."""
    return {
        "type": "message",
        "subtype": "tombstone",
        "user": "USLACKBOT",
        "text": TOMBSTONE,
        "hidden": True,
        "ts": deleted.ts,
        **_thread_marks(workspace, deleted),
    }


def app_marks(workspace: Workspace) -> Json:
    """Return the fields by which a message of the app is known."""
    app = workspace.app
    profile = {"id": app.bot_id, "app_id": app.id, "name": app.name, "team_id": app.team}
    return {"bot_id": app.bot_id, "app_id": app.id, "bot_profile": profile}


def installed_in(workspace: Workspace) -> str:
    """Return where the app is installed: in a workspace, or in an organisation."""
    home = workspace.home
    return home.enterprise if workspace.app.is_org_wide and home.enterprise else home.id


def _reactions(written: Message) -> list[Json]:
    by_emoji: dict[str, list[str]] = {}
    for emoji, person in written.reactions:
        by_emoji.setdefault(emoji, []).append(person)
    return [
        {"name": emoji, "users": people, "count": len(people)} for emoji, people in by_emoji.items()
    ]


def _thread_marks(workspace: Workspace, written: Message) -> Json:
    if written.thread_ts:
        parent = workspace.messages[written.channel].get(written.thread_ts)
        marks: Json = {"thread_ts": written.thread_ts}
        return marks | ({"parent_user_id": parent.author} if parent else {})
    replies = [
        reply
        for reply in workspace.replies(written.channel, written.ts)
        if reply.visible_to is None
    ]
    if not replies:
        return {}
    return {
        "thread_ts": written.ts,
        "reply_count": len(replies),
        "reply_users": sorted({reply.author for reply in replies}),
        "latest_reply": replies[-1].ts,
    }


def view(workspace: Workspace, shown: View) -> Json:
    """Return a view object as the Web API and the payloads carry it."""
    payload = shown.payload
    return {
        "id": shown.id,
        "team_id": workspace.people[shown.owner].team,
        "app_id": workspace.app.id,
        "app_installed_team_id": installed_in(workspace),
        "bot_id": workspace.app.bot_id,
        "type": payload["type"],
        "title": payload.get("title"),
        "submit": payload.get("submit"),
        "close": payload.get("close"),
        "blocks": shown.blocks,
        "private_metadata": payload.get("private_metadata", ""),
        "callback_id": payload.get("callback_id", ""),
        "external_id": payload.get("external_id", ""),
        "clear_on_close": payload.get("clear_on_close", False),
        "notify_on_close": payload.get("notify_on_close", False),
        "state": {"values": shown.state},
        "hash": shown.hash,
        "root_view_id": shown.root,
        "previous_view_id": shown.previous,
    }
