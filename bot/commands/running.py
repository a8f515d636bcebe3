"""`helpdesk run` and `helpdesk sandbox`: the bot at work, in Slack or in a pretend workspace."""

import asyncio
import ctypes
import signal
import sys
import webbrowser
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, suppress
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import typer

from bot.clock import utc_now
from bot.commands.leaving import leave, leave_at_the_latest
from bot.commands.moments import moment_in
from bot.commands.printing import Failure, say
from bot.logs import configure_logs
from bot.settings import Settings, read_settings

if TYPE_CHECKING:
    from bot.trial import Trial

_COMPANYS_ZONE: Final = ZoneInfo("Europe/London")
"""Where the sandbox's pretend company is."""


def run() -> None:
    """Run the bot, over Socket Mode when SLACK_APP_TOKEN is set, else over HTTP."""
    settings = read_settings()
    configure_logs(as_json=not sys.stderr.isatty())
    asyncio.run(_run(settings))
    leave()


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
    say("Opening the sandbox ...")
    asyncio.run(_sandbox(data, port, ahead, opens_browser=not no_browser))


async def _run(settings: Settings) -> None:
    from bot.app import Helpdesk, TokenRefused  # noqa: PLC0415 - a sandbox speaks before this

    helpdesk = Helpdesk(settings)
    _give_memory_back()
    try:
        address = await helpdesk.start()
    except TokenRefused as refused:
        raise Failure(str(refused)) from refused
    except OSError as refused:
        where = f"{settings.helpdesk_host}:{settings.helpdesk_port}"
        raise Failure(f"{where} cannot be opened: {refused.strerror}.") from refused
    where = "over Socket Mode" if settings.over_socket else f"at {address}/slack/events"
    say(f"The helpdesk listens {where}.")
    await _told_to_stop().wait()
    leave_at_the_latest()
    await helpdesk.stop()


def _give_memory_back() -> None:
    """Let the system have what reading the model took, 10 MB, where the C library can (glibc)."""
    if sys.platform == "linux":
        with suppress(AttributeError):
            ctypes.CDLL(None).malloc_trim(0)


async def _sandbox(data: Path | None, port: int, ahead: timedelta, *, opens_browser: bool) -> None:
    """Open the sandbox, and open it anew for whoever asks the page to start again."""
    from bot.trial import QUICK, trial  # noqa: PLC0415 - a bot at work holds no pretend workspace

    told = _told_to_stop()
    while not told.is_set():
        again = asyncio.Event()
        with _folder(data) as folder:
            opening = trial(
                data=folder,
                port=port,
                patience=QUICK,
                agent_view=True,
                ahead=ahead,
                start_again=again.set if data is None else None,
            )
            port = await _one_sandbox(opening, port, (told, again), opens_browser=opens_browser)
        opens_browser = False


async def _one_sandbox(
    opening: "AbstractAsyncContextManager[Trial]",
    port: int,
    ends: tuple[asyncio.Event, ...],
    *,
    opens_browser: bool,
) -> int:
    """Run a sandbox until one of the events comes; return its page's port."""
    try:
        async with opening as tried:
            say(f"The sandbox is open at {tried.address} (Ctrl-C ends it).")
            if opens_browser:
                await asyncio.to_thread(webbrowser.open, tried.address)
            await _either(*ends)
            return urlsplit(tried.address).port or port
    except OSError as refused:
        raise Failure(
            f"Port {port} cannot be opened: {refused.strerror}. Choose another with --port."
        ) from refused


async def _either(*events: asyncio.Event) -> None:
    """Return when one of the events has come."""
    waiting = [asyncio.create_task(event.wait()) for event in events]
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()


@contextmanager
def _folder(data: Path | None) -> Iterator[Path]:
    if data is not None:
        yield data
        return
    with TemporaryDirectory(prefix="helpdesk-") as temporary:
        yield Path(temporary)


def _told_to_stop() -> asyncio.Event:
    """Return an event that comes with Ctrl-C, or with the supervisor's word to stop."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(sign, told.set)
    return told
