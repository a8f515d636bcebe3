"""A message as a sparse vector: word 1-2-grams with marks, character 2-5-grams, weighted by rarity.

Features are hashed into buckets, so that no vocabulary has to be shipped; CRC-32 gives the same
bucket on every machine. Words and characters are each scaled to length 1, so that neither drowns
the other.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

BUCKETS: Final = 1 << 16
_START, _END = "<s>", "</s>"
_LONGEST_GRAM = 5

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


class Sparse(BaseModel):
    """The buckets that a message falls into, each once, and how much each weighs."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    buckets: Ints
    weights: Floats


class Grams(BaseModel):
    """The buckets of a message's words and of its signs, each once, and how often they are met."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    words: tuple[Ints, Ints]
    signs: tuple[Ints, Ints]


def grams_of(words: Sequence[str]) -> Grams:
    """Return the n-grams of a message's words."""
    return Grams(words=_counted(_word_grams(words)), signs=_counted(_sign_grams(words)))


def rarity(messages: Sequence[Grams]) -> Floats:
    """Return how rare each bucket is over these messages (smoothed inverse document frequency)."""
    seen = np.zeros(BUCKETS, dtype=np.float64)
    for grams in messages:
        seen[np.union1d(grams.words[0], grams.signs[0])] += 1
    rare: Floats = (np.log((1 + len(messages)) / (1 + seen)) + 1).astype(np.float32)
    return rare


def vector(grams: Grams, rare: Floats) -> Sparse:
    """Return the message as a vector of length 1, or of no features at all when it has no words."""
    by_words, by_signs = _weighted(grams.words, rare), _weighted(grams.signs, rare)
    buckets = np.concatenate([by_words[0], by_signs[0]])
    weights = np.concatenate([by_words[1], by_signs[1]]) / np.float32(np.sqrt(2))
    unique, places = np.unique(buckets, return_inverse=True)
    summed = np.bincount(places, weights=weights, minlength=len(unique)).astype(np.float32)
    return Sparse(buckets=unique, weights=summed)


def _weighted(counted: tuple[Ints, Ints], rare: Floats) -> tuple[Ints, Floats]:
    buckets, counts = counted
    weights: Floats = (1 + np.log(np.maximum(counts, 1))).astype(np.float32) * rare[buckets]
    length = float(np.linalg.norm(weights))
    return buckets, weights / np.float32(length) if length else weights


def _counted(grams: Iterator[str]) -> tuple[Ints, Ints]:
    hashed = np.fromiter((crc32(gram.encode()) % BUCKETS for gram in grams), dtype=np.int64)
    buckets, counts = np.unique(hashed, return_counts=True)
    return buckets, counts.astype(np.int64)


def _word_grams(words: Sequence[str]) -> Iterator[str]:
    marked = [_START, *words, _END] if words else []
    yield from (f"w:{word}" for word in words)
    yield from (f"w:{one} {two}" for one, two in pairwise(marked))


def _sign_grams(words: Sequence[str]) -> Iterator[str]:
    for word in words:
        padded = f" {word} "
        for size in range(2, _LONGEST_GRAM + 1):
            for start in range(len(padded) - size + 1):
                yield f"c:{padded[start : start + size]}"
