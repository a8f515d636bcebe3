"""What a person types -> what Slack stores: entities, mentions, links, and the rich text block.

Slack keeps `&`, `<` and `>` as entities in `text`, mentions as `<@U…>` and `<#C…>`, and links in
angle brackets; the same words stand once more in a `rich_text` block.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.sandbox.values import Json

_TOKEN = re.compile(
    r"(?P<mention>@[\w.\-]+(?: [A-Z][\w\-]+)?)"
    r"|(?P<channel>(?<!\w)#[\w\-]+)"
    r"|(?P<link>https?://[^\s<>|]+[^\s<>|.,;:!?)'\"])"
    r"|(?P<email>[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+)"
)


@dataclass(frozen=True)
class Composed:
    """A typed message as Slack stores it."""

    text: str
    blocks: tuple[Json, ...]


@dataclass(frozen=True)
class Names:
    """Whom and what a typed name may mean, in lower case, without the @ or #."""

    people: Mapping[str, str]
    channels: Mapping[str, str]


def escape(text: str) -> str:
    """Return the text with the three characters that mean something to Slack as entities."""
    return html.escape(text, quote=False)


def compose(typed: str, names: Names) -> Composed:
    """Return what Slack stores of what was typed; unknown names stay words."""
    text: list[str] = []
    elements: list[Json] = []
    at = 0
    for found in _TOKEN.finditer(typed):
        token = _token(found, names)
        if token is None:
            continue
        meant, element, length = token
        before = typed[at : found.start()]
        text += [escape(before), meant]
        elements += [*_words(before), element]
        at = found.start() + length
    text.append(escape(typed[at:]))
    elements += _words(typed[at:])
    section = {"type": "rich_text_section", "elements": elements}
    return Composed("".join(text), ({"type": "rich_text", "elements": [section]},))


def _words(text: str) -> list[Json]:
    return [{"type": "text", "text": text}] if text else []


def _token(found: re.Match[str], names: Names) -> tuple[str, Json, int] | None:
    """Return Slack's text, the rich text element and the length typed; None for plain words."""
    typed = found[0]
    match found.lastgroup:
        case "mention":
            return _mention(typed, names)
        case "channel":
            channel = names.channels.get(typed[1:].lower())
            element = {"type": "channel", "channel_id": channel}
            return (f"<#{channel}>", element, len(typed)) if channel else None
        case "link":
            return f"<{escape(typed)}>", {"type": "link", "url": typed}, len(typed)
        case _:
            url = f"mailto:{typed}"
            return f"<{url}|{typed}>", {"type": "link", "url": url, "text": typed}, len(typed)


def _mention(typed: str, names: Names) -> tuple[str, Json, int] | None:
    """Take two words if they are a name, else one."""
    one_word = typed.partition(" ")[0]
    for words in (typed, one_word, one_word.rstrip(".-")):
        person = names.people.get(words[1:].lower())
        if person:
            return f"<@{person}>", {"type": "user", "user_id": person}, len(words)
    return None
