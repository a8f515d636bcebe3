"""Linear models in numpy: fit on few messages with many features, predict in no time.

A message is known by its n-grams and, where there is an encoder, by its sense. `Softmax` tells one
label of several, `Sigmoids` any number of them.

Theory of operation. With a few thousand messages and tens of thousands of features the weights
are a combination of the messages themselves (the representer theorem): W = X'A. So A is sought,
one row a message, over the kernel K = XX', by Nesterov's accelerated gradient in function space.
Every step is the same on the same machine; the arrays that are shipped hold W in 255 steps.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge.encoder import Sense
from knowledge.ngrams import BUCKETS, Floats, Sparse

_ROUNDS = 800
_DOUBTED: Final = 0.3
"""How much of what is learned of a message is what else it may be; the rest is its label."""

Doubts = Sequence[Mapping[str, float] | None]
"""Message by message how likely each label is, by somebody who did not see its own."""


class Features(BaseModel):
    """What a model sees of a message."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    grams: Sparse
    sense: Sense | None
    """None where there is no encoder."""


class Linear(BaseModel):
    """Fitted scores: which buckets are known, what they and the sense weigh for each label."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    labels: tuple[str, ...]
    rows: NDArray[np.int32]
    """The row of each bucket in `weights`; -1 where it is not known."""
    weights: NDArray[np.int8]
    """In whole steps; 127 of them reach the label's largest weight."""
    steps: Floats
    """The size of a step, label by label."""
    sense_weights: Floats | None
    """None where it was fitted without an encoder."""
    biases: Floats

    def scores(self, message: Features) -> Floats:
        """Return the score of each label."""
        rows = self.rows[message.grams.buckets]
        known = rows >= 0
        counted = message.grams.weights[known] @ self.weights[rows[known]].astype(np.float32)
        scores = counted * self.steps + self.biases
        if self.sense_weights is not None and message.sense is not None:
            scores = scores + message.sense @ self.sense_weights
        found: Floats = scores
        return found

    def share_known(self, message: Features) -> float:
        """Return how much of the message's n-grams is known, 0 to 1."""
        known = self.rows[message.grams.buckets] >= 0
        whole = float(np.sum(message.grams.weights**2))
        return float(np.sum(message.grams.weights[known] ** 2)) / whole if whole else 0.0


class Softmax(Linear):
    """A fitted regression that tells one label of several."""

    def likelihoods(self, message: Features) -> Floats:
        """Return the likelihood of each label, summing to 1."""
        shares: Floats = softmax(self.scores(message)[None, :])[0]
        return shares


class Sigmoids(Linear):
    """A fitted regression that tells any number of labels, each for itself."""

    def likelihoods(self, message: Features) -> Floats:
        """Return the likelihood of each label, 0 to 1 each."""
        return sigmoid(self.scores(message))


def fit_softmax(
    messages: Sequence[Features],
    labels: Sequence[str],
    *,
    weights: Floats,
    decay: float,
    doubts: Doubts = (),
) -> Softmax:
    """Return the regression that tells these labels apart.

    `weights` says how much each message counts; `decay` is the pull towards indifference;
    `doubts`, where given, is learned beside the labels.
    """
    sets = [frozenset({label}) for label in labels]
    names = _names(sets)
    truth = _truth(names, sets, doubts)
    return Softmax.model_validate(_fit(messages, names, truth, weights, decay, softmax))


def fit_sigmoids(
    messages: Sequence[Features],
    labels: Sequence[frozenset[str]],
    *,
    decay: float,
    doubts: Doubts = (),
) -> Sigmoids:
    """Return the regression that tells which of the labels each message has."""
    weights, names = np.ones(len(messages), dtype=np.float32), _names(labels)
    truth = _truth(names, labels, doubts)
    return Sigmoids.model_validate(_fit(messages, names, truth, weights, decay, sigmoid))


def _names(labels: Sequence[frozenset[str]]) -> tuple[str, ...]:
    return tuple(sorted(frozenset().union(*labels)))


def _truth(names: Sequence[str], labels: Sequence[frozenset[str]], doubts: Doubts) -> Floats:
    """Return, message by message, how much of each label is learned of it.

    Who doubts may not know a label that was named since: nobody is taken to have it but those who
    do, and these are not doubted.
    """
    truth = np.asarray([[name in has for name in names] for has in labels], dtype=np.float32)
    for place, (has, doubt) in enumerate(zip(labels, doubts, strict=False)):
        if doubt is not None and has <= doubt.keys():
            other = np.asarray([doubt.get(name, 0.0) for name in names], dtype=np.float32)
            truth[place] += np.float32(_DOUBTED) * (other - truth[place])
    return truth


def _fit(
    messages: Sequence[Features],
    names: tuple[str, ...],
    truth: Floats,
    weights: Floats,
    decay: float,
    link: Callable[[Floats], Floats],
) -> dict[str, object]:
    """Return the fields of the fitted scores; `link` turns scores into likelihoods."""
    dense, rows = _dense([message.grams for message in messages])
    senses = _senses(messages)
    shares = (weights / weights.sum()).astype(np.float32)[:, None]
    kernel = dense @ dense.T + 1
    if senses is not None:
        kernel += senses @ senses.T
    alpha = _descend(kernel, truth, shares, decay, link)
    counted, steps = _coarse(dense.T @ alpha)
    return {
        "labels": names,
        "rows": rows,
        "weights": counted,
        "steps": steps,
        "sense_weights": None if senses is None else senses.T @ alpha,
        "biases": alpha.sum(axis=0),
    }


def _senses(messages: Sequence[Features]) -> Floats | None:
    senses = [message.sense for message in messages if message.sense is not None]
    return np.stack(senses).astype(np.float32) if len(senses) == len(messages) else None


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


def sigmoid(scores: Floats) -> Floats:
    """Return a likelihood for each score."""
    shares: Floats = (1 / (1 + np.exp(-np.clip(scores, -30, 30)))).astype(np.float32)
    return shares


def _descend(
    kernel: Floats,
    truth: Floats,
    shares: Floats,
    decay: float,
    link: Callable[[Floats], Floats],
) -> Floats:
    alpha = np.zeros_like(truth)
    ahead, momentum = alpha, 1.0
    step = 1.0 / (0.5 * _largest(kernel, shares) + decay)
    for _ in range(_ROUNDS):
        slope = shares * (link(kernel @ ahead) - truth) + np.float32(decay) * ahead
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


def _coarse(weights: Floats) -> tuple[NDArray[np.int8], Floats]:
    """Return the weights in whole steps, and the step of each label."""
    steps: Floats = (np.maximum(np.abs(weights).max(axis=0), 1e-12) / 127).astype(np.float32)
    return np.round(weights / steps).astype(np.int8), steps
