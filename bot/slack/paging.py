"""Whatever Slack answers page by page, one after the other."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, Final

from bot.delivery.retrying import NotSent
from bot.slack.wire import Wire

_WAITED_FOR: Final = timedelta(minutes=1)


async def pages(
    wire: Wire, method: str, asked: Mapping[str, Any], name: str
) -> AsyncIterator[Mapping[str, Any]]:
    """Yield what stands under a name on each page; raises `NotSent` and `OutcomeUnknown`."""
    page = await wire.call(method, asked)
    while True:
        for one in page.get(name, []):
            yield one
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return
        page = await _next_page(wire, method, {**asked, "cursor": cursor})


async def _next_page(wire: Wire, method: str, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Return a further page; where Slack asks us to wait for a while, that while is waited."""
    try:
        return await wire.call(method, asked)
    except NotSent as limit:
        pause = limit.retry_after
        if pause is None or pause > _WAITED_FOR or wire.token_gone:
            raise
    await asyncio.sleep(pause.total_seconds())
    return await wire.call(method, asked)
