"""Interactive elements: where they stand, what they are set to, whether a form is complete."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.sandbox.values import Json

Given = str | list[str] | None
"""What a person put into an element: text, an option's value or label, or several."""

_TYPED: Final = frozenset(
    {"email_text_input", "number_input", "plain_text_input", "url_text_input"}
)
_ONE_OF: Final = frozenset({"radio_buttons", "static_select"})
_SOME_OF: Final = frozenset({"checkboxes", "multi_static_select"})
_STATEFUL: Final = _TYPED | _ONE_OF | _SOME_OF | {"datepicker", "timepicker", "users_select"}
_FEEDBACK: Final = ("positive_button", "negative_button")
_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")

REQUIRED: Final = "Please complete this required field."


class NoSuchOption(LookupError):
    """The element does not offer what was chosen."""


@dataclass(frozen=True)
class Placed:
    """An element and the block that it stands in."""

    block: Json
    element: Json

    @property
    def block_id(self) -> str:
        """The block's id."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """The element's own id."""
        return str(self.element["action_id"])

    @property
    def label(self) -> str:
        """What a person calls it: a button's text, an input's label, a select's placeholder."""
        for shape in (
            self.element.get("text"),
            self.block.get("label"),
            self.element.get("placeholder"),
        ):
            if isinstance(shape, dict):
                return str(shape["text"])
        return ""

    @property
    def feedback(self) -> list[str]:
        """The texts of its feedback buttons, if it has any."""
        return [self.element[part]["text"]["text"] for part in _FEEDBACK if part in self.element]

    def is_called(self, what: str) -> bool:
        """Return whether that is its label, its action id, or one of its feedback buttons."""
        return what in {self.label, self.action_id, *self.feedback}

    @property
    def is_optional(self) -> bool:
        """Whether a form is complete without it."""
        return bool(self.block.get("optional")) or self.block.get("type") != "input"


def placed(blocks: list[Json] | tuple[Json, ...]) -> Iterator[Placed]:
    """Return every element with an action id, in reading order."""
    for block in blocks:
        elements = [block.get("accessory"), block.get("element")]
        if block.get("type") in {"actions", "context_actions"}:
            elements += block.get("elements", [])
        for element in elements:
            if isinstance(element, dict) and element.get("action_id"):
                yield Placed(block, element)


def options(element: Json) -> list[Json]:
    """Return the options offered, those of groups too."""
    grouped = [
        option for group in element.get("option_groups") or [] for option in group["options"]
    ]
    return [*(element.get("options") or []), *grouped]


def chosen(element: Json, given: Given) -> Json:
    """Return the part of an action that says what was chosen; raises `NoSuchOption`."""
    kind = element["type"]
    if kind == "feedback_buttons":
        return _feedback(element, given)
    if kind == "overflow":
        return {"selected_option": _option(element, given)}
    if kind in _STATEFUL:
        return {name: value for name, value in set_to(element, given).items() if name != "type"}
    return {"value": element["value"]} if "value" in element else {}


def _feedback(element: Json, given: Given) -> Json:
    for part in _FEEDBACK:
        button = element[part]
        if given in {button["value"], button["text"]["text"]}:
            return {"value": button["value"], "text": button["text"]}
    raise NoSuchOption(f"neither of the feedback buttons is {given!r}")


def set_to(element: Json, given: Given) -> Json:
    """Return the element's entry in a view's state; raises `NoSuchOption`."""
    kind = element["type"]
    if kind in _ONE_OF:
        return {"type": kind, "selected_option": _option(element, given) if given else None}
    if kind in _SOME_OF:
        several = [given] if isinstance(given, str) else given or []
        return {"type": kind, "selected_options": [_option(element, one) for one in several]}
    if kind == "datepicker":
        return {"type": kind, "selected_date": given or None}
    if kind == "timepicker":
        return {"type": kind, "selected_time": given or None}
    if kind == "users_select":
        return {"type": kind, "selected_user": given or None}
    return {"type": kind, "value": given or None}


def _option(element: Json, given: Given) -> Json:
    for option in options(element):
        if given in {option["value"], option["text"]["text"]}:
            return option
    raise NoSuchOption(f"{element['action_id']} does not offer {given!r}")


def initially(element: Json) -> Given:
    """Return what the app put into the element."""
    kind = element["type"]
    if kind in _ONE_OF:
        option = element.get("initial_option")
        return str(option["value"]) if option else None
    if kind in _SOME_OF:
        return [str(option["value"]) for option in element.get("initial_options") or []]
    for name in ("initial_value", "initial_date", "initial_time", "initial_user"):
        if element.get(name):
            return str(element[name])
    return None


Values = Mapping[str, Mapping[str, Given]]
"""Block id -> action id -> what was put in."""


def state_of(blocks: list[Json] | tuple[Json, ...], values: Values, before: Json) -> Json:
    """Return the state of a surface: what was put in now, or before, or by the app."""
    state: Json = {}
    for one in placed(blocks):
        if one.element["type"] in _STATEFUL:
            entry = _entry(one, values.get(one.block_id, {}), before.get(one.block_id, {}))
            state.setdefault(one.block_id, {})[one.action_id] = entry
    return state


def _entry(one: Placed, now: Mapping[str, Given], before: Json) -> Json:
    if one.action_id in now:
        return set_to(one.element, now[one.action_id])
    kept = before.get(one.action_id)
    if kept and kept["type"] == one.element["type"]:
        return dict(kept)
    return set_to(one.element, initially(one.element))


def problems_of(blocks: list[Json], state: Json) -> dict[str, str]:
    """Return what Slack itself finds wrong with a form, by block id; the app is not asked then."""
    problems: dict[str, str] = {}
    for one in placed(blocks):
        if one.block.get("type") == "input":
            entry = state[one.block_id][one.action_id]
            problem = _problem(one, entry)
            if problem:
                problems[one.block_id] = problem
    return problems


def _problem(one: Placed, entry: Json) -> str | None:
    content = next((value for name, value in entry.items() if name != "type"), None)
    if not content:
        return None if one.is_optional else REQUIRED
    if one.element["type"] == "email_text_input" and not _EMAIL.fullmatch(content):
        return "Please enter a valid email address."
    if one.element["type"] == "datepicker" and not _is_date(content):
        return "Please enter a valid date."
    longest = one.element.get("max_length")
    if longest and len(content) > longest:
        return f"Please enter at most {longest} characters."
    shortest = one.element.get("min_length")
    if shortest and len(content) < shortest:
        return f"Please enter at least {shortest} characters."
    return None


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
