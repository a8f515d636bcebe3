"""The real bot in a pretend workspace: what `helpdesk sandbox` opens and the journeys travel."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.app import Helpdesk
from bot.places import ChannelId, Nation
from bot.sandbox.events import Patience
from bot.sandbox.example import COMPLIANCE, example_workspace
from bot.sandbox.menus import Command, Offers, Shortcut
from bot.sandbox.playing import Player
from bot.sandbox.server import Sandbox, Terms
from bot.sandbox.stories import Programme
from bot.settings import SANDBOX_KEY, Settings
from bot.slack import names
from bot.stories import STORIES
from bot.unusable import DatabaseUnusable

QUICK: Final = Patience(delays=(0.0, 2.0, 10.0))
"""Slack repeats an event after one and five minutes; nobody at a sandbox waits so long."""

OFFERS = Offers(
    shortcuts=(
        Shortcut(names.LOG_FROM_MESSAGE, "Log a rights request", "message"),
        Shortcut(names.ASK_ABOUT_MESSAGE, "Ask about this message", "message"),
        Shortcut(names.NEW_REQUEST, "Make a rights request", "global"),
        Shortcut(names.LOG_FOR_SOMEBODY, "Log a request you heard", "global"),
    ),
    commands=(
        Command(
            names.COMMAND, "Ask the privacy helpdesk a question", "[question] | help | status | log"
        ),
    ),
)
"""What the manifest puts into Slack's menus."""


@dataclass(frozen=True)
class Trial:
    """A pretend workspace and the bot that runs in it."""

    sandbox: Sandbox
    helpdesk: Helpdesk
    address: str
    """Where the workspace's page is."""
    settings: Settings


@asynccontextmanager
async def trial(
    *,
    data: Path,
    port: int,
    patience: Patience,
    agent_view: bool = False,
    second_eyes: bool = False,
    ahead: timedelta = timedelta(0),
    start_again: Callable[[], None] | None = None,
) -> AsyncIterator[Trial]:
    """Start both, and end both cleanly.

    Raises `OSError` when the port is taken, `DatabaseUnusable` when the folder is no good.

    Both go by the workspace's clock, which may be ahead of the real one, or behind it.
    `start_again` is called by who wants an empty workspace; None where what happened is kept.
    """

    def pretend_time() -> float:
        return (datetime.now(UTC) + ahead).timestamp()

    workspace = example_workspace(
        company="Next Connex",
        app_name="privacy-helpdesk",
        clock=pretend_time,
    )
    terms = Terms(offers=OFFERS, patience=patience)
    sandbox = Sandbox(workspace, terms, start_again=start_again)
    sandbox.programme = Programme(STORIES, Player(sandbox).play)
    address = await sandbox.start(port=port)
    try:
        settings = _settings(sandbox, data).model_copy(
            update={
                "helpdesk_agent_view": agent_view,
                "helpdesk_second_pair_of_eyes": second_eyes,
            }
        )
        helpdesk = Helpdesk(settings, clock=lambda: datetime.fromtimestamp(workspace.clock(), UTC))
        sandbox.request_url = f"{await helpdesk.start()}/slack/events"
        workspace.clock.watchers.append(helpdesk.wake)
        try:
            yield Trial(sandbox, helpdesk, address, settings)
        finally:
            await helpdesk.stop()
    finally:
        await sandbox.stop()


def _settings(sandbox: Sandbox, data: Path) -> Settings:
    """Return settings of the trial's own: nothing of the environment may reach into it."""
    return Settings(
        _env_file=None,
        slack_bot_token=SecretStr(sandbox.terms.bot_token),
        slack_app_token=None,
        slack_signing_secret=SecretStr(sandbox.terms.signing_secret),
        slack_api_url=sandbox.api_url,
        helpdesk_compliance_channel=ChannelId(COMPLIANCE),
        helpdesk_data=data,
        helpdesk_database_url="",  # the file in its folder
        helpdesk_encryption_keys=(SecretStr(_key(data)),),
        helpdesk_host="127.0.0.1",
        helpdesk_port=0,
        helpdesk_knowledge=None,
        helpdesk_agent_view=False,
        helpdesk_second_pair_of_eyes=False,
        helpdesk_breach_here=False,
        helpdesk_office_hours=(time(9), time(17)),
        helpdesk_digest_at=time(9),
        helpdesk_call_again_hours=4,
        helpdesk_timezone=ZoneInfo("Europe/London"),
        helpdesk_nation=Nation.ENG,
    )


def _key(data: Path) -> str:
    """Return the sandbox's own key, the same for the same folder; raises `DatabaseUnusable`."""
    file = data / SANDBOX_KEY
    try:
        data.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(Fernet.generate_key().decode(), encoding="ascii")
        key = file.read_text(encoding="ascii").strip()
        Fernet(key)
    except OSError as fault:
        raise DatabaseUnusable(f"The folder {data} cannot be written: {fault.strerror}.") from fault
    except ValueError as fault:  # of UTF-8, of base64, of the length
        raise DatabaseUnusable(
            f"{file} holds no key: put the one back with which the folder was made, "
            "or name another folder with --data."
        ) from fault
    return key
