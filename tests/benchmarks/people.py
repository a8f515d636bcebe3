"""People who write to the bot: signed events at its door, and when what they are owed stood there.

Nobody is answered, and no channel written to, as fast as a benchmark asks: so there are many of
both. Who makes a request is new each time.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import count
from time import perf_counter, time
from typing import Any, Final

import aiohttp
from slack_sdk.signature import SignatureVerifier

from tests.benchmarks.bots import SECRET
from tests.benchmarks.quick_slack import OFFICER, QuickSlack, direct_channel

QUESTIONS: Final = (
    "how long do you keep my data?",
    "who do you share my details with?",
    "what rights do I have?",
    "how do I opt out of marketing?",
    "who is your data protection officer?",
)
WISH: Final = "Please send me a copy of all the personal data you hold about me."
_ASKERS: Final = 1_000
_CHANNELS: Final = 500
_TAKEN: Final = 200
_DEADLINE: Final = 120.0


@dataclass(frozen=True)
class Told:
    """An event that the bot was told of."""

    at: float
    acknowledged: float
    """Seconds until it was taken."""
    reply: asyncio.Future[float]
    """Done at the moment when what it calls for stands in Slack."""

    async def replied(self) -> float:
        """Return the seconds from the event to what is seen of it; raises `TimeoutError`."""
        async with asyncio.timeout(_DEADLINE):
            return await asyncio.shield(self.reply) - self.at


Tells = Callable[[], Awaitable[Told]]


class People:
    """Tells the bots in turn of what people do."""

    def __init__(
        self, session: aiohttp.ClientSession, slack: QuickSlack, doors: Sequence[str]
    ) -> None:
        self._session, self._slack, self.doors = session, slack, doors
        self._numbers = count()
        self._verifier = SignatureVerifier(SECRET)
        self.told_again = 0
        """How often a bot did not take an event, so that it was told once more, as Slack does."""

    async def ask(self) -> Told:
        """Ask a question in a channel."""
        number = next(self._numbers)
        ts, text = _ts(number), f"<@U0BOT> {QUESTIONS[number % len(QUESTIONS)]}"
        who, channel = f"U0ASK{number % _ASKERS}", f"C0ASK{number % _CHANNELS}"
        where = {"user": who, "channel": channel, "ts": ts}
        return await self._tell(number, {"type": "app_mention", "text": text, **where}, seen=ts)

    async def request(self) -> Told:
        """Make a rights request in the direct message."""
        number = next(self._numbers)
        channel = direct_channel(f"U{number}")
        where = {"user": f"U{number}", "channel": channel, "channel_type": "im"}
        event = {"type": "message", "text": WISH, "ts": _ts(number), **where}
        return await self._tell(number, event, seen=channel)

    async def open_home(self) -> Told:
        """Open the Home tab, as somebody who has made no request."""
        number = next(self._numbers)
        return await self._opens(number, f"U{number}")

    async def open_queue(self) -> Told:
        """Open the Home tab as an officer."""
        self._slack.forget(OFFICER)
        return await self._opens(next(self._numbers), OFFICER)

    async def _opens(self, number: int, user: str) -> Told:
        where = {"tab": "home", "user": user, "channel": direct_channel(user)}
        event = {"type": "app_home_opened", **where}
        return await self._tell(number, event, seen=user)

    async def _tell(self, number: int, event: dict[str, Any], *, seen: str) -> Told:
        reply = self._slack.seen(seen)
        whole = {"type": "event_callback", "team_id": "T0", "event_id": f"Ev{number}"}
        body = json.dumps(whole | {"event": {"team": "T0", **event}})
        at = perf_counter()
        while await self._post(self.doors[number % len(self.doors)], body) != _TAKEN:
            self.told_again += 1
        return Told(at, perf_counter() - at, reply)

    async def _post(self, door: str, body: str) -> int:
        async with self._session.post(door, data=body, headers=self._signed(body)) as answer:
            return answer.status

    def _signed(self, body: str) -> dict[str, str]:
        stamp = str(int(time()))
        return {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(self._verifier.generate_signature(timestamp=stamp, body=body)),
        }


def _ts(number: int) -> str:
    return f"{int(time())}.{number:06d}"


async def one_by_one(tells: Tells, times: int) -> list[float]:
    """Let one happen after the other, and return the seconds that each took to be seen."""
    return [await (await tells()).replied() for _ in range(times)]


async def at_a_rate(tells: Tells, *, each_second: int, seconds: float) -> list[Told]:
    """Let so many happen each second, whether or not the bot keeps up, until all are taken."""
    began = perf_counter()
    under_way = []
    for number in range(int(each_second * seconds)):
        await asyncio.sleep(began + number / each_second - perf_counter())
        under_way.append(asyncio.ensure_future(tells()))
    return await asyncio.gather(*under_way)


async def in_a_crowd(tells: Tells, *, at_once: int, seconds: float) -> list[float]:
    """Let so many always wait for their reply, and return when each came, as `perf_counter`."""
    until = perf_counter() + seconds
    came: list[float] = []

    async def one_of_them() -> None:
        while perf_counter() < until:
            told = await tells()
            came.append(told.at + await told.replied())

    await asyncio.gather(*(one_of_them() for _ in range(at_once)))
    return came
