"""What rarely happens to a workspace: channels archived, deleted, renumbered, the app taken out."""

from dataclasses import replace

from bot.sandbox.happenings import Archived, TokensRevoked, Uninstalled
from bot.sandbox.server import Sandbox


async def archives(sandbox: Sandbox, channel: str, *, by: str) -> None:
    """Archive a channel."""
    workspace = sandbox.workspace
    place = workspace.put_channel(replace(workspace.channel(channel), is_archived=True))
    workspace.tell(Archived(place, workspace.person(by)))
    await sandbox.announcer.settled()


async def removes(sandbox: Sandbox, channel: str) -> None:
    """Delete a channel."""
    sandbox.workspace.remove(sandbox.workspace.channel(channel))
    await sandbox.announcer.settled()


async def renumbers(sandbox: Sandbox, channel: str, new: str) -> None:
    """Let a channel go on under another id."""
    sandbox.workspace.renumber(sandbox.workspace.channel(channel), new)
    await sandbox.announcer.settled()


async def uninstalls(sandbox: Sandbox) -> None:
    """Take the app out of the workspace: its token is of no use any more."""
    sandbox.workspace.app_refused_as = "account_inactive"
    sandbox.workspace.tell(Uninstalled())
    await sandbox.announcer.settled()


async def revokes_tokens(sandbox: Sandbox) -> None:
    """Revoke the app's bot token."""
    sandbox.workspace.app_refused_as = "token_revoked"
    sandbox.workspace.tell(TokensRevoked())
    await sandbox.announcer.settled()
