"""The figures of the helpdesk on this machine, printed by `poe bench`; nothing is asserted here.

The bot runs as its own process. Slack is a server here that answers at once and notes when.
"""

import asyncio
import json
import os
import re
import statistics
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, time

import aiohttp
from aiohttp import web
from cryptography.fernet import Fernet
from slack_sdk.signature import SignatureVerifier

import knowledge
from knowledge.verdict import Audience

SECRET = "bench"
COMPLIANCE, CHANNEL = "C0COMPLIANCE", "C0ASK"
QUESTIONS = (
    "how long do you keep my data?",
    "who do you share my details with?",
    "what rights do I have?",
    "how do I opt out of marketing?",
    "who is your data protection officer?",
)
RATE, SECONDS = 100, 10
DEADLINE = 60.0


class QuickSlack:
    """Answers every call at once and notes when each message was posted, by its thread."""

    def __init__(self) -> None:
        self.posted: dict[str, float] = {}
        self._news = asyncio.Event()

    async def posting(self, ts: str) -> None:
        """Wait for the reply in this thread."""
        while ts not in self.posted:
            self._news.clear()
            await self._news.wait()

    async def answer(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        if method == "chat.postMessage":
            body = await request.json()
            self.posted.setdefault(str(body.get("thread_ts")), perf_counter())
            self._news.set()
            return web.json_response({"ok": True, "ts": f"{time():.6f}"})
        if method == "users.info":
            person = {"id": request.query.get("user"), "team_id": "T0", "real_name": "Ash Person"}
            return web.json_response({"ok": True, "user": person})
        return web.json_response({"ok": True, **_ANSWERS.get(method, {})})


_ANSWERS: dict[str, dict[str, object]] = {
    "auth.test": {"team_id": "T0", "user_id": "U0BOT", "bot_id": "B0", "url": "https://x.test/"},
    "conversations.info": {
        "channel": {"id": COMPLIANCE, "is_channel": True, "is_private": True, "is_member": True}
    },
    "conversations.open": {"channel": {"id": "D0"}},
}


class Bench:
    """The bot in a process of its own, and events to send it."""

    def __init__(self, slack: QuickSlack, session: aiohttp.ClientSession, port: int) -> None:
        self.slack, self.session, self.port = slack, session, port
        self.sent: dict[str, float] = {}
        self._verifier = SignatureVerifier(SECRET)

    async def ask(self, number: int) -> int:
        """Send one question as Slack would, and return the answer's status."""
        ts = f"{1_700_000_000 + number}.{number:06d}"
        event = {
            "type": "app_mention",
            # Nobody is answered, and no channel written to, as fast as this: so many of both.
            "user": f"U{number}",
            "team": "T0",
            "channel": f"{CHANNEL}{number % 500}",
            "ts": ts,
            "text": f"<@U0BOT> {QUESTIONS[number % len(QUESTIONS)]}",
        }
        body = json.dumps({"type": "event_callback", "event_id": f"Ev{number}", "event": event})
        stamp = str(int(time()))
        headers = {
            "Content-Type": "application/json",
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": str(self._verifier.generate_signature(timestamp=stamp, body=body)),
        }
        self.sent[ts] = perf_counter()
        url = f"http://127.0.0.1:{self.port}/slack/events"
        async with self.session.post(url, data=body, headers=headers) as answer:
            return answer.status

    async def answered(self, numbers: Sequence[str]) -> list[float]:
        """Wait for the replies and return each one's milliseconds since its event was sent."""
        with suppress(TimeoutError):
            async with asyncio.timeout(DEADLINE):
                for ts in numbers:
                    await self.slack.posting(ts)
        return [
            (self.slack.posted[ts] - self.sent[ts]) * 1000
            for ts in numbers
            if ts in self.slack.posted
        ]


def say(what: str, figure: str) -> None:
    print(f"{what:46}{figure}", flush=True)  # noqa: T201 - a benchmark speaks


def spread(values: Sequence[float], unit: str) -> str:
    ordered = sorted(values)
    p99 = ordered[int(len(ordered) * 0.99)]
    return f"p50 {statistics.median(ordered):.1f} {unit}, p99 {p99:.1f} {unit}"


def verdicts() -> None:
    started = perf_counter()
    base = knowledge.load()
    say("knowledge loaded", f"{(perf_counter() - started) * 1000:.0f} ms")
    took = []
    for number in range(1_000):
        text = f"{QUESTIONS[number % len(QUESTIONS)]} {number}"
        began = perf_counter()
        base.judge(text, Audience.EVERYONE)
        took.append((perf_counter() - began) * 1000)
    say("question to verdict, one core", spread(took, "ms"))


async def serve(slack: QuickSlack) -> tuple[web.AppRunner, str]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}/api/"


async def start(api: str, data: str, port: int) -> asyncio.subprocess.Process:
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-bench",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": api,
        "HELPDESK_COMPLIANCE_CHANNEL": COMPLIANCE,
        "HELPDESK_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "HELPDESK_DATA": data,
        "HELPDESK_PORT": str(port),
    }
    quiet = asyncio.subprocess.DEVNULL
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "run", env=os.environ | settings, stdout=quiet, stderr=quiet
    )


async def until_ready(session: aiohttp.ClientSession, port: int) -> None:
    while True:
        with suppress(aiohttp.ClientError):
            async with session.get(f"http://127.0.0.1:{port}/readyz") as answer:
                if answer.status == 200:
                    return
        await asyncio.sleep(0.01)


def resident(process: asyncio.subprocess.Process) -> str:
    status = Path(f"/proc/{process.pid}/status")
    found = re.search(r"VmRSS:\s+(\d+)", status.read_text()) if status.exists() else None
    return f"{int(found[1]) / 1024:.0f} MB" if found else "not known on this system"


async def one_by_one(bench: Bench) -> None:
    took = []
    for number in range(200):
        await bench.ask(number)
        took += await bench.answered([list(bench.sent)[-1]])
    say("signed event to visible reply", spread(took, "ms"))


async def at_a_rate(bench: Bench) -> None:
    began, first = perf_counter(), 10_000
    acks: list[asyncio.Task[int]] = []
    for number in range(RATE * SECONDS):
        await asyncio.sleep(max(0.0, began + number / RATE - perf_counter()))
        acks.append(asyncio.create_task(bench.ask(first + number)))
    statuses = [await ack for ack in acks]
    took = await bench.answered(list(bench.sent)[-RATE * SECONDS :])
    say(
        f"{RATE} events/s for {SECONDS} s, SQLite",
        f"{len(took)} of {RATE * SECONDS} answered, {statuses.count(200)} acknowledged, "
        f"{spread(took, 'ms')}, all done after {perf_counter() - began:.1f} s",
    )


async def bot() -> None:
    slack = QuickSlack()
    runner, api = await serve(slack)
    port = 3987
    async with aiohttp.ClientSession() as session:
        with TemporaryDirectory(prefix="helpdesk-bench-") as data:
            began = perf_counter()
            process = await start(api, data, port)
            await until_ready(session, port)
            say("start to ready", f"{perf_counter() - began:.2f} s")
            bench = Bench(slack, session, port)
            await one_by_one(bench)
            await at_a_rate(bench)
            say("resident", resident(process))
            process.terminate()
            await process.wait()
    await runner.cleanup()


if __name__ == "__main__":
    verdicts()
    asyncio.run(bot())
