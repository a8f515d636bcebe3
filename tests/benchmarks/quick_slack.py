"""A pretend Slack for the benchmarks: it answers as quickly as it is told, and notes when.

The sandbox keeps and draws a whole workspace; here only the moments count at which something stood
somewhere.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from time import perf_counter, time
from typing import Any, Final

from aiohttp import web

COMPLIANCE: Final = "C9"
OFFICER: Final = "U0OFFICER"
_TEAM: Final = {"team_id": "T0", "user_id": "U0BOT", "bot_id": "B0", "url": "https://x.test/"}


class QuickSlack:
    """Answers every call; `seconds_a_call` is how long it takes over each."""

    def __init__(self) -> None:
        self.seconds_a_call = 0.0
        self.api_url = ""
        self._seen: dict[str, asyncio.Future[float]] = {}

    def seen(self, place: str) -> asyncio.Future[float]:
        """Return what is done once something stands there, with the moment of the first.

        A place is a thread's `ts`, a channel, or the user whose Home tab it is.
        """
        return self._seen.setdefault(place, asyncio.get_running_loop().create_future())

    def forget(self, place: str) -> None:
        """Look out anew for what stands there."""
        self._seen.pop(place, None)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer one call as Slack would, as far as the bot looks at it."""
        method, asked = request.match_info["method"], dict(request.query)
        if request.content_type == "application/json":
            asked |= await request.json()
        await asyncio.sleep(self.seconds_a_call)
        return web.json_response({"ok": True, **self._answer(method, asked)})

    def _answer(self, method: str, asked: dict[str, Any]) -> dict[str, Any]:
        match method:
            case "auth.test":
                return _TEAM
            case "chat.postMessage":
                self._note(asked.get("thread_ts"), asked["channel"])
                return {"ts": f"{time():.6f}", "channel": asked["channel"]}
            case "views.publish":
                self._note(asked["user_id"])
                return {}
            case "users.info":
                return {"user": {"id": asked["user"], "team_id": "T0", "real_name": "Ash Person"}}
            case "conversations.open":
                return {"channel": {"id": direct_channel(asked["users"])}}
            case "conversations.info":
                return {"channel": _channel(asked["channel"])}
            case "conversations.members":
                return {"members": [OFFICER]}
            case "files.getUploadURLExternal":
                return {"upload_url": f"{self.api_url}upload", "file_id": "F0"}
            case _:
                return {}

    def _note(self, *places: str | None) -> None:
        for place in filter(None, places):
            seen = self.seen(place)
            if not seen.done():
                seen.set_result(perf_counter())


def direct_channel(user: str) -> str:
    """Return the direct message channel with somebody."""
    return f"D{user}"


def _channel(channel: str) -> dict[str, Any]:
    private = channel == COMPLIANCE
    return {"id": channel, "is_channel": True, "is_private": private, "is_member": True}


@asynccontextmanager
async def quick_slack() -> AsyncIterator[QuickSlack]:
    """Serve one, on the loopback."""
    slack, app = QuickSlack(), web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.api_url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield slack
    finally:
        await runner.cleanup()
