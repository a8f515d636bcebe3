"""No officer, no channel and no link of the compliance team can reach a requester or asker."""

import json
from collections.abc import Iterator
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import ForAskers
from bot.delivery.for_requesters import ForRequesters, Relayed
from bot.delivery.pieces import Named
from bot.places import PersonId, Thread
from bot.slack.blocks import draw

MESSAGES = (*get_args(ForAskers), *get_args(ForRequesters))
OFFICERS_OWN = (Named, PersonId, Thread)
"""What names an officer, a person or a place; a message to a requester has no room for any."""


def kinds_within(kind: Any, seen: set[Any]) -> Iterator[Any]:  # noqa: ANN401 - any annotation
    """Return every type that a message is made of."""
    if kind in seen:
        return
    seen.add(kind)
    yield kind
    for inner in get_args(kind):
        yield from kinds_within(inner, seen)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        for field in kind.model_fields.values():
            yield from kinds_within(field.annotation, seen)


@pytest.mark.parametrize("message", MESSAGES, ids=lambda it: it.__name__)
def test_a_message_has_no_room_for_an_officer_or_a_place(message: type[BaseModel]) -> None:
    assert not any(kind in OFFICERS_OWN for kind in kinds_within(message, set()))


LIVE = st.sampled_from(
    ["<@U0JO000001>", "<#C0COMPLY01|compliance>", "<!here>", "<https://home.test/archives/C0|x>"]
)


@given(st.lists(LIVE | st.text(max_size=20), max_size=5).map(" ".join))
def test_what_an_officer_writes_mentions_and_links_nothing(words: str) -> None:
    for message in (Told(text=words), Relayed(reference="RR-2026-0001", words=words)):
        drawn = draw(message)
        sections = [it for it in drawn.blocks if it["type"] != "rich_text"]
        live = drawn.text + json.dumps(sections)
        assert "<" not in live
