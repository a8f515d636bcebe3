"""No words and no name that people choose are live, hidden or pass for ours anywhere."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.sandbox.limits import view_faults
from bot.slack.blocks import draw, step_forms
from bot.slack.blocks.form_parts import explanation
from bot.slack.blocks.forms import Prefilled, reply_preview, rights_request_form
from bot.slack.blocks.harmless import escape, harmless, in_a_line
from bot.slack.blocks.parts import plain
from bot.slack.checking import faults_of
from tests.slack.home_tabs import OWNER, home_tabs
from tests.slack.test_blocks import mrkdwn_of
from tests.slack.test_drawing import everything

LIVE: Final = re.compile(r"<(?:[@#!]|[a-z][a-z0-9+.-]*:)", re.IGNORECASE)
"""What opens a mention, channel, date or link in mrkdwn."""
HIDDEN: Final = re.compile(
    "[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u3164\u2028\x00-\x08\x0b\x1b\U000e0041]"
)

TOKENS: Final = (
    "<!channel>", "<!here|x>", "<!everyone>", "<!subteam^S1>", "<!date^1^{date}^https://x|y>",
    "<@U1>", "<@W1|tom>", "<#C1|x>", "<https://x.y|the portal>", "<mailto:a@b.c|me>", "<tel:1|x>",
    "<slack://x>", "&lt;!channel&gt;", "&amp;lt;!here&amp;gt;", "<<!here>>", "@here #general",
    "https://evil.example/login", "x.example", "*bold*", ":rotating_light: *Overdue*",
    "Tom\n*State* Approved", "\u202eevil\u202c", "a\u200bb", "\u3164", "\U000e0041",
    "e" + "\u0301" * 40,    "\u2028*From* Jo", "\x1b[31mred", "```code```", "> quoted",
)  # fmt: skip

words = st.lists(
    st.sampled_from(TOKENS)
    | st.text(max_size=20)
    | st.sampled_from(["<", ">", "&", "!", "@", "|"]),
    max_size=6,
).map("".join)


def texts(part: Any) -> Iterator[str]:  # noqa: ANN401 - Block Kit is untyped
    """Yield everything that somebody sees."""
    if isinstance(part, dict):
        for name, below in part.items():
            if name in {"text", "initial_value"} and isinstance(below, str):
                yield below
            else:
                yield from texts(below)
    if isinstance(part, list | tuple):
        for below in part:
            yield from texts(below)


def forms(said: str) -> Iterator[dict[str, Any]]:
    """Yield forms with a person's words wherever such may stand."""
    yield rights_request_form("{}", details=said, heard=Prefilled(subject=said))
    yield reply_preview("{}", reference="RR-2026-0001", words=said, ended=said)
    yield explanation("Why?", (said, said))
    yield step_forms.letter_form(
        "{}", reference="RR-2026-0001", words=said, by_hand=False, second=True
    )
    yield step_forms.hand_over_form("{}", reference="RR-2026-0001", officers={"U1": said})


@given(words)
def test_nothing_is_live_or_hidden_in_any_message(said: str) -> None:
    for message in everything(said):
        drawn = draw(message)
        shown = [drawn.text, *mrkdwn_of(drawn.blocks)]
        assert not any(LIVE.search(text.replace("<@U1>", "", 1)) for text in shown), message.kind
        assert not any(HIDDEN.search(text) for text in (drawn.text, *texts(drawn.blocks)))


@given(words)
def test_nothing_is_live_or_hidden_in_any_form(said: str) -> None:
    for form in forms(said):
        assert not any(LIVE.search(text) for text in mrkdwn_of(form))
        assert not any(HIDDEN.search(text) for text in texts(form))


@given(words)
def test_nothing_is_live_hidden_or_broken_in_any_home_tab(said: str) -> None:
    for tab in home_tabs(said):
        shown = [text.removeprefix(f"With <@{OWNER}>") for text in mrkdwn_of(tab)]
        assert not any(LIVE.search(text) for text in shown)
        assert not any(HIDDEN.search(text) for text in texts(tab))
        assert faults_of(tab) == ()
        assert view_faults(tab) == []


@given(words)
@example("\n*State* Approved")
def test_no_words_draw_a_line_of_their_own_into_a_home_tab(said: str) -> None:
    def lines(words: str) -> list[int]:
        return [len(text.splitlines()) for tab in home_tabs(words) for text in mrkdwn_of(tab)]

    assert lines(f"Tom {said}") == lines("Tom")


@given(words)
def test_every_mrkdwn_says_that_nothing_in_it_becomes_a_link(said: str) -> None:
    def elements(part: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - as above
        if isinstance(part, dict):
            if part.get("type") == "mrkdwn":
                yield part
            part = list(part.values())
        if isinstance(part, list | tuple):
            for below in part:
                yield from elements(below)

    drawn = (draw(message).blocks for message in everything(said))
    for blocks in (*drawn, *forms(said), *home_tabs(said)):
        assert all(one["verbatim"] for one in elements(blocks))


@given(words)
def test_a_name_has_one_line_and_no_formatting(said: str) -> None:
    name = in_a_line(said)

    assert len(name.splitlines()) <= 1
    assert not re.search(r"[*`~<>]|:[a-z_]+:", name)


@given(st.text())
def test_what_is_escaped_is_read_back_as_it_was(said: str) -> None:
    shown = escape(said).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert shown == harmless(said)


@given(st.text())
def test_harmless_text_stays_as_it_is(said: str) -> None:
    once = harmless(said)

    assert harmless(once) == once
    assert not any(
        unicodedata.category(sign) in {"Cc", "Cs"} for sign in once if sign not in "\n\t"
    )


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("naïve café, Zoë Müller-O'Brien", "naïve café, Zoë Müller-O'Brien"),
        ("שלום", "שלום"),
        ("مرحبا", "مرحبا"),
        ("नमस्ते", "नमस्ते"),
        ("Việt Nam", "Việt Nam"),
        ("one\r\ntwo\rthree\u2028four", "one\ntwo\nthree\nfour"),
        ("pay\u202eexe.fdp", "payexe.fdp"),
        ("z\u0301\u0301\u0301\u0301\u0301", "z\u0301\u0301\u0301"),
        ("", ""),
    ],
)
def test_people_write_in_every_language(said: str, shown: str) -> None:
    assert harmless(said) == shown


def test_each_sign_that_slack_knows_is_disarmed() -> None:
    assert escape("a & <b> & <c>") == "a &amp; &lt;b&gt; &amp; &lt;c&gt;"


def test_a_name_that_would_draw_a_line_of_its_own_stands_in_one() -> None:
    name = in_a_line("Tom \n :warning: *State* `x` ~y~ _z_ <b>")

    flat = ("Tom", "\u2236warning:", "\u2217State\u2217", "\u02cbx\u02cb", "\u223cy\u223c")
    assert name == " ".join((*flat, "\uff3fz\uff3f", "&lt;b&gt;"))


def test_a_name_of_nothing_visible_is_shown_as_a_mark() -> None:
    assert plain("\u3164\u200b", 75)["text"] == "…"
