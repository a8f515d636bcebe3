from html.parser import HTMLParser
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.composing import escape
from bot.sandbox.example import CUSTOMER, STAFF, example_workspace
from bot.sandbox.menus import Offers
from bot.sandbox.messages import render_message
from bot.sandbox.mrkdwn import mrkdwn
from bot.sandbox.reader import Reader
from bot.sandbox.rendering import render_blocks
from bot.sandbox.values import Message

WORKSPACE = example_workspace(clock=lambda: 1_800_000_000.0)
PRIYA = Reader(WORKSPACE, WORKSPACE.people[STAFF])

_NASTY = st.text(alphabet=st.sampled_from(list("<>&\"'`*_~|!@#:/=^ \nabjsx-[](){}1\u202e\x00")))
_TEXT = st.one_of(_NASTY, st.text(), st.just("<script>alert(1)</script>"))

_LIVE = {
    "a": {"href", "target", "rel"},
    "blockquote": set(),
    "br": set(),
    "button": {
        "type", "class", "aria-label", "title",
        "data-press", "data-block-id", "data-action-id", "data-type", "data-value",
        "data-confirm", "data-url", "data-choice", "data-do", "data-callback-id",
    },
    "code": set(),
    "details": {"class"},
    "div": {"class", "data-block-id", "role", "aria-level"},
    "em": set(),
    "li": {"class", "data-ts", "data-channel"},
    "ol": {"class"},
    "pre": set(),
    "s": set(),
    "span": {"class", "aria-hidden"},
    "strong": set(),
    "summary": {"class", "aria-label", "title"},
    "svg": {"class", "aria-hidden"},
    "table": set(),
    "tbody": set(),
    "td": {"class"},
    "th": {"class"},
    "thead": set(),
    "time": {"datetime", "title"},
    "tr": set(),
    "ul": {"class"},
    "use": {"href"},
}  # fmt: skip
"""Everything that drawing a message may ever produce, and nothing else."""


class _Tags(HTMLParser):
    """Collects the tags and the words of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(_TEXT)
def test_no_text_becomes_a_tag_or_attribute_that_we_did_not_mean(text: str) -> None:
    for block in _every_place_for(text):
        for tag, attributes in _Tags(render_blocks(PRIYA, [block])).tags:
            assert tag in _LIVE
            assert set(attributes) <= _LIVE[tag]
            if tag == "a":
                assert (
                    str(attributes["href"])
                    .lower()
                    .startswith(("http://", "https://", "mailto:", "tel:"))
                )


@given(_TEXT)
def test_what_a_person_typed_is_shown_as_typed_once_it_is_escaped(text: str) -> None:
    plain = "".join(character for character in text if character.isalnum() or character in "<>&\"'")

    shown = _Tags(mrkdwn(PRIYA, f"x{escape(plain)}")).words

    assert shown == f"x{plain}"


@given(_TEXT)
@example("<|>")
@example("<@>")
@example("<!date^1e999^{date}|never>")
@example("<!date^nan^{date}^https://example.com|never>")
@example("```")
def test_a_whole_message_of_anybody_is_safe(text: str) -> None:
    message = Message("C0ASKPRIV1", "1800000000.000001", CUSTOMER, text)

    drawn = _Tags(render_message(PRIYA, message, Offers()))

    assert {tag for tag, _ in drawn.tags} <= set(_LIVE)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*bold* _italic_ ~gone~", "<strong>bold</strong> <em>italic</em> <s>gone</s>"),
        ("*both _at once_*", "<strong>both <em>at once</em></strong>"),
        ("2 * 3 * 4 and snake_case_name", "2 * 3 * 4 and snake_case_name"),
        ("`*as it is*`", "<code>*as it is*</code>"),
        ("a &lt;b&gt; &amp; c", "a &lt;b&gt; &amp; c"),
        ("<@U0JO000001>", '<span class="mention">@Jo Okafor</span>'),
        ("<@U0PRIYA001>", '<span class="mention mine">@Priya Nair</span>'),
        ("<#C0ASKPRIV1>", '<span class="mention">#ask-privacy</span>'),
        ("<#C0COMPLY01>", '<span class="mention">🔒 private channel</span>'),
        ("<!here>", '<span class="mention">@here</span>'),
        ("<!date^1800000000^due {date_short}|soon>", "due 15 Jan 2027"),
        ("<javascript:alert(1)|click>", "click"),
        (":shield: :no_such_thing:", "🛡️ :no_such_thing:"),
        ("one\ntwo", "one<br>two"),
    ],
)
def test_mrkdwn_means_what_it_means_in_slack(text: str, html: str) -> None:
    assert mrkdwn(PRIYA, text) == f'<div class="text">{html}</div>'


def test_a_link_opens_elsewhere_and_shows_its_label() -> None:
    html = mrkdwn(PRIYA, "<https://example.com/?a=1&amp;b=2|the notice>")

    assert 'href="https://example.com/?a=1&amp;b=2"' in html
    assert 'rel="noopener noreferrer">the notice</a>' in html


def test_quotations_and_fences_stand_apart() -> None:
    html = mrkdwn(PRIYA, "before\n&gt; quoted\n> twice\nafter\n```\n*raw*\n```")

    assert "<blockquote>quoted<br>twice</blockquote>" in html
    assert "<pre>*raw*</pre>" in html


def test_a_button_carries_what_is_sent_back() -> None:
    html = render_blocks(PRIYA, [_actions(_button(style="danger", value='a"b'))])

    ((_, attributes),) = [found for found in _Tags(html).tags if found[0] == "button"]

    assert attributes["data-block-id"] == "b1"
    assert attributes["data-action-id"] == "go"
    assert attributes["data-type"] == "button"
    assert attributes["data-value"] == 'a"b'
    assert "danger" in str(attributes["class"])


def test_a_field_shows_what_was_typed_before_rather_than_what_the_app_put_there() -> None:
    field = {
        "type": "input",
        "block_id": "why",
        "label": _plain("Why"),
        "element": {"type": "plain_text_input", "action_id": "value", "initial_value": "first"},
    }
    state = {"why": {"value": {"type": "plain_text_input", "value": "typed"}}}

    assert 'value="first"' in render_blocks(PRIYA, [field])
    assert 'value="typed"' in render_blocks(PRIYA, [field], state)


@pytest.mark.parametrize(
    "block",
    [
        {"type": "carousel"},
        {"type": None},
        {},
        {"type": "section", "text": "not an object"},
        {"type": "actions"},
        {"type": "table", "rows": []},
        {"type": "input", "block_id": "b", "label": {"text": "x"}, "element": {"type": "dial"}},
    ],
)
def test_what_is_not_known_is_shown_as_a_marked_box(block: dict[str, Any]) -> None:
    assert "unknown" in render_blocks(PRIYA, [block])


@pytest.mark.parametrize(
    ("kind", "tag", "shape"),
    [
        ("plain_text_input", "input", "text"),
        ("email_text_input", "input", "email"),
        ("datepicker", "input", "date"),
        ("checkboxes", "input", "checkbox"),
        ("multi_static_select", "input", "checkbox"),
        ("radio_buttons", "input", "radio"),
        ("static_select", "select", None),
    ],
)
def test_every_field_is_a_control_tied_to_its_label(kind: str, tag: str, shape: str | None) -> None:
    element = {"type": kind, "action_id": "value", "options": [_option("One"), _option("Two")]}
    block = {"type": "input", "block_id": "b 1", "label": _plain("Label"), "element": element}

    tags = _Tags(render_blocks(PRIYA, [block])).tags

    assert any(name == tag and found.get("type") == shape for name, found in tags)
    (field,) = [found for _, found in tags if "data-field" in found]
    assert field["aria-labelledby"] in {found.get("id") for name, found in tags if name == "label"}


def test_tables_markdown_and_rich_text_are_drawn() -> None:
    blocks: list[dict[str, Any]] = [
        {"type": "table", "rows": [[_cell("System")], [_cell("Billing")]]},
        {"type": "markdown", "text": "# Steps\n1. **Look**\n\n[notice](https://example.com)"},
        {"type": "rich_text", "elements": [_list("ordered"), _quote("said")]},
        {"type": "image", "alt_text": "a chart", "image_url": "https://example.com/x.png"},
    ]

    html = render_blocks(PRIYA, blocks)

    assert "<th>System</th>" in html
    assert "<td>Billing</td>" in html
    assert "<li><strong>Look</strong></li>" in html
    assert '<ol class="indent-0"><li>first</li></ol>' in html
    assert "<blockquote>said</blockquote>" in html
    assert "a chart" in html
    assert "<img" not in html


def test_every_part_of_rich_text_is_drawn() -> None:
    parts: list[dict[str, Any]] = [
        {"type": "text", "text": "loud", "style": {"bold": True, "italic": True}},
        {"type": "user", "user_id": CUSTOMER},
        {"type": "channel", "channel_id": "C0ASKPRIV1"},
        {"type": "emoji", "name": "eyes"},
        {"type": "broadcast", "range": "here"},
        {"type": "link", "url": "https://example.com"},
        {"type": "date", "timestamp": 1_800_000_000, "format": "{date_num}"},
    ]
    section = {"type": "rich_text_section", "elements": parts}
    fence = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "a\nb"}]}

    html = render_blocks(
        PRIYA, [{"type": "rich_text", "elements": [section, fence, {"type": "?"}]}]
    )

    for shown in (
        "<em><strong>loud</strong></em>",
        "@Tom Ashworth",
        "#ask-privacy",
        "👀",
        "@here",
        "https://example.com</a>",
        "2027-01-15",
        "<pre>a<br>b</pre>",
        "rich text: ?",
    ):
        assert shown in html


@pytest.mark.parametrize(
    ("element", "shown"),
    [
        (
            {"type": "static_select", "options": [{"text": {"text": "One"}, "value": "1"}]},
            "<select",
        ),
        ({"type": "icon_button", "icon": "trash", "text": {"text": "Delete"}}, 'title="Delete"'),
        ({"type": "image", "alt_text": "a chart"}, "a chart"),
        ({"type": "plain_text_input", "multiline": True, "max_length": 9}, 'maxlength="9"'),
    ],
)
def test_elements_beside_a_section_are_drawn(element: dict[str, Any], shown: str) -> None:
    block = {"type": "section", "text": _plain("x"), "accessory": element}

    assert shown in render_blocks(PRIYA, [block])


def test_a_button_that_asks_first_carries_its_question() -> None:
    confirm = {part: _plain(part) for part in ("title", "text", "confirm", "deny")}

    html = render_blocks(PRIYA, [_actions(_button(confirm=confirm))])

    assert "data-confirm=" in html
    assert "&quot;deny&quot;: &quot;deny&quot;" in html


def _every_place_for(text: str) -> list[dict[str, Any]]:
    """Return a block for each place where words of a person or of the app may stand."""
    return [
        {"type": "section", "block_id": text, "text": {"type": "mrkdwn", "text": text}},
        {"type": "section", "fields": [_plain(text), {"type": "mrkdwn", "text": text}]},
        {"type": "header", "text": _plain(text)},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": text}, _plain(text)]},
        _actions(
            _button(text=_plain(text), value=text, style=text, action_id=text, url=text),
            {"type": f"lever {text}"},
            {"type": "overflow", "action_id": text, "options": [_option(text)]},
        ),
        {"type": "markdown", "text": text},
        {"type": "image", "alt_text": text},
        {"type": "table", "rows": [[_cell(text)], [{"type": "rich_text", "elements": []}]]},
        {"type": "rich_text", "elements": [_list(text), _quote(text)]},
        {"type": f"carousel {text}"},
    ]


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _option(text: str) -> dict[str, Any]:
    return {"text": _plain(text), "value": text}


def _button(**more: object) -> dict[str, Any]:
    return {"type": "button", "action_id": "go", "text": _plain("Go"), **more}


def _actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "block_id": "b1", "elements": list(elements)}


def _cell(text: str) -> dict[str, Any]:
    return {"type": "raw_text", "text": text}


def _list(style: str) -> dict[str, Any]:
    row = {"type": "rich_text_section", "elements": [{"type": "text", "text": "first"}]}
    return {"type": "rich_text_list", "style": style, "elements": [row]}


def _quote(text: str) -> dict[str, Any]:
    elements = [{"type": "text", "text": text}, {"type": "link", "url": text}, {"type": text}]
    return {"type": "rich_text_quote", "elements": elements[: 1 if text == "said" else 3]}


@pytest.mark.parametrize(
    ("content", "rows"), [("", 4), ("word " * 80, 8), ("a line\n" * 9, 10), ("word " * 900, 24)]
)
def test_a_field_for_long_texts_grows_with_its_content(content: str, rows: int) -> None:
    element = {"type": "plain_text_input", "multiline": True, "initial_value": content}
    block = {"type": "section", "text": _plain("x"), "accessory": element}

    assert f'rows="{rows}"' in render_blocks(PRIYA, [block])
