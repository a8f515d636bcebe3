"""Block and action ids for what the app left without: Slack makes them up on arrival."""

from collections.abc import Callable, Iterable

from bot.sandbox.values import Json


def named_blocks(blocks: Iterable[Json], new_id: Callable[[str], str]) -> tuple[Json, ...]:
    """Return the blocks, each with a block id, its interactive elements with action ids."""
    named: list[Json] = []
    for block in blocks:
        block_id = block.get("block_id") or new_id("b")
        named.append(_with_action_ids({**block, "block_id": block_id}, new_id))
    return tuple(named)


def _with_action_ids(block: Json, new_id: Callable[[str], str]) -> Json:
    for key in ("element", "accessory"):
        if isinstance(block.get(key), dict):
            block = {**block, key: _with_action_id(block[key], new_id)}
    if block.get("type") in {"actions", "context_actions"}:
        elements = [_with_action_id(element, new_id) for element in block.get("elements", [])]
        block = {**block, "elements": elements}
    return block


def _with_action_id(element: Json, new_id: Callable[[str], str]) -> Json:
    if element.get("type") == "image":
        return element
    return {**element, "action_id": element.get("action_id") or new_id("a")}
