"""The real bot under hostile HTTP: unsigned rubbish, and signed payloads made wrong.

`poe fuzz` sends 100,000 requests and prints how each kind was answered; a test in `check` sends
some hundred. No answer may be a 5xx, and the bot must still answer a person at the end.
"""

import argparse
import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, time
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp

from bot.logs import configure_logs
from bot.sandbox import upheavals
from bot.sandbox.couriers import signature
from bot.sandbox.driver import DM, Driver
from bot.sandbox.example import FERN
from bot.trial import QUICK, Trial, trial
from tests.fuzz.mutation import mutated

_AT_ONCE: Final = 16
_ASKING: Final = "#ask-privacy"
_JSON, _FORM = "application/json", "application/x-www-form-urlencoded"
_CONTENT: Final = (_JSON, _FORM, "text/plain", "multipart/form-data; boundary=x", "", "a/b;c=d")
_PATHS: Final = (
    "/slack/events",
    "/",
    "/slack/events/",
    "/metrics/../slack/events",
    "/%00",
    "/x" * 99,
)
_SERVER_ERROR: Final = 500


@dataclass(frozen=True)
class Input:
    """One request: what kind of attempt it is, and what is sent."""

    kind: str
    method: str
    path: str
    body: bytes
    headers: dict[str, str]


async def real_shapes(slack: Driver) -> list[tuple[str, dict[str, Any]]]:
    """Return what a whole conversation makes Slack send: events, presses, forms, commands."""
    said = await slack.says("Tom", "please send me a copy of all my data")
    receipt = await slack.sees("Tom", "RR-", at=DM)
    await slack.edits(said, "please send me a copy of all my data, and delete it")
    await slack.presses("Tom", "Add details", on=receipt)
    await slack.submits("Tom", {"details": "from 2019 on"})
    card = await slack.sees("Jo", "RR-", at="#compliance")
    await slack.presses("Jo", "Claim", on=card)
    await slack.presses("Jo", "Reply to requester", on=card)
    await slack.submits("Jo", {"reply": "Soon."})
    await slack.submits("Jo")
    await slack.says("Priya", "@privacy-helpdesk how long do you keep my data?", to=_ASKING)
    await slack.commands("Priya", "/privacy who do you share data with?")
    await slack.shortcut("Priya", "new_rights_request")
    await slack.closes("Priya")
    await slack.opens_home("Tom")
    await slack.deletes(said)
    await what_happens_to_channels(slack)
    return [(one.kind, dict(one.payload)) for one in slack.sandbox.record.deliveries]


async def what_happens_to_channels(slack: Driver) -> None:
    """Let channels be shared, renumbered, archived and left."""
    await slack.shares(_ASKING, with_team=FERN)
    await slack.unshares(_ASKING, with_team=FERN)
    await slack.leaves("Priya", _ASKING)
    await upheavals.renumbers(slack.sandbox, _ASKING, "C0ASKPRIV2")
    await upheavals.archives(slack.sandbox, _ASKING, by="Jo")
    await slack.leaves(slack.workspace.app.bot_user, _ASKING)


def inputs(
    shapes: list[tuple[str, dict[str, Any]]], secret: str, chance: Random
) -> Iterator[Input]:
    """Yield hostile requests without end."""
    while True:
        match chance.randrange(8):
            case 0:
                yield _unsigned(chance)
            case 1:
                yield _signed_rubbish(secret, chance)
            case 2:
                kind, payload = chance.choice(shapes)
                yield _signed("signed real", kind, payload, secret, chance)
            case _:
                kind, payload = chance.choice(shapes)
                yield _signed("signed mutated", kind, mutated(payload, chance), secret, chance)


def _unsigned(chance: Random) -> Input:
    headers = {"Content-Type": chance.choice(_CONTENT)}
    if chance.random() < 0.5:
        headers |= {
            "X-Slack-Request-Timestamp": chance.choice(
                (str(int(time())), "0", "-1", "x", "9" * 30)
            ),
            "X-Slack-Signature": chance.choice(("v0=", "v0=" + "0" * 64, "v1=x", "\xff")),
        }
    method = chance.choice(("POST", "POST", "GET", "PUT", "DELETE", "PATCH", "OPTIONS"))
    return Input("unsigned", method, chance.choice(_PATHS), _rubbish(chance), headers)


def _signed_rubbish(secret: str, chance: Random) -> Input:
    body, content = _rubbish(chance), chance.choice(_CONTENT)
    return Input("signed rubbish", "POST", "/slack/events", body, _headers(secret, body, content))


def _signed(what: str, kind: str, payload: dict[str, Any], secret: str, chance: Random) -> Input:
    match kind:
        case "events_api":
            payload = (
                payload | {"event_id": f"Ev{chance.getrandbits(64)}"}
                if "event_id" in payload
                else payload
            )
            body, content = json.dumps(payload).encode(), _JSON
        case "slash_commands":
            fields = {str(name): str(value) for name, value in payload.items()}
            body, content = urlencode(fields, errors="replace").encode(), _FORM
        case _:
            body, content = urlencode({"payload": json.dumps(payload)}).encode(), _FORM
    return Input(f"{what} {kind}", "POST", "/slack/events", body, _headers(secret, body, content))


def _rubbish(chance: Random) -> bytes:
    match chance.randrange(7):
        case 0:
            return chance.randbytes(chance.randrange(2_000))
        case 1:
            return b'{"a":' * chance.choice((10, 5_000, 100_000))
        case 2:
            return b"[" * 50_000 + b"]" * 50_000
        case 3:
            return b'{"type": ' + b"9" * chance.choice((10, 5_000)) + b"}"
        case 4:
            return chance.choice(
                (b"", b"null", b"[1]", b'"x"', b"NaN", b'{"type": NaN}', b"payload=")
            )
        case 5:
            return b"payload=%7B&" * 500
        case _:
            return b'{"type": "event_callback", "event": "\\ud800"}'


def _headers(secret: str, body: bytes, content: str) -> dict[str, str]:
    stamp = str(int(time()))
    return {
        "Content-Type": content,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signature(secret, stamp, body),
    }


async def bombard(tried: Trial, slack: Driver, *, most: int, seed: int) -> Counter[tuple[str, int]]:
    """Send so many requests, and return how many of each kind had which status."""
    answered: Counter[tuple[str, int]] = Counter()
    await tried.helpdesk.rounds.settled()  # the morning's summary names cases too
    shapes = await real_shapes(slack)
    url = (tried.sandbox.request_url or "").removesuffix("/slack/events")
    endless = inputs(shapes, tried.sandbox.terms.signing_secret, Random(seed))  # noqa: S311 - no secret

    async def send(session: aiohttp.ClientSession) -> None:
        while answered.total() + len(under_way) <= most:
            one = next(endless)
            mark = object()
            under_way.append(mark)
            async with session.request(
                one.method, url + one.path, data=one.body, headers=one.headers
            ) as answer:
                await answer.read()
                answered[one.kind, answer.status] += 1
            under_way.remove(mark)

    under_way: list[object] = []
    async with aiohttp.ClientSession() as session:
        await asyncio.gather(*(send(session) for _ in range(_AT_ONCE)))
    return answered


def broken(answered: Counter[tuple[str, int]]) -> dict[tuple[str, int], int]:
    """Return the answers that must not be."""
    return {what: times for what, times in answered.items() if what[1] >= _SERVER_ERROR}


async def still_answers(slack: Driver) -> None:
    """Ask as one who is named in none of it, so has not written too much; raises `NotInTime`."""
    await slack.says("Mei", "how long do you keep my data?")
    await slack.sees("Mei", "Section 2", at=DM)


async def main(most: int, seed: int) -> None:
    """Bombard a bot of our own and say how it went; raises `SystemExit` where it broke."""
    configure_logs(as_json=True)
    begun = perf_counter()
    with TemporaryDirectory() as folder:
        async with trial(data=Path(folder), port=0, patience=QUICK) as tried:
            slack = Driver(tried.sandbox, patience=60)
            answered = await bombard(tried, slack, most=most, seed=seed)
            await still_answers(slack)
    for (kind, status), times in sorted(answered.items()):
        print(f"{kind:32} {status} {times:8,}")  # noqa: T201 - this is a report
    took = perf_counter() - begun
    print(f"{answered.total():,} requests in {took:.0f} s, seed {seed}")  # noqa: T201 - likewise
    if broken(answered):
        raise SystemExit("some were answered with a 5xx")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    asyncio.run(main(given.inputs, given.seed))
