"""What may be done with a rights request, and where it leads: one table, all else is forbidden.

Theory of operation. A request stands in one status and, beside it, in one place of each facet:
identity, clarification, fee, extension, authority, acknowledgement. The table maps a pair of state
and step to the state that follows. A step is lawful when the table knows it from the status and,
for a step that moves a facet, from that facet too. The conditions that a date or a right adds are
in `conditions.py`.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final


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
    RESPONDED = "responded"
    """Every right in it has its outcome, and at least one was met in full, partly, or by saying
    that nothing is held."""
    REFUSED = "refused"
    REDIRECTED = "redirected"
    """Somebody else is the controller and was named to the requester."""
    WITHDRAWN = "withdrawn"
    LINKED = "linked"
    """Its words and rights were added to an earlier request of the same person, which goes on."""


class Identity(StrEnum):
    """What is known of who the requester is; the evidence itself is never kept here."""

    OPEN = "identity_open"
    NOT_NEEDED = "identity_not_needed"
    ASKED = "identity_asked"
    RECEIVED = "identity_received"
    VERIFIED = "identity_verified"
    FAILED = "identity_failed"


class Clarity(StrEnum):
    """Whether it is clear what is asked for."""

    CLEAR = "clear"
    ASKED = "clarification_asked"


class Fee(StrEnum):
    """Whether a reasonable fee is asked for."""

    NONE = "no_fee"
    ASKED = "fee_asked"
    PAID = "fee_paid"


class Extension(StrEnum):
    """Whether the time to respond was extended."""

    NONE = "not_extended"
    EXTENDED = "extended"


class Authority(StrEnum):
    """Whether somebody who asks for another person has shown that they may (fact 10)."""

    NOT_NEEDED = "authority_not_needed"
    AWAITED = "authority_awaited"
    SHOWN = "authority_shown"


class ReceiptState(StrEnum):
    """Whether who asked has our word that it has come in."""

    BY_RECEIPT = "acknowledged_by_receipt"
    """The receipt goes to the requester by itself."""
    OWED = "acknowledgement_owed"
    GIVEN = "acknowledged"


Facet = Identity | Clarity | Fee | Extension | Authority | ReceiptState
State = Status | Facet


class Step(StrEnum):
    """What somebody does with a rights request, in the order in which it is offered."""

    LOG = "log"
    DISMISS = "dismiss"
    CONFIRM = "confirm"
    ONLY_ASKING = "only_asking"
    ADD_DETAILS = "add_details"
    CLAIM = "claim"
    SEND_RECEIPT = "acknowledge"
    SHOW_AUTHORITY = "show_authority"
    NO_IDENTITY_NEEDED = "no_identity_needed"
    ASK_IDENTITY = "ask_identity"
    RECEIVE_IDENTITY = "receive_identity"
    VERIFY_IDENTITY = "verify_identity"
    FAIL_IDENTITY = "fail_identity"
    ASK_CLARIFICATION = "ask_clarification"
    RECEIVE_CLARIFICATION = "receive_clarification"
    ASK_FEE = "ask_fee"
    RECEIVE_FEE = "receive_fee"
    SEARCH = "search"
    TELL_PROGRESS = "tell_progress"
    EXTEND = "extend"
    LINK = "link"
    FULFIL = "fulfil"
    FULFIL_PARTLY = "fulfil_partly"
    NOTHING_HELD = "nothing_held"
    UPHOLD = "uphold"
    UPHOLD_PARTLY = "uphold_partly"
    NOT_UPHELD = "not_upheld"
    REFUSE = "refuse"
    REDIRECT = "redirect"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"


OUTCOMES: Final[Mapping[Step, Status]] = MappingProxyType(
    {
        Step.FULFIL: Status.RESPONDED,
        Step.FULFIL_PARTLY: Status.RESPONDED,
        Step.NOTHING_HELD: Status.RESPONDED,
        Step.UPHOLD: Status.RESPONDED,
        Step.UPHOLD_PARTLY: Status.RESPONDED,
        Step.NOT_UPHELD: Status.RESPONDED,
        Step.REFUSE: Status.REFUSED,
        Step.REDIRECT: Status.REDIRECTED,
        Step.WITHDRAW: Status.WITHDRAWN,
    }
)
"""The steps that end a right, and where the request stands when they end its last one."""

_WORK: Final = (
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
)
"""What leaves an open request open."""

OPEN: Final = frozenset({Status.RECEIVED, Status.CONFIRMED})
ANSWERED: Final = frozenset({Status.RESPONDED, Status.REFUSED})
"""The requester has an answer of ours in the matter."""
UNREGISTERED: Final = frozenset({Status.CANDIDATE, Status.DISMISSED})
CLOSED: Final = frozenset(Status) - OPEN - UNREGISTERED


def _while_open() -> dict[tuple[State, Step], State]:
    working: dict[tuple[State, Step], State] = {
        (status, step): status for status in sorted(OPEN) for step in _WORK
    }
    ending: dict[tuple[State, Step], State] = {
        (status, step): final for status in sorted(OPEN) for step, final in OUTCOMES.items()
    }
    linking: dict[tuple[State, Step], State] = {
        (status, Step.LINK): Status.LINKED for status in sorted(OPEN)
    }
    return {**working, **ending, **linking}


def _reopened() -> dict[tuple[State, Step], State]:
    return {(status, Step.REOPEN): Status.RECEIVED for status in sorted(CLOSED)}


LIFECYCLE: Final[Mapping[tuple[State, Step], State]] = MappingProxyType(
    {
        (Status.CANDIDATE, Step.LOG): Status.RECEIVED,
        (Status.CANDIDATE, Step.DISMISS): Status.DISMISSED,
        (Status.RECEIVED, Step.CONFIRM): Status.CONFIRMED,
        (Status.RECEIVED, Step.ONLY_ASKING): Status.ONLY_ASKING,
        (Status.CONFIRMED, Step.ONLY_ASKING): Status.ONLY_ASKING,
        **_while_open(),
        **_reopened(),
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
)
"""What may be done, and where it leads; everything absent is forbidden."""

FACETS: Final[Mapping[Step, type[Facet]]] = MappingProxyType(
    {step: type(state) for (state, step) in LIFECYCLE if not isinstance(state, Status)}
)
"""The facet that a step moves, for those that move one."""

FOR_OFFICERS_TO_CHOOSE: Final = frozenset(Step) - {
    *(Step.CONFIRM, Step.ONLY_ASKING, Step.ADD_DETAILS),
    *(Step.CLAIM, Step.LINK),
}
"""What officers choose of a menu: the others are the requester's, or have buttons of their own."""

MEETS: Final = frozenset({Step.FULFIL, Step.FULFIL_PARTLY})
"""What gives the person what they ask for, or a part of it."""
COMPLAINT_OUTCOMES: Final = frozenset({Step.UPHOLD, Step.UPHOLD_PARTLY, Step.NOT_UPHELD})
"""How a complaint ends; no other right ends so (DPA 2018 s.164A)."""
ENDS_NO_COMPLAINT: Final = frozenset({*MEETS, Step.NOTHING_HELD, Step.REFUSE})
"""How the other rights end."""
ENDS_NO_OPT_OUT: Final = frozenset(
    {Step.FULFIL_PARTLY, Step.NOTHING_HELD, Step.REFUSE, Step.REDIRECT}
)
"""How an objection to direct marketing never ends: it is absolute (UK GDPR Art 21(3))."""
