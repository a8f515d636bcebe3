"""Who may do what (pure)."""

from knowledge.verdict import Audience


def may_work_cases(audience: Audience, *, is_member: bool) -> bool:
    """Return whether a person is an officer: one of ours, and in the compliance channel."""
    return is_member and audience is Audience.STAFF


def may_decide(*, presser: str, concerned: str) -> bool:
    """Return whether a button on a person's own message is for the one who pressed it."""
    return presser == concerned
