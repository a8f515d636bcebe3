from datetime import date

from bot.register.deadlines import deadline
from knowledge.rights import Right
from tests.register.builders import a_clock


def test_the_working_says_each_step_with_its_fact() -> None:
    assert deadline(a_clock(date(2026, 9, 3))).sentences == (
        "Received on Thu 3 Sep 2026: time runs from the day itself, working day or not (fact 4)",
        "One month from Thu 3 Sep 2026 ends on Sat 3 Oct 2026 (fact 4)",
        (
            "Sat 3 Oct 2026 is not a working day (Sat 3 Oct; Sun 4 Oct); "
            "next working day Mon 5 Oct 2026 (fact 4)"
        ),
    )


def test_each_day_off_stands_before_its_reason() -> None:
    *_, last = deadline(a_clock(date(2026, 11, 26))).sentences

    assert last == (
        "Sat 26 Dec 2026 is not a working day (Sat 26 Dec: Saturday and Boxing Day; Sun 27 Dec; "
        "Mon 28 Dec: substitute day for Boxing Day); next working day Tue 29 Dec 2026 (fact 4)"
    )


def test_the_working_of_a_marketing_opt_out_names_our_own_aim_and_the_fact_it_rests_on() -> None:
    found = deadline(a_clock(date(2026, 9, 3), right=Right.MARKETING_OPT_OUT))

    assert (found.target, found.working[1].on) == (date(2026, 9, 7), date(2026, 9, 7))
    assert found.sentences[1] == (
        "Our own aim is to stop marketing within 2 working days, by Mon 7 Sep 2026 (fact 11)"
    )


def test_the_working_names_a_month_without_such_a_day() -> None:
    sentences = deadline(a_clock(date(2026, 8, 31))).sentences

    assert sentences[1:] == (
        "One month from Mon 31 Aug 2026 ends on Wed 30 Sep 2026, that month's last day (fact 4)",
    )


def test_the_working_of_an_extension_says_by_when_the_requester_is_told() -> None:
    sentences = deadline(a_clock(date(2025, 1, 31), extended=True)).sentences

    assert sentences[1:] == (
        (
            "Extended: three months from Fri 31 Jan 2025 end on Wed 30 Apr 2025, "
            "that month's last day (fact 5)"
        ),
        "The requester is told of the extension, with reasons, by Fri 28 Feb 2025 (fact 5)",
    )


def test_the_working_of_a_complaint_shows_both_readings() -> None:
    assert deadline(a_clock(date(2025, 6, 5), right=Right.COMPLAINT)).sentences == (
        "Received on Thu 5 Jun 2025 (fact 12)",
        "30 days that begin with the day of receipt end on Fri 4 Jul 2025 (fact 12)",
        (
            "Another reading gives Mon 7 Jul 2025: "
            "the ICO counts from the day after receipt, to a working day (fact 12)"
        ),
    )


def test_the_strict_reading_of_a_complaint_keeps_to_a_sunday() -> None:
    found = deadline(a_clock(date(2025, 6, 7), right=Right.COMPLAINT))

    assert found.due == date(2025, 7, 6)
    assert found.sentences[2] == (
        "Sun 6 Jul 2025 is not a working day, but the strict reading keeps to it (fact 12)"
    )


def test_a_year_whose_holidays_are_not_yet_published_is_marked() -> None:
    assert deadline(a_clock(date(2028, 3, 1))).sentences[-1] == (
        "The public holidays of 2028 are worked out by rule and may yet change (fact 20)"
    )


def test_a_published_year_is_not_marked() -> None:
    assert all(step.fact == 4 for step in deadline(a_clock(date(2027, 11, 30))).working)
