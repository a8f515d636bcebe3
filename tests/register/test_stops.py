from datetime import date

import pytest

from bot.places import Nation
from bot.register.clocks import Clarification
from bot.register.deadlines import deadline
from bot.register.stops import AskedAfterDue
from bot.register.working_days import next_working_day
from knowledge.rights import Right
from tests.register.builders import a_clock


def clarified(asked: date, answered: date) -> Clarification:
    return Clarification(asked=asked, answered=answered)


def test_clarification_stops_the_clock_by_the_stricter_reading() -> None:
    found = deadline(a_clock(date(2026, 9, 3), clarified(date(2026, 9, 7), date(2026, 9, 11))))

    assert found.due == date(2026, 10, 7)
    assert found.sentences[2:] == (
        (
            "Clarification asked for on Mon 7 Sep 2026 and given on Fri 11 Sep 2026: "
            "days not counted 4, the period ends on Wed 7 Oct 2026 (fact 6)"
        ),
        (
            "Another reading gives Thu 8 Oct 2026: "
            "the day on which clarification is given does not count either (fact 6)"
        ),
    )


def test_clarification_given_the_same_day_stops_nothing_by_the_stricter_reading() -> None:
    found = deadline(a_clock(date(2026, 9, 2), clarified(date(2026, 9, 7), date(2026, 9, 7))))

    assert found.due == date(2026, 10, 2)
    assert [other.due for other in found.alternatives] == [date(2026, 10, 5)]


def test_the_clock_can_be_stopped_from_its_first_day() -> None:
    found = deadline(a_clock(date(2026, 9, 1), clarified(date(2026, 9, 1), date(2026, 9, 3))))

    assert found.due == next_working_day(date(2026, 10, 3), Nation.ENG)
    assert found.working[-2].on == date(2026, 10, 3)


def test_an_answer_on_the_first_day_counts_by_the_stricter_reading_only() -> None:
    found = deadline(
        a_clock(
            date(2026, 9, 1),
            clarified(date(2026, 9, 3), date(2026, 9, 7)),
            identity=date(2026, 9, 7),
        )
    )

    assert found.due == date(2026, 10, 7)
    assert [other.due for other in found.alternatives] == [date(2026, 10, 8)]


def test_days_on_which_two_clarifications_are_awaited_count_once() -> None:
    twice = a_clock(
        date(2026, 9, 3),
        clarified(date(2026, 9, 9), date(2026, 9, 14)),
        clarified(date(2026, 9, 7), date(2026, 9, 11)),
    )

    assert deadline(twice).due == date(2026, 10, 12)
    assert [step.on for step in deadline(twice).working[2:4]] == [
        date(2026, 10, 7),
        date(2026, 10, 10),
    ]


def test_the_clock_is_not_stopped_before_it_starts() -> None:
    found = deadline(
        a_clock(
            date(2026, 9, 3),
            clarified(date(2026, 9, 4), date(2026, 9, 8)),
            identity=date(2026, 9, 9),
        )
    )

    assert found.due == date(2026, 10, 9)
    assert [other.due for other in found.alternatives] == [date(2026, 10, 9)]


def test_only_the_days_since_the_start_are_stopped() -> None:
    found = deadline(
        a_clock(
            date(2026, 9, 3),
            clarified(date(2026, 9, 4), date(2026, 9, 11)),
            identity=date(2026, 9, 9),
        )
    )

    assert found.due == next_working_day(date(2026, 10, 11), Nation.ENG)


def test_clarification_does_not_stop_the_clock_for_erasure() -> None:
    found = deadline(
        a_clock(
            date(2026, 9, 3),
            clarified(date(2026, 9, 7), date(2026, 9, 11)),
            right=Right.ERASURE,
        )
    )

    assert (found.due, found.alternatives) == (date(2026, 10, 5), ())
    assert found.sentences[1] == (
        "Clarification stops the clock for access requests only, so the date does not move (fact 6)"
    )


def test_a_clock_that_has_run_out_is_not_stopped() -> None:
    with pytest.raises(AskedAfterDue) as refusal:
        deadline(a_clock(date(2026, 9, 3), clarified(date(2026, 10, 6), date(2026, 10, 9))))

    assert str(refusal.value) == (
        "Clarification asked for on Tue 6 Oct 2026 cannot stop a clock "
        "that ran out on Mon 5 Oct 2026."
    )


def test_the_clock_can_be_stopped_on_its_last_day() -> None:
    found = deadline(a_clock(date(2026, 9, 3), clarified(date(2026, 10, 5), date(2026, 10, 9))))

    assert found.due == date(2026, 10, 7)


def test_an_extended_clock_is_stopped_too() -> None:
    found = deadline(
        a_clock(date(2025, 1, 31), clarified(date(2025, 2, 3), date(2025, 2, 5)), extended=True)
    )

    assert found.due == date(2025, 5, 2)


def test_the_target_moves_with_the_days_that_do_not_count() -> None:
    stopped = a_clock(date(2026, 9, 3), clarified(date(2026, 9, 7), date(2026, 9, 11)))

    assert deadline(stopped).target == date(2026, 10, 5)
