"""The Bolt app: the gate, the listeners, the catch-all and the error boundary."""

import re
from typing import Any
from uuid import uuid4

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.audience import SlackDoesNotSay
from bot.slack.door import Door
from bot.slack.gate import ask_again, keep_gate, say_no
from bot.slack.ingress import keep_events
from bot.slack.listeners import (
    asking,
    closing,
    documents,
    escalating,
    home,
    looking,
    requesting,
    sharing,
    stepping,
)
from bot.slack.returned import NotAsSent

log = structlog.get_logger()

CONVERSATIONS = (
    asking,
    requesting,
    escalating,
    stepping,
    closing,
    home,
    looking,
    documents,
    sharing,
)
"""Those that hear buttons, forms, shortcuts and commands; each name stands at the gate."""


def bolt_app(door: Door, *, client: AsyncWebClient, signing_secret: str) -> AsyncApp:
    """Return the app with all our listeners.

    It answers 2xx only after a listener has ended, that is after its commit. Where keeping an
    event breaks off it answers 500, and Slack delivers the event again; it repeats nothing else, so
    whoever pressed, sent or typed is told, with the incident's number.
    """

    async def authorize(**_facts: object) -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=None, bot_token=client.token)

    app = AsyncApp(
        client=client,
        signing_secret=signing_secret,
        authorize=authorize,
        process_before_response=True,
        ignoring_self_events_enabled=False,  # payloads.message knows ourselves and other bots
        raise_error_for_unhandled_request=False,
    )
    keep_gate(app, door)
    keep_events(app, door)
    for conversation in CONVERSATIONS:
        conversation.listen(app, door)

    @app.event(re.compile(".*"))
    async def nothing_to_do() -> None:
        """Take what we have no listener for, or Slack would count it as a failure."""

    @app.error
    async def broken(error: Exception, body: dict[str, Any]) -> BoltResponse:
        match error:
            case NotAsSent():
                return await say_no(door, body, str(error))
            case SlackDoesNotSay():
                return await ask_again(door, body, str(error))
        incident = uuid4().hex[:8]
        log.error("listener broke off", incident=incident, exc_info=True)  # noqa: LOG014 - in Bolt's handler
        if body.get("type") == "event_callback":
            return BoltResponse(status=500, body=f"Something went wrong (incident {incident}).")
        return await ask_again(door, body, _apology(incident))

    return app


def _apology(incident: str) -> str:
    return (
        f"Something went wrong on my side (incident {incident}), and this may not have been done. "
        "Please look, and try again; if it goes wrong again, tell whoever runs this desk that "
        "number."
    )
