"""A message as a sparse vector: word 1-2-grams with marks, character 2-5-grams, weighted by rarity.

Features are hashed into buckets, so that no vocabulary has to be shipped; CRC-32 gives the same
bucket on every machine. Words and characters are each scaled to length 1, so that neither drowns
the other.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

BUCKETS: Final = 1 << 16
_START, _END = "<s>", "</s>"
_LONGEST_GRAM = 5
_LONGEST_KEPT: Final = 30

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

_LOUDEST: Final = 255
_LOUDNESS: Final = np.asarray([0, *(1 + np.log(np.arange(1, _LOUDEST + 1)))], dtype=np.float32)
"""How loud a bucket is that is met so often: slowly louder, and no louder from 255 on."""


class Sparse(BaseModel):
    """The buckets that a message falls into, each once, and how much each weighs."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    buckets: Ints
    weights: Floats


class Grams(BaseModel):
    """The buckets of a message's words and signs, each once, and how often each kind fell there."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    buckets: Ints
    words: Ints
    signs: Ints


def grams_of(words: Sequence[str]) -> Grams:
    """Return the n-grams of a message's words."""
    of_words = [_bucket(gram) for gram in _word_grams(words)]
    of_signs = [bucket for word in words for bucket in _signs_of(word)]
    hashed = np.asarray(of_words + of_signs, dtype=np.int64)
    buckets, places = np.unique(hashed, return_inverse=True)
    count = len(of_words)
    return Grams(
        buckets=buckets,
        words=np.bincount(places[:count], minlength=len(buckets)),
        signs=np.bincount(places[count:], minlength=len(buckets)),
    )


def rarity(messages: Sequence[Grams]) -> Floats:
    """Return how rare each bucket is over these messages (smoothed inverse document frequency)."""
    seen = np.zeros(BUCKETS, dtype=np.float64)
    for grams in messages:
        seen[grams.buckets] += 1
    rare: Floats = (np.log((1 + len(messages)) / (1 + seen)) + 1).astype(np.float32)
    return rare


def vector(grams: Grams, rare: Floats) -> Sparse:
    """Return the message as a vector of length 1, or of no features at all when it has no words."""
    rarities = rare[grams.buckets]
    summed = _weighted(grams.words, rarities) + _weighted(grams.signs, rarities)
    return Sparse(buckets=grams.buckets, weights=summed / np.float32(np.sqrt(2)))


def _weighted(counts: Ints, rarities: Floats) -> Floats:
    """Return what each bucket weighs, all together of length 1."""
    weights: Floats = _LOUDNESS[np.minimum(counts, _LOUDEST)] * rarities
    length = float(np.linalg.norm(weights))
    return weights / np.float32(length) if length else weights


def _bucket(gram: str) -> int:
    return crc32(gram.encode()) % BUCKETS


def _word_grams(words: Sequence[str]) -> Iterator[str]:
    marked = [_START, *words, _END] if words else []
    yield from (f"w:{word}" for word in words)
    yield from (f"w:{one} {two}" for one, two in pairwise(marked))


def _signs_of(word: str) -> tuple[int, ...]:
    """Return where the signs of a word fall; what is no word of a language is not kept."""
    return (_sign_buckets_kept if len(word) <= _LONGEST_KEPT else _sign_buckets)(word)


def _sign_buckets(word: str) -> tuple[int, ...]:
    padded = f" {word} "
    return tuple(
        _bucket(f"c:{padded[start : start + size]}")
        for size in range(2, _LONGEST_GRAM + 1)
        for start in range(len(padded) - size + 1)
    )


_sign_buckets_kept = lru_cache(maxsize=8_192)(_sign_buckets)
"""People use the same few thousand words."""
