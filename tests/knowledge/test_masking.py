"""What could tell who wrote a message is masked."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.masking import common_words, masked

COMMON = frozenset(
    [
        "my",
        "name",
        "is",
        "please",
        "call",
        "about",
        "the",
        "bill",
        "of",
        "and",
        "gdpr",
        "i'm",
        "will",
        "delete",
    ]
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("please call about the bill", "please call about the bill"),
        ("My name is Tom Ashworth", "My name is ▢"),
        ("my name is tom ashworth", "my name is ▢"),
        ("call 07700 900123 please", "call ▢ please"),
        ("please call tom@example.co.uk", "please call ▢"),
        ("the bill of Will", "the bill of ▢"),
        ("about GDPR please", "about GDPR please"),
        ("I\u2019m about the bill.", "I\u2019m about the bill."),
        ("<@U123> please call", "▢ please call"),
        ("", ""),
    ],
)
def test_only_common_words_are_shown(text: str, shown: str) -> None:
    assert masked(text, COMMON) == shown


@given(st.text(max_size=200))
def test_no_letter_or_digit_is_left_but_in_common_words(text: str) -> None:
    shown = masked(text, COMMON).lower().replace("\u2019", "'")

    left = re.sub("|".join(sorted(COMMON, key=len, reverse=True)), "", shown)
    assert not any(sign.isalnum() for sign in left)


def test_a_word_is_common_where_several_texts_have_it_in_small_letters() -> None:
    texts = ["ask Tom about it", "Tom asks about it", "what about it", "tom said it"]

    assert common_words(texts) == {"about", "it"}
