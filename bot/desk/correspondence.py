"""Which letter goes with a step, and how its places are filled (pure)."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from bot.register.lifecycle import COMPLAINT_OUTCOMES, MEETS, Step
from bot.register.progress import GROUNDS, Ground
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from bot.register.working_days import in_full
from knowledge.letters import Filling, LetterName, Letters
from knowledge.rights import Right

LONGEST_LETTER: Final = 2_800
"""Characters; a message shows a quotation of 2,900 whole."""

_LETTERS: Final[Mapping[Step, LetterName]] = MappingProxyType(
    {
        Step.SEND_RECEIPT: LetterName.RECEIPT,
        Step.ASK_IDENTITY: LetterName.IDENTITY_REQUEST,
        Step.RECEIVE_IDENTITY: LetterName.IDENTITY_RECEIVED,
        Step.ASK_CLARIFICATION: LetterName.CLARIFICATION,
        Step.ASK_FEE: LetterName.FEE,
        Step.EXTEND: LetterName.EXTENSION,
        Step.TELL_PROGRESS: LetterName.PROGRESS,
        Step.FULFIL: LetterName.FULFILLED,
        Step.FULFIL_PARTLY: LetterName.PARTIAL,
        Step.NOTHING_HELD: LetterName.NOTHING_HELD,
        Step.UPHOLD: LetterName.COMPLAINT_OUTCOME,
        Step.UPHOLD_PARTLY: LetterName.COMPLAINT_OUTCOME,
        Step.NOT_UPHELD: LetterName.COMPLAINT_OUTCOME,
        Step.REFUSE: LetterName.REFUSAL,
        Step.REDIRECT: LetterName.REDIRECTED,
        Step.WITHDRAW: LetterName.WITHDRAWN,
        Step.REOPEN: LetterName.REOPENED,
    }
)
"""The steps of which the requester is told; the others are recorded without a letter."""

_FOUND: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.UPHOLD: "we uphold your complaint",
        Step.UPHOLD_PARTLY: "we uphold a part of your complaint",
        Step.NOT_UPHELD: "we do not uphold your complaint",
    }
)
"""What the letter of a complaint's outcome says came of it."""

NEEDS_REASONS: Final = frozenset(
    {
        Step.ASK_CLARIFICATION,
        Step.ASK_FEE,
        Step.EXTEND,
        Step.TELL_PROGRESS,
        Step.FULFIL_PARTLY,
        *COMPLAINT_OUTCOMES,
        Step.REFUSE,
        Step.REDIRECT,
    }
)
"""The steps whose letter says nothing without the officer's own words."""

_NOT_TO_ACT: Final = (
    Ground.MANIFESTLY_UNFOUNDED,
    Ground.MANIFESTLY_EXCESSIVE,
    Ground.EXEMPTION,
    Ground.IDENTITY_NOT_VERIFIED,
    Ground.NO_RIGHT,
)

GROUNDS_FOR: Final[Mapping[Step, tuple[Ground, ...]]] = MappingProxyType(
    {
        Step.REFUSE: _NOT_TO_ACT,
        Step.FULFIL_PARTLY: _NOT_TO_ACT,
        Step.ASK_FEE: (Ground.MANIFESTLY_UNFOUNDED, Ground.MANIFESTLY_EXCESSIVE),
        Step.EXTEND: (Ground.COMPLEX, Ground.NUMBER_OF_REQUESTS),
    }
)
"""The steps that need a ground, and which may be chosen (UK GDPR Art 12(3), 12(5))."""

NEEDS_FACTS: Final = frozenset({Step.REFUSE, Step.ASK_FEE, Step.EXTEND})
"""The steps for which the controller must be able to show why."""


@dataclass(frozen=True)
class Wording:
    """What an officer chose and wrote for a letter."""

    reasons: str = ""
    exemption: str = ""
    """Which exemption applies, where that is the ground."""
    evidence: tuple[str, ...] = ()
    """What is needed of the evidence of identity that the notice asks for (fact 7)."""


def letter_of(step: Step, rights: tuple[Right, ...]) -> LetterName | None:
    """Return the letter that tells the requester of a step; None where nobody need be told."""
    if step is Step.FULFIL and rights == (Right.MARKETING_OPT_OUT,):
        return LetterName.MARKETING_CONFIRMATION
    if step is Step.SEND_RECEIPT and Right.COMPLAINT in rights:
        return LetterName.COMPLAINT_ACKNOWLEDGEMENT
    return _LETTERS.get(step)


def ground_in_words(step: Step, ground: Ground | None, exemption: str) -> str:
    """Return on what ground a step is taken, or what came of a complaint; empty where neither.

    An exemption is named: without its name nobody can tell whether it applies.
    """
    if ground is Ground.EXEMPTION and exemption:
        return f"{GROUNDS[ground]}: {exemption.removesuffix('.')}"
    return GROUNDS[ground] if ground else _FOUND.get(step, "")


def letter(
    letters: Letters,
    name: LetterName,
    request: RightsRequest,
    *,
    rights: tuple[Right, ...],
    contact: str,
    wording: Wording,
    ground: str,
) -> str:
    """Return a letter about a request as it will stand once the step is taken."""
    filling = Filling(
        name=request.whose or "Sir or Madam",
        reference=request.reference or "",
        received=in_full(request.received),
        due=in_full(request.due or request.received),
        rights=rights_in_words(rights or request.rights),
        contact=contact,
        reasons=wording.reasons,
        ground=ground,
        evidence="\n".join(f"• {piece}" for piece in wording.evidence),
        meanwhile=_meanwhile(request),
    )
    return letters.filled(name, filling)


def _meanwhile(request: RightsRequest) -> str:
    """Return what becomes of the time to answer while we wait for a reply (fact 6)."""
    if request.is_stopped:
        return "The time in which we answer stands still until we hear from you."
    if any(map(request.stands_still, request.open_rights)):
        return (
            "For the copy of your data the time in which we answer stands still until we hear from "
            "you; for the rest it goes on."
        )
    return "The time in which we answer goes on meanwhile."


def needs_second_eyes(step: Step, rights: tuple[Right, ...]) -> bool:
    """Return whether another officer looks at it first, where the desk wants that."""
    erases = step in MEETS and Right.ERASURE in rights
    return step is Step.REFUSE or erases
