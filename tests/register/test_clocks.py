from datetime import date

import pytest

from bot.places import Nation
from bot.register.clocks import (
    AnsweredBeforeAsked,
    CameBeforeReceipt,
    Clarification,
    Clock,
    ComplaintExtended,
)
from bot.register.working_days import ClockImpossible, NoHolidayData
from knowledge.rights import Right

RECEIVED = date(2026, 9, 3)
BEFORE = date(2026, 9, 1)
AFTER = date(2026, 9, 10)


def test_identity_before_the_request_makes_no_clock() -> None:
    with pytest.raises(CameBeforeReceipt) as refusal:
        Clock(received=RECEIVED, right=Right.ACCESS, nation=Nation.ENG, identity_received=BEFORE)

    assert str(refusal.value) == (
        "The identity information is dated Tue 1 Sep 2026, "
        "before the request was received on Thu 3 Sep 2026."
    )


def test_a_fee_before_the_request_makes_no_clock() -> None:
    with pytest.raises(CameBeforeReceipt, match=r"^The fee is dated Tue 1 Sep 2026"):
        Clock(received=RECEIVED, right=Right.ACCESS, nation=Nation.ENG, fee_paid=BEFORE)


def test_clarification_asked_before_the_request_makes_no_clock() -> None:
    with pytest.raises(CameBeforeReceipt, match=r"^The clarification is dated Tue 1 Sep 2026"):
        Clock(
            received=RECEIVED,
            right=Right.ACCESS,
            nation=Nation.ENG,
            clarifications=(Clarification(asked=BEFORE, answered=AFTER),),
        )


def test_a_clarification_does_not_end_before_it_starts() -> None:
    with pytest.raises(AnsweredBeforeAsked) as refusal:
        Clarification(asked=AFTER, answered=BEFORE)

    assert str(refusal.value) == (
        "The clarification ends on Tue 1 Sep 2026, before it was asked for on Thu 10 Sep 2026."
    )


def test_a_complaint_cannot_be_extended() -> None:
    with pytest.raises(ComplaintExtended) as refusal:
        Clock(received=RECEIVED, right=Right.COMPLAINT, nation=Nation.ENG, extended=True)

    assert str(refusal.value) == (
        "A complaint cannot be extended: it is acknowledged within 30 days."
    )


def test_a_request_of_a_year_without_holiday_data_makes_no_clock() -> None:
    with pytest.raises(NoHolidayData, match="for 9999"):
        Clock(received=date(9999, 12, 31), right=Right.ACCESS, nation=Nation.ENG)


def test_an_answer_in_a_year_without_holiday_data_makes_no_clock() -> None:
    with pytest.raises(NoHolidayData, match="for 9999"):
        Clock(
            received=RECEIVED,
            right=Right.ACCESS,
            nation=Nation.ENG,
            clarifications=(Clarification(asked=AFTER, answered=date(9999, 1, 1)),),
        )


@pytest.mark.parametrize(
    "refusal", [CameBeforeReceipt, AnsweredBeforeAsked, ComplaintExtended, NoHolidayData]
)
def test_one_name_catches_every_refusal(refusal: type[Exception]) -> None:
    assert issubclass(refusal, ClockImpossible)


def test_all_on_the_day_of_receipt_is_possible() -> None:
    same_day = Clarification(asked=RECEIVED, answered=RECEIVED)

    clock = Clock(
        received=RECEIVED,
        right=Right.ACCESS,
        nation=Nation.ENG,
        identity_received=RECEIVED,
        fee_paid=RECEIVED,
        clarifications=(same_day,),
    )

    assert clock.clarifications == (same_day,)
