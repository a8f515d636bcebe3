"""The bot as the torture runs it: it can be killed and started anew within a second.

A process of this file imports everything once and then makes a bot by forking at each line that it
reads, `start`; it says `pid N`, then `at URL`, and `ended CODE` when that bot is no more. The bot
is the real one, by two things: its clock can be moved (a file holds the seconds), and, for the
proof that the torture bites, it can be made unable to look up what it may have posted.
"""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bot.delivery.cluster
import bot.jobs
import bot.slack.blocks  # noqa: F401 - imported once, before the forks
from bot.app import Helpdesk
from bot.logs import configure_logs
from bot.places import ChannelId
from bot.settings import read_settings
from bot.slack.sender import SlackSender


def say(*words: object) -> None:
    print(*words, flush=True)  # noqa: T201 - it is how the torturer hears of us


def clock() -> datetime:
    moved = Path(os.environ["TORTURE_CLOCK"]).read_text(encoding="ascii")
    return datetime.now(UTC) + timedelta(seconds=float(moved))


async def finds_nothing(
    _sender: SlackSender,
    _delivery: str,
    *,
    channel: ChannelId,
    thread_ts: str | None,
    since: datetime,
) -> None:
    del channel, thread_ts, since


async def run() -> None:
    helpdesk = Helpdesk(read_settings(), clock=clock)
    told = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, told.set)
    say("at", f"{await helpdesk.start()}/slack/events")
    await told.wait()
    await helpdesk.stop()


def serve() -> None:
    """Make one bot after another, as told."""
    configure_logs(as_json=True)
    if "TORTURE_WITHOUT_LOOK_UP" in os.environ:
        SlackSender.look_up = finds_nothing  # type: ignore[assignment]
    for line in sys.stdin:
        assert line.strip() == "start"
        child = os.fork()
        if child == 0:
            asyncio.run(run())
            os._exit(0)
        say("pid", child)
        say("ended", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))


if __name__ == "__main__":
    serve()
