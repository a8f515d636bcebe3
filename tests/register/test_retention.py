from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from bot.books.columns import columns, row
from bot.places import ERASED, ChannelId, PersonId, Thread
from bot.register.lifecycle import CLOSED, Status, Step
from bot.register.on_behalf import OnBehalf
from bot.register.progress import Ground, Outcome, Progress, Search
from bot.register.requests import RightsRequest
from bot.register.retention import (
    appearing,
    by_id,
    by_name,
    concerned,
    erasure,
    held,
    in_kinds,
    months_of,
    pseudonymised,
)
from bot.register.saying import StepNotAllowed
from bot.register.working_days import ClockImpossible, months_after
from knowledge.casework import Retention
from knowledge.rights import Right
from tests.books.builders import CANARY, a_candidate, a_request

SCHEDULE = Retention(
    responded=36,
    refused=72,
    redirected=12,
    withdrawn=11,
    only_asking=1,
    dismissed=2,
    question=12,
    breach=72,
)
CLOSED_ON = date(2026, 9, 30)


def worked(rights: list[Right], steps: list[tuple[Step, int]]) -> RightsRequest:
    """Return a request with which all of this was tried, so many days after receipt."""
    request = a_request(*rights)
    for step, days in steps:
        with suppress(StepNotAllowed, ClockImpossible):
            request = request.after(
                step,
                on=request.received + timedelta(days=days),
                why="RR-2026-0007" if step is Step.LINK else f"{CANARY} why",
                ground=Ground.EXEMPTION,
            )
    return request


STEPS = st.lists(st.tuples(st.sampled_from(Step), st.integers(0, 60)), max_size=12)
RIGHTS = st.lists(st.sampled_from(Right), min_size=1, max_size=3, unique=True)
REQUESTS = st.builds(worked, RIGHTS, STEPS)


@pytest.mark.parametrize(
    ("step", "kept"),
    [
        (Step.FULFIL, "responded on Wed 30 Sep 2026, kept for 36 months"),
        (Step.REFUSE, "refused on Wed 30 Sep 2026, kept for 72 months"),
        (Step.REDIRECT, "redirected on Wed 30 Sep 2026, kept for 12 months"),
        (Step.WITHDRAW, "withdrawn on Wed 30 Sep 2026, kept for 11 months"),
        (Step.ONLY_ASKING, "only asking on Wed 30 Sep 2026, kept for 1 month"),
    ],
)
def test_each_outcome_has_its_months(step: Step, kept: str) -> None:
    decided = erasure(a_request().after(step, on=CLOSED_ON), SCHEDULE)

    assert decided is not None
    assert (decided.called, decided.why) == ("RR-2026-0001", kept)


def test_a_month_without_that_day_ends_on_its_last() -> None:
    request = a_request().after(Step.WITHDRAW, on=date(2027, 3, 31))

    decided = erasure(request, SCHEDULE)

    assert decided is not None
    assert decided.on == date(2028, 2, 29)
    assert [decided.goes(decided.on + timedelta(days=days)) for days in (-1, 0, 1)] == [
        *(False, True),
        True,
    ]


def test_of_several_outcomes_the_longest_kept_counts() -> None:
    both = a_request(Right.ACCESS, Right.ERASURE)
    both = both.after(Step.REFUSE, on=CLOSED_ON, rights=(Right.ERASURE,))
    both = both.after(Step.FULFIL, on=CLOSED_ON)

    decided = erasure(both, SCHEDULE)

    assert both.status is Status.RESPONDED
    assert decided is not None
    assert decided.why.startswith("refused")


@pytest.mark.parametrize(
    "candidate", [a_candidate(), a_candidate().after(Step.DISMISS, on=CLOSED_ON)]
)
def test_what_was_never_registered_is_reckoned_from_its_receipt(candidate: RightsRequest) -> None:
    decided = erasure(candidate, SCHEDULE)

    assert decided is not None
    assert (decided.on, decided.called) == (date(2026, 11, 3), "first")
    assert decided.why == "received on Thu 3 Sep 2026, kept for 2 months"


def test_what_was_closed_before_the_day_was_kept_counts_from_its_last_day() -> None:
    closed = a_request().after(Step.FULFIL, on=CLOSED_ON).model_copy(update={"closed_on": None})

    decided = erasure(closed, SCHEDULE)

    assert decided is not None
    assert decided.on == date(2029, 10, 5)


def test_what_is_open_or_erased_already_has_no_day() -> None:
    closed = a_request().after(Step.FULFIL, on=CLOSED_ON)

    assert erasure(a_request(), SCHEDULE) is None
    assert erasure(pseudonymised(closed, on=CLOSED_ON), SCHEDULE) is None


def test_what_is_held_does_not_go_however_old() -> None:
    closed = a_request().after(Step.FULFIL, on=CLOSED_ON)

    decided = erasure(closed, SCHEDULE, held_by=("RR-2026-0002",))

    assert decided is not None
    assert not decided.goes(date(2099, 1, 1))


@given(
    request=REQUESTS,
    held_by=st.sampled_from([(), ("RR-2026-0002",)]),
    days=st.integers(-400, 4_000),
)
def test_nothing_goes_before_its_time_or_while_held(
    request: RightsRequest, held_by: tuple[str, ...], days: int
) -> None:
    today = CLOSED_ON + timedelta(days=days)

    decided = erasure(request, SCHEDULE, held_by=held_by)

    if decided is not None and decided.goes(today):
        assert not held_by
        assert request.status in CLOSED
        fewest = months_of(SCHEDULE, request.status)
        assert months_after(request.closed_on or request.received, fewest) <= today


@given(request=REQUESTS)
def test_erasing_leaves_the_statistics_and_no_word(request: RightsRequest) -> None:
    search = Search(
        system="Billing",
        on=CLOSED_ON,
        who=f"{CANARY} who",
        terms=f"{CANARY} terms",
        found="found",
        note=f"{CANARY} note",
    )
    request = request.searched(search)
    figures = columns(anonymised=True)

    erased = pseudonymised(request, on=CLOSED_ON)

    assert row(erased, figures) == row(request, figures)
    assert CANARY not in erased.model_dump_json()
    assert "U1" not in erased.model_dump_json()
    assert erased.progress.searches[0].system == "Billing"


def test_nothing_more_is_done_with_what_was_erased() -> None:
    erased = pseudonymised(a_request().after(Step.FULFIL, on=CLOSED_ON), on=date(2030, 1, 1))

    assert erased.allowed(date(2030, 1, 2)) == ()
    with pytest.raises(StepNotAllowed, match="were erased on Tue 1 Jan 2030"):
        erased.after(Step.REOPEN, on=date(2030, 1, 2))


def test_an_open_case_is_about_its_data_subject_and_not_about_who_logged_it() -> None:
    for_another = a_request(person="U9", name="Jo", subject="Amina  OKAFOR")
    own = a_request(person="U1", name="Amina Okafor", subject=None)

    assert concerned(for_another) == {by_name("amina okafor")}
    assert concerned(own) == {by_id(own.requester), by_name("Amina Okafor")}
    assert appearing(for_another) == {
        by_name("amina okafor"),
        by_name("jo"),
        by_id(for_another.requester),
    }


def test_a_case_does_not_hold_itself() -> None:
    holds = {by_name("amina"): frozenset({"RR-2026-0001", "RR-2026-0002"})}

    assert held({by_name("Amina")}, holds, but="RR-2026-0001") == ("RR-2026-0002",)
    assert held({by_name("Bo")}, holds) == ()


def test_people_are_told_apart_by_how_they_are_known() -> None:
    tom = PersonId(team="T1", user="U1")

    assert in_kinds({by_id(tom), by_name("Amina  Okafor")}) == ((tom,), ("amina okafor",))
    assert in_kinds(()) == ((), ())


def test_what_is_erased_leaves_nothing_in_its_place() -> None:
    behalf = OnBehalf(name="Amina Okafor", contact="amina@example.com")
    search = Search(system="Billing", on=CLOSED_ON, who="Jo", terms="Okafor", found="nothing")
    search = search.model_copy(update={"note": "Amina's old contract"})
    request = a_request().model_copy(
        update={"on_behalf": behalf, "origin": Thread(channel=ChannelId("C1"), ts="1.0")}
    )
    request = request.after(Step.EXTEND, on=CLOSED_ON, why="three systems").searched(search)
    request = request.after(Step.WITHDRAW, on=CLOSED_ON, why="by telephone")

    erased = pseudonymised(request, on=date(2030, 1, 1))

    assert (erased.origin, erased.on_behalf) == (None, OnBehalf(name=ERASED))
    assert erased.progress.extended_why == ""
    assert [it.facts for it in erased.progress.outcomes.values()] == [""]
    searches = [(it.who, it.terms, it.note) for it in erased.progress.searches]
    assert searches == [(ERASED, "", "")]


@pytest.mark.parametrize(
    ("status", "months"),
    [(Status.CANDIDATE, 2), (Status.DISMISSED, 2), (Status.REFUSED, 72), (Status.WITHDRAWN, 11)],
)
def test_each_way_to_stand_has_its_fewest_months(status: Status, months: int) -> None:
    assert months_of(SCHEDULE, status) == months


@pytest.mark.parametrize(
    ("kind", "known"),
    [
        (Progress, {"extended_why", "linked_to"}),  # linked_to is a reference
        (Outcome, {"facts"}),
        (Search, {"system", "who", "terms", "found", "note"}),  # system and found are of a list
        (OnBehalf, {"name", "contact"}),
    ],
)
def test_no_field_for_words_is_added_without_a_thought_of_its_erasure(
    kind: type[BaseModel], known: set[str]
) -> None:
    assert {name for name, field in kind.model_fields.items() if field.annotation is str} == known
