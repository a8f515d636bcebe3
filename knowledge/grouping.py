"""Texts put together that ask for much the same."""

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from rapidfuzz import fuzz

from knowledge.encoder import Encoder

_NEAR_IN_SENSE: Final = 0.75
"""A cosine from which two questions ask for much the same."""
_NEAR_IN_WORDS: Final = 70.0
"""The same where there is no encoder, by words in common (0 to 100)."""


def grouped(texts: Sequence[str], encoder: Encoder | None) -> tuple[tuple[int, ...], ...]:
    """Return the places of the texts in groups, the largest group first.

    Each text joins the first group whose first text it is like, so the order of texts decides.
    """
    alike = _in_sense(texts, encoder) if encoder else _in_words(texts)
    groups: list[list[int]] = []
    for place in range(len(texts)):
        home = next((group for group in groups if alike(group[0], place)), None)
        if home is None:
            groups.append([place])
        else:
            home.append(place)
    return tuple(tuple(group) for group in sorted(groups, key=len, reverse=True))


def _in_sense(texts: Sequence[str], encoder: Encoder) -> Callable[[int, int], bool]:
    senses = [encoder.sense(text) for text in texts]
    return lambda one, other: float(np.dot(senses[one], senses[other])) >= _NEAR_IN_SENSE


def _in_words(texts: Sequence[str]) -> Callable[[int, int], bool]:
    return lambda one, other: fuzz.token_set_ratio(texts[one], texts[other]) >= _NEAR_IN_WORDS
