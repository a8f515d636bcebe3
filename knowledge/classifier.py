"""Softmax regression in numpy: fit on few messages with many features, predict in no time.

Theory of operation. With a few thousand messages and tens of thousands of features the weights
are a combination of the messages themselves (the representer theorem): W = X'A. So A is sought,
one row a message, over the kernel K = XX', by Nesterov's accelerated gradient in function space.
Every step is the same on the same machine; the arrays that are shipped hold W in 255 steps.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.ngrams import BUCKETS, Floats, Sparse

_ROUNDS = 800


class Softmax(BaseModel):
    """A fitted regression: which buckets it knows, their weights for each label, and the biases."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    labels: tuple[str, ...]
    rows: NDArray[np.int32]
    """The row of each bucket in `weights`; -1 where it is not known."""
    weights: Floats
    biases: Floats

    def likelihoods(self, message: Sparse) -> Floats:
        """Return the likelihood of each label, summing to 1."""
        rows = self.rows[message.buckets]
        known = rows >= 0
        scores = message.weights[known] @ self.weights[rows[known]] + self.biases
        shares: Floats = softmax(scores[None, :])[0]
        return shares

    def share_known(self, message: Sparse) -> float:
        """Return how much of the message's length lies in known buckets, 0 to 1."""
        known = self.rows[message.buckets] >= 0
        whole = float(np.sum(message.weights**2))
        return float(np.sum(message.weights[known] ** 2)) / whole if whole else 0.0


def fit(
    messages: Sequence[Sparse], labels: Sequence[str], *, weights: Floats, decay: float
) -> Softmax:
    """Return the regression that tells these labels apart.

    `weights` says how much each message counts; `decay` is the pull towards indifference.
    """
    names = tuple(sorted(set(labels)))
    dense, rows = _dense(messages)
    truth = np.zeros((len(labels), len(names)), dtype=np.float32)
    truth[np.arange(len(labels)), [names.index(label) for label in labels]] = 1
    shares = (weights / weights.sum()).astype(np.float32)[:, None]
    alpha = _descend(dense @ dense.T + 1, truth, shares, decay)
    return Softmax(
        labels=names,
        rows=rows,
        weights=_coarse(dense.T @ alpha),
        biases=alpha.sum(axis=0),
    )


def balanced(labels: Sequence[str], *, power: float) -> Floats:
    """Return weights that make rare labels count: 0 leaves them as they are, 1 makes all equal."""
    names, places, counts = np.unique(labels, return_inverse=True, return_counts=True)
    scale = (len(labels) / (len(names) * counts)) ** power
    counted: Floats = scale[places].astype(np.float32)
    return counted


def softmax(scores: Floats) -> Floats:
    """Return likelihoods, row by row."""
    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = (raised / raised.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


def _descend(kernel: Floats, truth: Floats, shares: Floats, decay: float) -> Floats:
    alpha = np.zeros_like(truth)
    ahead, momentum = alpha, 1.0
    step = 1.0 / (0.5 * _largest(kernel, shares) + decay)
    for _ in range(_ROUNDS):
        slope = shares * (softmax(kernel @ ahead) - truth) + np.float32(decay) * ahead
        moved = ahead - np.float32(step) * slope
        faster = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = moved + np.float32((momentum - 1) / faster) * (moved - alpha)
        alpha, momentum = moved, faster
    return alpha


def _largest(kernel: Floats, shares: Floats) -> float:
    """Return the largest eigenvalue of the weighted kernel, by the power method."""
    probe = np.ones((len(kernel), 1), dtype=np.float32)
    size = 1.0
    for _ in range(50):
        probe = shares * (kernel @ probe)
        size = float(np.linalg.norm(probe))
        probe /= size
    return size


def _dense(messages: Sequence[Sparse]) -> tuple[Floats, NDArray[np.int32]]:
    used = np.unique(np.concatenate([message.buckets for message in messages]))
    rows = np.full(BUCKETS, -1, dtype=np.int32)
    rows[used] = np.arange(len(used), dtype=np.int32)
    dense = np.zeros((len(messages), len(used)), dtype=np.float32)
    for place, message in enumerate(messages):
        dense[place, rows[message.buckets]] = message.weights
    return dense, rows


def steps_of(weights: Floats) -> Floats:
    """Return, label by label, the step in which weights are counted: 127 reach the largest."""
    largest = np.abs(weights).max(axis=0)
    steps: Floats = (np.maximum(largest, 1e-12) / 127).astype(np.float32)
    return steps


def _coarse(weights: Floats) -> Floats:
    """Return the weights in whole steps, as the file will hold them, so that both agree."""
    steps = steps_of(weights)
    rounded: Floats = np.round(weights / steps).astype(np.float32) * steps
    return rounded
