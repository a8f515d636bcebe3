"""So many are answered at once, then one now and then; it is said once that there are too many."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pacing import CHANNEL, PERSON, Bucket, Pace, Rate, Turn, drawn, filled

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
RATE = Rate(burst=4, every=timedelta(seconds=10))
TOM = [("T1/U1", RATE)]


def turns(pace: Pace, count: int, *, now: datetime = NOW) -> list[Turn]:
    return [pace.turn(TOM, now=now) for _ in range(count)]


def test_a_burst_is_answered_then_told_once_then_silent() -> None:
    assert turns(Pace(), 7) == [Turn.ANSWER] * 4 + [Turn.SAY_WHY] + [Turn.STAY_SILENT] * 2


@pytest.mark.parametrize(
    ("seconds", "answered"), [(0, 0), (9.9, 0), (10, 1), (25, 2), (40, 4), (900, 4)]
)
def test_after_a_while_some_more_are_answered(seconds: float, answered: int) -> None:
    pace = Pace()
    turns(pace, 5)

    later = turns(pace, 6, now=NOW + timedelta(seconds=seconds))

    assert later.count(Turn.ANSWER) == answered


@pytest.mark.parametrize(("seconds", "told"), [(10, False), (19, False), (20, True)])
def test_it_is_told_again_only_after_it_was_calm(seconds: float, told: bool) -> None:  # noqa: FBT001 - a table
    pace = Pace()
    turns(pace, 5)

    later = turns(pace, 6, now=NOW + timedelta(seconds=seconds))

    assert (Turn.SAY_WHY in later) is told


def test_one_person_does_not_use_up_anothers() -> None:
    pace = Pace()
    turns(pace, 6)

    assert pace.turn([("T1/U2", RATE)], now=NOW) is Turn.ANSWER


def test_of_person_and_channel_the_stricter_decides() -> None:
    pace, both = Pace(), [("T1/U1", RATE), ("C1", Rate(burst=1, every=timedelta(hours=1)))]

    assert [pace.turn(both, now=NOW) for _ in range(3)] == [
        Turn.ANSWER,
        Turn.SAY_WHY,
        Turn.STAY_SILENT,
    ]


def test_a_person_who_asks_as_people_do_is_never_silenced() -> None:
    pace = Pace()
    minutes = [NOW + timedelta(seconds=15 * count) for count in range(200)]

    assert {pace.turn([("T1/U1", PERSON), ("C1", CHANNEL)], now=at) for at in minutes} == {
        Turn.ANSWER
    }


def test_those_whose_bucket_is_full_again_are_forgotten() -> None:
    pace = Pace()
    for number in range(10_000):
        pace.turn([(f"T1/U{number}", RATE)], now=NOW)

    turns(pace, 1, now=NOW + timedelta(hours=1))

    assert len(vars(pace)["_buckets"]) == 1


steps = st.lists(st.integers(min_value=-5, max_value=60), max_size=60)


@given(steps)
def test_never_more_than_the_burst_and_the_time_allow(waits: list[int]) -> None:
    bucket, now, answered, passed = Bucket(4.0, NOW), NOW, 0, timedelta()
    for wait in waits:
        now += timedelta(seconds=wait)
        passed += max(timedelta(seconds=wait), timedelta())
        bucket, turn = drawn(bucket, RATE, now)
        answered += turn is Turn.ANSWER

        assert 0 <= bucket.tokens <= RATE.burst
        assert answered <= RATE.burst + passed / RATE.every


@given(steps)
def test_a_bucket_is_told_of_once_until_it_is_calm(waits: list[int]) -> None:
    bucket, now, told = Bucket(4.0, NOW), NOW, False
    for wait in waits:
        now += timedelta(seconds=max(wait, 0))
        calm = filled(bucket, RATE, now).tokens >= RATE.burst / 2
        bucket, turn = drawn(bucket, RATE, now)

        assert not (turn is Turn.SAY_WHY and told and not calm)
        told = turn is Turn.SAY_WHY or (told and not calm)
