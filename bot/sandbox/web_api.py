"""The Web API over HTTP: who may call, what is asked, what goes wrong on purpose, what is kept."""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, NoReturn

from aiohttp import web

from bot.sandbox import coverage
from bot.sandbox.faults import (
    DropsAfter,
    DropsBefore,
    FailsAfter,
    FailsBefore,
    Fault,
    FaultPlan,
    RateLimited,
    Refuses,
    Waits,
)
from bot.sandbox.methods import agents, chat, conversations, files, people, views
from bot.sandbox.methods.asked import Answering, Asked, Refused
from bot.sandbox.record import Call, Record
from bot.sandbox.values import Json
from bot.sandbox.workspace import Workspace

_TOO_MANY, _BROKEN = 429, 500

SERVED: Final[dict[str, Answering]] = {
    **agents.METHODS,
    **chat.METHODS,
    **conversations.METHODS,
    **files.METHODS,
    **people.METHODS,
    **views.METHODS,
}


@dataclass(frozen=True)
class Grants:
    """The tokens that Slack would have given out, and what they allow."""

    bot_token: str
    app_token: str
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """What goes back over HTTP."""

    body: Json
    status: int = 200
    retry_after: int | None = None


class WebApi:
    """Answers `/api/<method>` as Slack does, meeting the planned faults, and records each call."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        grants: Grants,
        record: Record,
        faults: FaultPlan,
        invite: Callable[[], str],
    ) -> None:
        """`invite` returns the address of a new socket for Socket Mode."""
        self._workspace, self._grants = workspace, grants
        self._record, self._faults, self._invite = record, faults, invite
        self._number = 0

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Answer one call."""
        method = request.match_info["method"]
        arguments = await _arguments(request)
        self._number += 1
        number, at = self._number, self._workspace.clock()
        fault = self._faults.next_for(method)
        answer = self._meet(fault, request, method, arguments, number)
        if isinstance(fault, Waits):
            await asyncio.sleep(fault.seconds)
        dropped = isinstance(fault, DropsBefore | DropsAfter)
        self._record.add_call(
            Call(
                number,
                method,
                arguments,
                at,
                status=None if dropped else answer.status,
                answer=None if dropped else answer.body,
            )
        )
        if dropped:
            _hang_up(request)
        return self._sent(answer)

    def _meet(
        self, fault: Fault | None, request: web.Request, method: str, asked: Json, number: int
    ) -> Answer:
        """Return the answer under a fault; whether the act itself is done depends on the fault."""
        match fault:
            case RateLimited(retry_after=seconds):
                return Answer({"ok": False, "error": "ratelimited"}, _TOO_MANY, seconds)
            case FailsBefore() | DropsBefore():
                return Answer({"ok": False, "error": "internal_error"}, _BROKEN)
            case Refuses(error=error):
                return Answer({"ok": False, "error": error})
            case FailsAfter():
                self._act(request, method, asked, number)
                return Answer({"ok": False, "error": "internal_error"}, _BROKEN)
            case DropsAfter() | Waits() | None:
                return Answer(self._act(request, method, asked, number))

    def _act(self, request: web.Request, method: str, arguments: Json, number: int) -> Json:
        """Do what is asked and return the answer's body."""
        try:
            self._admit(request, method, arguments)
            if method == "apps.connections.open":
                return {"ok": True, "url": self._invite()}
            address = f"{request.scheme}://{request.host}"
            return SERVED[method](
                Asked(self._workspace, _readable(request, method, arguments), number, address)
            )
        except Refused as refused:
            return refused.answer()

    def _admit(self, request: web.Request, method: str, arguments: Json) -> None:
        """Raise `Refused` for what Slack would not let in."""
        known = coverage.METHODS.get(method)
        if known is None:
            raise Refused("unknown_method")
        token = _token(request, arguments)
        if not token and method != "api.test":
            raise Refused("not_authed")
        wanted = self._grants.app_token if known.app_token else self._grants.bot_token
        if token != wanted and method != "api.test":
            other = {self._grants.app_token, self._grants.bot_token}
            raise Refused("not_allowed_token_type" if token in other else "invalid_auth")
        if self._workspace.app_refused_as and method != "api.test":
            raise Refused(self._workspace.app_refused_as)
        if known.scopes and not set(known.scopes) & set(self._grants.scopes):
            raise Refused("missing_scope", f"needed: {known.scopes[0]}")

    def _sent(self, answer: Answer) -> web.Response:
        headers = {"X-OAuth-Scopes": ",".join(self._grants.scopes)}
        if answer.retry_after is not None:
            headers["Retry-After"] = str(answer.retry_after)
        return web.json_response(answer.body, status=answer.status, headers=headers)


def _hang_up(request: web.Request) -> NoReturn:
    if request.transport is not None:
        request.transport.abort()
    raise ConnectionResetError("the plan is to drop this connection")


async def _arguments(request: web.Request) -> Json:
    """Return what is asked, from JSON, a form, or the query; an unreadable body asks nothing."""
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            return {}
        return {**request.query, **body} if isinstance(body, dict) else {}
    return _decoded({**request.query, **await request.post()})


def _decoded(form: Mapping[str, Any]) -> Json:
    """Return form fields with the JSON in them read."""
    return {name: _value(value) for name, value in form.items()}


def _value(text: object) -> object:
    if isinstance(text, str) and text.startswith(("[", "{")):
        try:
            return json.loads(text)
        except ValueError:
            return text
    return text


def _token(request: web.Request, arguments: Json) -> str:
    header = request.headers.get("Authorization", "")
    return header.removeprefix("Bearer ").strip() or str(arguments.get("token") or "")


def _readable(request: web.Request, method: str, arguments: Json) -> Json:
    """Return the arguments that Slack would read: methods that only read take no JSON bodies."""
    as_json = request.content_type == "application/json" and request.method == "POST"
    if as_json and not coverage.METHODS[method].reads_json:
        return dict(request.query)
    return arguments
