from datetime import date

from hypothesis import given

from bot.register.deadlines import deadline
from bot.register.lifecycle import Step
from bot.register.requests import RightsRequest
from bot.register.timeliness import answered, days_taken, in_time
from knowledge.rights import Right
from tests.books.builders import a_request
from tests.register.test_retention import REQUESTS

DUE = date(2026, 10, 5)
LATE = date(2026, 10, 6)


def test_an_answer_on_the_last_day_is_in_time() -> None:
    assert in_time(a_request().after(Step.FULFIL, on=DUE)) is True


def test_an_answer_on_the_day_after_is_late() -> None:
    assert in_time(a_request().after(Step.FULFIL, on=LATE)) is False


def test_an_extension_makes_the_same_answer_timely() -> None:
    extended = a_request().after(Step.EXTEND, on=date(2026, 9, 10), why="complex")

    assert in_time(extended.after(Step.FULFIL, on=LATE)) is True


def test_one_late_right_makes_a_request_late_though_the_last_was_timely() -> None:
    both = a_request(Right.ACCESS, Right.ERASURE).after(
        Step.ASK_CLARIFICATION, on=date(2026, 9, 10)
    )
    both = both.after(Step.RECEIVE_CLARIFICATION, on=date(2026, 9, 20))
    both = both.after(Step.REFUSE, on=LATE, rights=(Right.ERASURE,))

    assert in_time(both) is None
    assert in_time(both.after(Step.FULFIL, on=LATE)) is False


def acknowledged(request: RightsRequest, on: date | None) -> RightsRequest:
    progress = request.progress.model_copy(update={"acknowledged": on})
    return request.model_copy(update={"progress": progress})


def test_a_complaint_is_measured_by_its_thirty_days() -> None:
    complaint = acknowledged(a_request(Right.COMPLAINT), None)

    assert in_time(complaint.after(Step.UPHOLD, on=date(2026, 10, 2))) is True
    assert in_time(complaint.after(Step.UPHOLD, on=date(2026, 10, 3))) is False


def test_the_thirty_days_are_met_by_the_acknowledgement_whenever_the_outcome_comes() -> None:
    complaint = a_request(Right.COMPLAINT)
    months_later = date(2026, 12, 10)

    for on, timely in ((date(2026, 10, 2), True), (date(2026, 10, 3), False)):
        ended = acknowledged(complaint, on).after(Step.UPHOLD, on=months_later)
        assert in_time(ended) is timely


def test_who_withdrew_was_answered_neither_in_time_nor_late() -> None:
    withdrawn = a_request().after(Step.WITHDRAW, on=LATE)

    assert (in_time(withdrawn), days_taken(withdrawn)) == (None, None)


def test_the_days_taken_are_counted_from_receipt() -> None:
    assert days_taken(a_request().after(Step.FULFIL, on=DUE)) == 32


@given(request=REQUESTS)
def test_an_answer_is_in_time_just_when_each_right_was_answered_by_its_own_day(
    request: RightsRequest,
) -> None:
    days = answered(request)
    word = request.progress.acknowledged
    if Right.COMPLAINT in days and word:
        days[Right.COMPLAINT] = min(word, days[Right.COMPLAINT])
    by_its_clock = [on <= deadline(request.clock_of(right)).due for right, on in days.items()]

    assert in_time(request) is (None if request.is_open or not days else all(by_its_clock))
