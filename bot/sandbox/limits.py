"""The limits of Block Kit, as far as they are documented; Slack refuses what exceeds them."""

from collections.abc import Callable, Iterator
from typing import Final

from bot.sandbox.values import Json

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
_MARKDOWN_TOTAL: Final = 12_000
_ID: Final = 255

_EVERYWHERE: Final = frozenset(
    {"actions", "context", "divider", "header", "image", "rich_text", "section"}
)
MESSAGE_TYPES: Final = _EVERYWHERE | {"context_actions", "markdown", "table", "video", "file"}
VIEW_TYPES: Final = _EVERYWHERE | {"input", "video"}

_FIELDS: Final = {
    kind: frozenset({"type", "block_id", *fields.split()})
    for kind, fields in {
        "actions": "elements",
        "context": "elements",
        "context_actions": "elements",
        "divider": "",
        "file": "external_id source",
        "header": "text level",
        "image": "alt_text image_url slack_file title",
        "input": "label element dispatch_action hint optional",
        "markdown": "text",
        "rich_text": "elements",
        "section": "text fields accessory expand",
        "table": "rows column_settings",
        "video": "alt_text author_name description provider_icon_url provider_name"
        " thumbnail_url title title_url video_url",
    }.items()
}

ELEMENT_TYPES: Final = frozenset(
    {
        "button",
        "checkboxes",
        "conversations_select",
        "datepicker",
        "datetimepicker",
        "email_text_input",
        "feedback_buttons",
        "icon_button",
        "image",
        "multi_static_select",
        "number_input",
        "overflow",
        "plain_text_input",
        "radio_buttons",
        "rich_text_input",
        "static_select",
        "timepicker",
        "url_text_input",
        "users_select",
    }
)

Faults = Iterator[str]


def message_faults(blocks: list[Json]) -> list[str]:
    """Return what Slack would not take about a message's blocks; empty if it would."""
    return list(_faults(blocks, MESSAGE_TYPES, MESSAGE_BLOCKS))


def view_faults(view: Json) -> list[str]:
    """Return what Slack would not take about a view; empty if it would."""
    return list(_view_faults(view))


def _view_faults(view: Json) -> Faults:
    blocks = view.get("blocks")
    if view.get("type") not in {"modal", "home"} or not isinstance(blocks, list):
        yield "a view has a type, modal or home, and blocks"
        return
    yield from _faults(blocks, VIEW_TYPES, VIEW_BLOCKS)
    yield from _over(view.get("private_metadata"), 3000, "private_metadata")
    yield from _over(view.get("callback_id"), _ID, "callback_id")
    if view["type"] == "modal":
        if not view.get("title"):
            yield "a modal has a title"
        for part in ("title", "submit", "close"):
            yield from _text(view.get(part), 24, part, plain=True)
        if not view.get("submit") and any(b.get("type") == "input" for b in blocks):
            yield "a modal with inputs has a submit button"


def _faults(blocks: list[Json], types: frozenset[str], limit: int) -> Faults:
    if len(blocks) > limit:
        yield f"no more than {limit} blocks"
    ids = [block["block_id"] for block in blocks if block.get("block_id")]
    if len(ids) != len(set(ids)):
        yield "block_id is not unique"
    if sum(len(b.get("text") or "") for b in blocks if b.get("type") == "markdown") > (
        _MARKDOWN_TOTAL
    ):
        yield f"no more than {_MARKDOWN_TOTAL} characters of markdown"
    for block in blocks:
        kind = block.get("type")
        if kind not in types:
            yield f"unsupported block: {kind}"
            continue
        yield from (f"unknown field: {name}" for name in set(block) - _FIELDS[str(kind)])
        yield from _over(block.get("block_id"), _ID, "block_id")
        yield from _CHECKS.get(str(kind), _nothing)(block)


def _nothing(_block: Json) -> Faults:
    return iter(())


def _over(text: object, limit: int, name: str) -> Faults:
    if isinstance(text, str) and len(text) > limit:
        yield f"{name} must be less than {limit + 1} characters"


def _text(shape: Json | None, limit: int, name: str, *, plain: bool) -> Faults:
    if shape is None:
        return
    if not isinstance(shape, dict) or not isinstance(shape.get("text"), str):
        yield f"{name} must be a text object"
        return
    if not shape["text"]:
        yield f"{name} must be more than 0 characters"
    if plain and shape.get("type") != "plain_text":
        yield f"{name} must be plain_text"
    yield from _over(shape["text"], limit, name)


def _section(block: Json) -> Faults:
    fields = block.get("fields") or []
    if not block.get("text") and not fields:
        yield "a section has text or fields"
    yield from _text(block.get("text"), 3000, "section text", plain=False)
    if len(fields) > 10:  # noqa: PLR2004 - the documented limit, used once
        yield "no more than 10 fields"
    for field in fields:
        yield from _text(field, 2000, "field", plain=False)
    if block.get("accessory"):
        yield from _element(block["accessory"])


def _header(block: Json) -> Faults:
    if not block.get("text"):
        yield "a header has text"
    yield from _text(block.get("text"), 150, "header", plain=True)


def _elements(limit: int) -> Callable[[Json], Faults]:
    def check(block: Json) -> Faults:
        elements = block.get("elements") or []
        if not 1 <= len(elements) <= limit:
            yield f"{block['type']} has 1 to {limit} elements"
        ids = [element["action_id"] for element in elements if element.get("action_id")]
        if len(ids) != len(set(ids)):
            yield "action_id is not unique in its block"
        for element in elements:
            yield from _element(element)

    return check


def _context(block: Json) -> Faults:
    elements = block.get("elements") or []
    if not 1 <= len(elements) <= 10:  # noqa: PLR2004 - the documented limit, used once
        yield "context has 1 to 10 elements"
    for element in elements:
        if element.get("type") not in {"image", "mrkdwn", "plain_text"}:
            yield f"unsupported element in context: {element.get('type')}"
        elif element["type"] != "image":
            yield from _text(element, 3000, "context", plain=False)


def _input(block: Json) -> Faults:
    yield from _text(block.get("label") or {}, 2000, "label", plain=True)
    yield from _text(block.get("hint"), 2000, "hint", plain=True)
    if not isinstance(block.get("element"), dict):
        yield "an input has an element"
        return
    yield from _element(block["element"])


def _table(block: Json) -> Faults:
    rows = block.get("rows") or []
    if not 1 <= len(rows) <= 100 or any(len(row) > 20 for row in rows):  # noqa: PLR2004 - the documented limits
        yield "a table has 1 to 100 rows of at most 20 cells"


def _markdown(block: Json) -> Faults:
    if not block.get("text"):
        yield "markdown has text"


def _element(element: Json) -> Faults:
    kind = element.get("type")
    if kind not in ELEMENT_TYPES:
        yield f"unsupported element: {kind}"
        return
    yield from _over(element.get("action_id"), _ID, "action_id")
    yield from _text(element.get("placeholder"), 150, "placeholder", plain=True)
    match kind:
        case "button":
            yield from _button(element)
        case "feedback_buttons":
            for part in ("positive_button", "negative_button"):
                yield from _text((element.get(part) or {}).get("text") or {}, 75, part, plain=True)
        case "overflow":
            yield from _options(element, most=5)
        case "checkboxes" | "radio_buttons":
            yield from _options(element, most=10)
        case "static_select" | "multi_static_select" if not element.get("option_groups"):
            yield from _options(element, most=100)


def _button(button: Json) -> Faults:
    yield from _text(button.get("text") or {}, 75, "button text", plain=True)
    yield from _over(button.get("value"), 2000, "button value")
    yield from _over(button.get("url"), 3000, "button url")
    if button.get("style") not in {None, "primary", "danger"}:
        yield "a button's style is primary or danger"
    confirm = button.get("confirm")
    if confirm:
        for part, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _text(confirm.get(part), limit, f"confirm {part}", plain=part != "text")


def _options(element: Json, *, most: int) -> Faults:
    options = element.get("options") or []
    if not 1 <= len(options) <= most:
        yield f"{element['type']} has 1 to {most} options"
    for option in options:
        yield from _text(option.get("text") or {}, 75, "option", plain=False)
        yield from _over(option.get("value"), 150, "option value")


_CHECKS: Final[dict[str, Callable[[Json], Faults]]] = {
    "actions": _elements(25),
    "context": _context,
    "context_actions": _elements(5),
    "header": _header,
    "input": _input,
    "markdown": _markdown,
    "section": _section,
    "table": _table,
}
