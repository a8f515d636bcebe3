"""Slack's mrkdwn -> HTML.

The text carries `&`, `<` and `>` as entities; anything else in angle brackets is a link, a mention
or a date. Entities are undone and everything is escaped anew, so no text can become a tag.
"""

import html
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Final

from bot.sandbox.emoji import with_emoji
from bot.sandbox.markup import BREAK, Markup, escaped, joined, link, styled, tag
from bot.sandbox.reader import Reader

_FENCE: Final = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_QUOTE: Final = re.compile(r"(?:>|&gt;) ?")
_INLINE: Final = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|<(?P<angle>[^<>\n]+)>"
    r"|(?<![\w*])\*(?P<bold>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|(?<![\w_])_(?P<italic>[^\s_](?:[^_\n]*[^\s_])?)_(?![\w_])"
    r"|(?<![\w~])~(?P<strike>[^\s~](?:[^~\n]*[^\s~])?)~(?![\w~])"
)
_STYLES: Final = {"bold": "strong", "italic": "em", "strike": "s"}
_DATE_PARTS: Final = 3


def mrkdwn(reader: Reader, text: str) -> Markup:
    """Return the HTML of a mrkdwn text."""
    parts: list[Markup] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts.append(_paragraphs(reader, text[at : fence.start()].removesuffix("\n")))
        parts.append(tag("pre", _words(fence[1])))
        at = fence.end()
    parts.append(_paragraphs(reader, text[at:].removeprefix("\n") if at else text))
    return joined(parts)


def _paragraphs(reader: Reader, text: str) -> Markup:
    """Return the lines, those that begin with > as quotations."""
    if not text:
        return Markup("")
    parts: list[Markup] = []
    for is_quote, grouped in groupby(text.split("\n"), key=_is_quote):
        found = list(grouped)
        if is_quote:
            found = [_QUOTE.sub("", line, count=1) for line in found]
        shown = joined((inline(reader, line) for line in found), BREAK)
        parts.append(tag("blockquote", shown) if is_quote else styled("div", "text", shown))
    return joined(parts)


def _is_quote(line: str) -> bool:
    return bool(_QUOTE.match(line))


def inline(reader: Reader, text: str) -> Markup:
    """Return the HTML of one line."""
    return joined(_inline(reader, text))


def _inline(reader: Reader, text: str) -> Iterator[Markup]:
    at = 0
    for found in _INLINE.finditer(text):
        yield _words(text[at : found.start()])
        at = found.end()
        name = str(found.lastgroup)
        match name:
            case "code":
                yield tag("code", _words(found[name]))
            case "angle":
                yield _angle(reader, found[name])
            case _:
                yield tag(_STYLES[name], inline(reader, found[name]))
    yield _words(text[at:])


def _words(text: str) -> Markup:
    return escaped(with_emoji(html.unescape(text)))


def _angle(reader: Reader, inside: str) -> Markup:
    """Return what stands for a link, a mention, a channel, a date."""
    target, _, label = inside.partition("|")
    kinds: dict[str, Callable[[Reader, str, str], Markup]] = {
        "@": lambda reader, target, _label: reader.mention(target),
        "#": lambda reader, target, _label: reader.place(target),
        "!": _special,
    }
    if target[:1] in kinds:
        return kinds[target[:1]](reader, target[1:], label)
    return link(html.unescape(target), _words(label or target.removeprefix("mailto:")))


def _special(reader: Reader, target: str, label: str) -> Markup:
    parts = target.split("^")
    if parts[0] == "date" and len(parts) >= _DATE_PARTS:
        shown = _words(reader.date(parts[1], html.unescape(parts[2]), label))
        return link(html.unescape(parts[_DATE_PARTS]), shown) if parts[_DATE_PARTS:] else shown
    return styled("span", "mention", _words(label or f"@{parts[0]}"))
