from datetime import date

import pytest

from bot.places import Nation
from bot.register.clocks import Clock
from bot.register.deadlines import as_json, deadline, on_receipt
from bot.register.working_days import NoHolidayData
from knowledge.rights import Right
from tests.register.builders import a_clock


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 9, 3), date(2026, 10, 5)),
        (date(2027, 1, 31), date(2027, 3, 1)),
        (date(2026, 11, 25), date(2026, 12, 29)),
    ],
)
def test_a_response_is_due_in_one_month(received: date, due: date) -> None:
    assert deadline(a_clock(received)).due == due


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2025, 1, 31), date(2025, 4, 30)),
        (date(2027, 11, 30), date(2028, 2, 29)),
    ],
)
def test_an_extension_runs_three_months_from_the_start(received: date, due: date) -> None:
    assert deadline(a_clock(received, extended=True)).due == due


def test_a_complaint_is_due_by_the_strict_reading_with_the_icos_beside_it() -> None:
    found = deadline(a_clock(date(2025, 6, 5), right=Right.COMPLAINT))

    assert (found.due, found.target) == (date(2025, 7, 4), date(2025, 7, 4))
    assert [other.due for other in found.alternatives] == [date(2025, 7, 7)]


def test_the_icos_thirty_days_begin_on_the_day_after_receipt() -> None:
    found = deadline(a_clock(date(2025, 6, 2), right=Right.COMPLAINT))

    assert found.due == date(2025, 7, 1)
    assert [other.due for other in found.alternatives] == [date(2025, 7, 2)]


@pytest.mark.parametrize(
    ("received", "nation", "due"),
    [
        (date(2026, 10, 30), Nation.SCT, date(2026, 12, 1)),
        (date(2026, 10, 30), Nation.ENG, date(2026, 11, 30)),
        (date(2025, 12, 2), Nation.SCT, date(2026, 1, 5)),
        (date(2025, 12, 2), Nation.ENG, date(2026, 1, 2)),
        (date(2027, 6, 12), Nation.NIR, date(2027, 7, 13)),
        (date(2027, 6, 12), Nation.ENG, date(2027, 7, 12)),
    ],
)
def test_the_nations_differ_on_their_own_holidays(
    received: date, nation: Nation, due: date
) -> None:
    assert deadline(a_clock(received, nation=nation)).due == due


def test_time_runs_from_the_identity_information() -> None:
    found = deadline(a_clock(date(2026, 9, 3), identity=date(2026, 9, 10)))

    assert (found.start, found.due) == (date(2026, 9, 10), date(2026, 10, 12))
    assert found.sentences[1] == (
        "The identity information came on Thu 10 Sep 2026: time runs from then instead (fact 3)"
    )


def test_time_runs_from_the_latest_of_identity_and_fee() -> None:
    found = deadline(a_clock(date(2026, 9, 3), identity=date(2026, 9, 10), fee=date(2026, 9, 15)))

    assert found.start == date(2026, 9, 15)
    assert "The fee was paid on Tue 15 Sep 2026" in found.sentences[2]


def test_identity_on_the_day_of_receipt_needs_no_further_word() -> None:
    at_once = a_clock(date(2026, 9, 3), identity=date(2026, 9, 3))

    assert deadline(at_once) == deadline(a_clock(date(2026, 9, 3)))


def test_a_fee_before_the_identity_information_moves_nothing() -> None:
    with_fee = a_clock(date(2026, 9, 3), identity=date(2026, 9, 10), fee=date(2026, 9, 4))

    assert deadline(with_fee) == deadline(a_clock(date(2026, 9, 3), identity=date(2026, 9, 10)))


def test_identity_does_not_move_a_right_that_needs_none() -> None:
    found = deadline(
        a_clock(date(2026, 9, 3), right=Right.MARKETING_OPT_OUT, identity=date(2026, 9, 10))
    )

    assert found.due == date(2026, 10, 5)
    assert found.sentences[1] == (
        "Identity information is not needed for marketing opt-out, "
        "so the date does not move (fact 7)"
    )


def test_a_fee_does_not_move_a_complaint() -> None:
    found = deadline(a_clock(date(2025, 6, 5), right=Right.COMPLAINT, fee=date(2025, 6, 9)))

    assert found.due == date(2025, 7, 4)
    assert found.sentences[1] == (
        "A complaint's 30 days run from its receipt, whatever is paid, "
        "so the date does not move (fact 12)"
    )


def test_the_target_is_twenty_eight_days() -> None:
    assert deadline(a_clock(date(2026, 9, 3))).target == date(2026, 10, 1)


@pytest.mark.parametrize(
    ("received", "right", "target"),
    [
        (date(2026, 11, 27), Right.ACCESS, date(2026, 12, 24)),
        (date(2026, 9, 5), Right.ACCESS, date(2026, 10, 2)),
        (date(2026, 11, 26), Right.COMPLAINT, date(2026, 12, 24)),
    ],
    ids=["Christmas Day", "a Saturday", "a complaint to Christmas Day"],
)
def test_nobody_is_told_to_aim_for_a_day_off(received: date, right: Right, target: date) -> None:
    assert deadline(Clock(received=received, right=right, nation=Nation.ENG)).target == target


def test_the_target_of_an_extension_is_its_due_date() -> None:
    assert deadline(a_clock(date(2025, 1, 31), extended=True)).target == date(2025, 4, 30)


def test_the_first_of_several_deadlines_leads_and_the_later_are_named() -> None:
    found = on_receipt(
        received=date(2026, 9, 3),
        rights=(Right.ACCESS, Right.COMPLAINT, Right.ERASURE),
        nation=Nation.ENG,
    )

    assert (found.right, found.due) == (Right.COMPLAINT, date(2026, 10, 2))
    assert [step.sentence for step in found.working[-2:]] == [
        "For access the last day is Mon 5 Oct 2026 (fact 4)",
        "For erasure the last day is Mon 5 Oct 2026 (fact 4)",
    ]


def test_a_month_can_end_before_a_complaints_thirty_days() -> None:
    found = on_receipt(
        received=date(2027, 2, 1), rights=(Right.COMPLAINT, Right.ACCESS), nation=Nation.ENG
    )

    assert (found.right, found.due) == (Right.ACCESS, date(2027, 3, 1))
    assert found.sentences[-1] == "For complaint the last day is Tue 2 Mar 2027 (fact 12)"


def test_rights_with_the_same_deadline_need_no_further_word() -> None:
    both = on_receipt(
        received=date(2026, 9, 3), rights=(Right.ACCESS, Right.ERASURE), nation=Nation.ENG
    )

    assert both == deadline(a_clock(date(2026, 9, 3)))


def test_a_due_date_in_a_year_without_holiday_data_is_refused() -> None:
    with pytest.raises(NoHolidayData, match="for 2101"):
        deadline(a_clock(date(2100, 12, 20)))


def test_a_deadline_as_json_has_iso_dates() -> None:
    found = as_json(deadline(a_clock(date(2025, 6, 5), right=Right.COMPLAINT)))

    assert found == {
        "right": "complaint",
        "nation": "ENG",
        "start": "2025-06-05",
        "due": "2025-07-04",
        "target": "2025-07-04",
        "working": [
            {"on": "2025-06-05", "what": "Received on Thu 5 Jun 2025", "fact": 12},
            {
                "on": "2025-07-04",
                "what": "30 days that begin with the day of receipt end on Fri 4 Jul 2025",
                "fact": 12,
            },
        ],
        "alternatives": [
            {
                "reading": "the ICO counts from the day after receipt, to a working day",
                "due": "2025-07-07",
                "fact": 12,
            }
        ],
    }
