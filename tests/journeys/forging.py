"""Payloads that Slack would sign, but that no button or form of ours has made.

A Slack client sends Slack what was pressed, and Slack signs it: what comes in `value`, in
`private_metadata` and in a form's state may be anything. Who pressed is Slack's own word.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox import interactions
from bot.sandbox.driver import DM, Driver
from bot.sandbox.interactions import Clicked
from bot.sandbox.record import Delivery
from bot.sandbox.values import View

Json = dict[str, Any]


@dataclass(frozen=True)
class Forger:
    """Somebody who sends what they like, over real HTTP with a real signature."""

    slack: Driver
    name: str

    async def presses(self, action: str, value: str, *, team: str | None = None) -> str:
        """Press a button that was never drawn; return what they are told, empty for nothing."""
        who = self.slack.workspace.person(self.name)
        element = {"type": "button", "action_id": action}
        message = self.slack.messages(DM, as_person=self.name)[-1].message
        payload = interactions.on_message(
            self.slack.workspace,
            who,
            message,
            Clicked("b", element, {"value": value}),
            response_url="",
        )
        payload["user"]["team_id"] = team or who.team
        before = len(self.slack.calls("chat.postEphemeral"))
        await self._taken(payload)
        whispers = self.slack.calls("chat.postEphemeral")[before:]
        return " ".join(str(it.arguments["text"]) for it in whispers)

    async def chooses(self, action: str, value: str) -> str:
        """Choose from a menu what it never offered; return what they are told."""
        return await self.presses(action, value)

    async def sends(self, form: str, about: Mapping[str, str] | str, **filled: object) -> str:
        """Send a form that was never opened; return what they are told, empty for nothing."""
        who = self.slack.workspace.person(self.name)
        written = about if isinstance(about, str) else json.dumps(about)
        payload = {
            "type": "modal",
            "callback_id": form,
            "private_metadata": written,
            "title": {"type": "plain_text", "text": "x"},
            "blocks": [],
        }
        new_id = self.slack.workspace.new_id("V")
        state = {block: {"value": element} for block, element in filled.items()}
        view = View(new_id, who.id, payload, "h", new_id, None, state)
        sent = await self._taken(interactions.submission(self.slack.workspace, who, view))
        answer: Json = json.loads(sent.attempts[-1].body or "{}")
        if answer.get("response_action") == "errors":
            return " ".join(answer["errors"].values())
        return json.dumps(answer.get("view", ""))

    async def _taken(self, payload: Json) -> Delivery:
        sent = await self.slack.sandbox.announcer.interact(payload)
        assert sent.attempts[-1].status == 200, "never a failure of ours, whatever is sent"
        return sent


def typed(words: str) -> Json:
    return {"type": "plain_text_input", "value": words}


def picked(value: str) -> Json:
    return {"type": "static_select", "selected_option": {"value": value}}


def ticked(*values: str) -> Json:
    return {"type": "checkboxes", "selected_options": [{"value": it} for it in values]}


def on(day: str) -> Json:
    return {"type": "datepicker", "selected_date": day}
