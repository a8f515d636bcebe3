"""What a larger reader made of each message of the corpus: how much doubt there is about its label.

Theory of operation. Whoever learns from labels alone is as sure of a message that could be read in
two ways as of a plain one. So a larger encoder (see `model/README.md`) read every message, by heads
that had not heard its voice, and said how likely each intent and each right is. What is learned is
the label for the most part and that opinion for the rest. It is only needed to learn, never to
judge; a message that was written since has its label alone.
"""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from knowledge import arrays
from knowledge.arrays import Arrays, StaleBuild
from knowledge.faults import Fault, KnowledgeFaults

FILE: Final = "opinions.zip"
_STEPS: Final = 255
_SIGNS_OF_A_KEY: Final = 12
_DAMAGED: Final = "is damaged; put back the one that came with the product"
_OF_ANOTHER_SHAPE: Final = (KeyError, TypeError, ValueError)
"""What reading an archive that holds something else may raise."""


class Opinion(BaseModel):
    """How likely each intent is, and that the message exercises each right."""

    model_config = ConfigDict(frozen=True)

    intents: dict[str, float]
    rights: dict[str, float]


Opinions = Mapping[str, Opinion]
"""By the key of the message."""

NONE: Final[Opinions] = MappingProxyType({})
"""Where only labels are known."""


def key_of(text: str) -> str:
    """Return what a message is known by: it changes with every sign of it."""
    return sha256(text.encode()).hexdigest()[:_SIGNS_OF_A_KEY]


def read(folder: Path) -> Opinions:
    """Return the opinions that lie beside the corpus, if any do.

    Raises `KnowledgeFaults` where their file is damaged.
    """
    file = folder / FILE
    if not file.exists():
        return NONE
    try:
        return _opinions(*arrays.load(file, without=()))
    except (StaleBuild, *_OF_ANOTHER_SHAPE) as cause:
        raise KnowledgeFaults([Fault(file=FILE, line=1, reason=_DAMAGED)]) from cause


def write(folder: Path, opinions: Opinions) -> None:
    """Write the opinions beside the corpus, each likelihood in 255 steps."""
    kept = sorted(opinions.items())
    held = {
        "intents": _in_steps([list(it.intents.values()) for _, it in kept]),
        "rights": _in_steps([list(it.rights.values()) for _, it in kept]),
    }
    first = kept[0][1]
    texts = {
        "keys": [key for key, _ in kept],
        "intents": list(first.intents),
        "rights": list(first.rights),
    }
    arrays.save(folder / FILE, held, texts)


def _opinions(held: Arrays, texts: Mapping[str, Sequence[str]]) -> Opinions:
    intents = _by(texts["intents"], held["intents"])
    rights = _by(texts["rights"], held["rights"])
    return {
        key: Opinion(intents=wants, rights=exercises)
        for key, wants, exercises in zip(texts["keys"], intents, rights, strict=True)
    }


def _in_steps(shares: Sequence[Sequence[float]]) -> NDArray[np.uint8]:
    return np.round(np.asarray(shares) * _STEPS).astype(np.uint8)


def _by(labels: Sequence[str], steps: NDArray[np.uint8]) -> Iterator[dict[str, float]]:
    for row in (steps / _STEPS).tolist():
        yield dict(zip(labels, row, strict=True))
