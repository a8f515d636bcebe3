import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.composing import Names, compose
from bot.sandbox.example import example_workspace
from bot.sandbox.plain_text import read_blocks, read_mrkdwn

NAMES = Names(
    people={"jo": "U0JO000001", "jo okafor": "U0JO000001", "tom.ashworth": "U0TOM00001"},
    channels={"ask-privacy": "C0ASKPRIV1"},
)


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("hello", "hello"),
        ("1 < 2 & 3 > 2", "1 &lt; 2 &amp; 3 &gt; 2"),
        ("@Jo Okafor look", "<@U0JO000001> look"),
        ("@jo. Look", "<@U0JO000001>. Look"),
        ("@tom.ashworth", "<@U0TOM00001>"),
        ("@somebody else", "@somebody else"),
        ("see #ask-privacy, not #elsewhere", "see <#C0ASKPRIV1>, not #elsewhere"),
        ("(https://example.com/?a=1&b=2).", "(<https://example.com/?a=1&amp;b=2>)."),
        ("to jo@example.com", "to <mailto:jo@example.com|jo@example.com>"),
        ("<@U0JO000001>", "&lt;@U0JO000001&gt;"),
        ("<!channel>", "&lt;!channel&gt;"),
    ],
)
def test_typed_words_are_stored_as_slack_stores_them(typed: str, stored: str) -> None:
    assert compose(typed, NAMES).text == stored


@given(st.text())
def test_nothing_typed_can_be_a_mention_or_link_that_is_not_one(typed: str) -> None:
    composed = compose(typed, Names({}, {}))

    for piece in composed.text.split("<")[1:]:
        assert piece.startswith(("http://", "https://", "mailto:"))


@given(st.text(alphabet=st.characters(exclude_characters="\n")))
def test_text_and_rich_text_say_the_same(typed: str) -> None:
    workspace = example_workspace(clock=lambda: 1_800_000_000.0)

    composed = compose(typed, NAMES)

    said = read_blocks(workspace, composed.blocks)
    assert said == read_mrkdwn(workspace, composed.text)
