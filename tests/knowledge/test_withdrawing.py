"""Who takes back what they asked for says so in many ways; most requests say none of them."""

import pytest

from knowledge.withdrawing import takes_back


@pytest.mark.parametrize(
    "text",
    [
        "forget it, I don't want the deletion any more",
        "Actually, dont delete anything please",
        "cancel my deletion request please",
        "I no longer need the copy of my data",
        "you can drop my complaint",
        "i dont want it anymore",
        "I've changed my\nmind",
        "no need to bother with that",
        "please leave everything as it is",
    ],
)
def test_what_takes_something_back_is_told_by_its_words(text: str) -> None:
    assert takes_back(text)


@pytest.mark.parametrize(
    "text",
    [
        "please delete all my personal data",
        "forget me",
        "I don't want you to keep my data any longer",
        "I no longer want your marketing e-mails",
        "stop using my data",
        "I withdraw my consent",
        "I want a copy of my data, and don't leave anything out",
    ],
)
def test_what_asks_for_something_takes_nothing_back(text: str) -> None:
    assert not takes_back(text)
