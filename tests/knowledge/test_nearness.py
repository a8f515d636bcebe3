import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.encoder import WIDTH
from knowledge.nearness import Nearness
from knowledge.ngrams import Floats


def directions(seed: int, count: int, *, even: bool) -> Floats:
    """Return vectors of length 1, spread evenly or, as texts are, along few directions mostly."""
    drawn = np.random.default_rng(seed).normal(size=(count, WIDTH))
    spread = drawn if even else drawn * 0.97 ** np.arange(WIDTH)
    rows: Floats = (spread / np.linalg.norm(spread, axis=1, keepdims=True)).astype(np.float32)
    return rows


@given(st.integers(0, 2**32 - 1), st.integers(1, 300), st.booleans())
def test_the_nearest_is_the_one_that_comparing_all_finds(seed: int, count: int, even: bool) -> None:  # noqa: FBT001 - drawn
    rows, vector = directions(seed, count, even=even), directions(seed + 1, 1, even=even)[0]

    place, near = Nearness(rows).of(vector)

    assert near == pytest.approx(float((rows @ vector).max()), abs=1e-5)
    assert float(rows[place] @ vector) == pytest.approx(near, abs=1e-5)


def test_a_row_is_nearest_to_itself() -> None:
    rows = directions(1, 200, even=False)

    assert [Nearness(rows).of(row)[0] for row in rows[:20]] == list(range(20))


def test_what_leads_along_the_principal_axes_alone_has_a_nearest_too() -> None:
    rows = directions(1, 300, even=True)
    axes = np.linalg.eigh(rows.T @ rows).eigenvectors[:, -96:]
    drawn, nearness = np.random.default_rng(2), Nearness(rows)

    for _ in range(200):
        along = axes @ drawn.normal(size=96)
        vector = along / np.linalg.norm(along) + drawn.normal(size=WIDTH) * 1e-5

        _, near = nearness.of(vector.astype(np.float32))

        assert near == pytest.approx(float((rows @ vector).max()), abs=1e-5)


def test_what_leads_nowhere_is_near_to_nothing() -> None:
    _, near = Nearness(directions(1, 20, even=True)).of(np.zeros(WIDTH, dtype=np.float32))

    assert near == 0
