from math import log
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.ngrams import BUCKETS, Floats, Grams, Ints, Sparse, grams_of, rarity, vector

EVEN = np.ones(BUCKETS, dtype=np.float32)

messages = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=12)


def bucket(gram: str) -> int:
    return crc32(gram.encode()) % BUCKETS


def counted(grams: Grams, counts: Ints) -> dict[int, int]:
    """Return how often each bucket was met that was."""
    met = zip(grams.buckets.tolist(), counts.tolist(), strict=True)
    return {bucket: count for bucket, count in met if count}


def vector_of(*words: str, rare: Floats = EVEN) -> Sparse:
    return vector(grams_of(words), rare)


def alike(one: Sparse, other: Sparse) -> float:
    there = np.zeros(BUCKETS, dtype=np.float32)
    there[one.buckets] = one.weights
    return float(there[other.buckets] @ other.weights)


def test_words_are_counted_alone_and_in_pairs_with_the_ends_marked() -> None:
    grams = ("w:keep", "w:it", "w:<s> keep", "w:keep it", "w:it </s>")

    found = grams_of(["keep", "it"])

    assert counted(found, found.words) == dict.fromkeys(map(bucket, grams), 1)


def test_signs_are_counted_in_runs_of_two_to_five_with_the_ends_of_words() -> None:
    grams = ("c: i", "c:it", "c:t ", "c: it", "c:it ", "c: it ")

    found = grams_of(["it"])

    assert counted(found, found.signs) == dict.fromkeys(map(bucket, grams), 1)


def test_what_is_said_twice_is_counted_twice() -> None:
    found = grams_of(["no", "no"])

    assert counted(found, found.words)[bucket("w:no")] == 2


def test_a_message_without_words_has_no_features() -> None:
    nothing = vector_of()

    assert nothing.buckets.size == 0
    assert nothing.weights.size == 0


@given(messages)
def test_a_vector_has_length_one(words: list[str]) -> None:
    found = vector_of(*words)

    assert len(set(found.buckets.tolist())) == len(found.buckets)
    assert (found.weights > 0).all()
    # A word and a run of signs that meet in one bucket make it a little longer.
    assert 1 - 1e-5 <= np.linalg.norm(found.weights) <= 1.1


@given(messages)
def test_the_same_words_give_the_same_vector(words: list[str]) -> None:
    one, again = vector_of(*words), vector_of(*words)

    assert one.buckets.tolist() == again.buckets.tolist()
    assert one.weights.tolist() == again.weights.tolist()


def test_words_and_signs_weigh_the_same() -> None:
    grams = grams_of(["who", "sees", "it"])
    found = dict(zip(*(part.tolist() for part in vars(vector(grams, EVEN)).values()), strict=True))

    for counts in (grams.words, grams.signs):
        weights = [found[one] for one in counted(grams, counts)]
        assert sum(weight**2 for weight in weights) == pytest.approx(0.5, abs=1e-5)


def test_a_slip_is_nearer_than_another_word_and_order_counts() -> None:
    meant = vector_of("delete", "my", "details")

    slip, other = vector_of("delete", "my", "detials"), vector_of("delete", "my", "fridge")
    turned = vector_of("my", "details", "delete")

    assert alike(meant, other) < alike(meant, slip) < 1
    assert alike(meant, turned) < 0.95
    assert alike(meant, meant) == pytest.approx(1, abs=1e-5)


def test_what_stands_in_few_messages_is_rarer() -> None:
    rare = rarity([grams_of(["keep", "it"]), grams_of(["keep", "them"])])

    assert rare[bucket("w:keep")] == pytest.approx(1)
    assert rare[bucket("w:it")] == pytest.approx(log(3 / 2) + 1)
    assert rare[bucket("w:never")] == pytest.approx(log(3) + 1)


def test_what_is_rare_weighs_more() -> None:
    rare = rarity([grams_of(["keep", "it"]), grams_of(["keep", "them"])])

    found = vector_of("keep", "it", rare=rare)

    weights = dict(zip(found.buckets.tolist(), found.weights.tolist(), strict=True))
    assert weights[bucket("w:it")] > weights[bucket("w:keep")]
