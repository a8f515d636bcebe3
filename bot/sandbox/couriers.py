"""How a delivery reaches the app: by signed HTTP here, or over a socket (`sockets`)."""

import hashlib
import hmac
import json
import time
import urllib.parse
from dataclasses import dataclass
from typing import Protocol

import aiohttp

from bot.sandbox.record import Delivery


@dataclass(frozen=True)
class Again:
    """The marks of a repeated delivery."""

    number: int
    reason: str


@dataclass(frozen=True)
class Reply:
    """What the app answered."""

    status: int
    body: str
    wants_no_retry: bool = False


class Undelivered(Exception):
    """The app did not answer; the reason is Slack's `x-slack-retry-reason`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Courier(Protocol):
    """Carries one delivery to the app."""

    async def carry(self, delivery: Delivery, *, again: Again | None, within: float) -> Reply:
        """Return what the app answered within so many seconds; raises `Undelivered`."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """Return Slack's `v0` signature of a request body."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class HttpCourier:
    """Posts to the app's request URL as Slack does, signed."""

    def __init__(self, session: aiohttp.ClientSession, *, url: str, signing_secret: str) -> None:
        self._session, self._url, self._secret = session, url, signing_secret

    async def carry(self, delivery: Delivery, *, again: Again | None, within: float) -> Reply:
        """Return what the app answered within so many seconds; raises `Undelivered`."""
        body, content_type = _encoded(delivery)
        headers = self._headers(body, content_type)
        if again:
            headers["X-Slack-Retry-Num"] = str(again.number)
            headers["X-Slack-Retry-Reason"] = again.reason
        timeout = aiohttp.ClientTimeout(total=within)
        try:
            async with self._session.post(
                self._url, data=body, headers=headers, timeout=timeout
            ) as answer:
                return Reply(
                    answer.status,
                    await answer.text(),
                    wants_no_retry=answer.headers.get("X-Slack-No-Retry") == "1",
                )
        except TimeoutError:
            raise Undelivered("http_timeout") from None
        except aiohttp.ClientError:
            raise Undelivered("connection_failed") from None

    def _headers(self, body: bytes, content_type: str) -> dict[str, str]:
        # The app compares with its own clock, so this is the real one, not the workspace's.
        timestamp = str(int(time.time()))
        return {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (pretend)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": signature(self._secret, timestamp, body),
        }


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    form = "application/x-www-form-urlencoded"
    match delivery.kind:
        case "events_api":
            return json.dumps(delivery.payload).encode(), "application/json"
        case "slash_commands":
            return urllib.parse.urlencode(delivery.payload).encode(), form
        case _:
            whole = {"payload": json.dumps(delivery.payload)}
            return urllib.parse.urlencode(whole).encode(), form
