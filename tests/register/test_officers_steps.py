"""What the officers do with a request: dates, outcomes, and what the law does not allow."""

from datetime import date

import pytest

from bot.register.conditions import erasure_held_by
from bot.register.lifecycle import Status, Step
from bot.register.progress import Ground, Outcome
from bot.register.requests import RightsRequest
from bot.register.saying import DayNotPossible, StepNotAllowed
from bot.register.standing import ending_of, state_of
from knowledge.rights import Right
from tests.register.builders import a_candidate, registered

THU_3_SEP, FRI_4_SEP, MON_5_OCT = date(2026, 9, 3), date(2026, 9, 4), date(2026, 10, 5)


def a_request(*rights: Right, received: date = THU_3_SEP) -> RightsRequest:
    return registered(a_candidate(*rights, received=received))


def refused(request: RightsRequest, step: Step, on: date = FRI_4_SEP, **form: object) -> str:
    with pytest.raises(StepNotAllowed) as refusal:
        request.after(step, on=on, **form)  # type: ignore[arg-type]
    return refusal.value.why


def test_identity_that_was_asked_for_at_once_starts_the_month_when_it_comes() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    assert asked.due == MON_5_OCT

    came = asked.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, 14))

    assert (came.starts_on, came.due) == (date(2026, 9, 14), date(2026, 10, 14))
    assert any("identity information came" in line for line in came.working)


def test_identity_that_was_asked_for_late_moves_no_date_and_the_working_says_so() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=date(2026, 9, 11))

    came = asked.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, 14))

    assert came.due == MON_5_OCT
    assert any("asked for late" in line for line in came.working)


def asked_again(*, came: int = 7, failed: int = 8, again: int = 10) -> RightsRequest:
    """Return a request of Thu 3 Sep whose identity was asked for at once, and again in vain."""
    asked = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    came_once = asked.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, came))
    in_vain = came_once.after(Step.FAIL_IDENTITY, on=date(2026, 9, failed))
    return in_vain.after(Step.ASK_IDENTITY, on=date(2026, 9, again))


def test_to_ask_for_identity_again_keeps_the_month_that_began_when_it_first_came() -> None:
    again = asked_again(again=10)

    assert (again.starts_on, again.due) == (date(2026, 9, 7), date(2026, 10, 7))
    assert again.starts_anew


def test_identity_that_comes_when_promptly_asked_for_again_starts_the_month() -> None:
    again = asked_again(again=14)  # more than a week after the request, a week after what came
    came = again.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, 16))

    assert (came.starts_on, came.due) == (date(2026, 9, 16), date(2026, 10, 16))
    assert not any("asked for late" in line for line in came.working)


def test_what_comes_when_asked_for_again_late_moves_nothing_more_and_the_working_says_so() -> None:
    again = asked_again(again=15)
    assert not again.starts_anew

    came = again.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, 16))

    assert (came.starts_on, came.due) == (date(2026, 9, 7), date(2026, 10, 7))
    assert any("asked for late" in line for line in came.working)


def test_who_was_asked_at_once_and_sent_nothing_may_be_asked_again_at_any_time() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    given_up = asked.after(Step.FAIL_IDENTITY, on=date(2026, 9, 25))

    again = given_up.after(Step.ASK_IDENTITY, on=date(2026, 9, 25))

    assert again.starts_anew
    assert again.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, 28)).due == date(2026, 10, 28)


def test_identity_that_was_asked_for_late_is_late_however_often_it_is_asked_for() -> None:
    late = a_request().after(Step.ASK_IDENTITY, on=date(2026, 9, 11))
    failed = late.after(Step.FAIL_IDENTITY, on=date(2026, 9, 12))

    again = failed.after(Step.ASK_IDENTITY, on=date(2026, 9, 12))

    assert not again.starts_anew
    assert again.after(Step.RECEIVE_IDENTITY, on=date(2026, 9, 14)).due == MON_5_OCT


def test_identity_that_was_not_needed_is_asked_for_as_if_for_the_first_time() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    waived = asked.after(Step.NO_IDENTITY_NEEDED, on=FRI_4_SEP)

    late = waived.after(Step.ASK_IDENTITY, on=date(2026, 9, 20))

    assert not late.starts_anew


def test_identity_that_was_not_needed_after_all_moves_no_date() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    assert asked.after(Step.NO_IDENTITY_NEEDED, on=FRI_4_SEP).due == MON_5_OCT


def test_nothing_is_disclosed_before_the_identity_that_was_asked_for_is_verified() -> None:
    asked = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    came = asked.after(Step.RECEIVE_IDENTITY, on=FRI_4_SEP)
    failed = came.after(Step.FAIL_IDENTITY, on=FRI_4_SEP)

    for request in (asked, came):
        assert "not yet verified" in refused(request, Step.FULFIL)
    assert refused(failed, Step.FULFIL) == "identity not verified (fact 3)"
    assert came.after(Step.VERIFY_IDENTITY, on=FRI_4_SEP).after(Step.FULFIL, on=FRI_4_SEP)


def test_no_identity_is_asked_for_where_the_right_needs_none() -> None:
    for right in (Right.MARKETING_OPT_OUT, Right.COMPLAINT, Right.WITHDRAW_CONSENT):
        assert "needs proof of identity" in refused(a_request(right), Step.ASK_IDENTITY)


def test_a_clarification_stops_the_clock_of_an_access_request() -> None:
    asked = a_request().after(Step.ASK_CLARIFICATION, on=date(2026, 9, 10))
    assert asked.is_stopped
    assert any("clock is stopped" in line for line in asked.working)

    answered = asked.after(Step.RECEIVE_CLARIFICATION, on=date(2026, 9, 20))

    assert (answered.is_stopped, answered.due) == (False, date(2026, 10, 13))


def test_a_clarification_stops_no_other_clock() -> None:
    asked = a_request(Right.ERASURE).after(Step.ASK_CLARIFICATION, on=date(2026, 9, 10))
    answered = asked.after(Step.RECEIVE_CLARIFICATION, on=date(2026, 9, 20))

    assert (asked.is_stopped, answered.due) == (False, MON_5_OCT)


def test_what_is_meant_may_be_asked_again_once_it_was_answered() -> None:
    asked = a_request().after(Step.ASK_CLARIFICATION, on=FRI_4_SEP)
    assert "clarification asked for" in refused(asked, Step.ASK_CLARIFICATION)

    answered = asked.after(Step.RECEIVE_CLARIFICATION, on=FRI_4_SEP)
    assert answered.after(Step.ASK_CLARIFICATION, on=FRI_4_SEP).is_stopped


def test_an_extension_gives_three_months_from_the_start() -> None:
    request = a_request(received=date(2025, 1, 31))
    extended = request.after(Step.EXTEND, on=date(2025, 2, 20), why="three archives")

    assert extended.due == date(2025, 4, 30)
    assert extended.progress.extended_why == "three archives"
    assert "extended" in refused(extended, Step.EXTEND, on=date(2025, 2, 21))


def test_what_is_meant_is_not_asked_once_the_time_has_run_out() -> None:
    request = a_request()

    assert request.due == date(2026, 10, 5)
    assert request.after(Step.ASK_CLARIFICATION, on=date(2026, 10, 5)).is_stopped
    assert "cannot stop" in refused(request, Step.ASK_CLARIFICATION, on=date(2026, 10, 6))


def test_an_extension_comes_before_the_first_month_ends_or_not_at_all() -> None:
    request = a_request()
    assert request.after(Step.EXTEND, on=date(2026, 10, 3), why="complex").due == date(2026, 12, 3)
    assert "first month ended" in refused(request, Step.EXTEND, on=date(2026, 10, 4))
    with pytest.raises(DayNotPossible):
        request.after(Step.EXTEND, on=date(2026, 10, 4))


@pytest.mark.parametrize("right", [Right.COMPLAINT, Right.MARKETING_OPT_OUT])
@pytest.mark.parametrize("step", [Step.EXTEND, Step.ASK_FEE])
def test_neither_a_complaint_nor_a_marketing_opt_out_is_extended_or_charged_for(
    right: Right, step: Step
) -> None:
    assert "marketing opt-out" in refused(a_request(right), step)


def test_of_several_rights_only_those_are_extended_that_can_be() -> None:
    both = a_request(Right.ACCESS, Right.COMPLAINT).after(Step.EXTEND, on=FRI_4_SEP, why="much")
    assert both.due == date(2026, 12, 3)

    left = both.after(Step.UPHOLD, on=FRI_4_SEP)
    assert left.due == date(2026, 12, 3)


def test_beside_other_rights_a_complaint_sets_the_date_until_it_is_acknowledged() -> None:
    both = a_request(Right.ACCESS, Right.COMPLAINT)
    progress = both.progress.model_copy(update={"acknowledged": None})
    owed = both.model_copy(update={"progress": progress}).timed()

    assert (owed.due, owed.clock_runs) == (date(2026, 10, 2), True)
    assert (both.due, both.clock_runs) == (MON_5_OCT, True)


def test_a_marketing_opt_out_is_never_refused() -> None:
    assert "absolute" in refused(a_request(Right.MARKETING_OPT_OUT), Step.REFUSE)
    both = a_request(Right.MARKETING_OPT_OUT, Right.ACCESS)
    assert "absolute" in refused(both, Step.REFUSE, rights=both.rights)
    assert both.after(Step.REFUSE, on=FRI_4_SEP, rights=(Right.ACCESS,)).is_open


def test_a_complaint_has_an_outcome_and_is_not_refused() -> None:
    complaint = a_request(Right.COMPLAINT)
    for step in (Step.REFUSE, Step.FULFIL, Step.FULFIL_PARTLY, Step.NOTHING_HELD):
        assert "upheld, in part, or not" in refused(complaint, step)
    told = complaint.after(Step.TELL_PROGRESS, on=FRI_4_SEP)
    for step in (Step.UPHOLD, Step.UPHOLD_PARTLY, Step.NOT_UPHELD):
        assert told.after(step, on=FRI_4_SEP).status is Status.RESPONDED


def test_an_outcome_that_names_no_rights_ends_those_that_it_is_for() -> None:
    both = a_request(Right.ACCESS, Right.COMPLAINT)

    assert both.after(Step.FULFIL, on=FRI_4_SEP).open_rights == (Right.COMPLAINT,)
    assert both.after(Step.UPHOLD_PARTLY, on=FRI_4_SEP).open_rights == (Right.ACCESS,)
    assert both.after(Step.WITHDRAW, on=FRI_4_SEP).status is Status.WITHDRAWN


def test_only_a_complaint_is_told_of_progress_or_not_upheld() -> None:
    assert refused(a_request(), Step.TELL_PROGRESS) == "there is no open complaint in it"
    assert "no complaint" in refused(a_request(), Step.NOT_UPHELD)


def test_several_rights_end_one_by_one_and_the_last_closes_the_request() -> None:
    request = a_request(Right.ACCESS, Right.RECTIFICATION)
    half = request.after(Step.FULFIL, on=FRI_4_SEP, rights=(Right.ACCESS,))
    assert (half.is_open, half.open_rights) == (True, (Right.RECTIFICATION,))
    assert "no open right" in refused(half, Step.FULFIL, rights=(Right.ACCESS,))

    whole = half.after(Step.REFUSE, on=FRI_4_SEP, ground=Ground.NO_RIGHT, why="it is correct")

    assert (whole.status, whole.closed_on) == (Status.RESPONDED, FRI_4_SEP)
    assert whole.progress.outcomes[Right.RECTIFICATION].ground is Ground.NO_RIGHT


@pytest.mark.parametrize(
    ("step", "status"),
    [
        (Step.FULFIL, Status.RESPONDED),
        (Step.FULFIL_PARTLY, Status.RESPONDED),
        (Step.NOTHING_HELD, Status.RESPONDED),
        (Step.REFUSE, Status.REFUSED),
        (Step.REDIRECT, Status.REDIRECTED),
        (Step.WITHDRAW, Status.WITHDRAWN),
    ],
)
def test_an_outcome_closes_and_to_reopen_begins_anew(step: Step, status: Status) -> None:
    closed = a_request().after(step, on=FRI_4_SEP)
    assert (closed.status, closed.is_open, closed.closed_on) == (status, False, FRI_4_SEP)

    again = closed.after(Step.REOPEN, on=date(2026, 9, 7), why="found more")

    assert (again.status, again.closed_on, again.due) == (Status.RECEIVED, None, MON_5_OCT)
    assert again.open_rights == (Right.ACCESS,)


def test_nothing_is_erased_while_the_access_beside_it_is_open() -> None:
    both = a_request(Right.ACCESS, Right.ERASURE)
    assert "fact 14" in refused(both, Step.FULFIL, rights=(Right.ERASURE,))
    assert not both.after(Step.FULFIL, on=FRI_4_SEP).is_open
    answered = both.after(Step.FULFIL, on=FRI_4_SEP, rights=(Right.ACCESS,))
    assert not answered.after(Step.FULFIL, on=FRI_4_SEP).is_open


def test_nothing_is_erased_while_another_case_of_the_same_person_holds_it() -> None:
    why = refused(a_request(Right.ERASURE), Step.FULFIL, held_by=("RR-2026-0007",))
    assert why.startswith("RR-2026-0007 is open")


def test_a_day_before_the_request_or_before_the_asking_is_refused() -> None:
    assert "before the request was received" in refused(
        a_request(), Step.ASK_IDENTITY, on=date(2026, 9, 2)
    )
    asked = a_request().after(Step.ASK_IDENTITY, on=date(2026, 9, 8))
    assert "before it was asked for" in refused(asked, Step.RECEIVE_IDENTITY, on=FRI_4_SEP)


def test_a_fee_that_is_paid_starts_the_month() -> None:
    asked = a_request().after(Step.ASK_FEE, on=FRI_4_SEP, why="excessive")
    assert asked.after(Step.RECEIVE_FEE, on=date(2026, 9, 10)).due == date(2026, 10, 12)


def test_the_state_is_said_with_what_stands_beside_it() -> None:
    request = a_request().after(Step.ASK_IDENTITY, on=FRI_4_SEP)
    assert state_of(request) == "Registered, identity asked for"


@pytest.mark.parametrize(
    ("rights", "step", "why"),
    [
        (
            (Right.MARKETING_OPT_OUT,),
            Step.REFUSE,
            "an objection to direct marketing is absolute: it is done, or withdrawn (fact 11)",
        ),
        (
            (Right.COMPLAINT,),
            Step.REFUSE,
            "a complaint has an outcome: upheld, in part, or not (fact 12)",
        ),
        ((Right.ACCESS,), Step.NOT_UPHELD, "access is no complaint"),
    ],
)
def test_the_reason_names_the_right_and_the_fact(
    rights: tuple[Right, ...], step: Step, why: str
) -> None:
    assert refused(a_request(*rights), step, rights=rights) == why


def test_an_opt_out_is_done_or_withdrawn_and_offers_nothing_else() -> None:
    offered = a_request(Right.MARKETING_OPT_OUT).allowed(FRI_4_SEP)

    assert set(offered) == {
        *(Step.CONFIRM, Step.ONLY_ASKING, Step.ADD_DETAILS, Step.CLAIM, Step.LINK),
        *(Step.SEARCH, Step.FULFIL, Step.WITHDRAW),
    }


def test_a_refusal_of_the_rest_leaves_the_opt_out_open() -> None:
    both = a_request(Right.ACCESS, Right.MARKETING_OPT_OUT)

    refused_in_part = both.after(Step.REFUSE, on=FRI_4_SEP, ground=Ground.NO_RIGHT)

    assert refused_in_part.open_rights == (Right.MARKETING_OPT_OUT,)


def test_a_day_that_cannot_be_is_refused_with_the_day_alone() -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        a_request().after(Step.ASK_IDENTITY, on=date(2026, 9, 2))

    assert str(refusal.value) == (
        "Wed 2 Sep 2026 is before the request was received on Thu 3 Sep 2026."
    )


def test_a_refusal_offers_neither_what_it_refuses_nor_what_is_not_the_officers() -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        a_request(Right.ERASURE).after(Step.FULFIL, on=FRI_4_SEP, held_by=("RR-2026-0009",))

    why, possible = str(refusal.value).split(" Possible now: ")
    assert why.startswith("It is not possible to respond in full: RR-2026-0009 is open")
    assert "respond that nothing is held" in possible
    for absent in ("respond in full", "respond in part", "claim it", "confirm it", "add details"):
        assert absent not in possible


def test_an_erasure_that_is_held_says_by_what_until_that_is_closed() -> None:
    both = a_request(Right.ERASURE, Right.ACCESS)
    alone = both.after(Step.FULFIL, on=FRI_4_SEP, rights=(Right.ACCESS,))

    assert erasure_held_by(both, ("RR-2026-0009",)) == ("RR-2026-0009", "RR-2026-0001")
    assert erasure_held_by(alone, ()) == ()
    assert Step.FULFIL not in alone.allowed(FRI_4_SEP, ("RR-2026-0009",))


def test_a_closed_request_says_when_and_how_each_right_ended() -> None:
    complaint = a_request(Right.COMPLAINT)
    assert ending_of(complaint) == ""

    decided = complaint.after(Step.NOT_UPHELD, on=FRI_4_SEP)

    assert ending_of(decided) == "Fri 4 Sep 2026: complaint not upheld"


def test_a_right_that_is_not_in_it_has_no_outcome() -> None:
    why = refused(a_request(), Step.FULFIL, rights=(Right.ERASURE,))

    assert why == "erasure is no open right of this request"


def test_a_step_may_be_taken_on_the_day_of_receipt_and_not_before() -> None:
    assert a_request().after(Step.FULFIL, on=THU_3_SEP).closed_on == THU_3_SEP
    assert refused(a_request(), Step.FULFIL, on=date(2026, 9, 2)) == (
        "Wed 2 Sep 2026 is before the request was received on Thu 3 Sep 2026"
    )


@pytest.mark.parametrize(
    ("asked", "came"),
    [
        (Step.ASK_IDENTITY, Step.RECEIVE_IDENTITY),
        (Step.ASK_CLARIFICATION, Step.RECEIVE_CLARIFICATION),
        (Step.ASK_FEE, Step.RECEIVE_FEE),
    ],
)
def test_nothing_comes_before_it_was_asked_for(asked: Step, came: Step) -> None:
    request = a_request().after(asked, on=date(2026, 9, 8))

    assert refused(request, came, on=date(2026, 9, 7)) == (
        "Mon 7 Sep 2026 is before it was asked for on Tue 8 Sep 2026"
    )
    assert request.after(came, on=date(2026, 9, 8)).is_open


def test_a_closed_request_offers_no_outcome() -> None:
    closed = a_request().after(Step.WITHDRAW, on=FRI_4_SEP)

    assert closed.allowed(FRI_4_SEP) == (Step.REOPEN,)


def test_who_asked_in_slack_has_our_word_on_the_day_of_registration() -> None:
    assert a_request(Right.COMPLAINT).progress.acknowledged == THU_3_SEP


def test_how_a_right_ended_is_kept_with_the_day_the_ground_and_the_facts() -> None:
    ground = Ground.MANIFESTLY_EXCESSIVE

    ended = a_request().after(Step.REFUSE, on=FRI_4_SEP, ground=ground, why="the ninth this month")

    assert ended.progress.outcomes == {
        Right.ACCESS: Outcome(
            step=Step.REFUSE, on=FRI_4_SEP, ground=ground, facts="the ninth this month"
        )
    }


def test_all_that_holds_an_erasure_is_named() -> None:
    why = refused(a_request(Right.ERASURE), Step.FULFIL, held_by=("RR-2026-0002", "RR-2026-0003"))

    assert why == (
        "RR-2026-0002 and RR-2026-0003 are open, and nothing of the person's is erased "
        "until they are closed (fact 14)"
    )


def test_an_access_request_beside_it_holds_an_erasure() -> None:
    why = refused(a_request(Right.ERASURE, Right.ACCESS), Step.FULFIL, rights=(Right.ERASURE,))

    assert why == (
        "the access request or complaint beside it is open, and nothing of the person's is erased "
        "until it is closed (fact 14)"
    )


def test_what_was_not_asked_for_does_not_come() -> None:
    assert refused(a_request(), Step.RECEIVE_CLARIFICATION) == "it was not asked for"


def test_words_and_rights_that_are_added_leave_what_was_there() -> None:
    added = a_request().with_added(details="and the notes", rights=(Right.ERASURE,))

    assert added.words == "What do you hold about me?\nand the notes"
    assert added.rights == (Right.ACCESS, Right.ERASURE)
    assert (added.received, added.due) == (THU_3_SEP, MON_5_OCT)


def test_what_is_added_and_came_earlier_counts_from_then() -> None:
    added = a_request().with_added(details="", rights=(), received=date(2026, 9, 1))

    assert (added.words, added.received) == ("What do you hold about me?", date(2026, 9, 1))
    assert added.due == date(2026, 10, 1)


def test_a_clarification_stops_the_access_and_no_other_clock() -> None:
    rights = (Right.ACCESS, Right.ERASURE, Right.COMPLAINT)
    asked = a_request(*rights).after(Step.ASK_CLARIFICATION, on=FRI_4_SEP)

    assert [right for right in rights if asked.stands_still(right)] == [Right.ACCESS]
    assert asked.clock_runs
    assert not asked.is_stopped
    assert asked.due == MON_5_OCT
    assert (
        "The clock of access is stopped until the requester has said what is meant (fact 6)"
        in asked.working
    )


def test_where_only_an_access_is_left_to_answer_its_clock_is_the_requests() -> None:
    asked = a_request(Right.ACCESS, Right.COMPLAINT).after(Step.ASK_CLARIFICATION, on=FRI_4_SEP)

    assert asked.is_stopped
    assert (
        "The clock is stopped until the requester has said what is meant (fact 6)" in asked.working
    )


def test_a_complaint_that_nobody_acknowledged_runs_on_beside_an_access_that_stands_still() -> None:
    logged = a_request(Right.ACCESS, Right.COMPLAINT)
    owed = logged.progress.model_copy(update={"acknowledged": None})
    asked = logged.model_copy(update={"progress": owed}).after(Step.ASK_CLARIFICATION, on=FRI_4_SEP)

    assert not asked.is_stopped
    assert asked.due == date(2026, 10, 2)
