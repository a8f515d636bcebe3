"""The lifecycle in words: statuses, facets and steps as officers and requesters read them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.register.lifecycle import (
    FOR_OFFICERS_TO_CHOOSE,
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

FOR_OFFICERS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.CANDIDATE: "Perhaps a request",
        Status.DISMISSED: "Not a request",
        Status.RECEIVED: "Registered",
        Status.CONFIRMED: "Confirmed by the requester",
        Status.ONLY_ASKING: "Was only asking",
        Status.RESPONDED: "Responded",
        Status.REFUSED: "Refused",
        Status.REDIRECTED: "Redirected",
        Status.WITHDRAWN: "Withdrawn",
        Status.LINKED: "Added to an earlier request",
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
        Status.RESPONDED: "Answered: the compliance team has written to you",
        Status.REFUSED: "Refused: the compliance team has written to you with the reasons",
        Status.REDIRECTED: "Another organisation decides about this: we have told you which",
        Status.WITHDRAWN: "Withdrawn",
        Status.LINKED: "Added to your earlier request, which the compliance team works on",
    }
)
"""Each status as the requester reads it."""

CLOSED_AS: Final[Mapping[Status, str]] = MappingProxyType(
    {
        Status.RESPONDED: "answered",
        Status.REFUSED: "refused",
        Status.REDIRECTED: "redirected",
        Status.WITHDRAWN: "withdrawn",
        Status.LINKED: "added to an earlier request",
    }
)
"""How a request was closed, fit behind its reference; else it was just closed."""

BESIDE: Final[Mapping[State, str]] = MappingProxyType(
    {
        Identity.NOT_NEEDED: "identity not needed",
        Identity.ASKED: "identity asked for",
        Identity.RECEIVED: "identity information received",
        Identity.VERIFIED: "identity verified",
        Identity.FAILED: "identity not verified",
        Clarity.ASKED: "clarification asked for",
        Fee.ASKED: "fee asked for",
        Fee.PAID: "fee paid",
        Extension.EXTENDED: "extended",
        Authority.AWAITED: "authority awaited",
        Authority.SHOWN: "authority shown",
        ReceiptState.OWED: "receipt to be sent by hand",
        ReceiptState.GIVEN: "receipt sent by hand",
    }
)
"""What the officers read beside the status; facets at their beginning are not worth a word."""

COMES: Final[Mapping[State, str]] = MappingProxyType(
    {
        Identity.ASKED: "the identity information comes",
        Fee.ASKED: "the fee is paid",
    }
)
"""That comes with which a month starts anew, fit behind "when"."""

TO_DO: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.LOG: "register it",
        Step.DISMISS: "set it aside as not a request",
        Step.CONFIRM: "confirm it",
        Step.ONLY_ASKING: "note that the person was only asking",
        Step.ADD_DETAILS: "add details",
        Step.CLAIM: "claim it",
        Step.SEND_RECEIPT: "send the receipt",
        Step.SHOW_AUTHORITY: "record that the authority was shown",
        Step.NO_IDENTITY_NEEDED: "record that no proof of identity is needed",
        Step.ASK_IDENTITY: "ask for proof of identity",
        Step.RECEIVE_IDENTITY: "record that the identity information came",
        Step.VERIFY_IDENTITY: "record that the identity is verified",
        Step.FAIL_IDENTITY: "record that the identity could not be verified",
        Step.ASK_CLARIFICATION: "ask what is meant",
        Step.RECEIVE_CLARIFICATION: "record the clarification",
        Step.ASK_FEE: "ask for a fee",
        Step.RECEIVE_FEE: "record that the fee was paid",
        Step.SEARCH: "record a search",
        Step.TELL_PROGRESS: "tell the complainant of progress",
        Step.EXTEND: "extend the time",
        Step.LINK: "add it to an earlier request",
        Step.FULFIL: "respond in full",
        Step.FULFIL_PARTLY: "respond in part",
        Step.NOTHING_HELD: "respond that nothing is held",
        Step.UPHOLD: "tell the complainant that the complaint is upheld",
        Step.UPHOLD_PARTLY: "tell the complainant that the complaint is upheld in part",
        Step.NOT_UPHELD: "tell the complainant that the complaint is not upheld",
        Step.REFUSE: "refuse it",
        Step.REDIRECT: "redirect it to another controller",
        Step.WITHDRAW: "record that it was withdrawn",
        Step.REOPEN: "reopen it",
    }
)
"""Each step, fit for the middle of a sentence."""


DONE: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.LOG: "registered it",
        Step.DISMISS: "set it aside as not a request",
        Step.CONFIRM: "confirmed it",
        Step.ONLY_ASKING: "said that it was only a question",
        Step.ADD_DETAILS: "added details",
        Step.CLAIM: "claimed it",
        Step.SEND_RECEIPT: "sent the receipt",
        Step.SHOW_AUTHORITY: "recorded that the authority was shown",
        Step.NO_IDENTITY_NEEDED: "recorded that no proof of identity is needed",
        Step.ASK_IDENTITY: "asked for proof of identity",
        Step.RECEIVE_IDENTITY: "recorded that the identity information came",
        Step.VERIFY_IDENTITY: "recorded that the identity is verified",
        Step.FAIL_IDENTITY: "recorded that the identity could not be verified",
        Step.ASK_CLARIFICATION: "asked what is meant",
        Step.RECEIVE_CLARIFICATION: "recorded the clarification",
        Step.ASK_FEE: "asked for a fee",
        Step.RECEIVE_FEE: "recorded that the fee was paid",
        Step.SEARCH: "recorded a search",
        Step.TELL_PROGRESS: "told the complainant of progress",
        Step.EXTEND: "extended the time",
        Step.LINK: "added it to an earlier request",
        Step.FULFIL: "responded in full",
        Step.FULFIL_PARTLY: "responded in part",
        Step.NOTHING_HELD: "responded that nothing is held",
        Step.UPHOLD: "told the complainant that the complaint is upheld",
        Step.UPHOLD_PARTLY: "told the complainant that the complaint is upheld in part",
        Step.NOT_UPHELD: "told the complainant that the complaint is not upheld",
        Step.REFUSE: "refused it",
        Step.REDIRECT: "redirected it to another controller",
        Step.WITHDRAW: "recorded that it was withdrawn",
        Step.REOPEN: "reopened it",
    }
)
"""Each step as it is told afterwards, behind the name of who took it."""


ENDED: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.FULFIL: "answered in full",
        Step.FULFIL_PARTLY: "answered in part",
        Step.NOTHING_HELD: "answered that nothing is held",
        Step.UPHOLD: "upheld",
        Step.UPHOLD_PARTLY: "upheld in part",
        Step.NOT_UPHELD: "not upheld",
        Step.REFUSE: "refused",
        Step.REDIRECT: "redirected",
        Step.WITHDRAW: "withdrawn",
    }
)
"""How a right ended, fit behind its name."""


class StepNotAllowed(Exception):
    """The lifecycle does not know this step from here; `allowed` are the steps that it knows."""

    def __init__(self, step: Step, status: Status, allowed: tuple[Step, ...], why: str) -> None:
        self.step, self.status, self.allowed, self.why = step, status, allowed, why
        others = tuple(it for it in allowed if it in FOR_OFFICERS_TO_CHOOSE and it is not step)
        super().__init__(f"It is not possible to {TO_DO[step]}: {why}. {_possible(others)}")


class DayNotPossible(StepNotAllowed):
    """The step may be taken, and not on this day."""

    def __init__(self, step: Step, status: Status, allowed: tuple[Step, ...], why: str) -> None:
        super().__init__(step, status, allowed, why)
        self.args = (f"{why[0].upper()}{why[1:]}.",)


def _possible(steps: tuple[Step, ...]) -> str:
    if not steps:
        return "Nothing more can be done with it."
    return f"Possible now: {', or '.join(TO_DO[step] for step in steps)}."


def ended(words: str) -> str:
    """Return words as a sentence that another may follow."""
    words = words.rstrip()
    return words if words.endswith((".", "!", "?", ":")) else f"{words}."
