"""Which reminder a case deserves, and that none is given twice, late or for nothing."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.register.lifecycle import Authority, ReceiptState, Step
from bot.register.on_behalf import OnBehalf
from bot.register.reminders import BREACH_MARKS, About, Deserved, Given, deserved, of_breach
from bot.register.requests import RightsRequest
from bot.register.working_days import is_working_day, next_working_day
from knowledge.rights import Right
from tests.register.builders import a_candidate, registered

LONDON = ZoneInfo("Europe/London")
RECEIVED = date(2026, 11, 25)
"""Due on Tue 29 Dec 2026: the 25th to the 28th are Christmas, a weekend and a substitute day."""


def a_request(
    *steps: tuple[Step, date], rights: tuple[Right, ...] = (Right.ACCESS,), on: date = RECEIVED
) -> RightsRequest:
    request = registered(a_candidate(*rights, received=on))
    for step, day in steps:
        request = request.after(step, on=day)
    return request


def over(
    request: RightsRequest,
    days: Iterable[date],
    *,
    owned: bool = True,
    told_on: date | None = None,
) -> list[tuple[date, Deserved]]:
    """Return what is given when somebody looks on these days only, in their order."""
    given_before: dict[About, Given] = {}
    found: list[tuple[date, Deserved]] = []
    for day in days:
        one = deserved(
            request,
            today=day,
            opened=request.received,
            owned=owned,
            told_on=told_on,
            given=tuple(given_before.values()),
        )
        if one:
            found.append((day, one))
            given_before[one.about] = Given(
                about=one.about, meant_for=one.meant_for, given_on=day, version=request.version
            )
    return found


def days(first: date, count: int) -> list[date]:
    return [first + timedelta(days=passed) for passed in range(count)]


def said(request: RightsRequest, first: date, count: int) -> list[tuple[date, str]]:
    return [(day, one.text.partition(":")[0]) for day, one in over(request, days(first, count))]


def test_a_month_with_christmas_in_it_is_reminded_of_so() -> None:
    assert said(a_request(), RECEIVED, 40) == [
        (date(2026, 12, 15), "Due in 14 days"),
        (date(2026, 12, 22), "Due in 7 days"),
        # three days and one day before are a holiday and a substitute day
        (date(2026, 12, 24), "Due in 5 days"),
        (date(2026, 12, 29), "Due today"),
        (date(2026, 12, 30), "Overdue by 1 day"),
        (date(2026, 12, 31), "Overdue by 2 days"),
    ]


def test_a_plain_month_is_reminded_of_on_each_of_the_five_days() -> None:
    request = a_request(on=date(2026, 9, 2))  # due Fri 2 Oct

    assert said(request, date(2026, 9, 2), 34) == [
        (date(2026, 9, 18), "Due in 14 days"),
        (date(2026, 9, 25), "Due in 7 days"),
        (date(2026, 9, 29), "Due in 3 days"),
        (date(2026, 10, 1), "Due tomorrow"),
        (date(2026, 10, 2), "Due today"),
        (date(2026, 10, 5), "Overdue by 3 days"),
    ]


def test_overdue_is_said_every_working_day_and_on_no_other() -> None:
    overdue = over(a_request(), days(date(2026, 12, 30), 12))

    assert [day.isoformat() for day, _ in overdue] == [
        "2026-12-30",
        "2026-12-31",
        "2027-01-04",
        "2027-01-05",
        "2027-01-06",
        "2027-01-07",
        "2027-01-08",
    ]
    assert all(one.aloud for _, one in overdue)


def test_what_fell_into_an_outage_is_not_made_up_for_but_by_the_latest() -> None:
    found = over(a_request(), [date(2026, 12, 1), date(2026, 12, 23), date(2026, 12, 23)])

    assert [(day, one.text.partition(":")[0]) for day, one in found] == [
        (date(2026, 12, 23), "Due in 6 days")
    ]
    assert found[0][1].meant_for == date(2026, 12, 22)


def test_a_case_that_came_late_to_the_officers_is_not_reminded_of_before_its_card() -> None:
    request = a_request()

    def on(today: date, opened: date) -> Deserved | None:
        return deserved(request, today=today, opened=opened, owned=True, told_on=None, given=())

    assert on(date(2026, 12, 23), opened=date(2026, 12, 23)) is None
    assert on(date(2026, 12, 24), opened=date(2026, 12, 23)) is not None


def test_a_stopped_clock_has_no_deadline_and_its_clarification_is_awaited() -> None:
    request = a_request((Step.ASK_CLARIFICATION, date(2026, 11, 30)))

    found = over(request, days(date(2026, 11, 30), 70))

    assert [(day, one.about) for day, one in found] == [
        (date(2026, 12, 7), About.CLARIFICATION),
        (date(2026, 12, 14), About.CLARIFICATION),
        (date(2026, 12, 29), About.CLARIFICATION),  # the 28th is a substitute day
        (date(2027, 1, 25), About.CLARIFICATION),
    ]
    assert "Ask again" in found[0][1].text
    assert "can be closed without it" in found[2][1].text


def test_beside_an_access_that_stands_still_an_erasure_keeps_its_deadline() -> None:
    both = a_request(
        (Step.ASK_CLARIFICATION, date(2026, 12, 21)), rights=(Right.ACCESS, Right.ERASURE)
    )

    found = over(both, [date(2026, 12, 22), date(2026, 12, 30)])

    assert [(one.about, one.aloud) for _, one in found] == [
        (About.DEADLINE, False),
        (About.DEADLINE, True),
    ]
    assert "the last day was Tue 29 Dec 2026" in found[1][1].text


def test_after_a_clock_has_run_on_only_days_to_come_are_reminded_of() -> None:
    stopped = a_request((Step.ASK_CLARIFICATION, date(2026, 12, 16)))
    runs = stopped.after(Step.RECEIVE_CLARIFICATION, on=date(2026, 12, 22))
    before = Given(
        about=About.DEADLINE,
        meant_for=date(2026, 12, 15),
        given_on=date(2026, 12, 15),
        version=1,
    )
    assert runs.due == date(2026, 12, 31)

    def on(today: date) -> Deserved | None:
        return deserved(
            runs, today=today, opened=RECEIVED, owned=True, told_on=None, given=(before,)
        )

    assert on(date(2026, 12, 17)) is not None  # 14 days before the new day
    assert on(date(2026, 12, 16)) is None


@pytest.mark.parametrize(
    ("step", "about"), [(Step.ASK_IDENTITY, About.IDENTITY), (Step.ASK_FEE, About.FEE)]
)
def test_what_was_asked_for_and_has_not_come_is_reminded_of(step: Step, about: About) -> None:
    request = a_request((step, date(2026, 11, 26)))

    first, *_ = over(request, days(date(2026, 11, 26), 12))

    assert (first[0], first[1].about) == (date(2026, 12, 3), about)
    assert "asked for on Thu 26 Nov 2026, 7 days ago" in first[1].text


def test_the_deadline_goes_before_and_names_what_is_awaited() -> None:
    request = a_request((Step.ASK_IDENTITY, date(2026, 12, 8)))

    found = over(request, [date(2026, 12, 15), date(2026, 12, 16)])

    assert [one.about for _, one in found] == [About.DEADLINE, About.IDENTITY]
    assert "The identity information has not come" in found[0][1].text


def test_a_complaint_is_told_of_every_fourteen_days_since_the_last_word() -> None:
    complaint = a_request(rights=(Right.COMPLAINT,))

    found = over(complaint, days(RECEIVED, 45))
    assert [(day, one.about) for day, one in found] == [
        (date(2026, 12, 9), About.PROGRESS),
        (date(2026, 12, 23), About.PROGRESS),
        (date(2027, 1, 6), About.PROGRESS),
    ]
    assert not any("The 30 days ended" in one.text for _, one in found)
    assert [one.aloud for _, one in found] == [False, True, True]  # nobody stirred for it

    told = over(complaint, days(RECEIVED, 25), told_on=date(2026, 12, 2))
    assert [day for day, _ in told] == [date(2026, 12, 16)]
    assert "since the last word to the complainant" in told[0][1].text


def test_a_complaint_that_nobody_has_acknowledged_is_called_out_after_its_thirty_days() -> None:
    complaint = a_request(rights=(Right.COMPLAINT,))
    progress = complaint.progress.model_copy(update={"acknowledged": None})

    *_, (_, last) = over(complaint.model_copy(update={"progress": progress}), days(RECEIVED, 45))

    assert "The 30 days ended on Thu 24 Dec 2026" in last.text
    assert last.aloud


def test_beside_a_complaint_the_other_rights_keep_their_own_deadline() -> None:
    both = a_request(rights=(Right.ACCESS, Right.COMPLAINT))

    texts = [one.text for _, one in over(both, days(date(2026, 12, 21), 3))]

    assert any("the last day is Tue 29 Dec 2026" in text for text in texts)


def test_the_channel_hears_what_nobody_has_or_nobody_stirred_for() -> None:
    request = a_request(on=date(2026, 9, 2))
    nobodys = over(request, days(date(2026, 9, 2), 30), owned=False)
    assert all(one.aloud for _, one in nobodys)
    ignored = over(request, days(date(2026, 9, 2), 31))
    assert [one.aloud for _, one in ignored] == [False, False, True, True, True]


def test_after_something_was_done_the_owner_is_reminded_quietly() -> None:
    request = a_request(on=date(2026, 9, 2)).model_copy(update={"version": 5})
    before = Given(
        about=About.DEADLINE, meant_for=date(2026, 9, 25), given_on=date(2026, 9, 25), version=4
    )

    one = deserved(
        request,
        today=date(2026, 9, 29),
        opened=request.received,
        owned=True,
        told_on=None,
        given=(before,),
    )

    assert one is not None
    assert not one.aloud


STEPS = st.sampled_from(
    [(), (Step.ASK_IDENTITY,), (Step.ASK_CLARIFICATION,), (Step.ASK_FEE,), (Step.EXTEND,)]
)
RIGHTS = st.sampled_from(
    [(Right.ACCESS,), (Right.ERASURE,), (Right.COMPLAINT,), (Right.ACCESS, Right.COMPLAINT)]
)
VISITS = st.lists(st.integers(0, 150), max_size=60).map(sorted)


@st.composite
def requests(draw: st.DrawFn) -> RightsRequest:
    received = draw(st.dates(date(2020, 1, 1), date(2027, 12, 31)))
    rights, steps = draw(RIGHTS), draw(STEPS)
    request = a_request(rights=rights, on=received)
    for step in steps:
        on = received + timedelta(days=draw(st.integers(0, 20)))
        if step in request.allowed(on):
            request = request.after(step, on=on)
    return request


@given(requests(), VISITS)
def test_at_most_one_a_day_on_working_days_and_none_twice(
    request: RightsRequest, visits: list[int]
) -> None:
    found = over(request, [request.received + timedelta(days=visit) for visit in visits])

    given_on = [day for day, _ in found]
    assert len(set(given_on)) == len(given_on)
    assert all(is_working_day(day, request.nation) for day in given_on)
    meant = [(one.about, one.meant_for) for _, one in found]
    assert len(set(meant)) == len(meant)


@given(requests(), st.integers(1, 150))
def test_a_gap_leaves_the_same_as_if_nobody_had_looked_before(
    request: RightsRequest, gap: int
) -> None:
    day = next_working_day(request.received + timedelta(days=gap), request.nation)

    late = over(request, [day])
    always = over(request, days(request.received, (day - request.received).days + 1))

    assert len(late) <= 1
    for _, latest in late:
        same_kind = [one.meant_for for _, one in always if one.about is latest.about]
        assert not same_kind or max(same_kind) == latest.meant_for


@given(requests(), st.integers(0, 150), st.sampled_from([Step.WITHDRAW, Step.REDIRECT]))
def test_nothing_is_said_after_closing(request: RightsRequest, day: int, end: Step) -> None:
    closed = request.after(end, on=request.received + timedelta(days=21))

    assert not closed.is_open
    assert over(closed, [request.received + timedelta(days=day)]) == []


@given(requests())
def test_every_deadline_is_said_on_or_before_its_last_day(request: RightsRequest) -> None:
    found = over(request, days(request.received, 130))

    if request.due and not request.is_stopped and Right.COMPLAINT not in request.rights:
        about = [one for day, one in found if day <= request.due]
        assert any(one.about is About.DEADLINE for one in about)


AWARE = datetime(2026, 11, 27, 22, 0, tzinfo=LONDON)
"""A Friday night."""


@pytest.mark.parametrize(
    ("hours", "mark", "words"),
    [
        (23.9, None, ""),
        (24, 24, "48 of the 72 hours are left"),
        (40.5, 24, "31 of the 72 hours are left"),
        (48, 48, "24 of the 72 hours are left"),
        (71, 70, "1 of the 72 hours is left"),
        (71.5, 70, "Less than one of the 72 hours is left"),
        (72, 72, "The 72 hours ended on Mon 30 Nov 2026, 22:00"),
        (97, 96, "the case is still open"),
    ],
)
def test_a_breach_is_reminded_of_by_the_hour_on_a_weekend_too(
    hours: float, mark: int | None, words: str
) -> None:
    one = of_breach(aware_at=AWARE, now=AWARE + timedelta(hours=hours))

    assert (one.mark if one else None) == mark
    assert one is None or words in one.text
    assert one is None or "for the compliance team" in one.text


@given(st.lists(st.floats(0, 400), max_size=50).map(sorted))
def test_a_breachs_marks_only_rise_and_each_is_the_latest(visits: list[float]) -> None:
    found = [of_breach(aware_at=AWARE, now=AWARE + timedelta(hours=hour)) for hour in visits]

    marks = [one.mark for one in found if one]
    assert marks == sorted(marks)
    for hour, one in zip(visits, found, strict=True):
        assert (one is None) == (hour < BREACH_MARKS[0])
        assert one is None or 0 <= hour - one.mark <= 24


def texts(request: RightsRequest, first: date, count: int, **how: date) -> list[str]:
    return [one.text for _, one in over(request, days(first, count), told_on=how.get("told_on"))]


def test_the_last_day_is_and_the_day_after_it_was() -> None:
    assert texts(a_request(), date(2026, 12, 29), 2) == [
        "Due today: the last day is Tue 29 Dec 2026.",
        "Overdue by 1 day: the last day was Tue 29 Dec 2026.",
    ]


def test_an_owner_hears_of_the_last_day_alone_and_the_channel_of_the_day_after() -> None:
    found = over(a_request(), days(date(2026, 12, 29), 2))

    assert [one.aloud for _, one in found] == [False, True]


def test_a_reminder_of_the_last_day_says_what_has_not_come() -> None:
    asked = a_request((Step.ASK_IDENTITY, date(2026, 12, 1)))

    (text,) = texts(asked, date(2026, 12, 22), 1)

    assert text == (
        "Due in 7 days: the last day is Tue 29 Dec 2026. The identity information has not come; "
        "it was asked for on Tue 1 Dec 2026, 21 days ago."
    )


def test_a_complaint_is_counted_from_its_receipt_until_somebody_tells_of_progress() -> None:
    complaint = a_request(rights=(Right.COMPLAINT,))

    (first, *_) = texts(complaint, RECEIVED, 30)
    (after, *_) = texts(complaint, date(2026, 12, 2), 30, told_on=date(2026, 12, 1))

    assert " since the complaint, on Wed 25 Nov 2026: tell of progress, or of the outcome" in first
    assert " days since " in first
    assert first.endswith("(fact 12).")
    assert " since the last word to the complainant, on Tue 1 Dec 2026: " in after


def test_the_end_of_a_breachs_hours_is_told_in_the_companys_own_time() -> None:
    aware_at = datetime(2026, 7, 1, 9, tzinfo=LONDON)

    hour = of_breach(aware_at=aware_at, now=aware_at + timedelta(hours=70))

    assert hour is not None
    assert "they end on Sat 4 Jul 2026, 09:00." in hour.text


@pytest.mark.parametrize(
    ("passed", "left"),
    [
        (70, "2 of the 72 hours are left"),
        (71, "1 of the 72 hours is left"),
        (71.5, "Less than one of the 72 hours is left"),
    ],
)
def test_the_hours_that_are_left_of_a_breach_are_counted_down(passed: float, left: str) -> None:
    aware_at = datetime(2026, 11, 23, 9, tzinfo=LONDON)

    hour = of_breach(aware_at=aware_at, now=aware_at + timedelta(hours=passed))

    assert hour is not None
    assert hour.text.startswith(f"{left}: they end on Thu 26 Nov 2026, 09:00.")


TUE_1_SEP = date(2026, 9, 1)
AGAIN = "Ask again, or record it if it has come."
FOR_THE_LAST_TIME = "Ask a last time, or decide whether the case can be closed without it."


def unclear(on: date = TUE_1_SEP) -> RightsRequest:
    """Return a request whose clock stands still, so that only its clarification is reminded of."""
    return a_request((Step.ASK_CLARIFICATION, on), on=on)


@pytest.mark.parametrize(
    ("passed", "mark", "advice"),
    [
        (7, 7, AGAIN),
        (8, 7, AGAIN),
        (13, 7, AGAIN),
        (14, 14, AGAIN),
        (27, 14, AGAIN),
        (28, 28, FOR_THE_LAST_TIME),
        (29, 28, FOR_THE_LAST_TIME),
        (55, 28, FOR_THE_LAST_TIME),
        (56, 56, FOR_THE_LAST_TIME),
        (84, 84, FOR_THE_LAST_TIME),
    ],
)
def test_what_has_not_come_is_asked_for_again_and_after_four_weeks_for_the_last_time(
    passed: int, mark: int, advice: str
) -> None:
    day = TUE_1_SEP + timedelta(days=passed)

    ((_, one),) = over(unclear(), [day])

    assert one.meant_for == TUE_1_SEP + timedelta(days=mark)
    assert one.text == (
        "The clarification has not come; it was asked for on Tue 1 Sep 2026, "
        f"{passed} days ago. {advice}"
    )


def test_within_a_week_of_asking_nothing_is_said() -> None:
    assert over(unclear(), days(TUE_1_SEP, 7)) == []


def test_the_owner_hears_first_of_what_has_not_come_and_the_channel_when_nothing_was_done() -> None:
    found = over(unclear(), days(TUE_1_SEP, 30))

    assert [(day, one.aloud) for day, one in found] == [
        (date(2026, 9, 8), False),
        (date(2026, 9, 15), True),
        (date(2026, 9, 29), True),
    ]


def test_the_channel_hears_of_what_has_not_come_in_a_case_that_is_nobodys() -> None:
    ((_, one),) = over(unclear(), [date(2026, 9, 8)], owned=False)

    assert one.aloud


def test_of_several_things_that_have_not_come_each_is_reminded_of_in_its_turn() -> None:
    several = unclear().after(Step.ASK_IDENTITY, on=TUE_1_SEP).after(Step.ASK_FEE, on=TUE_1_SEP)

    found = over(several, days(date(2026, 9, 8), 3))

    assert [one.about for _, one in found] == [
        About.IDENTITY,
        About.CLARIFICATION,
        About.FEE,
    ]


def test_what_was_asked_for_lately_keeps_nobody_from_what_was_asked_for_before() -> None:
    both = unclear().after(Step.ASK_IDENTITY, on=date(2026, 9, 7))

    ((_, one),) = over(both, [date(2026, 9, 8)])

    assert one.about is About.CLARIFICATION


def test_on_a_complaints_last_day_its_thirty_days_have_not_ended_and_on_the_next_they_have() -> (
    None
):
    complaint = a_request(rights=(Right.COMPLAINT,))
    progress = complaint.progress.model_copy(update={"acknowledged": None})
    owing = complaint.model_copy(update={"progress": progress})
    told_on = date(2026, 12, 10)  # so that the fourteenth day after it is the last, Thu 24 Dec
    assert owing.due == date(2026, 12, 24)

    ((_, on_it),) = over(owing, [date(2026, 12, 24)], told_on=told_on)
    ((_, after_it),) = over(owing, [date(2026, 12, 29)], told_on=told_on)

    assert on_it.text == (
        "14 days since the last word to the complainant, on Thu 10 Dec 2026: "
        "tell of progress, or of the outcome (fact 12)."
    )
    assert not on_it.aloud
    assert after_it.text.endswith("(fact 12). The 30 days ended on Thu 24 Dec 2026.")
    assert after_it.aloud


def test_a_complaints_thirty_days_end_on_their_own_day_whatever_is_due_before() -> None:
    february = date(2027, 2, 1)  # a month ends on Mon 1 Mar 2027, thirty days on Tue 2 Mar
    both = a_request(rights=(Right.ACCESS, Right.COMPLAINT), on=february)
    owed = both.progress.model_copy(update={"acknowledged": None})
    both = both.model_copy(update={"progress": owed})

    def said_on(day: date) -> str:
        so_far = Given(about=About.DEADLINE, meant_for=day, given_on=february, version=0)
        one = deserved(both, today=day, opened=february, owned=True, told_on=None, given=(so_far,))
        assert one is not None
        assert one.about is About.PROGRESS
        return one.text

    assert "30 days ended" not in said_on(date(2027, 3, 2))
    assert "The 30 days ended on Tue 2 Mar 2027." in said_on(date(2027, 3, 3))


def logged(authority: Authority) -> RightsRequest:
    """Return what was logged for somebody who is not in Slack: its receipt is sent by hand."""
    request = a_request()
    progress = request.progress.moved(authority).moved(ReceiptState.OWED)
    behalf = OnBehalf(name="Ann Bee", authority=authority)
    owed = progress.model_copy(update={"acknowledged": None})
    return request.model_copy(update={"progress": owed, "on_behalf": behalf})


def test_a_receipt_that_is_to_be_sent_by_hand_is_remembered_every_week() -> None:
    found = over(logged(Authority.NOT_NEEDED), days(RECEIVED, 17))

    receipts = [(day, one) for day, one in found if one.about is About.RECEIPT]
    assert [(day, one.meant_for, one.aloud) for day, one in receipts] == [
        (date(2026, 12, 2), date(2026, 12, 2), False),
        (date(2026, 12, 9), date(2026, 12, 9), True),  # nobody has stirred since
    ]
    assert receipts[0][1].text == (
        "The receipt is still to be sent by hand, 7 days after the request came."
    )


def test_a_receipt_that_nobody_sends_is_remembered_every_week_also_after_a_month() -> None:
    extended = logged(Authority.NOT_NEEDED).after(Step.EXTEND, on=RECEIVED, why="Two archives")

    found = over(extended, [RECEIVED + timedelta(days=it) for it in (29, 36)])

    receipts = [one.meant_for - RECEIVED for _, one in found if one.about is About.RECEIPT]
    assert receipts == [timedelta(days=28), timedelta(days=35)]


def test_a_complaint_to_be_acknowledged_leaves_the_other_right_its_last_day() -> None:
    both = a_request(rights=(Right.ACCESS, Right.COMPLAINT))
    owed = both.progress.model_copy(update={"acknowledged": None})
    both = both.model_copy(update={"progress": owed, "due": date(2026, 12, 24)})

    found = over(both, [date(2026, 12, 22)])

    said = [one.text for _, one in found if one.about is About.DEADLINE]
    assert said == ["Due in 7 days: the last day is Tue 29 Dec 2026."]


def test_marketing_is_reminded_of_from_the_day_that_we_aim_for() -> None:
    opt_out = a_request(rights=(Right.MARKETING_OPT_OUT,))  # on a Wednesday

    found = over(opt_out, days(RECEIVED, 7))

    assert [(day, one.about, one.aloud) for day, one in found] == [
        (date(2026, 11, 27), About.AIM, False),
        (date(2026, 11, 30), About.AIM, True),
        (date(2026, 12, 1), About.AIM, True),
    ]
    assert found[0][1].text == "Our own aim to stop marketing is Fri 27 Nov 2026 (fact 11)."
    assert found[1][1].text == "Our own aim to stop marketing was Fri 27 Nov 2026 (fact 11)."


def test_beside_an_access_request_marketing_keeps_its_own_aim_until_it_has_stopped() -> None:
    both = a_request(rights=(Right.ACCESS, Right.MARKETING_OPT_OUT))
    done = both.after(Step.FULFIL, on=RECEIVED, rights=(Right.MARKETING_OPT_OUT,))

    assert {one.about for _, one in over(both, days(RECEIVED, 7))} == {About.AIM}
    assert over(done, days(RECEIVED, 7)) == []


def test_who_has_the_receipt_is_not_remembered_of_it() -> None:
    sent = logged(Authority.NOT_NEEDED).after(Step.SEND_RECEIPT, on=RECEIVED)

    assert not [one for _, one in over(sent, days(RECEIVED, 17)) if one.about is About.RECEIPT]


def test_authority_that_is_awaited_says_since_when() -> None:
    found = over(logged(Authority.AWAITED), [date(2026, 12, 2)])

    ((_, one),) = found
    assert one.text == (
        "The authority of who asks for the person has not come; it has been awaited since "
        "Wed 25 Nov 2026, 7 days ago. Ask again, or record it if it has come."
    )


def test_beside_a_complaint_the_last_day_is_that_of_the_other_right() -> None:
    both = a_request(rights=(Right.ACCESS, Right.COMPLAINT))
    overdue = [one for _, one in over(both, [date(2026, 12, 29)]) if one.about is About.DEADLINE]

    assert [one.text for one in overdue] == ["Due today: the last day is Tue 29 Dec 2026."]


def test_on_the_last_day_itself_its_mark_is_the_last_of_the_scale() -> None:
    (_, one) = over(a_request(), [date(2026, 12, 29)])[0]

    assert (one.meant_for, one.aloud) == (date(2026, 12, 29), False)


def test_the_72_hours_are_hours_also_when_the_clocks_go_back() -> None:
    aware_at = datetime(2026, 10, 24, 12, 0, tzinfo=LONDON)

    hour = of_breach(aware_at=aware_at, now=aware_at.astimezone(UTC) + timedelta(hours=72))

    assert hour
    assert "The 72 hours ended on Tue 27 Oct 2026, 11:00" in hour.text
