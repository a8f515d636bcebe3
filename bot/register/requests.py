"""A rights request, and what each step makes of it.

Theory of operation. A message that only may be a request is kept as a candidate and has no
reference; once it is logged it has a reference and a due date for good, and its time runs from the
message. Several rights in one message are one request with an outcome for each; it is closed when
the last of them has one. Its due date is worked out anew after every step that moves it.
"""

from datetime import date
from typing import Final, Self

from bot.register.conditions import may_end, not_that_day, why_not
from bot.register.lifecycle import CLOSED, FACETS, LIFECYCLE, OUTCOMES, ReceiptState, Status, Step
from bot.register.progress import Ground, Outcome, Progress, Search
from bot.register.saying import FOR_OFFICERS, DayNotPossible, StepNotAllowed
from bot.register.timed import TimedRequest
from bot.register.working import Deadline
from knowledge.rights import Right

_CLOSED_AS: Final = (Status.RESPONDED, Status.REFUSED, Status.REDIRECTED, Status.WITHDRAWN)
"""Where a request stands whose rights ended differently: the first of these that one has."""


class RightsRequest(TimedRequest):
    """A rights request, or a candidate for one."""

    def allowed(self, on: date, held_by: tuple[str, ...] = ()) -> tuple[Step, ...]:
        """Return what may be done with it on this day, in the order of the steps."""
        return tuple(step for step in Step if self._may(step, on, held_by))

    def logged(self, *, reference: str, deadline: Deadline, on: date) -> Self:
        """Return the candidate as registered on this day; raises `StepNotAllowed`."""
        if (self.status, Step.LOG) not in LIFECYCLE:
            raise self._refusal(Step.LOG, self.received, why=self._stands)
        return self._with(
            status=LIFECYCLE[self.status, Step.LOG],
            reference=reference,
            due=deadline.due,
            working=deadline.sentences,
            progress=self._at_first(on),
        ).timed()

    def _at_first(self, on: date) -> Progress:
        """Return how it stands once it is registered: who is not in Slack has no receipt yet."""
        if self.on_behalf is None:
            return self.acknowledged(on=on).progress
        authority = self.progress.moved(self.on_behalf.authority)
        return authority.moved(ReceiptState.OWED)

    def acknowledged(self, *, on: date) -> Self:
        """Return the request as one whose requester had our word on this day."""
        return self._with(progress=self.progress.model_copy(update={"acknowledged": on}))

    def after(
        self,
        step: Step,
        *,
        on: date,
        rights: tuple[Right, ...] = (),
        ground: Ground | None = None,
        why: str = "",
        held_by: tuple[str, ...] = (),
    ) -> Self:
        """Return the request after a step on this day; to log a candidate takes `logged`.

        `rights` are those that an outcome ends; where none are named, the open ones it is for.
        Raises `StepNotAllowed` and, for dates that cannot be true together, `ClockImpossible`.
        """
        rights = rights or self.ended_by(step)
        reason = why_not(self, step, rights, on, held_by)
        if reason:
            raise self._refusal(step, on, why=reason, held_by=held_by)
        progress = self.progress.dated(step, on, why)
        if step in FACETS:
            moved = LIFECYCLE[progress.of(FACETS[step]), step]
            progress = progress.moved(moved)  # type: ignore[arg-type] # a facet leads to itself
        if step is Step.REOPEN:
            progress = progress.model_copy(update={"outcomes": {}})
        if step in OUTCOMES:
            outcome = Outcome(step=step, on=on, ground=ground, facts=why)
            ended = progress.outcomes | dict.fromkeys(rights, outcome)
            progress = progress.model_copy(update={"outcomes": ended})
        changed = self._with(progress=progress)
        return changed._settled(step, on).timed()  # noqa: SLF001 - our own

    def ended_by(self, step: Step) -> tuple[Right, ...]:
        """Return the open rights that an outcome ends where none are named.

        A complaint has outcomes of its own (fact 12), which are for it alone, and an objection to
        direct marketing is absolute (fact 11).
        """
        ended = tuple(right for right in self.open_rights if may_end(step, right))
        return ended or self.open_rights

    def with_added(
        self, *, details: str, rights: tuple[Right, ...], received: date | None = None
    ) -> Self:
        """Return the request with words and rights added, and its clock set anew.

        Where what is added was received earlier, time runs from then.
        """
        words = "\n".join(part for part in (self.words, details) if part)
        together = tuple(dict.fromkeys((*self.rights, *rights)))
        first = min(self.received, received or self.received)
        return self._with(words=words, rights=together, received=first).timed()

    def searched(self, search: Search) -> Self:
        """Return the request with one more search in its ledger."""
        searches = (*self.progress.searches, search)
        return self._with(progress=self.progress.model_copy(update={"searches": searches}))

    @property
    def _stands(self) -> str:
        return f'this request stands as "{FOR_OFFICERS[self.status]}"'

    def _may(self, step: Step, on: date, held_by: tuple[str, ...]) -> bool:
        """Return whether the step may be taken with at least one open right."""
        if step not in OUTCOMES:
            return why_not(self, step, (), on) is None
        each = (why_not(self, step, (right,), on, held_by) for right in self.open_rights)
        return any(why is None for why in each)

    def _refusal(
        self, step: Step, on: date, *, why: str, held_by: tuple[str, ...] = ()
    ) -> StepNotAllowed:
        allowed = self.allowed(max(on, self.received), held_by)
        of_the_day = why == not_that_day(self, step, on)
        return (DayNotPossible if of_the_day else StepNotAllowed)(step, self.status, allowed, why)

    def _settled(self, step: Step, on: date) -> Self:
        """Return the request where the step leads; an outcome leads on when no right is left."""
        if step not in OUTCOMES:
            status = LIFECYCLE[self.status, step]
        elif self.open_rights:
            status = self.status
        else:
            ends = {outcome.status for outcome in self.progress.outcomes.values()}
            status = next(status for status in _CLOSED_AS if status in ends)
        return self._with(status=status, closed_on=on if status in CLOSED else None)
