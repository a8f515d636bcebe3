from typing import Any

import pytest

from bot.sandbox.elements import (
    REQUIRED,
    NoSuchOption,
    chosen,
    placed,
    problems_of,
    state_of,
)

OPTIONS = [
    {"text": {"type": "plain_text", "text": text}, "value": text.lower()}
    for text in ("Access", "Erasure")
]


@pytest.mark.parametrize(
    ("kind", "given", "entry"),
    [
        ("static_select", "Access", {"selected_option": OPTIONS[0]}),
        ("radio_buttons", "erasure", {"selected_option": OPTIONS[1]}),
        ("checkboxes", ["Access", "erasure"], {"selected_options": OPTIONS}),
        ("multi_static_select", "Access", {"selected_options": OPTIONS[:1]}),
        ("datepicker", "2026-11-23", {"selected_date": "2026-11-23"}),
        ("timepicker", "09:30", {"selected_time": "09:30"}),
        ("plain_text_input", "words", {"value": "words"}),
        ("plain_text_input", "", {"value": None}),
    ],
)
def test_a_choice_is_kept_in_slacks_shape(
    kind: str, given: str | list[str], entry: dict[str, Any]
) -> None:
    block = _input(type=kind, options=OPTIONS)

    state = state_of([block], {"b": {"a": given}}, {})

    assert state == {"b": {"a": {"type": kind, **entry}}}


@pytest.mark.parametrize(
    ("element", "entry"),
    [
        ({"type": "static_select", "initial_option": OPTIONS[0]}, {"selected_option": OPTIONS[0]}),
        ({"type": "checkboxes", "initial_options": OPTIONS}, {"selected_options": OPTIONS}),
        ({"type": "datepicker", "initial_date": "2026-01-31"}, {"selected_date": "2026-01-31"}),
        ({"type": "plain_text_input", "initial_value": "x"}, {"value": "x"}),
    ],
)
def test_without_a_choice_the_apps_own_stands(
    element: dict[str, Any], entry: dict[str, Any]
) -> None:
    state = state_of([_input(options=OPTIONS, **element)], {}, {})

    assert state["b"]["a"] == {"type": element["type"], **entry}


def test_options_may_stand_in_groups() -> None:
    element = {"type": "static_select", "action_id": "a", "option_groups": [{"options": OPTIONS}]}

    assert chosen(element, "Erasure") == {"selected_option": OPTIONS[1]}


@pytest.mark.parametrize(
    "element",
    [
        {"type": "static_select", "action_id": "a", "options": OPTIONS},
        {"type": "overflow", "action_id": "a", "options": OPTIONS},
        {
            "type": "feedback_buttons",
            "positive_button": {"text": {"text": "Yes"}, "value": "up"},
            "negative_button": {"text": {"text": "No"}, "value": "down"},
        },
    ],
)
def test_what_is_not_offered_cannot_be_chosen(element: dict[str, Any]) -> None:
    with pytest.raises(NoSuchOption):
        chosen(element, "Portability")


@pytest.mark.parametrize(
    ("element", "given", "problem"),
    [
        ({"type": "plain_text_input"}, "", REQUIRED),
        ({"type": "checkboxes", "options": OPTIONS}, [], REQUIRED),
        ({"type": "email_text_input"}, "jo at example", "Please enter a valid email address."),
        ({"type": "datepicker"}, "31/01/2026", "Please enter a valid date."),
        ({"type": "plain_text_input", "max_length": 3}, "four", "Please enter at most 3"),
        ({"type": "plain_text_input", "min_length": 3}, "no", "Please enter at least 3"),
    ],
)
def test_slack_itself_finds_what_is_missing_or_malformed(
    element: dict[str, Any], given: str | list[str], problem: str
) -> None:
    blocks = [_input(**element)]

    problems = problems_of(blocks, state_of(blocks, {"b": {"a": given}}, {}))

    assert problems["b"].startswith(problem)


def test_an_optional_field_may_be_left_empty() -> None:
    blocks = [_input(type="plain_text_input") | {"optional": True}]

    assert problems_of(blocks, state_of(blocks, {}, {})) == {}


def test_a_field_is_called_by_its_label_and_a_menu_by_its_placeholder() -> None:
    menu = {"type": "static_select", "action_id": "m", "placeholder": _plain("Assign to")}
    blocks = [
        _input(type="plain_text_input"),
        {"type": "actions", "block_id": "x", "elements": [menu]},
    ]

    assert [one.label for one in placed(blocks)] == ["Which right?", "Assign to"]


def _input(**element: object) -> dict[str, Any]:
    return {
        "type": "input",
        "block_id": "b",
        "label": _plain("Which right?"),
        "element": {"action_id": "a", **element},
    }


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}
