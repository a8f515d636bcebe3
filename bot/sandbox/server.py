"""The pretend Slack as a server: Web API, sockets, response URLs and the page, on the loopback."""

import contextlib
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

import aiohttp
from aiohttp import web

from bot.sandbox import coverage
from bot.sandbox.acts import Acts
from bot.sandbox.changes import Changes
from bot.sandbox.couriers import Courier, HttpCourier
from bot.sandbox.events import Announcer, Patience
from bot.sandbox.faults import FaultPlan
from bot.sandbox.files import NoSuchFile
from bot.sandbox.menus import Offers
from bot.sandbox.methods.asked import Refused
from bot.sandbox.page import Page
from bot.sandbox.page_acts import PageActs
from bot.sandbox.record import Record, Response
from bot.sandbox.responses import Responses
from bot.sandbox.sockets import Sockets
from bot.sandbox.stories import Programme
from bot.sandbox.web_api import Grants, WebApi
from bot.sandbox.workspace import Workspace

_STOP_WITHIN_SECONDS = 1.0
_LONGEST_BODY = 64 * 1024 * 1024


def _secret() -> str:
    return secrets.token_hex(16)


@dataclass(frozen=True)
class Terms:
    """What Slack and the app have agreed on when the app was installed."""

    signing_secret: str = field(default_factory=_secret)
    bot_token: str = field(default_factory=lambda: f"xoxb-sandbox-{_secret()}")
    app_token: str = field(default_factory=lambda: f"xapp-1-sandbox-{_secret()}")
    scopes: tuple[str, ...] = coverage.ALL_SCOPES
    subscribed: frozenset[str] = coverage.EVENTS
    offers: Offers = field(default_factory=Offers)
    patience: Patience = field(default_factory=Patience)


class Sandbox:
    """A pretend Slack; `start` and `stop` once each."""

    def __init__(
        self,
        workspace: Workspace,
        terms: Terms,
        *,
        request_url: str | None = None,
        start_again: Callable[[], None] | None = None,
    ) -> None:
        """`request_url` is where the app listens; it and the programme may be set later."""
        self.programme: Programme | None = None
        self._start_again = start_again
        self.workspace, self.terms, self.request_url = workspace, terms, request_url
        self.record, self.faults, self.changes = Record(), FaultPlan(), Changes()
        self.address = ""
        self.sockets = Sockets(app_id=workspace.app.id, new_id=workspace.new_id)
        self.responses = Responses(workspace, address=lambda: self.address)
        self.announcer = Announcer(
            workspace,
            self.record,
            subscribed=terms.subscribed,
            patience=terms.patience,
            courier=self._courier,
        )
        self.acts = Acts(
            workspace,
            announcer=self.announcer,
            record=self.record,
            responses=self.responses,
            offers=terms.offers,
        )
        workspace.listeners.append(self.announcer.listen)
        workspace.watchers.append(self.changes.note)
        self.record.watchers.append(self.changes.note)

    @property
    def api_url(self) -> str:
        """The base URL of the Web API, with a slash at the end as slack_sdk wants it."""
        return f"{self.address}/api/"

    async def start(self, *, port: int = 0) -> str:
        """Serve on the loopback and return the base URL; port 0 takes a free one.

        Raises `OSError` when the port is taken.
        """
        self._session = aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar())
        self._page = self._make_page()
        self._runner = web.AppRunner(
            self._application(), access_log=None, shutdown_timeout=_STOP_WITHIN_SECONDS
        )
        await self._runner.setup()
        try:
            await web.TCPSite(self._runner, "127.0.0.1", port).start()
        except OSError:
            await self.stop()
            raise
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        return self.address

    async def stop(self) -> None:
        """Stop telling the app, end the connections, and close."""
        await self.announcer.stop()
        self._page.stop()
        await self.sockets.close()
        await self._runner.cleanup()
        await self._session.close()

    def _make_page(self) -> Page:
        page_acts = PageActs(
            self.workspace,
            self.acts,
            programme=self.programme,
            start_again=self._start_again,
        )
        return Page(
            self.workspace,
            self.acts,
            page_acts=page_acts,
            record=self.record,
            changes=self.changes,
            programme=self.programme,
        )

    def _courier(self) -> Courier | None:
        """Return who reaches the app now; a socket goes before HTTP, as Slack's setting would."""
        if self.sockets.are_open:
            return self.sockets
        if self.request_url is None:
            return None
        return HttpCourier(
            self._session, url=self.request_url, signing_secret=self.terms.signing_secret
        )

    async def _take_file(self, request: web.Request) -> web.Response:
        """Take the bytes of an announced upload, as a body."""
        try:
            file = self.workspace.files.fill(request.match_info["file"], await request.read())
        except NoSuchFile:
            return web.Response(status=400, text="There is no such upload.")
        return web.Response(text=f"OK - {len(file.content)}")

    def _application(self) -> web.Application:
        web_api = WebApi(
            self.workspace,
            grants=Grants(self.terms.bot_token, self.terms.app_token, self.terms.scopes),
            record=self.record,
            faults=self.faults,
            invite=self._invite,
        )
        app = web.Application(client_max_size=_LONGEST_BODY)
        app.add_routes(
            [
                web.post("/api/{method}", web_api.respond),
                web.get("/api/{method}", web_api.respond),
                web.get("/socket", self.sockets.connect),
                web.post("/response/{name}", self._respond),
                web.post("/upload/{file}", self._take_file),
            ]
        )
        app.add_routes(self._page.routes())
        return app

    def _invite(self) -> str:
        return f"{self.address.replace('http', 'ws', 1)}/socket?ticket={self.sockets.ticket()}"

    async def _respond(self, request: web.Request) -> web.Response:
        """Take what the app sends to a response URL."""
        body: object = None
        with contextlib.suppress(ValueError):
            body = json.loads(await request.text())
        if not isinstance(body, dict):
            return web.Response(status=400, text="invalid_payload")
        answer = web.Response(text="ok")
        try:
            self.responses.take(request.match_info["name"], body)
        except Refused as refused:
            answer = web.json_response(refused.answer(), status=404)
        url, at = f"{self.address}{request.path}", self.workspace.clock()
        self.record.add_response(Response(url, body, at, answer.status))
        return answer
