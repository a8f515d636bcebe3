"""Who may do what: one table, and whatever is not in it is forbidden (pure).

It knows three things: what somebody is, what they would do, and whose it is that they would do it
to. How far a case has come is the lifecycle's affair. The table is asked at the door, before a
button, form or command is acted on at all (`slack/gate.py`). Where it matters whose the thing is,
it is asked again in the transaction that has the thing before it (`require`). What officers may do
to anything needs no object: there the rim asks Slack once more, right before the transaction, and
the desk's operations take nobody but an `Officer`, whom this table alone makes (`desk/values.py`).
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from knowledge.verdict import Audience


class Role(StrEnum):
    """What somebody is, at the moment of the act."""

    CUSTOMER = "customer"
    """Anybody who is not certainly ours: another company's, a guest, a stranger."""
    STAFF = "staff"
    OFFICER = "officer"
    """One of ours who sits in the compliance channel."""


class Whose(StrEnum):
    """Whose the thing is that is acted on."""

    NOBODYS = "nobody's"
    """The desk's own, or not there yet."""
    OWN = "own"
    ANOTHERS = "another's"


class Deed(StrEnum):
    """What somebody would do."""

    ASK = "ask"
    """Ask a question, look at the Home tab, open an empty form."""
    RATE = "rate"
    """Say whether an answer helped; it keeps no words."""
    DECIDE = "decide"
    """Say about a message or request what it is, what is meant, what is added."""
    READ = "read"
    """Read what the desk has to say to a person about their request."""
    REQUEST = "request"
    """Make a rights request."""
    LOG = "log"
    """Log a rights request for somebody else."""
    WORK = "work"
    """Work a case: claim, step, reply, close, look at its words or at the verdict on them."""
    APPROVE = "approve"
    """Let a letter go that waits for a second pair of eyes."""
    SEARCH = "search"
    """Answer a search that one was asked to make, seeing nothing of the case."""
    RULE = "rule"
    """Rule where the bot may answer."""


_ALL: Final = frozenset(Role)
_OURS: Final = frozenset({Role.STAFF, Role.OFFICER})
_OFFICERS: Final = frozenset({Role.OFFICER})

TABLE: Final[Mapping[tuple[Deed, Whose], frozenset[Role]]] = {
    (Deed.ASK, Whose.NOBODYS): _ALL,
    (Deed.RATE, Whose.OWN): _ALL,
    (Deed.RATE, Whose.ANOTHERS): _ALL,
    (Deed.DECIDE, Whose.OWN): _ALL,
    (Deed.READ, Whose.OWN): _ALL,
    (Deed.REQUEST, Whose.NOBODYS): _ALL,
    (Deed.LOG, Whose.ANOTHERS): _OURS,
    (Deed.WORK, Whose.OWN): _OFFICERS,
    (Deed.WORK, Whose.ANOTHERS): _OFFICERS,
    (Deed.APPROVE, Whose.ANOTHERS): _OFFICERS,
    (Deed.SEARCH, Whose.OWN): _OURS,
    (Deed.RULE, Whose.NOBODYS): _OFFICERS,
}

NOT_YOURS: Final = "That button is for the person who wrote the message."
NOT_AN_OFFICER: Final = "Only members of the compliance team can do that."
NOT_ONE_OF_US: Final = "Only our own people can log a request for somebody else."
YOUR_OWN: Final = "You wrote that one, so another officer must look at it."
NOT_YOUR_SEARCH: Final = "Only the person who was asked to search can answer."
NOT_HERE: Final = "That is not possible here."


class NotAllowed(Exception):
    """The table does not have it."""


def may_ever(role: Role, deed: Deed) -> bool:
    """Return whether there is anything to which this role may do it."""
    return any(role in TABLE.get((deed, whose), ()) for whose in Whose)


def refusal(role: Role, deed: Deed, whose: Whose) -> str | None:
    """Return in one sentence why it may not be done; None when it may."""
    return None if role in TABLE.get((deed, whose), ()) else refusal_of(role, deed)


def require(role: Role, deed: Deed, whose: Whose) -> None:
    """Raise `NotAllowed`, which says why, unless the table has it."""
    why_not = refusal(role, deed, whose)
    if why_not is not None:
        raise NotAllowed(why_not)


def role_of(audience: Audience, *, is_member: bool = False) -> Role:
    """Return what a person is; only one of ours can be an officer, wherever they sit."""
    if audience is not Audience.STAFF:
        return Role.CUSTOMER
    return Role.OFFICER if is_member else Role.STAFF


def whose(*, presser: str, concerned: str) -> Whose:
    """Return whose a thing is, seen from who presses."""
    return Whose.OWN if presser == concerned else Whose.ANOTHERS


def refusal_of(role: Role, deed: Deed) -> str:
    """Return in one sentence why somebody may not do it to this, or to anything."""
    if not may_ever(role, deed):
        return _OF_THE_ROLE.get(deed, NOT_AN_OFFICER)
    return _OF_THE_OBJECT.get(deed, NOT_HERE)


_OF_THE_ROLE: Final[Mapping[Deed, str]] = {
    Deed.LOG: NOT_ONE_OF_US,
    Deed.SEARCH: NOT_YOUR_SEARCH,
}
"""What is said to who may do it to nothing."""

_OF_THE_OBJECT: Final[Mapping[Deed, str]] = {
    Deed.DECIDE: NOT_YOURS,
    Deed.READ: NOT_YOURS,
    Deed.APPROVE: YOUR_OWN,
    Deed.SEARCH: NOT_YOUR_SEARCH,
}
"""What is said to who may do it, but not to this."""
