"""The agent view: what to ask first, and how a conversation stands. A paid feature of Slack.

Everything here is a kindness: nothing waits for it, and what fails is let go. Where the feature is
switched off in the settings, nothing is called at all.
"""

import asyncio
from enum import StrEnum
from typing import Final

import structlog

from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.places import ChannelId, Thread
from bot.slack.wire import Wire

log = structlog.get_logger()

PROMPTS: Final = (
    ("How long is data kept?", "How long do you keep personal data?"),
    ("Who is it shared with?", "Who do you share personal data with?"),
    ("What are my rights?", "What rights do I have over my data?"),
    ("Talk to a person", "How can I contact your data protection officer?"),
)
"""Titles and messages that are suggested where nothing was asked yet; the manifest has the same."""


class SessionStatus(StrEnum):
    """How a conversation stands, as Slack names it."""

    PROCESSING = "processing"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    """The compliance team has it."""
    CLOSED = "closed"


class AgentView:
    """Tells Slack in the background; for one thread in the order in which it was told."""

    def __init__(self, wire: Wire, *, switched_on: bool) -> None:
        self._wire, self._switched_on = wire, switched_on
        self._last: dict[Thread, asyncio.Task[None]] = {}

    async def suggest(self, channel: ChannelId) -> None:
        """Offer what to ask first in a direct message."""
        if not self._switched_on:
            return
        prompts = [{"title": title, "message": message} for title, message in PROMPTS]
        await self._call(
            "assistant.threads.setSuggestedPrompts", {"channel_id": channel, "prompts": prompts}
        )

    def show(self, thread: Thread, standing: SessionStatus) -> None:
        """Show how the conversation stands."""
        if not self._switched_on:
            return
        task = asyncio.create_task(self._set(self._last.get(thread), thread, standing))
        self._last[thread] = task
        task.add_done_callback(lambda done: self._forget(thread, done))

    async def close(self) -> None:
        """Let go of what is still under way."""
        for task in tuple(self._last.values()):
            task.cancel()
        await asyncio.gather(*self._last.values(), return_exceptions=True)

    async def _set(
        self, before: asyncio.Task[None] | None, thread: Thread, standing: SessionStatus
    ) -> None:
        if before is not None:
            await asyncio.wait([before])
        where = {"channel_id": thread.channel, "thread_ts": thread.ts}
        await self._call("agents.sessions.setStatus", {**where, "status": standing.value})

    async def _call(self, method: str, arguments: dict[str, object]) -> None:
        try:
            await self._wire.call(method, arguments)
        except (NotSent, OutcomeUnknown) as failure:
            log.info("agent view not told", method=method, reason=failure.reason)

    def _forget(self, thread: Thread, done: asyncio.Task[None]) -> None:
        if self._last.get(thread) is done:
            del self._last[thread]
