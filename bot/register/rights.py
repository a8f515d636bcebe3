"""How the law treats each right: its article, its period, and what may stop or start its clock."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.rights import Right


class Period(StrEnum):
    """Which clock runs once a request has come in."""

    MONTH = "month"
    """One calendar month to respond (UK GDPR Art 12(3), Art 12A)."""
    COMPLAINT = "complaint"
    """Thirty days to acknowledge (DPA 2018 s.164A)."""


class Rule(BaseModel):
    """What an officer must know of a right before anything is done about it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    """For officers, fit for the middle of a sentence."""
    article: str
    identity_evidence: bool = True
    """Whether the identity evidence of the notice applies; where not, none is asked for."""
    clarification_stops: bool = False
    """Whether asking what is meant stops the clock."""
    period: Period = Period.MONTH


RULES: Final[Mapping[Right, Rule]] = MappingProxyType(
    {
        # DPA 2018 s.54(3C) speaks of access requests alone.
        Right.ACCESS: Rule(name="access", article="UK GDPR Art 15", clarification_stops=True),
        Right.RECTIFICATION: Rule(name="rectification", article="UK GDPR Art 16"),
        Right.ERASURE: Rule(name="erasure", article="UK GDPR Art 17"),
        Right.RESTRICTION: Rule(name="restriction", article="UK GDPR Art 18"),
        Right.PORTABILITY: Rule(name="portability", article="UK GDPR Art 20"),
        Right.OBJECTION: Rule(name="objection", article="UK GDPR Art 21"),
        # ICO: to stop direct marketing nobody need prove who they are.
        Right.MARKETING_OPT_OUT: Rule(
            name="marketing opt-out", article="UK GDPR Art 21(2)-(3)", identity_evidence=False
        ),
        Right.AUTOMATED_DECISION: Rule(
            name="automated decision", article="UK GDPR Arts 22A to 22D"
        ),
        # Art 7(3): as easy to withdraw as it was to give, which took no passport.
        Right.WITHDRAW_CONSENT: Rule(
            name="withdrawal of consent", article="UK GDPR Art 7(3)", identity_evidence=False
        ),
        Right.COMPLAINT: Rule(
            name="complaint",
            article="DPA 2018 s.164A",
            identity_evidence=False,
            period=Period.COMPLAINT,
        ),
        Right.OTHER: Rule(name="another data right", article="article for an officer to decide"),
    }
)
"""Every right, treated; those that the law gives no period of their own run by the month."""


HOLDS_ERASURE: Final = frozenset({Right.ACCESS, Right.COMPLAINT})
"""While these are open nothing of the person's is erased (DPA 2018 s.173)."""


def identity_evidence_applies(rights: tuple[Right, ...]) -> bool:
    """Return whether the notice's identity evidence concerns any of these rights."""
    return any(RULES[right].identity_evidence for right in rights)


IN_PLAIN_WORDS: Final[dict[Right, str]] = {
    Right.ACCESS: "a copy of personal data",
    Right.ERASURE: "deletion of personal data",
    Right.RECTIFICATION: "correction of personal data",
    Right.OBJECTION: "an objection to how personal data is used",
    Right.RESTRICTION: "a restriction on how personal data is used",
    Right.COMPLAINT: "a complaint about how personal data was handled",
    Right.MARKETING_OPT_OUT: "no more marketing",
    Right.PORTABILITY: "personal data in a form that can be taken elsewhere",
    Right.AUTOMATED_DECISION: "a person to look at an automated decision",
    Right.WITHDRAW_CONSENT: "withdrawal of consent",
    Right.OTHER: "another right over personal data",
}
"""Each right as people say it, fit for the middle of a sentence."""


def rights_in_words(rights: Iterable[Right]) -> str:
    """Return rights in plain words: "a copy of personal data, and no more marketing"."""
    words = [IN_PLAIN_WORDS[right] for right in rights]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + f", and {words[-1]}"
