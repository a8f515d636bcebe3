"""A rights request: what it is, what may be done with it, and what it is called.

Theory of operation. The lifecycle is one table: a pair of status and step that is not in it is
forbidden. A message that only may be a request is kept as a candidate and has no reference; once
it is logged it has a reference and a due date for good, and its time runs from the message.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from bot.places import Nation, PersonId, Thread
from bot.register.deadlines import Deadline
from knowledge.rights import Right
from knowledge.verdict import Audience


class Status(StrEnum):
    """Where a rights request stands."""

    CANDIDATE = "candidate"
    """Recognised without certainty: kept, not registered."""
    DISMISSED = "dismissed"
    """A candidate that was none."""
    RECEIVED = "received"
    """Registered; the clock runs."""
    CONFIRMED = "confirmed"
    """Registered, and the requester has said that we understood."""
    ONLY_ASKING = "only_asking"
    """Registered, but the person was only asking; it stays in the register."""


class Step(StrEnum):
    """What somebody does with a rights request."""

    LOG = "log"
    DISMISS = "dismiss"
    CONFIRM = "confirm"
    ONLY_ASKING = "only_asking"
    ADD_DETAILS = "add_details"
    CLAIM = "claim"


LIFECYCLE: Final[Mapping[tuple[Status, Step], Status]] = MappingProxyType(
    {
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
)
"""What may be done, and where it leads; everything absent is forbidden."""

FOR_OFFICERS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.CANDIDATE: "Perhaps a request",
        Status.DISMISSED: "Not a request",
        Status.RECEIVED: "Registered",
        Status.CONFIRMED: "Confirmed by the requester",
        Status.ONLY_ASKING: "Was only asking",
    }
)
"""Each status as the officers read it."""

FOR_REQUESTERS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.CANDIDATE: "Not registered yet: please tell us whether it is a request",
        Status.DISMISSED: "Not registered: you told us that it is not a request",
        Status.RECEIVED: "Registered and with the compliance team",
        Status.CONFIRMED: "Confirmed by you and with the compliance team",
        Status.ONLY_ASKING: "Nothing more to do: you told us that you were only asking",
    }
)
"""Each status as the requester reads it."""

_TO_DO: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.LOG: "register it",
        Step.DISMISS: "set it aside as not a request",
        Step.CONFIRM: "confirm it",
        Step.ONLY_ASKING: "note that the person was only asking",
        Step.ADD_DETAILS: "add details",
        Step.CLAIM: "claim it",
    }
)

_OPEN: Final = frozenset({Status.RECEIVED, Status.CONFIRMED})
_UNREGISTERED: Final = frozenset({Status.CANDIDATE, Status.DISMISSED})


class StepNotAllowed(Exception):
    """The lifecycle does not know this step from here; `allowed` are the steps that it knows."""

    def __init__(self, step: Step, status: Status) -> None:
        self.step, self.status, self.allowed = step, status, allowed_steps(status)
        super().__init__(
            f"It is not possible to {_TO_DO[step]}: this request stands as "
            f'"{FOR_OFFICERS[status]}". {_possible(self.allowed)}'
        )


def allowed_steps(status: Status) -> tuple[Step, ...]:
    """Return what may be done with a request that stands here, in the order of the steps."""
    return tuple(step for step in Step if (status, step) in LIFECYCLE)


def status_after(status: Status, step: Step) -> Status:
    """Return where the step leads; raises `StepNotAllowed`."""
    if (status, step) not in LIFECYCLE:
        raise StepNotAllowed(step, status)
    return LIFECYCLE[status, step]


def _possible(steps: tuple[Step, ...]) -> str:
    if not steps:
        return "Nothing more can be done with it."
    return f"Possible now: {', or '.join(_TO_DO[step] for step in steps)}."


class RightsRequest(BaseModel):
    """A rights request, or a candidate for one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    reference: str | None = None
    """None until it is registered."""
    status: Status
    requester: PersonId
    requester_name: str
    subject: str | None = None
    """The data subject's name, when it is not the requester."""
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

    @model_validator(mode="after")
    def _registered_whole(self) -> Self:
        unregistered = self.status in _UNREGISTERED
        if (self.reference is None) is not unregistered or (self.due is None) is not unregistered:
            raise ValueError(f"reference and due date do not fit the status {self.status.value!r}")
        return self

    @property
    def is_open(self) -> bool:
        """Whether it is registered and still to be dealt with, so that its clock shows."""
        return self.status in _OPEN

    def logged(self, *, reference: str, deadline: Deadline) -> Self:
        """Return the candidate as registered; raises `StepNotAllowed`."""
        return self._with(
            status=status_after(self.status, Step.LOG),
            reference=reference,
            due=deadline.due,
            working=deadline.sentences,
        )

    def after(self, step: Step) -> Self:
        """Return the request after a step; to log a candidate takes `logged`.

        Raises `StepNotAllowed`.
        """
        return self._with(status=status_after(self.status, step))

    def _with(self, **changed: object) -> Self:
        """Return the request so changed, and as whole as any."""
        return self.model_validate(dict(self) | changed)


class InstantWithoutZone(Exception):
    """A time of day without its zone is on no certain day."""

    def __init__(self, instant: datetime) -> None:
        super().__init__(f"{instant.isoformat()} has no time zone, so its day is not certain.")


def received_on(instant: datetime, zone: tzinfo) -> date:
    """Return the calendar day on which it was received there; raises `InstantWithoutZone`.

    London, in summer: 23:30 UTC is already the next day.
    """
    if instant.utcoffset() is None:
        raise InstantWithoutZone(instant)
    return instant.astimezone(zone).date()
