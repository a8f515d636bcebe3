"""rich_text blocks -> HTML."""

from collections.abc import Iterator
from itertools import groupby

from bot.sandbox.emoji import CHARACTERS
from bot.sandbox.markup import Markup, escaped, joined, lines, link, styled, tag
from bot.sandbox.reader import Reader
from bot.sandbox.values import Json

_STYLES = {"bold": "strong", "italic": "em", "strike": "s", "code": "code", "underline": "u"}


def rich_text(reader: Reader, block: Json) -> Markup:
    """Return the HTML of a rich text block, or of a cell made like one."""
    return joined(_parts(reader, block.get("elements", [])))


def _parts(reader: Reader, elements: list[Json]) -> Iterator[Markup]:
    for kind, grouped in groupby(elements, key=lambda element: element.get("type")):
        for element in grouped:
            inside = element.get("elements", [])
            match kind:
                case "rich_text_section":
                    yield styled("div", "text", _inline(reader, inside))
                case "rich_text_quote":
                    yield tag("blockquote", _inline(reader, inside))
                case "rich_text_preformatted":
                    yield tag("pre", _inline(reader, inside))
                case "rich_text_list":
                    yield _list(reader, element)
                case _:
                    yield styled("div", "unknown", escaped(f"rich text: {kind}"))


def _list(reader: Reader, element: Json) -> Markup:
    name = "ol" if element.get("style") == "ordered" else "ul"
    rows = [tag("li", _inline(reader, row.get("elements", []))) for row in element["elements"]]
    indent = min(int(element.get("indent") or 0), 4)
    return styled(name, f"indent-{indent}", *rows)


def _inline(reader: Reader, elements: list[Json]) -> Markup:
    return joined(_styled(reader, element) for element in elements)


def _styled(reader: Reader, element: Json) -> Markup:
    shown = _plain(reader, element)
    for style, name in _STYLES.items():
        if (element.get("style") or {}).get(style):
            shown = tag(name, shown)
    return shown


def _plain(reader: Reader, element: Json) -> Markup:
    match element.get("type"):
        case "text":
            return lines(str(element.get("text", "")))
        case "link":
            url = str(element.get("url", ""))
            return link(url, escaped(str(element.get("text") or url)))
        case "user":
            return reader.mention(str(element.get("user_id")))
        case "channel":
            return reader.place(str(element.get("channel_id")))
        case "broadcast":
            return styled("span", "mention", escaped(f"@{element.get('range')}"))
        case "emoji":
            name = str(element.get("name"))
            return escaped(CHARACTERS.get(name, f":{name}:"))
        case "date":
            fallback = str(element.get("fallback") or "")
            shown = reader.date(str(element.get("timestamp")), str(element.get("format")), fallback)
            return escaped(shown)
        case kind:
            return styled("span", "unknown", escaped(str(kind)))
