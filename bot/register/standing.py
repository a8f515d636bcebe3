"""How a request stands, in words: for officers, for who made it, and beside its date (pure)."""

from datetime import date
from typing import TYPE_CHECKING

from bot.delivery.for_requesters import Timing
from bot.register.lifecycle import FACETS
from bot.register.rights import RULES
from bot.register.saying import BESIDE, CLOSED_AS, COMES, ENDED, FOR_OFFICERS, FOR_REQUESTERS
from bot.register.working_days import in_words
from knowledge.rights import Right

if TYPE_CHECKING:
    from bot.register.timed import TimedRequest


def state_of(request: "TimedRequest") -> str:
    """Return where it stands, for officers: status and facets in words."""
    facets = (request.progress.of(facet) for facet in dict.fromkeys(FACETS.values()))
    beside = [BESIDE[facet] for facet in facets if facet in BESIDE]
    return ", ".join((FOR_OFFICERS[request.status], *beside))


def ending_of(request: "TimedRequest") -> str:
    """Return how each right in it ended and when; empty while it is open."""
    if request.closed_on is None:
        return ""
    ends = request.progress.outcomes.items()
    said = [f"{RULES[right].name} {ENDED[it.step]}" for right, it in ends]
    return f"{in_words(request.closed_on)}" + (f": {', '.join(said)}" if said else "")


def closed_in_brief(request: "TimedRequest") -> str:
    """Return how a closed request ended and when: "answered on Tue 3 Nov 2026"."""
    how = CLOSED_AS.get(request.status, "closed")
    return f"{how} on {in_words(request.closed_on)}" if request.closed_on else how


def stands_for_them(request: "TimedRequest") -> str:
    """Return where it stands, for who made it; who logged it is told no more than officers say."""
    return (FOR_OFFICERS if request.on_behalf else FOR_REQUESTERS)[request.status]


def timing_for_them(request: "TimedRequest", today: date) -> Timing:
    """Return how its time stands, for who made it."""
    if request.is_stopped:
        return "stopped"
    if request.starts_anew:
        return "anew"
    return "over" if request.due is not None and request.due < today else "runs"


def remarks(request: "TimedRequest") -> tuple[str, ...]:
    """Return what the working of its date must say that moves no date."""
    asked = request.progress.identity_asked
    late = asked and asked.answered and asked.answered != request.identity_counts
    starts = request.starts_with
    said = (
        "Identity was asked for late, so the date does not move (fact 3)" if late else None,
        _stopped(request),
        *(f"When {COMES[it]}, the month starts anew on that day (fact 3)" for it in starts),
        _acknowledged(request),
    )
    return tuple(one for one in said if one)


def _stopped(request: "TimedRequest") -> str | None:
    still = [RULES[right].name for right in request.open_rights if request.stands_still(right)]
    if not still:
        return None
    of = "" if request.is_stopped else f" of {' and '.join(still)}"
    return f"The clock{of} is stopped until the requester has said what is meant (fact 6)"


def _acknowledged(request: "TimedRequest") -> str | None:
    if Right.COMPLAINT not in request.open_rights:
        return None
    on = request.progress.acknowledged
    if on is None:
        return "The complaint is still to be acknowledged (fact 12)"
    return f"The complaint was acknowledged on {in_words(on)} (fact 12)"
