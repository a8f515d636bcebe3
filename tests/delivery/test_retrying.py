from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.retrying import (
    GiveUp,
    NotSent,
    NotWelcome,
    OutcomeUnknown,
    Refused,
    TryAgain,
    after,
)

NOW = datetime(2026, 11, 25, tzinfo=UTC)


def test_an_outage_is_met_with_growing_waits_of_at_most_two_minutes() -> None:
    waits = [
        after(NotSent("down"), attempts=attempts, to_officers=False, now=NOW)
        for attempts in range(1, 12)
    ]

    seconds = [(it.at - NOW).total_seconds() for it in waits if isinstance(it, TryAgain)]
    assert seconds == [1, 2, 4, 8, 16, 32, 64, 120, 120, 120, 120]


def test_slacks_own_pause_stands_above_ours() -> None:
    limited = NotSent("rate limit", retry_after=timedelta(seconds=42))

    follows = after(limited, attempts=9, to_officers=False, now=NOW)

    assert follows == TryAgain(NOW + timedelta(seconds=42), "rate limit", in_doubt=False)


def test_only_an_unknown_outcome_leaves_a_doubt() -> None:
    unknown = after(OutcomeUnknown("cut off"), attempts=1, to_officers=False, now=NOW)

    assert isinstance(unknown, TryAgain)
    assert unknown.in_doubt


def test_a_definite_refusal_ends_it() -> None:
    refused = after(Refused("user_disabled"), attempts=1, to_officers=True, now=NOW)

    assert refused == GiveUp("user_disabled")


def test_what_is_owed_to_the_officers_waits_for_their_channel_to_be_mended() -> None:
    closed = NotWelcome("is_archived")

    assert isinstance(after(closed, attempts=1, to_officers=True, now=NOW), TryAgain)
    assert isinstance(after(closed, attempts=1, to_officers=False, now=NOW), GiveUp)


@given(attempts=st.integers(0, 10**9), to_officers=st.booleans())
def test_being_late_is_never_a_reason_to_give_up(attempts: int, *, to_officers: bool) -> None:
    follows = after(NotSent("down"), attempts=attempts, to_officers=to_officers, now=NOW)

    assert isinstance(follows, TryAgain)
    assert NOW < follows.at <= NOW + timedelta(minutes=2)
