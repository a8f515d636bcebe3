"""The rights that a person can exercise, by the names that the whole house uses."""

from enum import StrEnum


class Right(StrEnum):
    """A right under UK GDPR Articles 15 to 22, a complaint (DPA 2018 s.164A), or a kindred wish.

    Each is registered whether or not a company's notice names it.
    """

    ACCESS = "access"
    ERASURE = "erasure"
    RECTIFICATION = "rectification"
    OBJECTION = "objection"
    RESTRICTION = "restriction"
    COMPLAINT = "complaint"
    MARKETING_OPT_OUT = "marketing_opt_out"
    PORTABILITY = "portability"
    AUTOMATED_DECISION = "automated_decision"
    WITHDRAW_CONSENT = "withdraw_consent"
    OTHER = "other"
