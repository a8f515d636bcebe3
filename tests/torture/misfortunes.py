"""What befalls the bot: kills, a Slack that fails in every way, a database that goes away."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

from bot.sandbox.faults import DropsAfter, DropsBefore, FailsAfter, FailsBefore, RateLimited, Waits
from bot.sandbox.server import Sandbox
from tests.postgres import Server
from tests.torture.replicas import Replica

_METHODS = (
    *("chat.postMessage",) * 6,
    *("chat.update", "conversations.history", "conversations.info", "conversations.members"),
    *("conversations.open", "conversations.replies", "users.info", "views.publish"),
)
_DOWN = 300


@dataclass
class Misfortunes:
    """Chooses the next one; `met` counts what has been done."""

    sandbox: Sandbox
    replicas: list[Replica]
    clock: Path
    chance: random.Random
    server: Server | None
    """PostgreSQL, where it is used and may be restarted."""
    met: Counter[str] = field(default_factory=Counter)

    async def rage(self, *, kills: int, seconds: float) -> None:
        """Do one after the other until so many kills are done, or so much time is over."""
        over = monotonic() + seconds
        while sum(replica.kills for replica in self.replicas) < kills and monotonic() < over:
            name, misfortune = self.chance.choice(self._kinds())
            await misfortune()
            self.met[name] += 1
            await asyncio.sleep(self.chance.uniform(0.0, 0.4))
        self.sandbox.faults.clear()

    def _kinds(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        database = (
            [("database restarted at once", self._restarts_the_database)]
            if self.server
            else [("disk full", self._fills_the_disk)]
        )
        return [
            *[("kills", self._kills)] * 8,
            *[("faults of one call", self._breaks_a_call)] * 8,
            *[("events told again", self._tells_again)] * 3,
            ("Slack down", self._takes_slack_down),
            ("frozen", self._freezes),
            ("clock moved", self._moves_the_clock),
            *database,
        ]

    async def _kills(self) -> None:
        """Kill one or several, let them come back, and perhaps again before they are well."""
        for _ in range(self.chance.randint(1, 3)):
            struck = self.chance.sample(self.replicas, self.chance.randint(1, len(self.replicas)))
            await asyncio.gather(*(replica.kill() for replica in struck))
            await asyncio.gather(*(replica.start() for replica in struck))
            await asyncio.sleep(self.chance.uniform(0.0, 3.0))

    async def _breaks_a_call(self) -> None:
        fault = self.chance.choice(
            (
                RateLimited(retry_after=1),
                FailsBefore(),
                FailsAfter(),
                DropsBefore(),
                DropsAfter(),
                Waits(self.chance.uniform(0.1, 3.0)),
            )
        )
        times = self.chance.randint(1, 4)
        self.sandbox.faults.plan(self.chance.choice(_METHODS), fault, times=times)

    async def _tells_again(self) -> None:
        """Tell some of the last events once more, in another order."""
        told = [it for it in self.sandbox.record.deliveries[-60:] if it.kind == "events_api"]
        for delivery in self.chance.sample(told, min(5, len(told))):
            await self.sandbox.announcer.redeliver(delivery)

    async def _takes_slack_down(self) -> None:
        for method in set(_METHODS):
            self.sandbox.faults.plan(
                method, self.chance.choice((FailsBefore(), DropsBefore())), times=_DOWN
            )
        await asyncio.sleep(self.chance.uniform(1.0, 4.0))
        self.sandbox.faults.clear()

    async def _freezes(self) -> None:
        await self.chance.choice(self.replicas).freeze(self.chance.uniform(0.5, 12.0))

    async def _moves_the_clock(self) -> None:
        """Set the bot's clock up to an hour off, as a machine's may be."""
        self.clock.write_text(str(self.chance.uniform(-3600, 3600)), encoding="ascii")

    async def _restarts_the_database(self) -> None:
        assert self.server is not None
        await asyncio.to_thread(self.server.restart)

    async def _fills_the_disk(self) -> None:
        await self.chance.choice(self.replicas).fill_the_disk(self.chance.uniform(0.5, 2.0))
