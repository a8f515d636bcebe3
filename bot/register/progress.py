"""How far the work on a rights request has come: dates, reasons and outcomes (pure values)."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Self

from pydantic import Field

from bot.places import Value
from bot.register.lifecycle import (
    OUTCOMES,
    Authority,
    Clarity,
    Extension,
    Facet,
    Fee,
    Identity,
    ReceiptState,
    State,
    Status,
    Step,
)
from knowledge.rights import Right


class Ground(StrEnum):
    """Why a request may be refused, answered in part, charged for, or extended."""

    MANIFESTLY_UNFOUNDED = "manifestly_unfounded"
    MANIFESTLY_EXCESSIVE = "manifestly_excessive"
    EXEMPTION = "exemption"
    """The exemption is named in the facts."""
    IDENTITY_NOT_VERIFIED = "identity_not_verified"
    NO_RIGHT = "no_right"
    """The right does not apply to this data or this use of it."""
    COMPLEX = "complex"
    NUMBER_OF_REQUESTS = "number_of_requests"


GROUNDS: Final[Mapping[Ground, str]] = {
    Ground.MANIFESTLY_UNFOUNDED: "the request is manifestly unfounded",
    Ground.MANIFESTLY_EXCESSIVE: "the request is manifestly excessive",
    Ground.EXEMPTION: "an exemption in data protection law applies",
    Ground.IDENTITY_NOT_VERIFIED: "we could not verify who you are",
    Ground.NO_RIGHT: "this right does not apply to the data or to this use of it",
    Ground.COMPLEX: "it is complex",
    Ground.NUMBER_OF_REQUESTS: "of the number of requests that you have made",
}
"""Each ground, fit for the middle of a sentence in a letter."""


class Outcome(Value):
    """How one right in a request ended."""

    step: Step
    on: date
    ground: Ground | None = None
    facts: str = ""
    """What the officer can show for it; personal, so kept sealed."""

    @property
    def status(self) -> Status:
        """Where a request stands all of whose rights ended so."""
        return OUTCOMES[self.step]


class Asked(Value):
    """Something asked of the requester, and when it came."""

    on: date
    answered: date | None = None


class Search(Value):
    """One look into one system: the evidence of a reasonable search."""

    system: str
    on: date
    who: str
    terms: str = ""
    found: str
    """"found", "nothing", or "not applicable", as in `FOUND`."""
    note: str = ""

    @property
    def sentence(self) -> str:
        """What came of it, in words: "Billing and accounts: nothing."."""
        return f"{self.system}: {self.found}." + (f" {self.note}" if self.note else "")


FOUND: Final = ("found", "nothing", "not applicable")


_FIELDS: Final[Mapping[type[Facet], str]] = {
    Identity: "identity",
    Clarity: "clarity",
    Fee: "fee",
    Extension: "extension",
    Authority: "authority",
    ReceiptState: "acknowledgement",
}
"""Where the progress keeps each facet."""


class Progress(Value):
    """All that has been done; begins empty."""

    identity: Identity = Identity.OPEN
    identity_asked: Asked | None = None
    identity_before: tuple[Asked, ...] = ()
    """The earlier times, where what came did not prove it and it was asked for again."""
    clarity: Clarity = Clarity.CLEAR
    clarifications: tuple[Asked, ...] = ()
    fee: Fee = Fee.NONE
    fee_asked: Asked | None = None
    extension: Extension = Extension.NONE
    extended_on: date | None = None
    extended_why: str = ""
    authority: Authority = Authority.NOT_NEEDED
    authority_shown: date | None = None
    acknowledgement: ReceiptState = ReceiptState.BY_RECEIPT
    acknowledged: date | None = None
    """The day on which who asked had our word that it has come in."""
    linked_to: str = ""
    """The reference of the earlier request that it was added to."""
    outcomes: dict[Right, Outcome] = Field(default_factory=dict)
    searches: tuple[Search, ...] = ()

    @property
    def awaited(self) -> dict[State, Asked]:
        """What the requester was asked for and has not given, by the state that says so."""
        clarification = self.clarifications[-1] if self.clarifications else None
        asked: dict[State, tuple[State, Asked | None]] = {
            Identity.ASKED: (self.identity, self.identity_asked),
            Clarity.ASKED: (self.clarity, clarification),
            Fee.ASKED: (self.fee, self.fee_asked),
        }
        return {state: one for state, (stands, one) in asked.items() if stands is state and one}

    @property
    def identity_asks(self) -> tuple[Asked, ...]:
        """Every time that identity was asked for, the first one first."""
        return (*self.identity_before, *((self.identity_asked,) if self.identity_asked else ()))

    @property
    def _asked_in_vain(self) -> tuple[Asked, ...]:
        """What goes before when identity is asked for now; what was not needed begins anew."""
        return self.identity_asks if self.identity is Identity.FAILED else ()

    def of(self, facet: type[Facet]) -> Facet:
        """Return where one facet stands."""
        state: Facet = getattr(self, _FIELDS[facet])
        return state

    def moved(self, state: Facet) -> Self:
        """Return the same with one facet moved."""
        return self.model_copy(update={_FIELDS[type(state)]: state})

    def dated(self, step: Step, on: date, why: str) -> Self:
        """Return the same with what a step adds of dates and reasons."""
        return self.model_copy(update=self._dates(step, on) | _reasons(step, on, why))

    def _dates(self, step: Step, on: date) -> dict[str, object]:
        match step:
            case Step.ASK_IDENTITY:
                return {"identity_asked": Asked(on=on), "identity_before": self._asked_in_vain}
            case Step.RECEIVE_IDENTITY:
                return {"identity_asked": _came(self.identity_asked, on)}
            case Step.ASK_CLARIFICATION:
                return {"clarifications": (*self.clarifications, Asked(on=on))}
            case Step.RECEIVE_CLARIFICATION:
                *before, last = self.clarifications
                return {"clarifications": (*before, _came(last, on))}
            case Step.ASK_FEE:
                return {"fee_asked": Asked(on=on)}
            case Step.RECEIVE_FEE:
                return {"fee_asked": _came(self.fee_asked, on)}
            case _:
                return {}


def _reasons(step: Step, on: date, why: str) -> dict[str, object]:
    match step:
        case Step.EXTEND:
            return {"extended_on": on, "extended_why": why}
        case Step.SHOW_AUTHORITY:
            return {"authority_shown": on}
        case Step.SEND_RECEIPT:
            return {"acknowledged": on}
        case Step.LINK:
            return {"linked_to": why}
        case _:
            return {}


def _came(asked: Asked | None, on: date) -> Asked:
    return Asked(on=asked.on if asked else on, answered=on)
