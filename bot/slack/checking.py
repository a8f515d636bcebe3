"""The check of what leaves: faults that Slack would refuse, found before it does (pure)."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from bot.slack.kit import Home, Message, Modal

_MOST_MARKDOWN: Final = 12_000
_SURFACES: Final[Mapping[str, type[BaseModel]]] = {"home": Home, "modal": Modal}


def faults_of(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what Slack would refuse in a message, a form or a Home tab, one sentence each.

    A fault names the place and the rule, never the text that is there.
    """
    surface = _SURFACES.get(str(payload.get("type")), Message)
    try:
        surface.model_validate(payload)
    except ValidationError as refused:
        return tuple(
            f"{'.'.join(str(step) for step in fault['loc'])}: {fault['msg']}"
            for fault in refused.errors(include_input=False)
        )
    return tuple(_of_the_whole(list(payload.get("blocks") or ())))


def degrade(payload: Mapping[str, Any]) -> dict[str, Any]:
    """Return the message without its blocks: its text says the same, and Slack takes it."""
    return {**payload, "text": str(payload.get("text") or " ")[:4_000], "blocks": []}


def _of_the_whole(blocks: list[dict[str, Any]]) -> Iterator[str]:
    if sum(len(block["text"]) for block in blocks if block["type"] == "markdown") > _MOST_MARKDOWN:
        yield f"markdown blocks hold more than {_MOST_MARKDOWN} characters together"
    for what, found in (("block_id", _block_ids(blocks)), ("action_id", _action_ids(blocks))):
        yield from (f"{what} stands twice" for times in Counter(found).values() if times > 1)


def _block_ids(blocks: list[dict[str, Any]]) -> Iterator[str]:
    return (block["block_id"] for block in blocks if "block_id" in block)


def _action_ids(blocks: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    """Return the action ids, each with its block: they must differ within one."""
    for place, block in enumerate(blocks):
        for element in (*block.get("elements", ()), block.get("accessory") or {}):
            if "action_id" in element:
                yield place, element["action_id"]
