"""The `markdown` block -> HTML, kept simple: headings, lists, quotations, code, links, emphasis."""

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.sandbox.emoji import with_emoji
from bot.sandbox.markup import BREAK, Markup, escaped, joined, link, styled, tag

_FENCE: Final = re.compile(r"```[\w\-]*\n?(.*?)\n?```", re.DOTALL)
_HEADING: Final = re.compile(r"(#{1,6}) +(.*)")
_BULLET: Final = re.compile(r"\s*[-*+] +(.*)")
_NUMBER: Final = re.compile(r"\s*\d+[.)] +(.*)")
_QUOTE: Final = re.compile(r"> ?(.*)")
_LINES: Final = (("ul", _BULLET), ("ol", _NUMBER), ("blockquote", _QUOTE), ("h", _HEADING))
_INLINE: Final = re.compile(
    r"`(?P<code>[^`\n]+)`"
    r"|\[(?P<label>[^\]\n]+)\]\((?P<url>[^)\s]+)\)"
    r"|\*\*(?P<strong>[^*\n]+)\*\*"
    r"|(?<!\w)[*_](?P<em>[^*_\n]+)[*_](?!\w)"
    r"|~~(?P<s>[^~\n]+)~~"
)


def markdown(text: str) -> Markup:
    """Return the HTML of a markdown text."""
    parts: list[Markup] = []
    at = 0
    for fence in _FENCE.finditer(text):
        parts += [*_lines(text[at : fence.start()]), tag("pre", escaped(fence[1]))]
        at = fence.end()
    return joined([*parts, *_lines(text[at:])])


def _lines(text: str) -> Iterator[Markup]:
    for kind, grouped in groupby(text.split("\n"), key=_kind):
        found = list(grouped)
        match kind:
            case "ul" | "ol":
                rows = [re.sub(r"^\s*(?:[-*+]|\d+[.)]) +", "", line) for line in found]
                yield tag(kind, *(tag("li", inline(row)) for row in rows))
            case "blockquote":
                quoted = (inline(re.sub(r"^> ?", "", line)) for line in found)
                yield tag("blockquote", joined(quoted, BREAK))
            case "h":
                for line in found:
                    yield styled("div", "heading", inline(line.lstrip("#").strip()))
            case "blank":
                continue
            case _:
                yield styled("div", "text", joined(map(inline, found), BREAK))


def _kind(line: str) -> str:
    if not line.strip():
        return "blank"
    return next((kind for kind, pattern in _LINES if pattern.fullmatch(line)), "text")


def inline(text: str) -> Markup:
    """Return the HTML of one line."""
    return joined(_inline(text))


def _inline(text: str) -> Iterator[Markup]:
    at = 0
    for found in _INLINE.finditer(text):
        yield escaped(with_emoji(text[at : found.start()]))
        at = found.end()
        if found["url"]:
            yield link(found["url"], inline(found["label"]))
        elif found["code"]:
            yield tag("code", escaped(found["code"]))
        else:
            name = str(found.lastgroup)
            yield tag(name, inline(found[name]))
    yield escaped(with_emoji(text[at:]))
