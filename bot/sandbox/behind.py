"""What lies behind a message: the calls that made it and the events that told of it, as HTML."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Final

from bot.sandbox.markup import Markup, escaped, joined, styled, tag
from bot.sandbox.reader import Reader
from bot.sandbox.record import Call, Delivery, Record
from bot.sandbox.values import Json, Message

_DELIVERED_AS: Final = {
    "events_api": "signed event",
    "interactive": "signed interaction",
    "slash_commands": "signed command",
}
_NOTHING = "Nothing was sent: Slack alone knows of this message."


def behind(reader: Reader, record: Record, message: Message) -> Markup:
    """Return every exchange between the app and Slack about a message, oldest first."""
    exchanges = [
        *_calls(reader, record, message),
        *_responses(reader, record, message),
        *_deliveries(reader, record, message),
    ]
    if not exchanges:
        return styled("p", "empty", escaped(_NOTHING))
    return joined(shown for _, shown in sorted(exchanges, key=lambda one: one[0]))


def _calls(reader: Reader, record: Record, message: Message) -> Iterator[tuple[float, Markup]]:
    for call in record.calls:
        if _made(call, message):
            title = f"{reader.workspace.app.name} called {call.method}"
            parts = {"arguments": call.arguments, "answer": call.answer or {}}
            yield call.at, _exchange(reader, title, call.at, f"status {call.status}", parts)


def _made(call: Call, message: Message) -> bool:
    """Return whether a call wrote, changed or took away this message."""
    if not call.is_ok or not call.method.startswith("chat."):
        return False
    answer = call.answer or {}
    told = {answer.get("ts"), answer.get("message_ts"), call.arguments.get("ts")}
    where = {answer.get("channel"), call.arguments.get("channel")}
    return message.ts in told and message.channel in where


def _responses(reader: Reader, record: Record, message: Message) -> Iterator[tuple[float, Markup]]:
    for response in record.responses:
        if response.url == message.answers:
            title = f"{reader.workspace.app.name} answered at the response URL"
            outcome = f"status {response.status}"
            yield (
                response.at,
                _exchange(reader, title, response.at, outcome, {"body": response.body}),
            )


def _deliveries(reader: Reader, record: Record, message: Message) -> Iterator[tuple[float, Markup]]:
    for delivery in record.deliveries:
        if _is_about(delivery, message):
            for attempt in delivery.attempts:
                title = f"Slack sent a {_DELIVERED_AS[delivery.kind]}: {_kind(delivery)}"
                taken = f"answered {attempt.status}" if attempt.status else "not answered"
                parts: dict[str, Json | str] = {"payload": delivery.payload}
                if attempt.body.strip():
                    parts["answer"] = _read(attempt.body)
                yield attempt.at, _exchange(reader, title, attempt.at, taken, parts)


def _is_about(delivery: Delivery, message: Message) -> bool:
    """Return whether the app was told of this message, of a press in it, or of what it answers."""
    if message.answers and delivery.payload.get("response_url") == message.answers:
        return True
    return (message.channel, message.ts) in {delivery.subject, _pressed_in(delivery)}


def _read(body: str) -> Json | str:
    """Return an answer as JSON if it is an object, else as it came."""
    try:
        answer = json.loads(body)
    except ValueError:
        return body
    return answer if isinstance(answer, dict) else body


def _kind(delivery: Delivery) -> str:
    payload = delivery.payload
    return str((payload.get("event") or payload).get("type") or payload.get("command"))


def _pressed_in(delivery: Delivery) -> tuple[str, str] | None:
    container = delivery.payload.get("container") or {}
    if "message_ts" not in container:
        return None
    return str(container.get("channel_id")), str(container["message_ts"])


def _exchange(
    reader: Reader, title: str, at: float, outcome: str, parts: Mapping[str, Json | str]
) -> Markup:
    moment: datetime = reader.moment(str(at))
    heading = tag(
        "summary",
        styled("span", "exchange-title", escaped(title)),
        styled("span", "exchange-outcome", escaped(f"{moment:%H:%M:%S} · {outcome}")),
    )
    return styled("details", "exchange", heading, *_written(parts))


def _written(parts: Mapping[str, Json | str]) -> Iterator[Markup]:
    for name, content in parts.items():
        yield tag("h3", escaped(name))
        yield tag("pre", escaped(content if isinstance(content, str) else _as_json(content)))


def _as_json(content: Json) -> str:
    return json.dumps(content, indent=2, ensure_ascii=False)
