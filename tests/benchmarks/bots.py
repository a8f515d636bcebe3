"""The bot as operators run it, each a process of its own, and what such a process costs (Linux)."""

import asyncio
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import gettempdir
from time import perf_counter
from typing import Final, Literal

import aiohttp
from cryptography.fernet import Fernet

from bot.database import Database
from bot.schema import upgrade
from tests.benchmarks.quick_slack import COMPLIANCE, QuickSlack
from tests.postgres import server

Kind = Literal["SQLite", "PostgreSQL"]

SECRET: Final = "bench"
READY: Final = 200
_BUSY: Final = 0.1
"""Of a core."""
_CALM_WITHIN: Final = 60.0
_COMPILED: Final = {
    "PYTHONDONTWRITEBYTECODE": "",
    "PYTHONPYCACHEPREFIX": str(Path(gettempdir(), "helpdesk-benchmarks-bytecode")),
}
"""What is installed is compiled once, not at every start; here the first start does it."""
_TICKS: Final = os.sysconf("SC_CLK_TCK")


@dataclass
class Bot:
    """`helpdesk run` at a database that is set up."""

    slack: QuickSlack
    database_url: str
    folder: Path
    key: str
    knowledge: Path | None = None
    door: str = field(default="", init=False)
    """Where Slack's events are told, once it is started."""

    async def start(self, session: aiohttp.ClientSession) -> float:
        """Start it, and return the seconds until it says that it is ready."""
        began = perf_counter()
        with (self.folder / "log").open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env=os.environ | _COMPILED | self._settings(),
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode()
        listens = re.search(r"at (http\S+)/slack/events", line)
        assert listens, line + (self.folder / "log").read_text(encoding="utf-8")
        self.door = f"{listens[1]}/slack/events"
        while not await _is_ready(session, f"{listens[1]}/readyz"):  # noqa: ASYNC110 - asked
            await asyncio.sleep(0.01)
        return perf_counter() - began

    @property
    def pid(self) -> int:
        """The process that runs it now."""
        return self._process.pid

    def resident(self) -> float:
        """Return the memory that it holds, in MB."""
        return memory(self.pid)

    async def is_calm(self) -> None:
        """Return once it has done what it does after a start, or is at it for too long."""
        busy, until = _BUSY, perf_counter() + _CALM_WITHIN
        while busy >= _BUSY and perf_counter() < until:
            before = processor([self.pid])
            await asyncio.sleep(1)
            busy = processor([self.pid]) - before

    async def is_killed(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        await self._process.wait()

    async def close(self) -> None:
        """End it, if it still runs, as a service manager would."""
        if self._process.returncode is None:
            self._process.terminate()
        await self._process.wait()

    def _settings(self) -> dict[str, str]:
        other = {"HELPDESK_KNOWLEDGE": str(self.knowledge)} if self.knowledge else {}
        return other | {
            "SLACK_BOT_TOKEN": "xoxb-bench",
            "SLACK_SIGNING_SECRET": SECRET,
            "SLACK_API_URL": self.slack.api_url,
            "HELPDESK_COMPLIANCE_CHANNEL": COMPLIANCE,
            "HELPDESK_ENCRYPTION_KEYS": self.key,
            "HELPDESK_DATA": str(self.folder),
            "HELPDESK_DATABASE_URL": self.database_url,
            "HELPDESK_PORT": "0",
        }


async def _is_ready(session: aiohttp.ClientSession, url: str) -> bool:
    async with session.get(url) as answer:
        return answer.status == READY


@contextmanager
def database(kind: Kind, folder: Path) -> Iterator[tuple[str, Callable[[], Sequence[int]]]]:
    """Open a database, as safe as it is at work; give its URL, and its server's processes."""
    if kind == "SQLite":
        yield f"sqlite:///{folder / 'helpdesk.sqlite'}", tuple
        return
    with server(fsync="on", full_page_writes="on") as ours:
        yield ours.make(), ours.pids


def set_up(database_url: str) -> str:
    """Lay out a database, and return the key that it is sealed with."""
    key = Fernet.generate_key().decode()
    database = Database(database_url, [key])
    upgrade(database)
    database.close()
    return key


def memory(pid: int) -> float:
    """Return the memory that a process holds, in MB; nothing once it has ended."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    found = re.search(r"VmRSS:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def processor(pids: Iterable[int]) -> float:
    """Return the seconds of the processor that these have taken so far, and what they outlived."""
    return sum(map(_ticks, pids)) / _TICKS


def _ticks(pid: int) -> int:
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return 0
    return sum(map(int, stat.rpartition(")")[2].split()[11:15]))
