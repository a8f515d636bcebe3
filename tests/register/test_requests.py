from datetime import UTC, date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.places import Nation, PersonId
from bot.register.deadlines import Deadline, on_receipt
from bot.register.requests import (
    FOR_OFFICERS,
    FOR_REQUESTERS,
    LIFECYCLE,
    InstantWithoutZone,
    RightsRequest,
    Status,
    Step,
    StepNotAllowed,
    allowed_steps,
    received_on,
    status_after,
)
from knowledge.rights import Right
from knowledge.verdict import Audience

LONDON = ZoneInfo("Europe/London")
RECEIVED_AT = datetime(2026, 9, 3, 9, 30, tzinfo=UTC)


def a_candidate() -> RightsRequest:
    return RightsRequest(
        id="a1",
        status=Status.CANDIDATE,
        requester=PersonId(team="T1", user="U1"),
        requester_name="Amina Okafor",
        rights=(Right.ACCESS,),
        words="What do you hold about me?",
        audience=Audience.EVERYONE,
        received=date(2026, 9, 3),
        received_at=RECEIVED_AT,
        nation=Nation.ENG,
    )


def its_deadline() -> Deadline:
    return on_receipt(received=date(2026, 9, 3), rights=(Right.ACCESS,), nation=Nation.ENG)


def a_request(*steps: Step) -> RightsRequest:
    request = a_candidate().logged(reference="RR-2026-0001", deadline=its_deadline())
    for step in steps:
        request = request.after(step)
    return request


def test_the_lifecycle_is_this_and_nothing_else() -> None:
    assert dict(LIFECYCLE) == {
        (Status.CANDIDATE, Step.LOG): Status.RECEIVED,
        (Status.CANDIDATE, Step.DISMISS): Status.DISMISSED,
        (Status.RECEIVED, Step.CONFIRM): Status.CONFIRMED,
        (Status.RECEIVED, Step.ONLY_ASKING): Status.ONLY_ASKING,
        (Status.RECEIVED, Step.ADD_DETAILS): Status.RECEIVED,
        (Status.RECEIVED, Step.CLAIM): Status.RECEIVED,
        (Status.CONFIRMED, Step.ONLY_ASKING): Status.ONLY_ASKING,
        (Status.CONFIRMED, Step.ADD_DETAILS): Status.CONFIRMED,
        (Status.CONFIRMED, Step.CLAIM): Status.CONFIRMED,
    }


@pytest.mark.parametrize(("status", "step"), sorted(LIFECYCLE))
def test_a_step_of_the_table_leads_where_it_says(status: Status, step: Step) -> None:
    assert status_after(status, step) is LIFECYCLE[status, step]


@pytest.mark.parametrize(("status", "step"), sorted(set(product(Status, Step)) - set(LIFECYCLE)))
def test_everything_absent_is_forbidden_and_named(status: Status, step: Step) -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        status_after(status, step)

    assert (refusal.value.step, refusal.value.status) == (step, status)
    assert refusal.value.allowed == allowed_steps(status)
    assert FOR_OFFICERS[status] in str(refusal.value)


@pytest.mark.parametrize(("status", "step"), list(product(Status, Step)))
def test_the_allowed_steps_are_those_of_the_table(status: Status, step: Step) -> None:
    assert (step in allowed_steps(status)) is ((status, step) in LIFECYCLE)


def test_a_refusal_says_what_is_possible() -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        status_after(Status.CANDIDATE, Step.CLAIM)

    assert str(refusal.value) == (
        'It is not possible to claim it: this request stands as "Perhaps a request". '
        "Possible now: register it, or set it aside as not a request."
    )


def test_a_refusal_says_when_nothing_is_possible() -> None:
    with pytest.raises(StepNotAllowed) as refusal:
        status_after(Status.ONLY_ASKING, Step.CONFIRM)

    assert str(refusal.value) == (
        'It is not possible to confirm it: this request stands as "Was only asking". '
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
        a_request().logged(reference="RR-2026-0002", deadline=its_deadline())


def test_a_candidate_does_not_become_a_request_without_reference() -> None:
    with pytest.raises(ValidationError, match="do not fit the status 'received'"):
        a_candidate().after(Step.LOG)


@pytest.mark.parametrize("missing", ["reference", "due"])
def test_a_registered_request_has_both_reference_and_due_date(missing: str) -> None:
    with pytest.raises(ValidationError, match="reference and due date do not fit"):
        RightsRequest.model_validate(dict(a_request()) | {missing: None})


@pytest.mark.parametrize("too_much", [{"reference": "RR-2026-0001"}, {"due": date(2026, 10, 5)}])
def test_a_candidate_has_neither(too_much: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="reference and due date do not fit"):
        RightsRequest.model_validate(dict(a_candidate()) | too_much)


def test_a_dismissed_candidate_stays_unregistered() -> None:
    dismissed = a_candidate().after(Step.DISMISS)

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

    confirmed = request.after(Step.CONFIRM)

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
