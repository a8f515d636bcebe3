"""Where this notice speaks to a message: topics, or a known silence, with the nearest phrasing.

Learned from the authors' phrasings alone, so that another company writes only those.
"""

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, PrivateAttr

from knowledge.classifier import Features, Softmax, balanced, fit_softmax
from knowledge.encoder import Encoder, Sense
from knowledge.nearness import Nearness
from knowledge.ngrams import BUCKETS, Floats, Grams, Ints, Sparse, grams_of, rarity, vector
from knowledge.verdict import Found
from knowledge.wording import words

_DECAY: Final = 1e-5
_SILENT: Final = "~"
"""Marks a silence among the labels."""
_STRANGE: Final = 0.15
"""The share of a message that must be known from the phrasings to be judged by them at all."""
_NEAR: Final = 0.2
"""How alike a phrasing must be, as a cosine, to be shown as the reason."""


class GramsOfPhrasings(BaseModel):
    """The n-grams of the phrasings, end to end."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    buckets: NDArray[np.uint16]
    weights: NDArray[np.float16]
    starts: Ints


class Phrasings(BaseModel):
    """The authors' phrasings as vectors, so that the nearest can be found."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    texts: tuple[str, ...]
    grams: GramsOfPhrasings | None
    """None where an encoder tells what is alike: they would only take 3 MB."""
    senses: Floats | None
    """Row by row; None where they were learned without an encoder."""
    _nearness: Nearness | None = PrivateAttr(None)

    def model_post_init(self, _context: object) -> None:
        """Make ready to find the nearest in sense."""
        if self.senses is not None:
            self._nearness = Nearness(self.senses)

    def nearest(self, message: Features) -> tuple[str, float | None]:
        """Return the phrasing most like the message, and how near in sense any of them is.

        No phrasing where none is like it; no nearness where there is no encoder.
        """
        if self._nearness is not None and message.sense is not None:
            best, near = self._nearness.of(message.sense)
            return self.texts[best], near
        if self.grams is None:
            return "", None
        alike = _alike(self.grams, message.grams)
        best = int(alike.argmax())
        return self.texts[best] if alike[best] >= _NEAR else "", None


def _alike(phrasings: GramsOfPhrasings, message: Sparse) -> Floats:
    there = np.zeros(BUCKETS, dtype=np.float32)
    there[message.buckets] = message.weights
    alike: Floats = np.add.reduceat(there[phrasings.buckets] * phrasings.weights, phrasings.starts)
    return alike


class MatcherModel(BaseModel):
    """A fitted model of where the notice speaks."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    softmax: Softmax
    rare: Floats
    phrasings: Phrasings

    def found(self, grams: Grams, sense: Sense | None) -> Found:
        """Return where the notice speaks to the message."""
        message = Features(grams=vector(grams, self.rare), sense=sense)
        likely = zip(self.softmax.labels, self.softmax.likelihoods(message).tolist(), strict=True)
        topics, silences = [], []
        for label, share in sorted(likely, key=itemgetter(1), reverse=True):
            if label.startswith(_SILENT):
                silences.append((label[1:], share))
            else:
                topics.append((label, share))
        nearest, near = self.phrasings.nearest(message)
        return Found(
            topics=tuple(topics),
            silence=silences[0] if silences else ("", 0.0),
            silent=min(sum(share for _, share in silences), 1.0),
            nearest=nearest,
            near=near,
            strange=self.softmax.share_known(message) < _STRANGE,
        )


def learn(
    entries: Mapping[str, Sequence[str]],
    silences: Mapping[str, Sequence[str]],
    encoder: Encoder | None,
) -> MatcherModel:
    """Return the model fitted to the phrasings of each topic and of each silence."""
    labelled = [
        *((text, topic) for topic, texts in entries.items() for text in texts),
        *((text, _SILENT + silence) for silence, texts in silences.items() for text in texts),
    ]
    texts = [text for text, _ in labelled]
    labels = [label for _, label in labelled]
    messages = [words(text) for text in texts]
    counted = [grams_of(message) for message in messages]
    rare = rarity(counted)
    vectors = [vector(grams, rare) for grams in counted]
    features = [
        Features(grams=grams, sense=encoder.sense(" ".join(message)) if encoder else None)
        for grams, message in zip(vectors, messages, strict=True)
    ]
    softmax = fit_softmax(features, labels, weights=balanced(labels, power=0), decay=_DECAY)
    return MatcherModel(softmax=softmax, rare=rare, phrasings=_phrasings(texts, features))


def _phrasings(texts: Sequence[str], features: Sequence[Features]) -> Phrasings:
    vectors = [one.grams for one in features]
    senses = [one.sense for one in features if one.sense is not None]
    lengths = [0, *(len(one.buckets) for one in vectors[:-1])]
    return Phrasings(
        texts=tuple(texts),
        grams=GramsOfPhrasings(
            buckets=np.concatenate([one.buckets for one in vectors]).astype(np.uint16),
            weights=np.concatenate([one.weights for one in vectors]).astype(np.float16),
            starts=np.cumsum(np.asarray(lengths, dtype=np.int64)),
        ),
        senses=np.stack(senses).astype(np.float16).astype(np.float32) if senses else None,
    )
