"""Requests of the same person that look alike: linked, counted, never blocked (pure).

Names are not unique, so who only has the same name is *perhaps* the same person: enough for a
hint to an officer, or to keep a record longer, and never enough to hold an erasure up.
"""

from collections.abc import Iterable
from datetime import date
from typing import Final

from bot.places import Value
from bot.register.lifecycle import Status
from bot.register.on_behalf import in_one_writing
from bot.register.requests import RightsRequest
from bot.register.working_days import months_after
from knowledge.rights import Right

_RECENT_MONTHS: Final = 3
_COUNTED_MONTHS: Final = 12
_NEVER_TOO_OFTEN: Final = frozenset({Right.COMPLAINT, Right.MARKETING_OPT_OUT})
"""Nobody complains, or says no to marketing, too often (facts 11, 12)."""
_NO_REPETITION: Final = frozenset({Status.LINKED, Status.ONLY_ASKING})
"""What became part of another request, or was none, is not counted beside it."""


class Repetition(Value):
    """What else the same person has asked for."""

    like: RightsRequest | None
    """The newest earlier request for one of the same rights, open or recent; the open first."""
    beside: RightsRequest | None = None
    """The newest earlier request for whatever right that is open and surely the same person's."""
    within_a_year: tuple[str, ...]
    """The references of what they asked for in twelve months by the same right, this one among
    them, oldest first."""
    surely: bool = True
    """Whether all of these are the same person's for certain, and not by a like name only."""

    @property
    def may_join(self) -> RightsRequest | None:
        """The open request that this one can be added to: the one it is like before any other."""
        return self.like if self.like and self.like.is_open else self.beside


def repetition(request: RightsRequest, others: Iterable[RightsRequest]) -> Repetition:
    """Return what a request repeats of what perhaps the same person asked for before."""
    earlier = [it for it in others if it.id != request.id and it.received_at <= request.received_at]
    newest_first = sorted(earlier, key=lambda it: (it.is_open, it.received_at), reverse=True)
    year_ago = months_after(request.received, -_COUNTED_MONTHS)
    counted = [
        it for it in (*earlier, request) if it.received >= year_ago and _counts_with(request, it)
    ]
    return Repetition(
        like=next((it for it in newest_first if _is_like(request, it)), None),
        beside=next((it for it in newest_first if _is_open_beside(request, it)), None),
        within_a_year=tuple(
            str(it.reference) for it in sorted(counted, key=lambda it: (it.received_at, it.id))
        ),
        surely=all(is_surely_the_same(request, it) for it in counted if it.id != request.id),
    )


def is_surely_the_same(one: RightsRequest, other: RightsRequest) -> bool:
    """Return whether both are about one person's data, as far as the register can know.

    One account in Slack is one person, and so is who is reached in one way.
    """
    if one.on_behalf is None and other.on_behalf is None:
        return one.requester == other.requester
    if one.on_behalf is None or other.on_behalf is None:
        return False
    contact = in_one_writing(one.on_behalf.contact)
    return contact != "" and contact == in_one_writing(other.on_behalf.contact)


def _counts_with(request: RightsRequest, other: RightsRequest) -> bool:
    """Return whether both ask for the same, so that their number may say something (fact 8)."""
    same = set(request.rights) & set(other.rights) - _NEVER_TOO_OFTEN
    return bool(same) and other.reference is not None and other.status not in _NO_REPETITION


def _is_like(request: RightsRequest, earlier: RightsRequest) -> bool:
    if not set(request.rights) & set(earlier.rights):
        return False
    if earlier.status is Status.LINKED:
        return False  # the one that it was added to speaks for it
    return earlier.is_open or _is_recent(earlier.closed_on, request.received)


def _is_open_beside(request: RightsRequest, earlier: RightsRequest) -> bool:
    return earlier.is_open and is_surely_the_same(request, earlier)


def _is_recent(closed_on: date | None, on: date) -> bool:
    return closed_on is not None and closed_on >= months_after(on, -_RECENT_MONTHS)
