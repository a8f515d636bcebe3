"""How a request stands, in words, for each who reads it."""

from datetime import date, timedelta

from bot.register.conditions import may_be_held, why_no_answer
from bot.register.lifecycle import Authority, Step
from bot.register.on_behalf import OnBehalf
from bot.register.requests import RightsRequest
from bot.register.standing import (
    closed_in_brief,
    ending_of,
    remarks,
    stands_for_them,
    timing_for_them,
)
from knowledge.rights import Right
from tests.books.builders import a_request

DAY = date(2026, 9, 10)
LATE = date(2026, 9, 20)


def for_ann(request: RightsRequest) -> RightsRequest:
    return request.model_copy(update={"on_behalf": OnBehalf(name="Ann Bee")})


def test_the_end_names_each_right_and_how_it_ended() -> None:
    two = a_request(Right.ACCESS, Right.ERASURE)
    two = two.after(Step.FULFIL, on=DAY, rights=(Right.ACCESS,))
    two = two.after(Step.REFUSE, on=DAY, rights=(Right.ERASURE,))

    assert ending_of(two) == "Thu 10 Sep 2026: access answered in full, erasure refused"
    assert closed_in_brief(two) == "answered on Thu 10 Sep 2026"


def test_what_was_only_a_question_ended_without_a_word_of_its_rights() -> None:
    asked = a_request().after(Step.ONLY_ASKING, on=DAY)

    assert ending_of(asked) == "Thu 10 Sep 2026"
    assert closed_in_brief(asked) == "closed on Thu 10 Sep 2026"


def test_who_logged_it_for_another_reads_what_officers_read() -> None:
    theirs = a_request(subject=None)
    assert stands_for_them(theirs) == "Registered and with the compliance team"
    assert stands_for_them(for_ann(a_request())) == "Registered"


def test_beside_the_date_it_says_what_moves_it_or_does_not() -> None:
    promptly = a_request().after(Step.ASK_IDENTITY, on=date(2026, 9, 4))
    late = a_request().after(Step.ASK_IDENTITY, on=LATE)
    late = late.after(Step.RECEIVE_IDENTITY, on=LATE)

    assert remarks(promptly) == (
        "When the identity information comes, the month starts anew on that day (fact 3)",
    )
    assert remarks(late) == ("Identity was asked for late, so the date does not move (fact 3)",)
    assert remarks(a_request()) == ()


def test_what_has_no_day_of_its_end_says_only_how_it_stands() -> None:
    assert closed_in_brief(a_request()) == "closed"


def test_beside_the_date_of_a_complaint_it_says_whether_it_was_acknowledged() -> None:
    received = a_request(Right.COMPLAINT, subject=None)
    by_hand = received.progress.model_copy(update={"acknowledged": None})
    owed = received.model_copy(update={"progress": by_hand})

    assert remarks(received) == ("The complaint was acknowledged on Thu 3 Sep 2026 (fact 12)",)
    assert remarks(owed) == ("The complaint is still to be acknowledged (fact 12)",)


def test_its_time_runs_out_or_stands_still_or_starts_anew() -> None:
    request = a_request(subject=None)
    assert request.due is not None
    after_it = request.due + timedelta(days=1)

    asked = request.after(Step.ASK_IDENTITY, on=request.received)
    unclear = asked.after(Step.ASK_CLARIFICATION, on=request.received)

    assert [timing_for_them(request, day) for day in (request.due, after_it)] == ["runs", "over"]
    assert [timing_for_them(one, after_it) for one in (asked, unclear)] == ["anew", "stopped"]


def test_only_an_open_erasure_is_held() -> None:
    erasure = a_request(Right.ERASURE)

    assert may_be_held(erasure)
    assert not may_be_held(a_request())
    withdrawn = erasure.after(Step.WITHDRAW, on=DAY)
    assert not may_be_held(withdrawn)


def test_before_authority_is_shown_nothing_is_disclosed_but_a_refusal_may_go() -> None:
    awaited = a_request().progress.moved(Authority.AWAITED)
    request = a_request().model_copy(update={"progress": awaited})

    steps = request.allowed(DAY)

    assert why_no_answer(request, DAY) == (
        "the authority of who asks for the person is still to come (fact 10)"
    )
    assert Step.REFUSE in steps
    assert Step.FULFIL not in steps
    assert Step.FULFIL_PARTLY not in steps


def test_of_a_closed_request_no_outcome_may_be_recorded_and_of_an_open_one_all_else() -> None:
    closed = a_request().after(Step.FULFIL, on=DAY)

    assert closed.allowed(DAY) == (Step.REOPEN,)
    held = a_request(Right.ACCESS, Right.ERASURE).allowed(DAY, ("RR-2026-0009",))
    assert {Step.SEARCH, Step.FULFIL, Step.EXTEND} <= set(held)
    assert Step.FULFIL not in a_request(Right.ERASURE).allowed(DAY, ("RR-2026-0009",))


def test_the_card_says_why_there_is_no_full_answer_yet() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=DAY)

    assert why_no_answer(asked, DAY) == "identity asked for, and not yet verified (fact 3)"
    assert why_no_answer(a_request(), DAY) == ""
    assert why_no_answer(a_request(Right.COMPLAINT), DAY) == ""
    assert why_no_answer(a_request(Right.ACCESS, Right.COMPLAINT), DAY) == ""
    assert why_no_answer(asked.after(Step.WITHDRAW, on=DAY), DAY) == ""
