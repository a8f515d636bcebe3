"""Whatever officers press in whatever order, a request stays whole, though others are added."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from bot.register.addition import CannotBeAdded, added
from bot.register.deadlines import deadline
from bot.register.lifecycle import (
    CLOSED,
    COMPLAINT_OUTCOMES,
    FACETS,
    LIFECYCLE,
    OUTCOMES,
    Status,
    Step,
)
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from bot.register.working_days import ClockImpossible
from knowledge.rights import Right
from tests.register.builders import a_candidate, registered

RECEIVED = date(2026, 9, 3)
RIGHTS = st.lists(st.sampled_from(Right), min_size=1, max_size=4, unique=True)


def numbered(number: int, rights: list[Right], on: date) -> RightsRequest:
    asked = a_candidate(*rights, received=on, called=f"a{number}")
    return registered(asked, f"RR-2026-000{number}")


def last_day(request: RightsRequest, right: Right) -> date:
    return deadline(request.clock_of(right)).due


class Officers(RuleBasedStateMachine):
    """Some officers, one request, another of the same person, and days that pass."""

    request: RightsRequest
    another: RightsRequest
    today: date

    @initialize(rights=RIGHTS, others=RIGHTS)
    def they_come_in(self, rights: list[Right], others: list[Right]) -> None:
        self.request, self.another = (
            numbered(1, rights, RECEIVED),
            numbered(2, others, RECEIVED),
        )
        self.today = RECEIVED

    @rule(days=st.integers(min_value=1, max_value=20))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(step=st.sampled_from(Step), chosen=st.data())
    def an_officer_takes_a_step(self, step: Step, chosen: st.DataObject) -> None:
        rights = chosen.draw(st.lists(st.sampled_from(self.request.rights), unique=True))
        before = self.request
        try:
            self.request = before.after(step, on=self.today, rights=tuple(rights), why="because")
        except (StepNotAllowed, ClockImpossible):
            return
        assert (before.status, step) in LIFECYCLE
        if step not in OUTCOMES:
            assert step in before.allowed(self.today)

    @precondition(lambda self: not self.another.is_open)
    @rule(rights=RIGHTS)
    def the_person_asks_again(self, rights: list[Right]) -> None:
        self.another = numbered(2, rights, self.today)

    @precondition(lambda self: self.another.is_open)
    @rule(step=st.sampled_from(sorted(FACETS)))
    def an_officer_works_on_the_other(self, step: Step) -> None:
        with suppress(StepNotAllowed, ClockImpossible):
            self.another = self.another.after(step, on=self.today, why="because")

    @precondition(lambda self: self.request.is_open and self.another.is_open)
    @rule()
    def an_officer_adds_the_other(self) -> None:
        parts = (self.request, self.another)
        try:
            self.request = added(*parts, on=self.today)
        except CannotBeAdded:
            return
        self.another = self.another.after(Step.LINK, on=self.today)
        for part in parts:
            for right in part.open_rights:
                assert right in self.request.open_rights
                still = part.stands_still(right)
                assert still or not self.request.stands_still(right)
                assert still or last_day(self.request, right) <= last_day(part, right)

    @precondition(lambda self: self.request.is_open)
    @rule()
    def what_is_offered_can_be_done(self) -> None:
        for step in self.request.allowed(self.today):
            if step not in OUTCOMES:
                with suppress(ClockImpossible):
                    self.request.after(step, on=self.today)

    @invariant()
    def a_complaint_ends_as_complaints_do_and_nothing_else_does(self) -> None:
        for right, outcome in self.request.progress.outcomes.items():
            if right is Right.COMPLAINT:
                assert outcome.step in COMPLAINT_OUTCOMES | {Step.REDIRECT, Step.WITHDRAW}
            else:
                assert outcome.step not in COMPLAINT_OUTCOMES

    @invariant()
    def it_keeps_its_name_and_its_rights(self) -> None:
        assert self.request.reference == "RR-2026-0001"
        assert set(self.request.progress.outcomes) <= set(self.request.rights)

    @invariant()
    def it_is_closed_when_every_right_has_its_outcome(self) -> None:
        request = self.request
        assert (request.closed_on is not None) is (request.status in CLOSED)
        if request.is_open:
            assert request.open_rights
        elif request.status not in {Status.ONLY_ASKING, Status.LINKED}:
            assert not request.open_rights

    @invariant()
    def it_is_due_after_it_came(self) -> None:
        assert self.request.due is not None
        assert self.request.due > self.request.received

    @invariant()
    def an_opt_out_from_marketing_was_not_refused(self) -> None:
        outcome = self.request.progress.outcomes.get(Right.MARKETING_OPT_OUT)
        assert outcome is None or outcome.step is not Step.REFUSE


Officers.TestCase.settings = settings(max_examples=60, stateful_step_count=25, deadline=None)
test_a_request_stays_whole = Officers.TestCase
