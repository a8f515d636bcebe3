"""Socket Mode: a connection that is watched, and opened anew while Slack is not heard through it.

slack_sdk connects anew by itself when a connection ends or goes silent. What it does not survive is
a Slack that cannot be reached at that moment: so we look as well, and try until it is there again.
"""

import asyncio
from datetime import timedelta
from typing import Final

import aiohttp
import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

log = structlog.get_logger()

_LOOKS_EVERY: Final = timedelta(seconds=5)
_NOT_REACHED: Final = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)


class Socket:
    """One connection to Slack; `open` and `close` once each."""

    def __init__(self, bolt: AsyncApp, *, app_token: str, client: AsyncWebClient) -> None:
        """Connect to nothing yet."""
        self._handler = AsyncSocketModeHandler(bolt, app_token, web_client=client)
        self._watch: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect, or go on trying to."""
        await self._try()
        self._watch = asyncio.create_task(self._keep_looking())

    async def is_heard(self) -> bool:
        """Return whether Slack is heard through it."""
        return bool(await self._handler.client.is_connected())

    async def close(self) -> None:
        """Hear nothing more."""
        if self._watch:
            self._watch.cancel()
        await self._handler.close_async()  # type: ignore[no-untyped-call]

    async def _keep_looking(self) -> None:
        """Try anew when it was not heard at two looks: in between slack_sdk tries itself."""
        silent = 0
        while True:
            await asyncio.sleep(_LOOKS_EVERY.total_seconds())
            silent = 0 if await self.is_heard() else silent + 1
            if silent > 1:
                log.warning("Slack not heard over Socket Mode, connecting anew")
                await self._try()

    async def _try(self) -> None:
        try:
            await self._handler.client.connect_to_new_endpoint(force=True)
        except _NOT_REACHED as fault:
            log.warning("Socket Mode not connected", exception=type(fault).__name__)
