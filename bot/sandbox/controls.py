"""Interactive elements -> HTML controls that carry what the page sends back.

A control to press has `data-press`; a field of a form has `data-field`. Both name their block and
action; a choice carries the option's value, never its position.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from bot.sandbox.elements import initially, options
from bot.sandbox.emoji import with_emoji
from bot.sandbox.markup import Markup, escaped, icon, joined, styled, tag
from bot.sandbox.mrkdwn import mrkdwn
from bot.sandbox.reader import Reader
from bot.sandbox.values import Json

_ICONS: Final = {"trash": "🗑️"}
_THUMBS: Final = {"positive_button": "thumb-up", "negative_button": "thumb-down"}
_INPUT_TYPES: Final = {
    "datepicker": "date",
    "email_text_input": "email",
    "number_input": "number",
    "plain_text_input": "text",
    "timepicker": "time",
    "url_text_input": "url",
}


_HELD: Final = ("value", "selected_date", "selected_time", "selected_user")
"""Where an element's state keeps the one thing that was put in."""


@dataclass(frozen=True)
class Spot:
    """Where an element stands, and what was put into it before."""

    block: Json
    state: Json
    describes: str | None = None
    """The id of the text that says what is wrong with it."""

    @property
    def block_id(self) -> str:
        """The block's id."""
        return str(self.block.get("block_id", ""))

    def name(self, element: Json) -> str:
        """Return an id for the element within its surface."""
        return dom_id("field", self.block_id, str(element.get("action_id", "")))

    def content(self, element: Json) -> list[str]:
        """Return what the element is set to: texts or option values."""
        entry = self.state.get(self.block_id, {}).get(element.get("action_id"))
        if entry is None:
            first = initially(element)
            return first if isinstance(first, list) else [first] if first else []
        if "selected_options" in entry:
            return [str(option["value"]) for option in entry["selected_options"]]
        if entry.get("selected_option"):
            return [str(entry["selected_option"]["value"])]
        rest = (entry.get(name) for name in _HELD)
        return [str(value) for value in rest if value]


def dom_id(*parts: str) -> str:
    """Return an id for an HTML element: no spaces, whatever the app calls its blocks."""
    return "-".join(re.sub(r"[^\w.]+", "_", part) for part in parts)


def control(reader: Reader, element: Json, spot: Spot) -> Markup:
    """Return the control of an element; one that is not known is shown as a marked box."""
    draw = _DRAWN.get(str(element.get("type")))
    if draw is None:
        return styled("span", "unknown", escaped(f"element: {element.get('type')}"))
    return draw(reader, element, spot)


def plain(shape: Json | None) -> str:
    """Return the words of a plain text object."""
    return with_emoji(str((shape or {}).get("text", "")))


def _marks(element: Json, spot: Spot, role: str) -> dict[str, str | None]:
    return {
        f"data-{role}": "",
        "data-block-id": spot.block_id,
        "data-action-id": str(element.get("action_id", "")),
        "data-type": str(element.get("type", "")),
    }


def _confirm(element: Json) -> str | None:
    confirm = element.get("confirm")
    if not confirm:
        return None
    parts = ("title", "text", "confirm", "deny")
    return json.dumps({part: plain(confirm.get(part)) for part in parts})


def _button(_reader: Reader, element: Json, spot: Spot) -> Markup:
    attributes = _marks(element, spot, "press") | {
        "type": "button",
        "class": f"button {element.get('style', '')}".strip(),
        "data-value": element.get("value"),
        "data-confirm": _confirm(element),
        "data-url": element.get("url"),
        "aria-label": element.get("accessibility_label"),
    }
    return tag("button", escaped(plain(element.get("text"))), attributes=attributes)


def _choice(element: Json, spot: Spot, css: str, words: Markup, value: str) -> Markup:
    attributes = _marks(element, spot, "press") | {
        "type": "button",
        "class": css,
        "data-choice": value,
        "data-confirm": _confirm(element),
    }
    return tag("button", words, attributes=attributes)


def _feedback(_reader: Reader, element: Json, spot: Spot) -> Markup:
    return joined(
        _choice(
            element,
            spot,
            "button quiet",
            joined([icon(thumb), escaped(plain(element[part]["text"]))]),
            str(element[part]["value"]),
        )
        for part, thumb in _THUMBS.items()
    )


def _icon_button(_reader: Reader, element: Json, spot: Spot) -> Markup:
    sign = _ICONS.get(str(element.get("icon")), "•")
    attributes = _marks(element, spot, "press") | {
        "type": "button",
        "class": "button quiet",
        "data-value": element.get("value"),
        "data-confirm": _confirm(element),
        "title": plain(element.get("text")),
        "aria-label": plain(element.get("text")),
    }
    return tag("button", escaped(sign), attributes=attributes)


def _overflow(_reader: Reader, element: Json, spot: Spot) -> Markup:
    choices = [
        _choice(element, spot, "choice", escaped(plain(option["text"])), str(option["value"]))
        for option in options(element)
    ]
    label = {"class": "button quiet", "aria-label": "More choices"}
    summary = tag("summary", icon("more"), attributes=label)
    return styled("details", "overflow", summary, styled("div", "choices", *choices))


def _select(_reader: Reader, element: Json, spot: Spot) -> Markup:
    chosen = spot.content(element)
    empty = plain(element.get("placeholder")) or "Choose an option"
    rows = [tag("option", escaped(empty), attributes={"value": ""})]
    rows += [
        tag(
            "option",
            escaped(plain(option["text"])),
            attributes={
                "value": str(option["value"]),
                "selected": "" if option["value"] in chosen else None,
            },
        )
        for option in options(element)
    ]
    attributes = _marks(element, spot, "field") | _described(element, spot)
    return tag("select", *rows, attributes=attributes | {"data-confirm": _confirm(element)})


def _user_select(reader: Reader, element: Json, spot: Spot) -> Markup:
    """Draw a menu of the people of the workspace, by their ids."""
    workspace = reader.workspace
    people = [
        {"text": {"type": "plain_text", "text": person.name}, "value": person.id}
        for person in workspace.people.values()
        if not person.is_bot
    ]
    return _select(reader, {**element, "options": people}, spot)


def _group(reader: Reader, element: Json, spot: Spot) -> Markup:
    """Draw checkboxes, radio buttons and a menu of several as boxes to tick."""
    chosen = spot.content(element)
    kind = "radio" if element["type"] == "radio_buttons" else "checkbox"
    rows = [
        _tick(reader, option, kind, spot.name(element), is_on=option["value"] in chosen)
        for option in options(element)
    ]
    attributes = _marks(element, spot, "field") | _described(element, spot)
    role = "radiogroup" if kind == "radio" else "group"
    return tag("div", *rows, attributes=attributes | {"class": "ticks", "role": role})


def _tick(reader: Reader, option: Json, kind: str, name: str, *, is_on: bool) -> Markup:
    box = tag(
        "input",
        attributes={
            "type": kind,
            "name": name,
            "value": str(option["value"]),
            "checked": "" if is_on else None,
        },
    )
    words = [styled("span", "choice-text", _shown(reader, option["text"]))]
    if option.get("description"):
        words.append(styled("span", "hint", _shown(reader, option["description"])))
    return tag("label", box, styled("span", "choice-words", *words))


def _shown(reader: Reader, shape: Json) -> Markup:
    if shape.get("type") == "mrkdwn":
        return mrkdwn(reader, str(shape["text"]))
    return escaped(plain(shape))


def _typed(_reader: Reader, element: Json, spot: Spot) -> Markup:
    content = "".join(spot.content(element)[:1])
    attributes = _marks(element, spot, "field") | _described(element, spot)
    attributes["placeholder"] = plain(element.get("placeholder")) or None
    if element.get("max_length"):
        attributes["maxlength"] = str(element["max_length"])
    if element.get("multiline"):
        return tag("textarea", escaped(content), attributes=attributes | {"rows": _rows(content)})
    kind = _INPUT_TYPES[str(element["type"])]
    return tag("input", attributes=attributes | {"type": kind, "value": content or None})


def _rows(content: str) -> str:
    """Return the height of a field for long texts, in lines; Slack's grows with its content."""
    lines = sum(max(1, -(-len(line) // _LINE)) for line in content.splitlines())
    return str(min(max(lines + 1, _LOWEST), _HIGHEST))


_LINE: Final = 58
"""Characters of a line in a form, less what whole words leave empty at its end."""
_LOWEST: Final = 4
_HIGHEST: Final = 24
"""A letter stands in it to its last line."""


def _described(element: Json, spot: Spot) -> dict[str, str | None]:
    """Return what ties a form's field to its label and its error; elsewhere it names itself."""
    if spot.describes is None:
        return {"aria-label": plain(element.get("placeholder")) or "Choose"}
    return {
        "id": spot.name(element),
        "aria-describedby": spot.describes,
        "aria-labelledby": dom_id("label", spot.block_id),
    }


_DRAWN: Final[dict[str, Callable[[Reader, Json, Spot], Markup]]] = {
    "button": _button,
    "checkboxes": _group,
    "feedback_buttons": _feedback,
    "icon_button": _icon_button,
    "multi_static_select": _group,
    "overflow": _overflow,
    "radio_buttons": _group,
    "static_select": _select,
    "users_select": _user_select,
    **dict.fromkeys(_INPUT_TYPES, _typed),
}
