"""What is not signed by Slack gets 401 or 400, never 500, and has no effect."""

import json
from time import time
from urllib.parse import urlencode

import aiohttp
import pytest
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.driver import DM, Driver
from bot.trial import Trial

WISH = "please delete all my personal data"


def an_event(*, channel: str, user: str) -> bytes:
    event = {"type": "message", "channel": channel, "channel_type": "im", "user": user}
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T0HOME0001"}
    return json.dumps(body | {"event": event | {"ts": f"{time():.6f}", "text": WISH}}).encode()


async def post(tried: Trial, body: bytes, headers: dict[str, str]) -> int:
    url = tried.sandbox.request_url or ""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        return answer.status


def signed(tried: Trial, body: bytes, *, at: float, secret: str | None = None) -> dict[str, str]:
    verifier = SignatureVerifier(secret or tried.sandbox.terms.signing_secret)
    signature = verifier.generate_signature(timestamp=str(int(at)), body=body)
    return {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": str(int(at)),
        "X-Slack-Signature": str(signature),
    }


@pytest.mark.parametrize(
    "body", [b"{broken", b"\xff\xfe", b"[1, 2]", b"", b"null", b'{"a": ' * 500], ids=repr
)
async def test_unsigned_rubbish_is_turned_away(tried: Trial, body: bytes) -> None:
    headers = {"Content-Type": "application/json"}

    assert await post(tried, body, headers) == 401


@pytest.mark.parametrize("timestamp", ["abc", "", "1e9", "٣", "-1", "9" * 40])
async def test_a_strange_timestamp_is_turned_away(tried: Trial, timestamp: str) -> None:
    headers = {"X-Slack-Signature": "v0=1", "X-Slack-Request-Timestamp": timestamp}

    assert await post(tried, b"{}", headers) == 401


@pytest.mark.parametrize("body", [b"{broken", b"[1, 2]", b"null"], ids=repr)
async def test_signed_rubbish_is_refused(tried: Trial, body: bytes) -> None:
    assert await post(tried, body, signed(tried, body, at=time())) == 400


async def test_a_forged_request_has_no_effect(tried: Trial, slack: Driver) -> None:
    tom = slack.workspace.person("Tom")
    body = an_event(channel=slack.workspace.dm(tom.id).id, user=tom.id)

    forged = await post(tried, body, signed(tried, body, at=time(), secret="guessed"))
    stale = await post(tried, body, signed(tried, body, at=time() - 600))
    await slack.says("Tom", "hello")
    await slack.sees("Tom", "privacy helpdesk", at=DM)

    assert (forged, stale) == (401, 401)
    assert not slack.saw("Tom", "RR-")


async def test_a_genuine_request_replayed_has_one_effect(tried: Trial, slack: Driver) -> None:
    said = await slack.says("Tom", WISH)
    body = json.dumps(said.deliveries[0].payload).encode()
    headers = signed(tried, body, at=time())

    first, second = await post(tried, body, headers), await post(tried, body, headers)
    await slack.sees("Tom", "RR-", at=DM)
    await slack.says("Tom", "thank you")
    await slack.sees("Tom", "added this to", at=DM)

    assert (first, second) == (200, 200)
    cards = [it for it in slack.messages("#compliance", as_person="Jo") if "Claim" in it.buttons]
    assert len(cards) == 1


async def test_what_is_not_text_was_not_signed_by_slack(tried: Trial) -> None:
    headers = signed(tried, b"{}", at=time())

    assert await post(tried, b"\xff\xfe", headers) == 401


async def test_an_event_type_without_a_listener_is_taken(tried: Trial) -> None:
    body = json.dumps(
        {"type": "event_callback", "event_id": "Ev2", "event": {"type": "team_join", "user": {}}}
    ).encode()

    assert await post(tried, body, signed(tried, body, at=time())) == 200


@pytest.mark.parametrize("kind", ["interactive_message", "block_suggestion", "x"])
async def test_a_press_of_a_kind_that_we_do_not_know_is_taken_whoever_pressed(
    tried: Trial, kind: str
) -> None:
    press = {"type": kind, "actions": [{"action_id": "claim", "value": "c1"}]}
    body = urlencode({"payload": json.dumps(press)}).encode()
    headers = signed(tried, body, at=time()) | {"Content-Type": "application/x-www-form-urlencoded"}

    assert await post(tried, body, headers) == 200
