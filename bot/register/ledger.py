"""The search ledger of a request: where a reasonable search looks, and what came of it (pure)."""

from collections.abc import Sequence
from typing import Final

from bot.places import Value
from bot.register.lifecycle import MEETS, Step
from bot.register.progress import Search
from knowledge.rights import Right

_NEEDS_SEARCH: Final = frozenset({Right.ACCESS, Right.PORTABILITY, Right.ERASURE})
"""Nothing can be disclosed or erased that nobody looked for; the looks are kept (fact 15)."""

_DISCLOSED: Final = frozenset({Right.ACCESS, Right.PORTABILITY})
"""Of these the requester is given what was found."""


class Line(Value):
    """One system, with every look into it."""

    system: str
    searches: tuple[Search, ...]


def ledger(systems: Sequence[str], searches: Sequence[Search]) -> tuple[Line, ...]:
    """Return a line for each system, those that are no longer listed behind the others."""
    every = dict.fromkeys((*systems, *(search.system for search in searches)))
    return tuple(
        Line(system=system, searches=tuple(it for it in searches if it.system == system))
        for system in every
    )


def unsearched(systems: Sequence[str], searches: Sequence[Search]) -> tuple[str, ...]:
    """Return the systems that nobody has looked into."""
    looked = {search.system for search in searches}
    return tuple(system for system in systems if system not in looked)


def needs_search(rights: Sequence[Right]) -> bool:
    """Return whether one of these rights takes a search before it can be met."""
    return bool(_NEEDS_SEARCH & set(rights))


def warning(
    step: Step, rights: Sequence[Right], systems: Sequence[str], searches: Sequence[Search]
) -> str | None:
    """Return what an officer should know who would end rights before all is searched.

    What is disclosed is looked for in every system; what is erased, in one at least. It never
    forbids anything: what a reasonable search is, is for the officers.
    """
    discloses = step in MEETS and bool(_DISCLOSED & set(rights))
    blindly = step in MEETS and needs_search(rights) and not searches
    left = unsearched(systems, searches)
    if not left or not (discloses or blindly or step is Step.NOTHING_HELD):
        return None
    return f"Not searched yet: {', '.join(left)}."
