"""A request that one of ours heard or read elsewhere and logged for the data subject (pure)."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from bot.places import Nation, Value
from bot.register.lifecycle import Authority


class Asking(StrEnum):
    """Who asked for the data subject's right."""

    THEMSELVES = "themselves"
    CHILD = "child"
    PARENT = "parent"
    AGENT = "agent"
    SOLICITOR = "solicitor"


class CameBy(StrEnum):
    """How it reached us."""

    TELEPHONE = "telephone"
    POST = "post"
    EMAIL = "email"
    IN_PERSON = "in_person"
    MESSAGE = "message"


WHO_ASKED: Final[Mapping[Asking, str]] = MappingProxyType(
    {
        Asking.THEMSELVES: "the person themselves",
        Asking.CHILD: "a child, for themselves",
        Asking.PARENT: "a parent or guardian, for a child",
        Asking.AGENT: "somebody else for them (friend, relative, claims company)",
        Asking.SOLICITOR: "a solicitor for them",
    }
)
HOW_IT_CAME: Final[Mapping[CameBy, str]] = MappingProxyType(
    {
        CameBy.TELEPHONE: "by telephone",
        CameBy.POST: "by post",
        CameBy.EMAIL: "by e-mail",
        CameBy.IN_PERSON: "in person",
        CameBy.MESSAGE: "in a message or chat",
    }
)
HOW_AUTHORITY_STANDS: Final[Mapping[Authority, str]] = MappingProxyType(
    {
        Authority.NOT_NEEDED: "not needed",
        Authority.AWAITED: "still to come",
        Authority.SHOWN: "shown",
    }
)
"""All three fit for the middle of a sentence."""

SHOWS_AUTHORITY: Final = frozenset({Asking.AGENT, Asking.SOLICITOR})
"""Who acts for another shows that they may (fact 10)."""


class OnBehalf(Value):
    """For whom a request was logged, and how it came."""

    name: str
    """The data subject's."""
    contact: str = ""
    """How the answer reaches them, or who acts for them."""
    asking: Asking = Asking.THEMSELVES
    authority: Authority = Authority.NOT_NEEDED
    """As it stood when the request was logged; the request's progress knows how it stands now."""
    came_by: CameBy | None = None
    """None where it was not recorded."""


def in_one_writing(text: str) -> str:
    """Return a name or address as it is compared: letters of one case, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def flags_of(behalf: OnBehalf, nation: Nation) -> tuple[str, ...]:
    """Return what the officers must mind about who asked."""
    match behalf.asking:
        case Asking.THEMSELVES:
            return ()
        case Asking.CHILD:
            return (f"A child asks: {_CHILD[nation is Nation.SCT]}",)
        case Asking.PARENT:
            return (f"A parent or guardian asks for a child: {_CHILD[nation is Nation.SCT]}",)
        case Asking.AGENT | Asking.SOLICITOR:
            acts = "A solicitor" if behalf.asking is Asking.SOLICITOR else "Somebody else"
            stands = HOW_AUTHORITY_STANDS[behalf.authority]
            return (
                f"{acts} acts for the data subject; authority when logged: {stands} (fact 10).",
            )


_CHILD: Final[Mapping[bool, str]] = {
    True: "the right is the child's own, and from 12 a child is presumed able to use it (fact 10).",
    False: (
        "the right is the child's own; consider whether the child understands it. "
        "In Scotland a child is presumed able from 12 (fact 10)."
    ),
}
"""By whether it is Scotland."""
