"""Confidence held against how often it was right."""

import pytest

from knowledge.evaluation import Judged
from knowledge.labelled import Labelled
from knowledge.reliability import reliability
from knowledge.verdict import Kind, Verdict


def judged(confidence: float, *, right: bool) -> Judged:
    return Judged(
        question=Labelled(text="?", kind=Kind.BREACH),
        verdict=Verdict(
            kind=Kind.BREACH if right else Kind.OFF_TOPIC,
            topics=(),
            confidence=confidence,
            reason="",
        ),
        verbatim=True,
    )


def test_each_band_says_what_was_claimed_and_what_was_right() -> None:
    low, high = reliability(
        [judged(0.6, right=True), judged(0.68, right=False), judged(0.97, right=True)]
    )

    assert (low.low, low.high, low.right.hits, low.right.of) == (0.5, 0.7, 1, 2)
    assert low.said == pytest.approx(0.64)
    assert str(high) == "confidence 0.95 to 0.99: said 97.0%, right 100.0% of 1"


@pytest.mark.parametrize("confidence", [0.0, 0.5, 1.0])
def test_every_confidence_lies_in_one_band(confidence: float) -> None:
    (band,) = reliability([judged(confidence, right=True)])

    assert band.low <= confidence <= band.high


def test_nothing_has_no_bands() -> None:
    assert reliability([]) == ()
