"""Replicas of the bot, each a process that is killed and started anew."""

import asyncio
import os
import resource
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).parent
_NO_LIMIT = resource.RLIM_INFINITY


@dataclass
class Replica:
    """One of them; `address` is None while it is down."""

    settings: Mapping[str, str]
    log: Path
    address: str | None = None
    pid: int | None = None
    kills: int = 0
    codes: list[int] = field(default_factory=list)

    async def open(self) -> None:
        """Start the process that makes bots, and the first of them."""
        read, write = os.pipe()  # what it logs goes through a pipe: the full disk is its own
        self._drain = await asyncio.create_subprocess_exec(
            *("tee", "-a", str(self.log)), stdin=read, stdout=asyncio.subprocess.DEVNULL
        )
        self._maker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.torture.bot"),
            env={**os.environ, **self.settings},
            cwd=HERE.parents[1],
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=write,
        )
        os.close(read)
        os.close(write)
        await self.start()

    async def start(self) -> None:
        """Make a bot and wait until it listens; one that ends before is made again."""
        assert self._maker.stdin is not None
        while self.address is None:
            self._maker.stdin.write(b"start\n")
            self.pid = int(await self._word("pid"))
            said = await self._next()
            if said[0] == "at":
                self.address = said[1]
            else:
                self.codes.append(int(said[1]))
                await asyncio.sleep(0.2)

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.kills += 1
        await self._end(signal.SIGKILL)

    async def ask_to_stop(self) -> int:
        """End it as a service manager would, and return its exit code."""
        await self._end(signal.SIGTERM)
        return self.codes[-1]

    async def freeze(self, seconds: float) -> None:
        """Stop it in its tracks for a while."""
        assert self.pid is not None
        os.kill(self.pid, signal.SIGSTOP)
        await asyncio.sleep(seconds)
        os.kill(self.pid, signal.SIGCONT)

    async def fill_the_disk(self, seconds: float) -> None:
        """Let none of its files grow for a while."""
        assert self.pid is not None
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (4096, _NO_LIMIT))
        await asyncio.sleep(seconds)
        resource.prlimit(self.pid, resource.RLIMIT_FSIZE, (_NO_LIMIT, _NO_LIMIT))

    async def close(self) -> None:
        """End everything."""
        if self.address:
            await self._end(signal.SIGKILL)
        assert self._maker.stdin is not None
        self._maker.stdin.close()
        await self._maker.wait()
        await self._drain.wait()

    async def _end(self, how: signal.Signals) -> None:
        assert self.pid is not None
        self.address = None
        os.kill(self.pid, how)
        self.codes.append(int(await self._word("ended")))

    async def _word(self, wanted: str) -> str:
        word, said = await self._next()
        assert word == wanted, f"{word} {said}: see {self.log}"
        return said

    async def _next(self) -> tuple[str, str]:
        assert self._maker.stdout is not None
        line = (await self._maker.stdout.readline()).decode()
        word, _, said = line.strip().partition(" ")
        return word, said
