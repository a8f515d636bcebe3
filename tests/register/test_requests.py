from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.places import Nation
from bot.register.deadlines import on_receipt
from bot.register.lifecycle import (
    FACETS,
    LIFECYCLE,
    OPEN,
    OUTCOMES,
    Authority,
    Clarity,
    Extension,
    Fee,
    Identity,
    ReceiptState,
    Status,
    Step,
)
from bot.register.requests import RightsRequest
from bot.register.saying import BESIDE, FOR_OFFICERS, FOR_REQUESTERS, TO_DO, StepNotAllowed
from bot.register.working import Deadline
from bot.register.working_days import InstantWithoutZone, received_on
from knowledge.rights import Right
from tests.register import builders

LONDON = ZoneInfo("Europe/London")
RECEIVED_AT = datetime(2026, 9, 3, 9, 30, tzinfo=UTC)
NEXT_DAY = date(2026, 9, 4)


def a_candidate() -> RightsRequest:
    return builders.a_candidate(received=date(2026, 9, 3))


def its_deadline() -> Deadline:
    return on_receipt(received=date(2026, 9, 3), rights=(Right.ACCESS,), nation=Nation.ENG)


def a_request(*steps: Step, rights: tuple[Right, ...] = (Right.ACCESS,)) -> RightsRequest:
    candidate = a_candidate().model_copy(update={"rights": rights})
    request = candidate.logged(reference="RR-2026-0001", deadline=its_deadline(), on=NEXT_DAY)
    for step in steps:
        request = request.after(step, on=NEXT_DAY)
    return request


def test_the_lifecycle_of_a_request_that_is_open_is_this_and_nothing_else() -> None:
    while_open = {
        Step.ADD_DETAILS,
        Step.CLAIM,
        Step.SEND_RECEIPT,
        Step.SHOW_AUTHORITY,
        Step.NO_IDENTITY_NEEDED,
        Step.ASK_IDENTITY,
        Step.RECEIVE_IDENTITY,
        Step.VERIFY_IDENTITY,
        Step.FAIL_IDENTITY,
        Step.ASK_CLARIFICATION,
        Step.RECEIVE_CLARIFICATION,
        Step.ASK_FEE,
        Step.RECEIVE_FEE,
        Step.SEARCH,
        Step.TELL_PROGRESS,
        Step.EXTEND,
    }
    stays = {(status, step): status for status in OPEN for step in while_open}
    ends = {(status, step): final for status in OPEN for step, final in OUTCOMES.items()}
    ends |= {(status, Step.LINK): Status.LINKED for status in OPEN}
    reopens = {
        (status, Step.REOPEN): Status.RECEIVED
        for status in (
            Status.ONLY_ASKING,
            Status.RESPONDED,
            Status.REFUSED,
            Status.REDIRECTED,
            Status.WITHDRAWN,
            Status.LINKED,
        )
    }
    assert {pair: to for pair, to in LIFECYCLE.items() if isinstance(pair[0], Status)} == {
        (Status.CANDIDATE, Step.LOG): Status.RECEIVED,
        (Status.CANDIDATE, Step.DISMISS): Status.DISMISSED,
        (Status.RECEIVED, Step.CONFIRM): Status.CONFIRMED,
        (Status.RECEIVED, Step.ONLY_ASKING): Status.ONLY_ASKING,
        (Status.CONFIRMED, Step.ONLY_ASKING): Status.ONLY_ASKING,
        **stays,
        **ends,
        **reopens,
    }


def test_the_facets_move_so_and_not_otherwise() -> None:
    assert {pair: to for pair, to in LIFECYCLE.items() if not isinstance(pair[0], Status)} == {
        (Identity.OPEN, Step.NO_IDENTITY_NEEDED): Identity.NOT_NEEDED,
        (Identity.ASKED, Step.NO_IDENTITY_NEEDED): Identity.NOT_NEEDED,
        (Identity.OPEN, Step.ASK_IDENTITY): Identity.ASKED,
        (Identity.NOT_NEEDED, Step.ASK_IDENTITY): Identity.ASKED,
        (Identity.FAILED, Step.ASK_IDENTITY): Identity.ASKED,
        (Identity.ASKED, Step.RECEIVE_IDENTITY): Identity.RECEIVED,
        (Identity.RECEIVED, Step.VERIFY_IDENTITY): Identity.VERIFIED,
        (Identity.ASKED, Step.FAIL_IDENTITY): Identity.FAILED,
        (Identity.RECEIVED, Step.FAIL_IDENTITY): Identity.FAILED,
        (Clarity.CLEAR, Step.ASK_CLARIFICATION): Clarity.ASKED,
        (Clarity.ASKED, Step.RECEIVE_CLARIFICATION): Clarity.CLEAR,
        (Fee.NONE, Step.ASK_FEE): Fee.ASKED,
        (Fee.ASKED, Step.RECEIVE_FEE): Fee.PAID,
        (Extension.NONE, Step.EXTEND): Extension.EXTENDED,
        (Authority.AWAITED, Step.SHOW_AUTHORITY): Authority.SHOWN,
        (ReceiptState.OWED, Step.SEND_RECEIPT): ReceiptState.GIVEN,
    }


def test_a_step_moves_one_facet_at_most_and_every_facet_has_words() -> None:
    for state, step in LIFECYCLE:
        assert isinstance(state, Status) or type(state) is FACETS[step]
    beginnings = {Identity.OPEN, Clarity.CLEAR, Fee.NONE, Extension.NONE}
    beginnings |= {Authority.NOT_NEEDED, ReceiptState.BY_RECEIPT}
    facets = {*Identity, *Clarity, *Fee, *Extension, *Authority, *ReceiptState}
    assert set(BESIDE) == facets - beginnings
    assert set(TO_DO) == set(Step)


CLOSED_OR_NONE = sorted(set(Status) - OPEN)


@pytest.mark.parametrize(("status", "step"), list(product(CLOSED_OR_NONE, Step)))
def test_nothing_absent_from_the_table_can_be_done_with_a_closed_request(
    status: Status, step: Step
) -> None:
    stands: dict[str, object] = {"status": status}
    if status in {Status.CANDIDATE, Status.DISMISSED}:
        stands |= {"reference": None, "due": None}
    request = RightsRequest.model_validate(dict(a_request()) | stands)
    if (status, step) in LIFECYCLE:
        return
    with pytest.raises(StepNotAllowed) as refusal:
        request.after(step, on=NEXT_DAY)

    assert (refusal.value.step, refusal.value.status) == (step, status)
    assert refusal.value.allowed == request.allowed(NEXT_DAY)
    assert FOR_OFFICERS[status] in str(refusal.value)


@pytest.mark.parametrize("step", list(Step))
def test_what_is_offered_can_be_done_and_what_is_not_is_refused(step: Step) -> None:
    for request in (a_request(), a_request(Step.ASK_IDENTITY), a_request(Step.ASK_CLARIFICATION)):
        if step in request.allowed(NEXT_DAY):
            request.after(step, on=NEXT_DAY)
        else:
            with pytest.raises(StepNotAllowed):
                request.after(step, on=NEXT_DAY)


def test_a_refusal_says_what_is_possible() -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        a_candidate().after(Step.CLAIM, on=NEXT_DAY)

    assert str(refusal.value) == (
        'It is not possible to claim it: this request stands as "Perhaps a request". '
        "Possible now: register it, or set it aside as not a request."
    )


def test_a_refusal_says_when_nothing_is_possible() -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        a_candidate().after(Step.DISMISS, on=NEXT_DAY).after(Step.CONFIRM, on=NEXT_DAY)

    assert str(refusal.value) == (
        'It is not possible to confirm it: this request stands as "Not a request". '
        "Nothing more can be done with it."
    )


@pytest.mark.parametrize("words", [FOR_OFFICERS, FOR_REQUESTERS])
def test_every_status_has_its_own_plain_words(words: dict[Status, str]) -> None:
    assert set(words) == set(Status)
    assert len(set(words.values())) == len(Status)


def test_a_candidate_has_no_reference_and_no_clock() -> None:
    candidate = a_candidate()

    assert (candidate.reference, candidate.due, candidate.is_open) == (None, None, False)


def test_a_candidate_that_is_logged_counts_from_its_message() -> None:
    request = a_request()

    assert (request.status, request.reference) == (Status.RECEIVED, "RR-2026-0001")
    assert (request.received, request.due) == (date(2026, 9, 3), date(2026, 10, 5))
    assert request.working == its_deadline().sentences


def test_a_request_is_not_logged_twice() -> None:
    with pytest.raises(StepNotAllowed):
        a_request().logged(reference="RR-2026-0002", deadline=its_deadline(), on=NEXT_DAY)


def test_a_candidate_does_not_become_a_request_without_reference() -> None:
    with pytest.raises(ValidationError, match="do not fit the status 'received'"):
        a_candidate().after(Step.LOG, on=NEXT_DAY)


@pytest.mark.parametrize("missing", ["reference", "due"])
def test_a_registered_request_has_both_reference_and_due_date(missing: str) -> None:
    with pytest.raises(ValidationError, match="reference and due date do not fit"):
        RightsRequest.model_validate(dict(a_request()) | {missing: None})


@pytest.mark.parametrize("too_much", [{"reference": "RR-2026-0001"}, {"due": date(2026, 10, 5)}])
def test_a_candidate_has_neither(too_much: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="reference and due date do not fit"):
        RightsRequest.model_validate(dict(a_candidate()) | too_much)


def test_a_dismissed_candidate_stays_unregistered() -> None:
    dismissed = a_candidate().after(Step.DISMISS, on=NEXT_DAY)

    assert (dismissed.status, dismissed.reference, dismissed.is_open) == (
        Status.DISMISSED,
        None,
        False,
    )


def test_who_was_only_asking_stays_in_the_register_with_no_clock() -> None:
    request = a_request(Step.CONFIRM, Step.ONLY_ASKING)

    assert (request.status, request.is_open) == (Status.ONLY_ASKING, False)
    assert request.reference == "RR-2026-0001"


@pytest.mark.parametrize("steps", [(), (Step.CONFIRM,), (Step.CLAIM,), (Step.ADD_DETAILS,)])
def test_a_registered_request_is_open(steps: tuple[Step, ...]) -> None:
    assert a_request(*steps).is_open


def test_a_step_changes_the_status_alone() -> None:
    request = a_request()

    confirmed = request.after(Step.CONFIRM, on=NEXT_DAY)

    assert dict(confirmed) == dict(request) | {"status": Status.CONFIRMED}


def test_a_request_names_at_least_one_right() -> None:
    with pytest.raises(ValidationError, match="at least 1 item"):
        RightsRequest.model_validate(dict(a_candidate()) | {"rights": ()})


def test_a_request_comes_at_a_certain_time() -> None:
    with pytest.raises(ValidationError, match="should have timezone"):
        RightsRequest.model_validate(
            dict(a_candidate()) | {"received_at": RECEIVED_AT.replace(tzinfo=None)}
        )


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        (datetime(2026, 7, 1, 23, 30, tzinfo=UTC), date(2026, 7, 2)),
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), date(2026, 7, 1)),
        (datetime(2026, 12, 1, 23, 30, tzinfo=UTC), date(2026, 12, 1)),
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 23, 0, tzinfo=UTC), date(2026, 10, 25)),
    ],
)
def test_the_day_of_receipt_is_the_local_one(instant: datetime, day: date) -> None:
    assert received_on(instant, LONDON) == day


@given(instant=st.datetimes(timezones=st.just(UTC), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001 - Hypothesis adds the zone
def test_the_day_in_london_is_todays_or_tomorrows(instant: datetime) -> None:
    ahead = received_on(instant + timedelta(days=2), LONDON) - instant.date()

    assert timedelta(days=1) <= ahead <= timedelta(days=3)


def test_an_instant_without_a_zone_has_no_day() -> None:
    with pytest.raises(InstantWithoutZone) as refusal:
        received_on(RECEIVED_AT.replace(tzinfo=None), LONDON)

    assert str(refusal.value) == (
        "2026-09-03T09:30:00 has no time zone, so its day is not certain."
    )
