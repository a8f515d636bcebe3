"""What of a case is erased, and when (pure).

Theory of operation. A closed case is kept for the months that the knowledge folder gives to its
outcome; several outcomes give it the longest of theirs (fact 16: the company's own decision). Then
names, words and reasons go, and what statistics need stays: rights, dates, outcomes. While a case
of somebody who appears in it is open, or a message of it is still owed, nothing is erased: to
erase what an access request reaches for is an offence (fact 14).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final, Literal

from bot.counting import many
from bot.places import ERASED, NOBODY, PersonId, Value
from bot.register.lifecycle import CLOSED, UNREGISTERED, Status
from bot.register.on_behalf import OnBehalf, in_one_writing
from bot.register.progress import Outcome, Progress, Search
from bot.register.requests import RightsRequest
from bot.register.working_days import in_words, months_after
from knowledge.casework import Retention
from knowledge.rights import Right

BY_THE_CLOCK: Final = PersonId(team="desk", user="retention")
"""Who erases when nobody typed it."""

Person = tuple[Literal["id", "name"], str]
"""One way in which a person is known."""
Holds = Mapping[Person, frozenset[str]]
"""By each person whose data an open case is about, the references of those cases."""

_BESIDE: Final[Mapping[Status, str]] = {
    Status.RESPONDED: "responded",
    Status.REFUSED: "refused",
    Status.REDIRECTED: "redirected",
    Status.WITHDRAWN: "withdrawn",
    Status.ONLY_ASKING: "only_asking",
    Status.LINKED: "responded",  # as what it was added to most often is
}
"""Where the schedule speaks of each way to end."""


class Erasure(Value):
    """When the names and words of one case go, and why then."""

    case: str
    """Its id."""
    called: str
    """Its reference; for what was never registered its id."""
    on: date
    why: str
    held_by: tuple[str, ...] = ()
    """What is open or owed, and while which nothing goes."""

    def goes(self, today: date) -> bool:
        """Return whether it is to be done by this day."""
        return self.on <= today and not self.held_by


def erasure(
    request: RightsRequest, schedule: Retention, *, held_by: tuple[str, ...] = ()
) -> Erasure | None:
    """Return when a request's names and words go; None while it is open, or once they are gone."""
    if request.is_open or request.erased_on is not None:
        return None
    if request.status in UNREGISTERED:
        return _erasure(request, request.received, "received", schedule.dismissed, held_by)
    closed = request.closed_on or request.due or request.received
    months, how = max((_months(schedule, status), status.value) for status in _ends(request))
    return _erasure(request, closed, how.replace("_", " "), months, held_by)


def months_of(schedule: Retention, status: Status) -> int:
    """Return the fewest months for which what stands here is kept."""
    return schedule.dismissed if status in UNREGISTERED else _months(schedule, status)


def concerned(request: RightsRequest) -> frozenset[Person]:
    """Return as whom the person is known whose data the request is about."""
    if request.subject:
        return frozenset({by_name(request.subject)})
    return frozenset({by_id(request.requester), by_name(request.requester_name)})


def appearing(request: RightsRequest) -> frozenset[Person]:
    """Return everybody who appears in the request, whoever it is about."""
    return concerned(request) | {by_id(request.requester), by_name(request.requester_name)}


def by_id(person: PersonId) -> Person:
    """Return a person as Slack knows them."""
    return ("id", f"{person.team}/{person.user}")


def by_name(name: str) -> Person:
    """Return a person as they are called, whatever the case and the blanks."""
    return ("name", in_one_writing(name))


def in_kinds(people: Iterable[Person]) -> tuple[tuple[PersonId, ...], tuple[str, ...]]:
    """Return people as Slack knows them, and as they are called."""
    known = {kind: tuple(who for way, who in people if way == kind) for kind in ("id", "name")}
    ids = (who.split("/", 1) for who in known["id"])
    return tuple(PersonId(team=team, user=user) for team, user in ids), known["name"]


def held(people: Iterable[Person], holds: Holds, *, but: str = "") -> tuple[str, ...]:
    """Return the open cases of any of these people, itself left out."""
    found = {reference for person in people for reference in holds.get(person, ())}
    return tuple(sorted(found - {but}))


def pseudonymised(request: RightsRequest, *, on: date) -> RightsRequest:
    """Return the request without anybody's names, words and reasons."""
    gone: dict[str, object] = {
        "requester": NOBODY,
        "requester_name": ERASED,
        "on_behalf": _without_names(request.on_behalf),
        "words": ERASED,
        "origin": None,
        "progress": _without_words(request.progress),
        "erased_on": on,
    }
    return request.model_copy(update=gone)


def _without_names(behalf: OnBehalf | None) -> OnBehalf | None:
    return behalf and behalf.model_copy(update={"name": ERASED, "contact": ""})


def _ends(request: RightsRequest) -> set[Status]:
    outcomes = {outcome.status for outcome in request.progress.outcomes.values()}
    return outcomes | {request.status} & CLOSED


def _months(schedule: Retention, status: Status) -> int:
    return int(getattr(schedule, _BESIDE[status]))


def _erasure(
    request: RightsRequest, since: date, how: str, months: int, held_by: tuple[str, ...]
) -> Erasure:
    return Erasure(
        case=request.id,
        called=request.called,
        on=months_after(since, months),
        why=because(how, since, months),
        held_by=held_by,
    )


def because(how: str, since: date, months: int) -> str:
    """Return the reason: "refused on Thu 3 Sep 2026, kept for 72 months"."""
    return f"{how} on {in_words(since)}, kept for {many(months, 'month')}"


def _without_words(progress: Progress) -> Progress:
    outcomes: dict[Right, Outcome] = {
        right: outcome.model_copy(update={"facts": ""})
        for right, outcome in progress.outcomes.items()
    }
    searches: tuple[Search, ...] = tuple(
        search.model_copy(update={"who": ERASED, "terms": "", "note": ""})
        for search in progress.searches
    )
    gone = {"extended_why": "", "outcomes": outcomes, "searches": searches}
    return progress.model_copy(update=gone)
