"""A rights request as it stands: what is known of it, and when it is due (pure values).

Theory of operation. Each open right has a clock of its own, and the request's date is the first of
theirs. It is worked out anew, by `timed`, after whatever moves it.
"""

from datetime import date, timedelta
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from bot.places import Nation, PersonId, Thread
from bot.register.clocks import Clarification, Clock
from bot.register.conditions import can_be_extended
from bot.register.deadlines import deadline, earliest
from bot.register.lifecycle import (
    OPEN,
    UNREGISTERED,
    Authority,
    Clarity,
    Extension,
    Fee,
    Identity,
    State,
    Status,
)
from bot.register.on_behalf import OnBehalf
from bot.register.progress import Asked, Progress
from bot.register.rights import RULES
from bot.register.standing import remarks
from knowledge.rights import Right
from knowledge.verdict import Audience

_PROMPTLY: Final = timedelta(days=7)
"""Identity that is asked for later than this does not move the clock (fact 3, cautiously read)."""


class TimedRequest(BaseModel):
    """What is known of a rights request, and its time."""

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
    def called(self) -> str:
        """Its reference, or its id before it has one: so audit records name it."""
        return self.reference or self.id

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
