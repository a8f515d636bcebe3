"""`helpdesk run` and `helpdesk sandbox`: the bot at work, in Slack or in a pretend workspace."""

import asyncio
import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Final
from zoneinfo import ZoneInfo

import typer

from bot.app import Helpdesk, TokenRefused, utc_now
from bot.commands.moments import moment_in
from bot.commands.printing import Failure, say
from bot.logs import configure_logs
from bot.settings import Settings, read_settings

_COMPANYS_ZONE: Final = ZoneInfo("Europe/London")
"""Where the sandbox's pretend company is."""


def run() -> None:
    """Run the bot, over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP."""
    settings = read_settings()
    configure_logs(as_json=not sys.stderr.isatty())
    asyncio.run(_run(settings))


def sandbox(
    *,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The page's port.")] = 8080,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Only say where.")] = False,
    data: Annotated[
        Path | None, typer.Option(file_okay=False, help="Keep what happens in this folder.")
    ] = None,
    clock: Annotated[
        str, typer.Option(help="The pretend time: 2026-12-01, 2026-12-01T09:00, or +3d.")
    ] = "+0m",
) -> None:
    """Try the real bot in a pretend workspace in the browser: no Slack, no settings."""
    configure_logs(as_json=False)
    ahead = moment_in(clock, now=utc_now(), zone=_COMPANYS_ZONE) - utc_now()
    with _folder(data) as folder:
        asyncio.run(_sandbox(folder, port, ahead, opens_browser=not no_browser))


async def _run(settings: Settings) -> None:
    helpdesk = Helpdesk(settings)
    try:
        address = await helpdesk.start()
    except TokenRefused as refused:
        raise Failure(str(refused)) from refused
    except OSError as refused:
        where = f"{settings.helpdesk_host}:{settings.helpdesk_port}"
        raise Failure(f"{where} cannot be opened: {refused.strerror}.") from refused
    where = "over Socket Mode" if settings.over_socket else f"at {address}/slack/events"
    say(f"The helpdesk listens {where}.")
    await _until_told_to_stop()
    await helpdesk.stop()


async def _sandbox(folder: Path, port: int, ahead: timedelta, *, opens_browser: bool) -> None:
    from bot.trial import QUICK, trial  # noqa: PLC0415 - a bot at work holds no pretend workspace

    try:
        async with trial(data=folder, port=port, patience=QUICK, ahead=ahead) as tried:
            say(f"The sandbox is open at {tried.address} (Ctrl-C ends it).")
            if opens_browser:
                await asyncio.to_thread(webbrowser.open, tried.address)
            await _until_told_to_stop()
    except OSError as refused:
        raise Failure(
            f"Port {port} cannot be opened: {refused.strerror}. Choose another with --port."
        ) from refused


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with TemporaryDirectory(prefix="helpdesk-") as temporary:
        yield Path(temporary)


async def _until_told_to_stop() -> None:
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told.set)
    await told.wait()
