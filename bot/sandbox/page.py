"""The page over HTTP: its files, what a person sees, what a person does, a stream of changes.

Everything is on the loopback and needs no sign-in, so other sites are kept out: the host must be
the loopback, an act must come from this origin as JSON, and nothing may be loaded from elsewhere.
"""

import contextlib
import json
import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, urlsplit

from aiohttp import web

from bot.sandbox.acts import Acts
from bot.sandbox.behind import behind
from bot.sandbox.changes import Changes
from bot.sandbox.elements import NoSuchOption
from bot.sandbox.files import NoSuchFile
from bot.sandbox.menus import NotPossible
from bot.sandbox.page_acts import PageActs
from bot.sandbox.reader import Reader
from bot.sandbox.record import Record
from bot.sandbox.scene import Gaze, persons, scene
from bot.sandbox.stories import Programme, Story, StoryStuck
from bot.sandbox.views import ViewRefused
from bot.sandbox.workspace import NoSuchPlace, Workspace

_STATIC: Final = Path(__file__).parent / "static"
_FILES: Final = {
    "": ("index.html", "text/html"),
    "composer.js": ("composer.js", "text/javascript"),
    "drawing.js": ("drawing.js", "text/javascript"),
    "forms.js": ("forms.js", "text/javascript"),
    "page.js": ("page.js", "text/javascript"),
    "stories.js": ("stories.js", "text/javascript"),
    "wire.js": ("wire.js", "text/javascript"),
    "page.css": ("page.css", "text/css"),
    "icon.svg": ("icon.svg", "image/svg+xml"),
    "icons.svg": ("icons.svg", "image/svg+xml"),
}
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_HEADERS: Final = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_STILL_HERE_SECONDS = 15.0
_TS: Final = re.compile(r"\d+\.\d{6}")

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the page and its small JSON API."""

    def __init__(
        self,
        workspace: Workspace,
        acts: Acts,
        *,
        page_acts: PageActs,
        record: Record,
        changes: Changes,
        programme: Programme | None = None,
    ) -> None:
        self._workspace, self._acts, self._changes = workspace, acts, changes
        self._page_acts, self._record, self._programme = page_acts, record, programme
        self._run = secrets.token_hex(8)
        self._is_stopping = False

    def routes(self) -> list[web.RouteDef]:
        """Return the page's routes."""
        files = [web.get(f"/{path}", _file(*_FILES[path])) for path in _FILES]
        return [
            *files,
            web.get("/page/setup", self._guarded(self._setup)),
            web.get("/page/scene", self._guarded(self._scene)),
            web.get("/page/behind", self._guarded(self._behind)),
            web.get("/page/changes", self._guarded(self._stream)),
            web.post("/page/{act}", self._guarded(self._act)),
            web.get("/files/{file:\\w+}", self._guarded(self._download)),
            web.get("/archives/{channel:\\w+}/p{number:\\d+}", self._guarded(self._permalink)),
        ]

    def stop(self) -> None:
        """End the streams."""
        self._is_stopping = True
        self._changes.note()

    def _guarded(self, handler: Handler) -> Handler:
        async def guarded(request: web.Request) -> web.StreamResponse:
            if not _is_from_here(request):
                return _answer({"problem": "This page answers to itself alone."}, 403)
            return await handler(request)

        return guarded

    async def _setup(self, _request: web.Request) -> web.Response:
        """Say who is here and what can be typed: what does not change while the page is open."""
        workspace, offers = self._workspace, self._acts.offers
        return _answer(
            {
                "app": workspace.app.name,
                "people": [{"id": one.id, "name": one.name} for one in persons(workspace)],
                "commands": [vars(command) for command in offers.commands],
                "shortcuts": [vars(one) for one in offers.shortcuts if one.type == "global"],
                "stories": [_told(story) for story in self._stories()],
                "can_start_again": self._page_acts.can_start_again,
            }
        )

    def _stories(self) -> tuple[Story, ...]:
        return self._programme.stories if self._programme else ()

    async def _scene(self, request: web.Request) -> web.Response:
        """Return what a person sees now."""
        asked = request.query
        if asked.get("person") not in {one.id for one in persons(self._workspace)}:
            return _answer({"problem": "There is no such person."}, 404)
        gaze = Gaze(
            person=asked["person"],
            channel=asked.get("channel", ""),
            thread=asked.get("thread") or None,
            tab=asked.get("tab") or "messages",
        )
        return _answer(scene(self._workspace, self._acts.offers, gaze))

    async def _behind(self, request: web.Request) -> web.Response:
        """Return what was sent between the app and Slack for a message."""
        asked = dict(request.query)
        try:
            person, message = self._page_acts.looked_at(asked)
        except (KeyError, NotPossible, NoSuchPlace):
            return _answer({"problem": "There is no such message."}, 404)
        shown = behind(Reader(self._workspace, person), self._record, message)
        return _answer({"html": shown})

    async def _act(self, request: web.Request) -> web.Response:
        """Let a person do something and say what came of it."""
        act = self._page_acts.table().get(request.match_info["act"])
        if act is None:
            return _answer({"problem": "There is no such act."}, 404)
        try:
            asked = json.loads(await request.text())
            return _answer(await act(asked))
        except (NotPossible, StoryStuck) as refused:
            return _answer({"problem": str(refused)})
        except (NoSuchPlace, NoSuchOption, ViewRefused):
            return _answer({"problem": "That is not there any more."})
        except (AttributeError, LookupError, TypeError, ValueError):
            return _answer({"problem": "That was not understood."}, 400)

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        """Send the number of each change as a server-sent event until the page is left.

        The first event names this run of the sandbox, so that a page of an earlier one begins anew.
        """
        response = web.StreamResponse(
            headers={**_HEADERS, "Content-Type": "text/event-stream; charset=utf-8"}
        )
        await response.prepare(request)
        await response.write(f"event: run\ndata: {self._run}\n\n".encode())
        sent = -1
        with contextlib.suppress(ConnectionError):
            while not self._is_stopping:
                if self._changes.number == sent:
                    await self._changes.next(within=_STILL_HERE_SECONDS)
                sent = self._changes.number
                await response.write(f"data: {sent}\n\n".encode())
        return response

    async def _download(self, request: web.Request) -> web.StreamResponse:
        """Give out a file, to be kept and never to be shown as a page."""
        try:
            file = self._workspace.files.find(request.match_info["file"])
        except NoSuchFile:
            return _answer({"problem": "There is no such file."}, 404)
        given = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file.name)}",
        }
        return web.Response(body=file.content, headers=_HEADERS | given)

    async def _permalink(self, request: web.Request) -> web.StreamResponse:
        """Open the page where a message stands."""
        number = request.match_info["number"]
        ts = f"{number[:-6]}.{number[-6:]}"
        thread = request.query.get("thread_ts", "")
        fragment = f"channel={request.match_info['channel']}&message={ts}"
        if _TS.fullmatch(thread):
            fragment += f"&thread={thread}"
        raise web.HTTPFound(f"/#{fragment}")


def _told(story: Story) -> dict[str, Any]:
    steps = [step.tells for step in story.steps]
    return {"title": story.title, "about": story.about, "steps": steps}


def _is_from_here(request: web.Request) -> bool:
    """Return whether the page itself asks, and not another site through the person's browser."""
    host = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    own = origin is None or origin == f"{request.scheme}://{request.host}"
    as_json = request.method == "GET" or request.content_type == "application/json"
    return host in _LOOPBACK and own and as_json


def _answer(body: Mapping[str, Any], status: int = 200) -> web.Response:
    return web.json_response(dict(body), status=status, headers=_HEADERS)


def _file(name: str, content_type: str) -> Handler:
    async def serve(_request: web.Request) -> web.Response:
        return web.Response(
            body=(_STATIC / name).read_bytes(),
            headers=_HEADERS | {"Content-Type": f"{content_type}; charset=utf-8"},
        )

    return serve
