"""A rights request: what it is, how far it has come, and when it is due.

Theory of operation. A message that only may be a request is kept as a candidate and has no
reference; once it is logged it has a reference and a due date for good, and its time runs from the
message. Several rights in one message are one request with an outcome for each; it is closed when
the last of them has one. Its due date is worked out anew after every step that moves it.
"""

from datetime import date, timedelta
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from bot.places import Nation, PersonId, Thread
from bot.register.clocks import Clarification, Clock
from bot.register.conditions import can_be_extended, may_end, not_that_day, why_not
from bot.register.deadlines import Deadline, deadline, earliest
from bot.register.lifecycle import (
    CLOSED,
    FACETS,
    LIFECYCLE,
    OPEN,
    OUTCOMES,
    UNREGISTERED,
    Authority,
    Clarity,
    Extension,
    Fee,
    Identity,
    ReceiptState,
    State,
    Status,
    Step,
)
from bot.register.on_behalf import OnBehalf
from bot.register.progress import Asked, Ground, Outcome, Progress, Search
from bot.register.rights import RULES
from bot.register.saying import (
    FOR_OFFICERS,
    DayNotPossible,
    StepNotAllowed,
)
from bot.register.standing import remarks
from knowledge.rights import Right
from knowledge.verdict import Audience

_PROMPTLY: Final = timedelta(days=7)
"""Identity that is asked for later than this does not move the clock (fact 3, cautiously read)."""

_CLOSED_AS: Final = (Status.RESPONDED, Status.REFUSED, Status.REDIRECTED, Status.WITHDRAWN)
"""Where a request stands whose rights ended differently: the first of these that one has."""


class RightsRequest(BaseModel):
    """A rights request, or a candidate for one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    reference: str | None = None
    """None until it is registered."""
    status: Status
    requester: PersonId
    requester_name: str
    on_behalf: OnBehalf | None = None
    """The data subject, when one of ours logged it for somebody else."""
    rights: tuple[Right, ...] = Field(min_length=1)
    words: str
    audience: Audience
    origin: Thread | None = None
    """Where it was written; None when it came by a form or from outside Slack."""
    received: date
    """The local day of receipt, from which the law counts."""
    received_at: AwareDatetime
    nation: Nation
    due: date | None = None
    """None until it is registered."""
    working: tuple[str, ...] = ()
    """How the due date came about, in words."""
    progress: Progress = Progress()
    closed_on: date | None = None
    """The local day on which it was closed; None while it is open."""
    erased_on: date | None = None
    """The day on which names and words were erased, long after it was closed."""
    version: int = 0
    """How often it has changed: who decides on an older one is told so."""

    @model_validator(mode="after")
    def _registered_whole(self) -> Self:
        unregistered = self.status in UNREGISTERED
        if (self.reference is None) is not unregistered or (self.due is None) is not unregistered:
            raise ValueError(f"reference and due date do not fit the status {self.status.value!r}")
        return self

    @property
    def subject(self) -> str | None:
        """The data subject's name, when it is not the requester."""
        return self.on_behalf.name if self.on_behalf else None

    @property
    def whose(self) -> str:
        """The name of whose data it is."""
        return self.subject or self.requester_name

    @property
    def asks_as(self) -> str:
        """Whether who wrote it is one of ours, in a word: "staff" or "customer"."""
        return "staff" if self.audience is Audience.STAFF else "customer"

    @property
    def is_open(self) -> bool:
        """Whether it is registered and still to be dealt with, so that its clock shows."""
        return self.status in OPEN

    @property
    def open_rights(self) -> tuple[Right, ...]:
        """The rights in it that have no outcome yet."""
        return tuple(right for right in self.rights if right not in self.progress.outcomes)

    def stands_still(self, right: Right) -> bool:
        """Return whether one right's clock waits until the requester has said what is meant."""
        waits = self.is_open and self.progress.clarity is Clarity.ASKED
        return waits and RULES[right].clarification_stops

    @property
    def is_stopped(self) -> bool:
        """Whether every clock that would set its date stands still."""
        return self.is_open and all(map(self.stands_still, self._timed_rights))

    @property
    def thirty_days_met(self) -> bool:
        """Whether all that is left is a complaint that was acknowledged.

        Its thirty days are for that; what follows is owed without undue delay (fact 12).
        """
        left = self.open_rights or self.rights
        return self.progress.acknowledged is not None and set(left) == {Right.COMPLAINT}

    @property
    def clock_runs(self) -> bool:
        """Whether time passes in which something must be done by a day."""
        return self.is_open and not self.is_stopped and not self.thirty_days_met

    @property
    def awaits(self) -> tuple[State, ...]:
        """What must come from the requester and has not, while it is open."""
        return tuple(self.awaited) if self.is_open else ()

    @property
    def awaited(self) -> dict[State, Asked]:
        """The same, with the day from which it is awaited; authority is from receipt on."""
        authority = self.progress.authority is Authority.AWAITED
        owed: dict[State, Asked] = {Authority.AWAITED: Asked(on=self.received)} if authority else {}
        return owed | self.progress.awaited

    @property
    def starts_with(self) -> tuple[State, ...]:
        """What is awaited of it with which its month starts anew, so that its date will move."""
        asked = self.progress.awaited if self.is_open else {}
        promptly = self._asked_promptly == self.progress.identity_asks
        return tuple(it for it in asked if it is Fee.ASKED or (it is Identity.ASKED and promptly))

    @property
    def starts_anew(self) -> bool:
        """Whether its month will start anew."""
        return bool(self.starts_with)

    @property
    def starts_on(self) -> date:
        """The day from which its month runs: the latest of receipt, identity and fee."""
        return max((self.received, *(on for on in (self.identity_counts, self._paid) if on)))

    @property
    def target(self) -> date | None:
        """The day to aim for, never later than the last; None once it is closed."""
        if not self.is_open:
            return None
        return min(deadline(self.clock_of(right)).target for right in self._timed_rights)

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

    def clock_of(self, right: Right) -> Clock:
        """Return what is known of one right's dates; raises `ClockImpossible`."""
        answered = (it for it in self.progress.clarifications if it.answered)
        return Clock(
            received=self.received,
            right=right,
            nation=self.nation,
            identity_received=self.identity_counts,
            fee_paid=self._paid,
            clarifications=tuple(
                Clarification(asked=it.on, answered=it.answered) for it in answered if it.answered
            ),
            extended=self.progress.extension is Extension.EXTENDED and can_be_extended(right),
        )

    @property
    def identity_counts(self) -> date | None:
        """The last day on which identity information came that was asked for promptly."""
        if self.progress.identity is Identity.NOT_NEEDED:
            return None
        came = (asked.answered for asked in self._asked_promptly if asked.answered)
        return max(came, default=None)

    @property
    def _asked_promptly(self) -> tuple[Asked, ...]:
        """The times that identity was asked for within a week of what made us ask.

        That is the request, or what came before and did not prove it. Who has sent nothing yet is
        asked promptly if they were so the first time.
        """
        since: date | None = self.received
        promptly: tuple[Asked, ...] = ()
        for asked in self.progress.identity_asks:
            if since is not None and asked.on - since > _PROMPTLY:
                break
            promptly, since = (*promptly, asked), asked.answered
        return promptly

    @property
    def _paid(self) -> date | None:
        asked = self.progress.fee_asked
        return asked.answered if asked and self.progress.fee is Fee.PAID else None

    @property
    def _stands(self) -> str:
        return f'this request stands as "{FOR_OFFICERS[self.status]}"'

    def _may(self, step: Step, on: date, held_by: tuple[str, ...]) -> bool:
        """Return whether the step may be taken with at least one open right."""
        if step in OUTCOMES and self.is_open:
            each = (why_not(self, step, (right,), on, held_by) for right in self.open_rights)
            return any(why is None for why in each)
        return why_not(self, step, self.open_rights, on, held_by) is None

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

    def timed(self) -> Self:
        """Return the request with its due date worked out anew, while it is open.

        Raises `ClockImpossible`.
        """
        if not self.is_open:
            return self
        deadline = earliest(self.clock_of(right) for right in self._timed_rights)
        return self._with(due=deadline.due, working=(*deadline.sentences, *remarks(self)))

    @property
    def _timed_rights(self) -> tuple[Right, ...]:
        """The open rights that set the date.

        Beside others an acknowledged complaint sets none, nor does one whose clock stands still.
        """
        met = {Right.COMPLAINT} if self.progress.acknowledged is not None else set()
        owed = tuple(it for it in self.open_rights if it not in met) or self.open_rights
        return tuple(it for it in owed if not self.stands_still(it)) or owed

    def _with(self, **changed: object) -> Self:
        """Return the request so changed, and as whole as any."""
        return self.model_validate(dict(self) | changed)
