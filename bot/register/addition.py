"""What goes along when a request is added to an earlier one of the same person (pure).

Theory of operation. Each of the two has days that the person was told. Words, open rights and
searches go along, and what is known; days that were won in the later request stay behind, since
they would move the earlier one's rights too. What does not go together is refused, and the two are
answered each by itself, which is always lawful:

    a right         that has ended in the earlier one would never be answered again
    identity        proved in one it is proved in both, for who is surely one person (facts 3, 7)
    clarification   that is awaited stops the clock of what it is about alone (fact 6)
    fee             that is awaited is of the request that it was asked for (facts 3, 8)
    extension       is of the rights of which the person was told (fact 5)
    authority       is of who acts for the person, for the request that they made (fact 10)
    a complaint     was acknowledged, or is still to be (fact 12)

Whatever has gone along, no right's last day is later than the person was told, and none is over at
once that was not: that is looked at last, right by right. A right that the requester adds by form
is held to the same.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from bot.register.conditions import can_be_extended
from bot.register.deadlines import deadline
from bot.register.lifecycle import Authority, Clarity, Extension, Fee, Identity, Step
from bot.register.progress import Progress
from bot.register.repetition import is_surely_the_same
from bot.register.requests import RightsRequest
from bot.register.rights import RULES, Period
from bot.register.working_days import ClockImpossible, in_words
from knowledge.rights import Right

_FURTHER: Final = (
    *(Identity.OPEN, Identity.NOT_NEEDED, Identity.FAILED),
    *(Identity.ASKED, Identity.RECEIVED, Identity.VERIFIED),
)
"""Which of two identities the whole has: the one further on; what is in doubt stays so."""
_UNDER_WAY: Final = frozenset({Identity.ASKED, Identity.RECEIVED})
_EVIDENCE: Final = frozenset({Identity.RECEIVED, Identity.VERIFIED})


class CannotBeAdded(Exception):
    """What the two have come to does not go together; the message says why, and what to do."""


@dataclass(frozen=True)
class _Side:
    """One of the two, and which of its rights the whole has from it."""

    request: RightsRequest
    rights: tuple[Right, ...]

    @property
    def called(self) -> str:
        return self.request.called

    @property
    def progress(self) -> Progress:
        return self.request.progress

    @property
    def is_extended(self) -> bool:
        return self.progress.extension is Extension.EXTENDED and self.has(can_be_extended)

    def has(self, kind: Callable[[Right], bool]) -> bool:
        return any(map(kind, self.rights))


def added(earlier: RightsRequest, later: RightsRequest, *, on: date) -> RightsRequest:
    """Return the earlier request with the later one added on this day; raises `CannotBeAdded`."""
    before, after = _Side(earlier, earlier.rights), _Side(later, later.open_rights)
    for reason in _REASONS:
        for why in reason(before, after):
            raise CannotBeAdded(f"{why} answer {after.called} by itself, please.")
    with_work = earlier.model_copy(update={"progress": _together(before, after)})
    try:
        whole = with_work.with_added(
            details=later.words, rights=later.open_rights, received=later.received
        )
        broken = next(_broken_promises(whole, (earlier, later), on), None)
    except ClockImpossible as impossible:
        broken = str(impossible).removesuffix(".")
    if broken:
        raise CannotBeAdded(f"{broken}: answer {after.called} by itself, please.")
    return whole


def apart(request: RightsRequest, rights: tuple[Right, ...], *, on: date) -> tuple[Right, ...]:
    """Return which rights that its own requester adds on this day are answered by themselves.

    That is what two requests could not become one with, and what has no day left in this one.
    """
    new = (right for right in rights if right not in request.open_rights)
    return tuple(right for right in new if not _joins(request, right, on))


def _joins(request: RightsRequest, right: Right, on: date) -> bool:
    told = Progress(
        authority=request.progress.authority, acknowledged=None if request.on_behalf else on
    )
    alone = {"rights": (right,), "received": on, "progress": told, "words": ""}
    try:
        added(request, request.model_copy(update=alone), on=on)
    except CannotBeAdded:
        return False
    return True


def _ended(earlier: _Side, later: _Side) -> Iterator[str]:
    for right in later.rights:
        if right in earlier.progress.outcomes:
            yield f"In {earlier.called} {RULES[right].name} has ended already:"


def _perhaps_anothers(earlier: _Side, later: _Side) -> Iterator[str]:
    one, other = earlier.progress.identity, later.progress.identity
    if is_surely_the_same(earlier.request, later.request):
        return
    if one is not other or one in _UNDER_WAY:
        yield (
            f"{earlier.called} and {later.called} may not be the same person's, so the identity "
            "in one does not count for the other: verify it in both, or"
        )


def _identity_failed(earlier: _Side, later: _Side) -> Iterator[str]:
    if later.progress.identity is Identity.FAILED and earlier.progress.identity in _EVIDENCE:
        yield (
            f"In {later.called} the identity could not be verified, and in {earlier.called} there "
            "is evidence of it: ask for it again, or"
        )


def _unclear(earlier: _Side, later: _Side) -> Iterator[str]:
    for waits, other in ((earlier, later), (later, earlier)):
        both = waits.progress.clarity is other.progress.clarity
        if waits.progress.clarity is Clarity.ASKED and (both or other.has(_can_be_stopped)):
            yield (
                f"{waits.called} waits for a clarification of its own (fact 6): record first "
                "what was answered, or"
            )


def _unpaid(earlier: _Side, later: _Side) -> Iterator[str]:
    for waits, other in ((earlier, later), (later, earlier)):
        if waits.progress.fee is Fee.ASKED and other.has(_by_the_month):
            yield f"{waits.called} waits for a fee of its own (fact 8): record its payment, or"


def _extended(earlier: _Side, later: _Side) -> Iterator[str]:
    for told, other in ((earlier, later), (later, earlier)):
        if told.is_extended and other.has(can_be_extended) and not other.is_extended:
            yield (
                f"{told.called} was extended and {other.called} was not (fact 5): extend that too "
                "while its first month lasts, or"
            )


def _unauthorised(earlier: _Side, later: _Side) -> Iterator[str]:
    one, other = earlier.progress.authority, later.progress.authority
    if one is other:
        return
    if Authority.AWAITED in {one, other}:
        waits = earlier if one is Authority.AWAITED else later
        yield (
            f"In {waits.called} the authority of who asks for the person is still to come "
            "(fact 10): record it first, or"
        )
    acts = earlier if one is Authority.SHOWN else later
    yield f"Only {acts.called} is from somebody who acts for the person (fact 10):"


def _unacknowledged(earlier: _Side, later: _Side) -> Iterator[str]:
    owes = [side for side in (earlier, later) if side.progress.acknowledged is None]
    if Right.COMPLAINT in later.rights and len(owes) == 1:
        yield (
            f"The receipt of {owes[0].called} is still to be sent, and a complaint is to be "
            "acknowledged (fact 12): send it first, or"
        )


_REASONS: Final = (
    *(_ended, _perhaps_anothers, _identity_failed, _unauthorised),
    *(_unclear, _unpaid, _extended, _unacknowledged),
)
"""Why it may not be, each up to the words that it can always be answered by itself."""


def _together(earlier: _Side, later: _Side) -> Progress:
    """Return what the whole has of both; where both have something, the earlier one's stays."""
    one, other = earlier.progress, later.progress
    return one.model_copy(
        update=_identity(one, other)
        | _clarity(earlier, later)
        | _fee(one, other)
        | _extension(earlier, later)
        | _acknowledged(earlier, later)
        | {"searches": (*one.searches, *other.searches)}
    )


def _identity(one: Progress, other: Progress) -> dict[str, object]:
    """Return who it is known to be; the day on which evidence came moves what it moved before."""
    identity = max(one.identity, other.identity, key=_FURTHER.index)
    awaited = identity is Identity.ASKED and one.identity is not Identity.ASKED
    known = other if awaited else one
    return {
        "identity": identity,
        "identity_asked": known.identity_asked,
        "identity_before": known.identity_before,
    }


def _clarity(earlier: _Side, later: _Side) -> dict[str, object]:
    """Return the clarifications of one of them: of the one that waits, or has what they stop."""
    sides = (earlier, later)
    waiting = [side for side in sides if side.progress.clarity is Clarity.ASKED]
    stopped = [side for side in sides if side.has(_can_be_stopped)]
    side = (*waiting, *stopped, earlier)[0]
    return {"clarity": side.progress.clarity, "clarifications": side.progress.clarifications}


def _fee(one: Progress, other: Progress) -> dict[str, object]:
    """Return the fee; one that was paid for the later request is not asked for again."""
    if one.fee is not Fee.NONE:
        return {}
    return {"fee": other.fee, "fee_asked": other.fee_asked if other.fee is Fee.ASKED else None}


def _extension(earlier: _Side, later: _Side) -> dict[str, object]:
    if earlier.is_extended or not later.is_extended:
        return {}
    told = later.progress
    return {
        "extension": told.extension,
        "extended_on": told.extended_on,
        "extended_why": told.extended_why,
    }


def _acknowledged(earlier: _Side, later: _Side) -> dict[str, object]:
    """Return the day of the word that acknowledged the complaint, where it comes with the later."""
    comes = Right.COMPLAINT in later.rights and Right.COMPLAINT not in earlier.rights
    return {"acknowledged": later.progress.acknowledged} if comes else {}


def _can_be_stopped(right: Right) -> bool:
    return RULES[right].clarification_stops


def _by_the_month(right: Right) -> bool:
    return RULES[right].period is Period.MONTH


def _broken_promises(
    whole: RightsRequest, parts: tuple[RightsRequest, ...], on: date
) -> Iterator[str]:
    """Yield of each right why its last day may not be what the whole makes of it."""
    now = _Day(stands_still=False, last=on)
    for right in whole.open_rights:
        day, name = _day(whole, right, on), RULES[right].name
        told = min(_day(part, right, on) for part in parts if right in part.open_rights)
        if day > told:
            yield (
                f"For {name} the last day is {in_words(told.last)}, and together it would be "
                f"later, {in_words(day.last)}"
            )
        told_by = whole.progress.acknowledged if right is Right.COMPLAINT else None
        met = told_by is not None and told_by <= day.last
        if day < now <= told and not met:
            yield f"Together the last day for {name} would have been {in_words(day.last)} already"


class _Day(NamedTuple):
    """A right's last day; one whose clock stands still is later than any other."""

    stands_still: bool
    last: date


def _day(request: RightsRequest, right: Right, on: date) -> _Day:
    """Return a right's last day; where its clock stands still, as if it went on today."""
    stands_still = request.stands_still(right)
    runs = request.after(Step.RECEIVE_CLARIFICATION, on=on) if stands_still else request
    return _Day(stands_still=stands_still, last=deadline(runs.clock_of(right)).due)
