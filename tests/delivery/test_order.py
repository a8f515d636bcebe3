"""Whatever befalls those who bring: what is owed in a thread stands there once, in its order."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.attempting import HELD_FOR, Carrier
from bot.delivery.delivery import Delivery
from bot.delivery.for_anybody import Told
from bot.delivery.retrying import NotSent, OutcomeUnknown
from tests.delivery.test_attempting import COMPLIANCE, THREAD, Clock, PretendSlack

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
OWED = ("first", "second", "third")
REPLICAS = range(3)
BEFORE = {
    "refused for a while": NotSent("Slack's rate limit", retry_after=timedelta(seconds=3)),
    "broken off before Slack had it": OutcomeUnknown("HTTP 500"),
    "killed before Slack had it": asyncio.CancelledError(),
}
AFTER = {
    "broken off after Slack had it": OutcomeUnknown("HTTP 500"),
    "killed after Slack had it": asyncio.CancelledError(),
}
MISHAPS = (*BEFORE, *AFTER, "frozen before it posts", "none")
replica = st.sampled_from(REPLICAS)
steps = st.one_of(
    st.tuples(st.sampled_from(["reads", "attempts what it read"]), replica),
    st.tuples(st.sampled_from(MISHAPS), replica),
    st.tuples(st.just("seconds pass"), st.integers(min_value=1, max_value=60)),
)


class Replicas:
    """Several that bring from one table, each knowing only what it has read of it."""

    def __init__(self, database: Database) -> None:
        self.database, self.slack, self.clock = database, PretendSlack(), Clock(NOW)
        carrier = partial(Carrier, database, self.slack, COMPLIANCE, self.clock, HELD_FOR)
        self.carriers = [carrier() for _ in REPLICAS]
        self.read: dict[int, Delivery] = {}

    async def do(self, what: str, number: int) -> None:
        match what:
            case "reads":
                due = self.database.transact(partial(deliveries.due, now=self.clock.now))
                if due:
                    self.read[number] = due[0]
            case "seconds pass":
                self.clock.now += timedelta(seconds=number)
            case "attempts what it read":
                await self._attempt(number, "none")
            case mishap:
                await self.do("reads", number)
                await self._attempt(number, mishap)

    async def _attempt(self, number: int, mishap: str) -> None:
        if number not in self.read:
            return
        self.slack.before = [BEFORE[mishap]] if mishap in BEFORE else []
        self.slack.after = [AFTER[mishap]] if mishap in AFTER else []
        if mishap.startswith("frozen"):
            self.clock.skips = [timedelta(0), timedelta(0), timedelta(seconds=30)]
        bringing = self.carriers[number].attempt(self.read[number])
        await asyncio.gather(bringing, return_exceptions=True)
        self.slack.before, self.slack.after, self.clock.skips = [], [], []

    async def bring_the_rest(self) -> None:
        for _ in range(3 * len(OWED)):
            await self.do("seconds pass", 60)
            await self.do("none", 0)


@settings(max_examples=40)
@given(st.lists(steps, max_size=40))
def test_one_thread_stands_in_order_and_once_whoever_dies_or_is_late(
    set_up_in_file: Path, happened: list[tuple[str, int]]
) -> None:
    with TemporaryDirectory() as folder:
        file = shutil.copy(set_up_in_file, Path(folder, "test.sqlite"))
        database = Database(f"sqlite:///{file}", [Fernet.generate_key().decode()])
        for text in OWED:
            message = Told(text=text)
            owe = partial(deliveries.put, key=text, address=THREAD, message=message, now=NOW)
            database.transact(owe)
        replicas = Replicas(database)

        async def live() -> None:
            for step in happened:
                await replicas.do(*step)
                texts = replicas.slack.texts
                assert texts == list(OWED[: len(texts)])
            await replicas.bring_the_rest()

        asyncio.run(live())
        database.close()

    assert replicas.slack.texts == list(OWED)
