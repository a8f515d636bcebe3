"""One call of Slack's Web API, and what its failure means: not sent, refused, or unknown.

The client's own retries are off: they can repeat a post that Slack has already executed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.delivery.retrying import NotSent, NotWelcome, OutcomeUnknown, Refused

_READING: Final = frozenset(
    {
        "auth.teams.list",
        "conversations.history",
        "conversations.info",
        "conversations.members",
        "conversations.replies",
        "team.info",
        "users.conversations",
        "users.info",
    }
)
"""Methods that take no JSON body."""

_AS_A_FORM: Final = frozenset({"files.completeUploadExternal", "files.getUploadURLExternal"})
"""Methods that want a form: the first takes nothing else, and both then take the same."""

_NOT_HERE: Final = frozenset(
    {
        "channel_is_limited_access",
        "channel_not_found",
        "is_archived",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_locked",
    }
)
"""Errors of the place: the same message could be posted elsewhere, or here once that is mended."""

_NEVER: Final = frozenset(
    {
        "as_user_not_supported",
        "cannot_dm_bot",
        "cant_update_message",
        "edit_window_closed",
        "exchanged_trigger_id",
        "expired_trigger_id",
        "hash_conflict",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_trigger_id",
        "message_not_found",
        "messages_tab_disabled",
        "method_not_supported_for_channel_type",
        "msg_too_long",
        "no_text",
        "not_found",
        "thread_not_found",
        "unknown_method",
        "user_disabled",
        "user_not_found",
        "user_not_visible",
        "users_not_found",
        "view_too_large",
    }
)
"""Errors that the same call will always meet again."""

_PERHAPS_DONE: Final = frozenset(
    {"fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)
"""Errors after which, in Slack's words, some aspect of the operation may have succeeded."""

TOKEN_GONE: Final = frozenset(
    {"account_inactive", "invalid_auth", "not_authed", "token_expired", "token_revoked"}
)
"""Errors of the token itself: the app was removed, or its token revoked."""

_TOKEN_ASKED_AGAIN = timedelta(minutes=1)

_TOO_MANY, _SERVER_ERROR = 429, 500


@dataclass(frozen=True)
class Granted:
    """What Slack says of a token."""

    scopes: frozenset[str]
    at: datetime | None
    """By Slack's own clock; None where it does not say."""


class Wire:
    """The Web API with the bot's token; a method that Slack limits rests as long as Slack says."""

    def __init__(self, client: AsyncWebClient, *, clock: Callable[[], datetime]) -> None:
        self._client, self._clock = client, clock
        self._refused: str | None = None
        self._silent_until: datetime | None = None
        self._resting: dict[str, tuple[datetime, timedelta]] = {}

    @property
    def token_gone(self) -> str | None:
        """Why nothing can be asked of Slack any more, in one sentence; None while it can."""
        return None if self._refused is None else token_gone(self._refused)

    async def call(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        """Return Slack's answer; raises `NotSent`, `Refused` or `OutcomeUnknown`."""
        response = await self._ask(method, arguments)
        return dict(response.data) if isinstance(response.data, dict) else {}

    async def respond(self, url: str, message: Mapping[str, Any]) -> None:
        """Answer a click or a command at the address that came with it; raises as `call` does."""
        if not _is_slacks(url, self._client.base_url):
            raise Refused("that is no address of Slack's")
        try:
            answer = await AsyncWebhookClient(url, session=self._client.session).send_dict(
                dict(message)
            )
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknown(f"the connection broke off: {type(error).__name__}") from None
        if answer.status_code != HTTPStatus.OK:
            raise Refused(f"HTTP {answer.status_code}")

    async def send_bytes(self, url: str, content: bytes) -> None:
        """Send a file's bytes where Slack said; raises `NotSent`, since nothing is shared yet."""
        session = self._client.session
        if session is None:
            raise NotSent("there is no connection")
        try:
            async with session.post(url, data=content) as answer:
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise NotSent(f"the upload broke off: {type(error).__name__}") from None
        if status != HTTPStatus.OK:
            raise NotSent(f"the upload ended with HTTP {status}")

    async def granted(self) -> Granted:
        """Return what Slack granted to the bot token; raises as `call` does."""
        response = await self._ask("auth.test", {})
        scopes = str(response.headers.get("x-oauth-scopes", "")).split(",")
        return Granted(
            scopes=frozenset(scope.strip() for scope in scopes if scope.strip()),
            at=_date(response.headers),
        )

    async def _ask(self, method: str, arguments: Mapping[str, Any]) -> AsyncSlackResponse:
        self._rest(method)
        self._keep_silent()
        try:
            answer = await self._asked(method, arguments)
        except SlackApiError as error:
            raise self._failure(method, error) from None  # its text may hold a person's words
        except aiohttp.ClientConnectorError as error:
            what_to_do = "look at its DNS, the firewall and HTTPS_PROXY"
            raise NotSent(f"there is no connection to {error.host}, {what_to_do}") from None
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise OutcomeUnknown(f"the connection broke off: {type(error).__name__}") from None
        self._refused = None
        return answer

    async def _asked(self, method: str, arguments: Mapping[str, Any]) -> AsyncSlackResponse:
        if method in _READING:
            return await self._client.api_call(method, http_verb="GET", params=dict(arguments))
        if method in _AS_A_FORM:
            return await self._client.api_call(method, data=dict(arguments))
        return await self._client.api_call(method, json=dict(arguments))

    def _keep_silent(self) -> None:
        """Ask nothing with a token that Slack has just refused; now and then it is tried again."""
        if self._refused is None or self._silent_until is None:
            return
        left = self._silent_until - self._clock()
        if timedelta(0) < left <= _TOKEN_ASKED_AGAIN:
            raise NotSent(self._refused, retry_after=left)

    def _rest(self, method: str) -> None:
        if method not in self._resting:
            return
        until, pause = self._resting[method]
        left = until - self._clock()
        if timedelta(0) < left <= pause:  # more is left only where our clock was set back
            raise NotSent("Slack's rate limit", retry_after=left)
        del self._resting[method]

    def _failure(self, method: str, error: SlackApiError) -> NotSent | OutcomeUnknown:
        status, body, headers = _parts(error.response)
        reason = str(body.get("error", f"HTTP {status}"))
        if status == _TOO_MANY or reason in {"ratelimited", "rate_limited"}:
            pause = timedelta(seconds=_seconds(headers.get("Retry-After", "1")))
            self._resting[method] = self._clock() + pause, pause
            return NotSent("Slack's rate limit", retry_after=pause)
        if reason in TOKEN_GONE:
            self._refused, self._silent_until = reason, self._clock() + _TOKEN_ASKED_AGAIN
            return NotSent(reason, retry_after=_TOKEN_ASKED_AGAIN)
        if status >= _SERVER_ERROR or reason in _PERHAPS_DONE:
            return OutcomeUnknown(reason)
        if reason in _NOT_HERE:
            return NotWelcome(reason)
        return Refused(reason) if reason in _NEVER else NotSent(reason)


def token_gone(reason: str) -> str:
    """Return in one sentence what it means that Slack refuses the token, and what to do."""
    return (
        f"Slack refuses the bot token ({reason}): the app was removed from the workspace, or its "
        "token revoked; install it again, set SLACK_BOT_TOKEN and restart. What is owed waits."
    )


def _is_slacks(url: str, web_api: str) -> bool:
    """Return whether an address is Slack's own: we are nobody's means to reach another."""
    try:
        parsed, ours = urlsplit(url), urlsplit(web_api)
    except ValueError:
        return False
    return (parsed.scheme, parsed.netloc) in {*_HOOKS, (ours.scheme, ours.netloc)}


_HOOKS: Final = frozenset({("https", "hooks.slack.com"), ("https", "hooks.slack-gov.com")})


def _parts(response: Any) -> tuple[int, dict[str, Any], Mapping[str, str]]:  # noqa: ANN401 - two unrelated types
    status = getattr(response, "status_code", None) or getattr(response, "status", None)
    body = getattr(response, "data", None)
    headers = getattr(response, "headers", None) or {}
    return int(status or _SERVER_ERROR), body if isinstance(body, dict) else {}, headers


def _date(headers: Mapping[str, str]) -> datetime | None:
    try:
        return parsedate_to_datetime(str(headers.get("Date", "")))
    except ValueError:
        return None


def _seconds(text: str) -> float:
    try:
        return max(float(text), 0.1)
    except ValueError:
        return 1.0
