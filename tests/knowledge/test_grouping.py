"""What asks for much the same is put together."""

import pytest

from knowledge.encoder import Encoder, open_encoder
from knowledge.grouping import grouped

TEXTS = (
    "is my data encrypted",
    "who is your data protection officer",
    "do you encrypt my data",
    "is data encrypted",
)


@pytest.mark.parametrize("encoder", [None, open_encoder()], ids=["words", "sense"])
def test_questions_of_one_kind_stand_together_the_largest_group_first(
    encoder: Encoder | None,
) -> None:
    first, *others = grouped(TEXTS, encoder)

    assert {0, 3} <= set(first)
    assert (1,) in others


def test_nothing_makes_no_group() -> None:
    assert grouped((), None) == ()
