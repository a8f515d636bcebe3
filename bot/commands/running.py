"""`helpdesk run` and `helpdesk sandbox`: the bot at work, in Slack or in a pretend workspace."""

import asyncio
import signal
import sys

from bot.app import Helpdesk, TokenRefused
from bot.commands.printing import Failure, say
from bot.logs import configure_logs
from bot.settings import Settings, read_settings


def run() -> None:
    """Run the bot, over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP."""
    settings = read_settings()
    configure_logs(as_json=not sys.stderr.isatty())
    asyncio.run(_run(settings))


async def _run(settings: Settings) -> None:
    helpdesk = Helpdesk(settings)
    try:
        address = await helpdesk.start()
    except (TokenRefused, OSError) as refused:
        raise Failure(_in_words(refused, settings)) from refused
    say(f"The helpdesk listens {_where(settings, address)}.")
    await until_told_to_stop()
    await helpdesk.stop()


async def until_told_to_stop() -> None:
    """Return when the process is asked to end (Ctrl-C or SIGTERM)."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told.set)
    await told.wait()


def _where(settings: Settings, address: str) -> str:
    return "over Socket Mode" if settings.over_socket else f"at {address}/slack/events"


def _in_words(refused: Exception, settings: Settings) -> str:
    if isinstance(refused, TokenRefused):
        return str(refused)
    return f"Port {settings.helpdesk_port} on {settings.helpdesk_host} cannot be opened: {refused}."
