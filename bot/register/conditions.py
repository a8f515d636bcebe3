"""What a right or a date adds to the lifecycle table: why a step may not be taken now (pure).

Each condition rests on a fact of the table of law, which its sentence names.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

from bot.register.deadlines import deadline
from bot.register.lifecycle import (
    COMPLAINT_OUTCOMES,
    ENDS_NO_COMPLAINT,
    ENDS_NO_OPT_OUT,
    FACETS,
    LIFECYCLE,
    MEETS,
    OUTCOMES,
    Authority,
    Identity,
    Step,
)
from bot.register.progress import Asked
from bot.register.rights import HOLDS_ERASURE, RULES, identity_evidence_applies
from bot.register.saying import BESIDE, FOR_OFFICERS
from bot.register.working_days import in_words, months_after
from knowledge.rights import Right

if TYPE_CHECKING:
    from bot.register.requests import RightsRequest

Rights = tuple[Right, ...]

_ABSOLUTE: Final = Right.MARKETING_OPT_OUT
_UNVERIFIED: Final = {
    Identity.ASKED: ", and not yet verified",
    Identity.RECEIVED: ", and not yet verified",
    Identity.FAILED: "",
}
"""Before which nothing is given, and what is said behind how identity stands."""


def why_not(
    request: "RightsRequest", step: Step, rights: Rights, on: date, held_by: tuple[str, ...] = ()
) -> str | None:
    """Return why the step cannot be taken with these rights on this day; None where it can.

    `held_by` names the same person's other open cases that forbid to erase.
    """
    return (
        _by_the_table(request, step)
        or not_that_day(request, step, on)
        or _by_its_rights(request, step, rights)
        or _by_hold(request, step, rights, held_by)
    )


def why_no_answer(request: "RightsRequest", on: date) -> str:
    """Return why it cannot be answered in full on this day; empty where it can, or is over."""
    asks_for = request.ended_by(Step.FULFIL)
    if not request.is_open or asks_for == (Right.COMPLAINT,):
        return ""
    return why_not(request, Step.FULFIL, asks_for, on) or ""


def may_be_held(request: "RightsRequest") -> bool:
    """Return whether it asks for something to be erased that may have to wait (fact 14)."""
    return request.is_open and Right.ERASURE in request.open_rights


def erasure_held_by(request: "RightsRequest", others: tuple[str, ...]) -> tuple[str, ...]:
    """Return which open cases its erasure waits for, of the person's others and itself."""
    if not may_be_held(request):
        return ()
    own = request.reference and HOLDS_ERASURE.intersection(request.open_rights)
    return (*others, *([request.reference] if request.reference and own else []))


def _by_the_table(request: "RightsRequest", step: Step) -> str | None:
    if request.erased_on is not None:
        return f"its names and words were erased on {in_words(request.erased_on)}"
    if (request.status, step) not in LIFECYCLE:
        return f'this request stands as "{FOR_OFFICERS[request.status]}"'
    if step not in FACETS:
        return None
    state = request.progress.of(FACETS[step])
    if (state, step) in LIFECYCLE:
        return None
    return f"it stands as {BESIDE[state]}" if state in BESIDE else "it was not asked for"


def not_that_day(request: "RightsRequest", step: Step, on: date) -> str | None:
    """Return why a step that the table knows cannot be of this day; None where it can."""
    if on < request.received:
        return f"{in_words(on)} is before the request was received on {in_words(request.received)}"
    asked = _asked(request, step)
    if asked and on < asked.on:
        return f"{in_words(on)} is before it was asked for on {in_words(asked.on)}"
    if step is Step.EXTEND:
        month_ends = months_after(request.starts_on, 1)
        if on > month_ends:
            return f"the first month ended on {in_words(month_ends)} (fact 5)"
    if step is Step.ASK_CLARIFICATION:
        stoppable = (it for it in request.open_rights if RULES[it].clarification_stops)
        last = min((deadline(request.clock_of(it)).due for it in stoppable), default=on)
        if on > last:
            return f"the last day was {in_words(last)}, and what ran out cannot stop (fact 6)"
    return None


def _asked(request: "RightsRequest", step: Step) -> Asked | None:
    progress = request.progress
    match step:
        case Step.RECEIVE_IDENTITY | Step.VERIFY_IDENTITY | Step.FAIL_IDENTITY:
            return progress.identity_asked
        case Step.RECEIVE_CLARIFICATION:
            return progress.clarifications[-1] if progress.clarifications else None
        case Step.RECEIVE_FEE:
            return progress.fee_asked
        case _:
            return None


def _by_its_rights(request: "RightsRequest", step: Step, rights: Rights) -> str | None:
    if step in OUTCOMES:
        return next(_not_for_one_of(request, step, rights), None)
    rule = _FOR_SOME.get(step)
    if rule and not any(rule(right) for right in request.open_rights):
        return _WHY_FOR_NONE[step]
    return None


def _not_for_one_of(request: "RightsRequest", step: Step, rights: Rights) -> Iterator[str]:
    for right in rights:
        name = RULES[right].name
        if right not in request.open_rights:
            yield f"{name} is no open right of this request"
        if step in ENDS_NO_OPT_OUT and right is _ABSOLUTE:
            yield "an objection to direct marketing is absolute: it is done, or withdrawn (fact 11)"
        if step in ENDS_NO_COMPLAINT and right is Right.COMPLAINT:
            yield "a complaint has an outcome: upheld, in part, or not (fact 12)"
        if step in COMPLAINT_OUTCOMES and right is not Right.COMPLAINT:
            yield f"{name} is no complaint"
        identity = request.progress.identity
        if step in MEETS and identity in _UNVERIFIED and RULES[right].identity_evidence:
            yield f"{BESIDE[identity]}{_UNVERIFIED[identity]} (fact 3)"
        if step in MEETS and request.progress.authority is Authority.AWAITED:
            yield "the authority of who asks for the person is still to come (fact 10)"


def may_end(step: Step, right: Right) -> bool:
    """Return whether an outcome ends such a right where none is named."""
    if step in COMPLAINT_OUTCOMES:
        return right is Right.COMPLAINT
    if step in ENDS_NO_COMPLAINT and right is Right.COMPLAINT:
        return False
    return not (step in ENDS_NO_OPT_OUT and right is _ABSOLUTE)


def can_be_extended(right: Right) -> bool:
    """Return whether the law lets more time be taken for it (facts 5, 11, 12)."""
    return right not in {Right.COMPLAINT, _ABSOLUTE}


_FOR_SOME: Final[dict[Step, Callable[[Right], bool]]] = {
    Step.NO_IDENTITY_NEEDED: lambda right: identity_evidence_applies((right,)),
    Step.ASK_IDENTITY: lambda right: identity_evidence_applies((right,)),
    Step.ASK_CLARIFICATION: lambda right: right is not _ABSOLUTE,
    Step.ASK_FEE: can_be_extended,
    Step.EXTEND: can_be_extended,
    Step.TELL_PROGRESS: lambda right: right is Right.COMPLAINT,
}
"""Steps that are for some rights only; one such right in the request is enough."""

_WHY_FOR_NONE: Final = {
    Step.NO_IDENTITY_NEEDED: "none of its rights needs proof of identity (fact 7)",
    Step.ASK_IDENTITY: "none of its rights needs proof of identity (fact 7)",
    Step.ASK_CLARIFICATION: "to stop marketing nothing need be asked (fact 11)",
    Step.ASK_FEE: "neither a complaint nor a marketing opt-out is charged for (facts 8, 11)",
    Step.EXTEND: "neither a complaint nor a marketing opt-out is extended (facts 5, 11)",
    Step.TELL_PROGRESS: "there is no open complaint in it",
}


def _by_hold(
    request: "RightsRequest", step: Step, rights: Rights, held_by: tuple[str, ...]
) -> str | None:
    if step not in MEETS or Right.ERASURE not in rights:
        return None
    left = [right for right in request.open_rights if right not in rights]
    if not held_by and not HOLDS_ERASURE.intersection(left):
        return None
    what = " and ".join(held_by) or "the access request or complaint beside it"
    are, closed = ("are", "they are") if len(held_by) > 1 else ("is", "it is")
    return (
        f"{what} {are} open, and nothing of the person's is erased until {closed} closed (fact 14)"
    )
