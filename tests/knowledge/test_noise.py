"""Noise: typing errors and trimmings by chance, always the same for the same seed."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import DamerauLevenshtein

from knowledge.noise import dressed, mistyped
from knowledge.wording import words

seeds = st.integers(0, 10_000)


def chance(seed: int) -> Random:
    return Random(seed)  # noqa: S311 - no secret hangs on it


QUESTION = "how long do you keep my personal details after leaving"


@given(seeds)
def test_about_one_word_in_ten_is_mistyped_and_stays_recognisable(seed: int) -> None:
    typed = mistyped(QUESTION, chance(seed)).split(" ")

    slips = [pair for pair in zip(QUESTION.split(" "), typed, strict=True) if pair[0] != pair[1]]
    assert len(slips) <= 1
    assert all(DamerauLevenshtein.distance(*pair) == 1 for pair in slips)


@given(st.text(max_size=40), seeds)
def test_any_text_can_be_mistyped(text: str, seed: int) -> None:
    assert len(mistyped(text, chance(seed)).split(" ")) == len(text.split(" "))


@given(seeds)
def test_the_same_seed_gives_the_same_noise(seed: int) -> None:
    assert mistyped(QUESTION, chance(seed)) == mistyped(QUESTION, chance(seed))
    assert dressed(QUESTION, chance(seed)) == dressed(QUESTION, chance(seed))


@given(seeds)
def test_what_was_asked_stands_in_the_dressed_message(seed: int) -> None:
    said = " ".join(words(dressed(QUESTION, chance(seed))))

    assert QUESTION in said
    assert said != QUESTION
