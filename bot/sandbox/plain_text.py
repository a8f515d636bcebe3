"""The words of a message, a modal or a Home tab as a person reads them, without any dressing."""

import html
import re
from collections.abc import Iterator

from bot.sandbox.elements import Placed, options, placed
from bot.sandbox.values import Json
from bot.sandbox.workspace import Workspace

_MARKUP = re.compile(r"<([@#!]?)([^<>|]+)(?:\|([^<>]*))?>")


def read_blocks(workspace: Workspace, blocks: list[Json] | tuple[Json, ...]) -> str:
    """Return the text of the blocks, a line for each part."""
    return "\n".join(line for block in blocks for line in _lines(workspace, block))


def read_mrkdwn(workspace: Workspace, text: str) -> str:
    """Return mrkdwn with names for mentions and words for links."""

    def spoken(found: re.Match[str]) -> str:
        sign, target, label = found[1], found[2], found[3]
        if sign == "@" and target in workspace.people:
            return f"@{workspace.people[target].name}"
        if sign == "#" and target in workspace.channels:
            return f"#{workspace.channels[target].name}"
        return label or target

    return html.unescape(_MARKUP.sub(spoken, text))


def _lines(workspace: Workspace, block: Json) -> Iterator[str]:
    shapes = [block.get("text"), block.get("label"), block.get("hint"), *block.get("fields", [])]
    yield from (_text(workspace, shape) for shape in shapes if isinstance(shape, dict))
    match block.get("type"):
        case "context":
            yield " ".join(_text(workspace, shape) for shape in block["elements"])
        case "rich_text":
            yield "".join(_rich(workspace, block)).strip("\n")
        case "markdown":
            yield str(block["text"])
        case "image":
            yield str(block.get("alt_text", ""))
        case "table":
            for row in block["rows"]:
                yield " | ".join(_cell(workspace, cell) for cell in row)
        case _:
            for one in placed([block]):
                yield from _labels(one)


def _text(workspace: Workspace, shape: Json) -> str:
    if shape.get("type") == "image":
        return str(shape.get("alt_text", ""))
    text = str(shape.get("text", ""))
    return read_mrkdwn(workspace, text) if shape.get("type") == "mrkdwn" else text


def _labels(one: Placed) -> Iterator[str]:
    """Return what can be chosen, each in brackets, so that a reader knows it from the words."""
    own = one.element.get("text")
    labels = [own["text"]] if own else []
    labels += one.feedback
    labels += [option["text"]["text"] for option in options(one.element)]
    yield from (f"[{label}]" for label in labels)


def _rich(workspace: Workspace, shape: Json) -> Iterator[str]:
    for element in shape.get("elements", []):
        match element.get("type"):
            case "text":
                yield str(element["text"])
            case "link":
                yield str(element.get("text") or element["url"])
            case "user":
                person = workspace.people.get(element["user_id"])
                yield f"@{person.name}" if person else f"@{element['user_id']}"
            case "channel":
                channel = workspace.channels.get(element["channel_id"])
                yield f"#{channel.name}" if channel else f"#{element['channel_id']}"
            case "emoji":
                yield f":{element['name']}:"
            case _:
                yield from _rich(workspace, element)
                yield "\n"


def _cell(workspace: Workspace, cell: Json) -> str:
    if cell.get("type") == "rich_text":
        return "".join(_rich(workspace, cell)).strip()
    return str(cell.get("text", ""))
