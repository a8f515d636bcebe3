from functools import cache

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.classifier import (
    Features,
    Sigmoids,
    Softmax,
    balanced,
    fit_sigmoids,
    fit_softmax,
    sigmoid,
    softmax,
)
from knowledge.ngrams import BUCKETS, grams_of, vector

EVEN = np.ones(BUCKETS, dtype=np.float32)
DECAY = 1e-5
LESSONS = {
    "fruit": ["red apple", "green pear", "ripe plum", "sour apple"],
    "tools": ["steel hammer", "sharp chisel", "old hammer", "long saw"],
    "birds": ["grey heron", "little wren", "young heron", "snowy owl"],
}
COLOURS = {"red": [1.0, 0.0], "blue": [0.0, 1.0]}


def features(text: str, sense: list[float] | None = None) -> Features:
    return Features(
        grams=vector(grams_of(text.split()), EVEN),
        sense=None if sense is None else np.asarray(sense, dtype=np.float32),
    )


@cache
def taught() -> Softmax:
    texts = [text for some in LESSONS.values() for text in some]
    labels = [label for label, some in LESSONS.items() for _ in some]
    weights = balanced(labels, power=0)
    return fit_softmax([features(text) for text in texts], labels, weights=weights, decay=DECAY)


@cache
def taught_by_sense() -> Softmax:
    """Return what must go by sense, since every message has the same word."""
    messages = [features("paint", sense) for sense in COLOURS.values()]
    weights = balanced(list(COLOURS), power=0)
    return fit_softmax(messages, list(COLOURS), weights=weights, decay=DECAY)


@cache
def taught_sets() -> Sigmoids:
    lessons = {
        "send my copy": {"access"},
        "a copy of it": {"access"},
        "erase my file": {"erasure"},
        "please erase it": {"erasure"},
        "a copy then erase": {"access", "erasure"},
    }
    messages = [features(text) for text in lessons]
    return fit_sigmoids(messages, [frozenset(some) for some in lessons.values()], decay=DECAY)


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("red apple", "fruit"),
        ("one apple more", "fruit"),
        ("my hammer", "tools"),
        ("herons", "birds"),
    ],
)
def test_what_can_be_told_apart_is(text: str, label: str) -> None:
    likely = taught().likelihoods(features(text))

    assert taught().labels[likely.argmax()] == label
    assert likely.max() > 0.6


def test_labels_stand_in_alphabetical_order() -> None:
    assert taught().labels == ("birds", "fruit", "tools")


@settings(deadline=None)  # the first message waits until the model is fitted
@given(st.lists(st.text(min_size=1, max_size=9), max_size=15))
def test_the_likelihoods_of_any_message_sum_to_one(words: list[str]) -> None:
    message = Features(grams=vector(grams_of(words), EVEN), sense=None)

    likely = taught().likelihoods(message)

    assert likely.sum() == pytest.approx(1, abs=1e-5)
    assert (likely >= 0).all()
    assert 0 <= taught().share_known(message) <= 1 + 1e-6


def test_a_message_without_words_is_equally_likely_everything_that_was_taught_equally() -> None:
    likely = taught().likelihoods(features(""))

    assert likely.tolist() == pytest.approx([1 / 3] * 3, abs=0.05)


def test_how_much_of_a_message_is_known_is_told() -> None:
    assert taught().share_known(features("")) == 0
    assert taught().share_known(features("red apple")) == pytest.approx(1, abs=1e-5)
    assert taught().share_known(features("zq")) < 0.1
    assert 0.3 < taught().share_known(features("apple zqxj")) < 0.9


def test_messages_of_the_same_words_are_told_apart_by_their_sense() -> None:
    likely = {
        name: taught_by_sense().likelihoods(features("paint", sense))
        for name, sense in COLOURS.items()
    }

    for name, shares in likely.items():
        assert taught_by_sense().labels[shares.argmax()] == name


def test_without_a_sense_the_words_alone_are_scored() -> None:
    likely = taught_by_sense().likelihoods(features("paint"))

    assert likely.tolist() == pytest.approx([0.5, 0.5], abs=0.05)


def test_a_model_taught_without_senses_needs_none() -> None:
    assert taught().sense_weights is None
    with_sense, without = features("red apple", [1.0, 0.0]), features("red apple")

    assert taught().scores(with_sense).tolist() == taught().scores(without).tolist()


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("my copy", {"access"}),
        ("erase it", {"erasure"}),
        ("copy then erase", {"access", "erasure"}),
    ],
)
def test_several_labels_may_be_likely_at_once(text: str, labels: set[str]) -> None:
    shares = taught_sets().likelihoods(features(text)).tolist()

    likely = {name for name, one in zip(taught_sets().labels, shares, strict=True) if one > 0.5}
    assert likely == labels


def test_fitting_again_gives_the_same_model() -> None:
    again = taught.__wrapped__()

    assert again.weights.tolist() == taught().weights.tolist()
    assert again.biases.tolist() == taught().biases.tolist()


def test_a_label_that_weighs_more_is_the_likelier_where_nothing_is_known() -> None:
    messages, labels = [features("a1"), features("b2")], ["light", "heavy"]

    model = fit_softmax(messages, labels, weights=np.asarray([1, 9], dtype=np.float32), decay=DECAY)

    heavy, light = model.likelihoods(features("")).tolist()
    assert heavy > light


@pytest.mark.parametrize(("power", "weights"), [(0, [1, 1, 1, 1]), (1, [2 / 3, 2 / 3, 2 / 3, 2])])
def test_rare_labels_are_made_to_count(power: float, weights: list[float]) -> None:
    assert balanced(["a", "a", "a", "b"], power=power).tolist() == pytest.approx(weights)


@given(st.lists(st.floats(-1e4, 1e4, width=32), min_size=1, max_size=8))
def test_any_scores_become_likelihoods(scores: list[float]) -> None:
    given_scores = np.asarray(scores, dtype=np.float32)

    assert softmax(given_scores[None, :]).sum() == pytest.approx(1, abs=1e-5)
    assert ((sigmoid(given_scores) >= 0) & (sigmoid(given_scores) <= 1)).all()


def test_equal_scores_are_equally_likely() -> None:
    assert softmax(np.zeros((1, 4), dtype=np.float32)).tolist() == [[0.25] * 4]
    assert sigmoid(np.zeros(1, dtype=np.float32)).tolist() == [0.5]
