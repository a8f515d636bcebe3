"""The bot as a process of its own, so that it can be killed as a machine kills it."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.fernet import Fernet

from bot.sandbox.driver import Driver
from bot.sandbox.events import Patience
from bot.sandbox.example import COMPLIANCE, example_workspace
from bot.sandbox.server import Sandbox, Terms
from bot.trial import OFFERS


@dataclass
class Bot:
    """`helpdesk run` against a pretend workspace, with a folder that outlives it."""

    sandbox: Sandbox
    data: Path
    over_socket: bool = False
    database_url: str = ""
    """Where it keeps what it must not lose; by default a file in its folder."""
    address: str | None = None
    """Where it listens, once it is started."""
    key: str = field(default_factory=lambda: Fernet.generate_key().decode())

    @property
    def log(self) -> str:
        """Everything that it has logged so far."""
        return (self.data / "log").read_text(encoding="utf-8")

    async def start(self) -> None:
        """Start it and wait until it listens."""
        self.data.mkdir(exist_ok=True)
        with (self.data / "log").open("a", encoding="utf-8") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"),
                env={**os.environ, **self._settings()},
                stdout=asyncio.subprocess.PIPE,
                stderr=log,
            )
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode()
        listens = re.search(r"at (http\S+/slack/events)", line)
        assert listens or self.over_socket, line + self.log
        self.address = listens[1] if listens else None
        self.sandbox.request_url = self.address

    async def is_killed(self) -> None:
        """End it as a power cut would."""
        self._process.kill()
        await self._process.wait()

    def is_frozen(self) -> None:
        """Stop it in its tracks, as a machine that swaps does."""
        self._process.send_signal(signal.SIGSTOP)

    def goes_on(self) -> None:
        """Let it go on as if nothing had been."""
        self._process.send_signal(signal.SIGCONT)

    async def is_told_to_stop(self) -> int:
        """End it as a service manager would, and return its exit code."""
        self._process.terminate()
        return await self._process.wait()

    async def close(self) -> None:
        """End it if it still runs."""
        with suppress(ProcessLookupError):
            await self.is_killed()

    def _settings(self) -> Mapping[str, str]:
        terms = self.sandbox.terms
        by_socket = {"SLACK_APP_TOKEN": terms.app_token} if self.over_socket else {}
        return by_socket | {
            "SLACK_BOT_TOKEN": terms.bot_token,
            "SLACK_SIGNING_SECRET": terms.signing_secret,
            "SLACK_API_URL": self.sandbox.api_url,
            "HELPDESK_COMPLIANCE_CHANNEL": COMPLIANCE,
            "HELPDESK_DATA": str(self.data),
            "HELPDESK_DATABASE_URL": self.database_url,
            "HELPDESK_ENCRYPTION_KEYS": self.key,
            "HELPDESK_PORT": "0",
        }


@asynccontextmanager
async def process(
    data: Path, *, over_socket: bool = False, database_url: str = ""
) -> AsyncIterator[tuple[Bot, Driver]]:
    """Open a workspace with a bot that runs in it as a process, and end both."""
    patience = Patience(delays=(0.0, 0.5, 2.0, 4.0))
    sandbox = Sandbox(
        example_workspace(company="Next Connex", app_name="privacy-helpdesk"),
        Terms(offers=OFFERS, patience=patience),
    )
    await sandbox.start()
    bot = Bot(sandbox, data, over_socket=over_socket, database_url=database_url)
    try:
        await bot.start()
        # what a dead replica had is another's after up to 17 s, on an idle machine
        yield bot, Driver(sandbox, patience=60)
    finally:
        await bot.close()
        await sandbox.stop()
