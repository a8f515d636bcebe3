"""Whether confidence means what it says: how often verdicts of a confidence are right."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.evaluation import Judged, Share

_BOUNDS: Final = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99, 1.0)


class Band(BaseModel):
    """The verdicts whose confidence lies between two bounds."""

    model_config = ConfigDict(frozen=True)

    low: float
    high: float
    said: float
    """Their mean confidence."""
    right: Share

    def __str__(self) -> str:
        return (
            f"confidence {self.low:.2f} to {self.high:.2f}: said {self.said:.1%}, "
            f"right {self.right.value:.1%} of {self.right.of}"
        )


def reliability(judged: Sequence[Judged]) -> tuple[Band, ...]:
    """Return the bands that hold any verdict, the least sure first."""
    return tuple(
        Band(
            low=low,
            high=high,
            said=sum(it.verdict.confidence for it in inside) / len(inside),
            right=Share(hits=sum(it.kind_fits for it in inside), of=len(inside)),
        )
        for low, high in pairwise(_BOUNDS)
        if (inside := [it for it in judged if _lies(it.verdict.confidence, low, high)])
    )


def _lies(confidence: float, low: float, high: float) -> bool:
    return low <= confidence < high or confidence == high == _BOUNDS[-1]
