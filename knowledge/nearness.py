"""The nearest of some thousand vectors, found without comparing every number of each.

Theory of operation. The vectors are turned so that what tells them apart most stands first (their
principal axes). By the first quarter of its numbers a vector is so and so near; by the rest it can
be nearer only by as much as the lengths of both rests multiplied (Cauchy-Schwarz). What even so
cannot be the nearest is not compared in full: of a text that is near to something that is nearly
all, of one that is near to nothing about half. The answer is exact.
"""

from typing import Final

import numpy as np

from knowledge.encoder import Sense
from knowledge.ngrams import Floats

_FIRST: Final = 96
_ROUNDING: Final = 1e-5
"""By how much rounding may change a product."""
_ROUNDING_OF_SQUARES: Final = 1e-6
"""By how much it may change the square of a length: no rest is taken for shorter than it is."""


class Nearness:
    """Finds which row of a table is nearest to a vector."""

    def __init__(self, rows: Floats) -> None:
        _, axes = np.linalg.eigh(rows.T @ rows)
        self._rows, self._axes = rows, axes[:, : -_FIRST - 1 : -1].copy()
        self._first = rows @ self._axes
        self._rests = _rest(_squares(rows), _squares(self._first))

    def of(self, vector: Sense) -> tuple[int, float]:
        """Return the place of the nearest row, and the product of both."""
        first = np.einsum("ij,i->j", self._axes, vector)
        near = np.einsum("ij,j->i", self._first, first)  # `@` wakes a thread for each core
        rest = _rest(np.dot(vector, vector), np.dot(first, first))
        reached = float(self._rows[near.argmax()] @ vector)
        perhaps = np.flatnonzero(near + self._rests * rest >= reached - _ROUNDING)
        products = np.einsum("ij,j->i", self._rows[perhaps], vector)
        best = int(products.argmax())
        return int(perhaps[best]), float(products[best])


def _squares(rows: Floats) -> Floats:
    squares: Floats = np.einsum("ij,ij->i", rows, rows)
    return squares


def _rest(whole: Floats, first: Floats) -> Floats:
    """Return how long what is left of vectors is at most, by the squares of their lengths."""
    rest: Floats = np.sqrt(np.maximum(whole - first, 0) + _ROUNDING_OF_SQUARES)
    return rest
