"""Blocks -> HTML, on the server: the page adds nothing but clicks."""

from collections.abc import Callable
from typing import Final

from bot.sandbox.controls import Spot, control, dom_id, plain
from bot.sandbox.markdown import markdown
from bot.sandbox.markup import NOTHING, Markup, escaped, joined, lines, styled, tag
from bot.sandbox.mrkdwn import mrkdwn
from bot.sandbox.reader import Reader
from bot.sandbox.rich_text import rich_text
from bot.sandbox.values import Json

Blocks = list[Json] | tuple[Json, ...]


def render_blocks(reader: Reader, blocks: Blocks, state: Json | None = None) -> Markup:
    """Return the HTML of the blocks; `state` is what was put into their fields before.

    A block that is not known is shown as a marked box, and so is one that is not well formed.
    """
    return joined(_block(reader, block, state or {}) for block in blocks)


def _block(reader: Reader, block: Json, state: Json) -> Markup:
    kind = str(block.get("type"))
    draw = _DRAWN.get(kind)
    if draw is None:
        return _unknown(f"block: {kind}")
    try:
        inside = draw(reader, block, Spot(block, state))
    except (AttributeError, KeyError, TypeError, ValueError):
        return _unknown(f"malformed block: {kind}")
    css = f"block block-{kind.replace('_', '-')}"
    return tag(
        "div", inside, attributes={"class": css, "data-block-id": str(block.get("block_id", ""))}
    )


def _unknown(what: str) -> Markup:
    return styled("div", "block unknown", escaped(what))


def text_object(reader: Reader, shape: Json) -> Markup:
    """Return the HTML of a plain_text or mrkdwn object."""
    if shape.get("type") == "mrkdwn":
        return mrkdwn(reader, str(shape["text"]))
    return lines(plain(shape))


def _section(reader: Reader, block: Json, spot: Spot) -> Markup:
    words = [text_object(reader, block["text"])] if block.get("text") else []
    if block.get("fields"):
        fields = [styled("div", "section-field", text_object(reader, f)) for f in block["fields"]]
        words.append(styled("div", "section-fields", *fields))
    accessory = block.get("accessory")
    beside = _element(reader, accessory, spot) if accessory else NOTHING
    return joined(
        [styled("div", "section-words", *words), styled("div", "accessory", beside)]
        if accessory
        else words
    )


def _element(reader: Reader, element: Json, spot: Spot) -> Markup:
    if element.get("type") == "image":
        return _image_words(element)
    return control(reader, element, spot)


def _header(_reader: Reader, block: Json, _spot: Spot) -> Markup:
    heading = {"class": "block-heading", "role": "heading", "aria-level": "3"}
    return tag("div", escaped(plain(block["text"])), attributes=heading)


def _divider(_reader: Reader, _block: Json, _spot: Spot) -> Markup:
    return tag("hr")


def _context(reader: Reader, block: Json, _spot: Spot) -> Markup:
    return joined(
        styled(
            "span",
            "context-part",
            _image_words(part) if part.get("type") == "image" else text_object(reader, part),
        )
        for part in block["elements"]
    )


def _actions(reader: Reader, block: Json, spot: Spot) -> Markup:
    return joined(control(reader, element, spot) for element in block["elements"])


def _input(reader: Reader, block: Json, spot: Spot) -> Markup:
    error = dom_id("error", spot.block_id)
    optional = [styled("span", "optional", escaped("(optional)"))] if block.get("optional") else []
    label = tag(
        "label",
        escaped(plain(block["label"])),
        *optional,
        attributes={
            "class": "label",
            "id": dom_id("label", spot.block_id),
            "for": spot.name(block["element"]),
        },
    )
    parts = [label, control(reader, block["element"], Spot(block, spot.state, error))]
    if block.get("hint"):
        parts.append(styled("div", "hint", escaped(plain(block["hint"]))))
    parts.append(tag("p", attributes={"class": "error", "id": error, "role": "alert"}))
    return joined(parts)


def _rich_text(reader: Reader, block: Json, _spot: Spot) -> Markup:
    return rich_text(reader, block)


def _markdown(_reader: Reader, block: Json, _spot: Spot) -> Markup:
    return markdown(str(block["text"]))


def _image(_reader: Reader, block: Json, _spot: Spot) -> Markup:
    return _image_words(block)


def _image_words(image: Json) -> Markup:
    """Return what the image is said to show: nothing is fetched from elsewhere."""
    words = str(image.get("alt_text") or plain(image.get("title")) or "image")
    return styled("span", "image-words", escaped(f"🖼 {words}"))


def _table(reader: Reader, block: Json, _spot: Spot) -> Markup:
    settings = block.get("column_settings") or []
    head, *rows = block["rows"]
    return styled(
        "div",
        "table-scroll",
        tag(
            "table",
            tag("thead", _row(reader, head, "th", settings)),
            tag("tbody", *(_row(reader, row, "td", settings) for row in rows)),
        ),
    )


def _row(reader: Reader, cells: list[Json], name: str, settings: list[Json | None]) -> Markup:
    shown: list[Markup] = []
    for number, cell in enumerate(cells):
        setting = (settings[number] if number < len(settings) else None) or {}
        align = setting.get("align")
        inside = (
            rich_text(reader, cell)
            if cell.get("type") == "rich_text"
            else lines(str(cell.get("text", "")))
        )
        css = f"align-{align}" if align in {"center", "right"} else None
        shown.append(tag(name, inside, attributes={"class": css}))
    return tag("tr", *shown)


_DRAWN: Final[dict[str, Callable[[Reader, Json, Spot], Markup]]] = {
    "actions": _actions,
    "context": _context,
    "context_actions": _actions,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "section": _section,
    "table": _table,
}
