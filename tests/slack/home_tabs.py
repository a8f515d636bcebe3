"""Every Home tab, with a person's words wherever such may come to stand, now or later.

What an officer, a requester or a member of staff finds is drawn from cards and requests. All text
in them is taken for a person's, but for what is named here as ours, so that a new field is hostile
until somebody says otherwise.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import product
from types import MappingProxyType
from typing import Any, Final, TypeVar

from pydantic import BaseModel

from bot.delivery.for_officers import Card
from bot.delivery.pieces import Named
from bot.desk.tabs import OfficersTab, RequestersTab
from bot.escalations.queue import Shown, ahead
from bot.places import Nation, PersonId
from bot.register.lifecycle import ANSWERED, UNREGISTERED, Clarity, Fee, Identity, Status, Step
from bot.register.on_behalf import OnBehalf
from bot.register.progress import Asked, Outcome, Progress, Search
from bot.register.punctuality import Ended
from bot.register.requests import RightsRequest
from bot.slack.blocks.home import home
from bot.slack.blocks.queue import officers_home
from knowledge.rights import Right
from knowledge.verdict import Audience

OWNER: Final = "U9"
TODAY: Final = date(2026, 11, 25)
NOW: Final = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
CASES: Final = ("request", "question", "breach")

_OURS: Final = MappingProxyType(
    {
        "id": "r1",
        "escalation": "c1",
        "reference": "RR-2026-0001",
        "question": "q1",
        "origin": None,
        "add_to": "r0",
        "steps": ("no_identity_needed", "search", "fulfil"),
        "awaits": (),
    }
)
"""Ids, links and names of steps: nobody chooses them."""

Kept = TypeVar("Kept", bound=BaseModel)


def written(kind: type[Kept], said: str, /, **known: object) -> Kept:
    """Return a value whose every text says this, but for what is ours or given."""
    texts: dict[Any, object] = {str: said, str | None: said, tuple[str, ...]: (said, said)}
    fields = {name: field.annotation for name, field in kind.model_fields.items()}
    hostile = {name: texts[its] for name, its in fields.items() if its in texts}
    ours = {name: value for name, value in _OURS.items() if name in fields}
    return kind.model_validate(hostile | ours | known)


def home_tabs(said: str) -> Iterator[dict[str, Any]]:
    """Yield the tabs of a requester, of a member of staff, and of an officer."""
    for staff in (False, True):
        yield home(_own(said, staff=staff))
    for shown in (Shown.ALL, Shown.CLOSED):
        yield officers_home(_queue(said, shown))


def _own(said: str, *, staff: bool) -> RequestersTab:
    requests = tuple(_requests(said))
    scores = {it.id: 3 for it in requests if it.on_behalf}
    return RequestersTab(
        requests=requests,
        today=TODAY,
        earlier=3,
        scores=scores,
        contact="dpo@a.example",
        staff=staff,
    )


def _requests(said: str) -> Iterator[RightsRequest]:
    """Yield one's own in every state, and one that was logged for somebody else."""
    for status in Status:
        if status not in UNREGISTERED:
            yield _request(said, status)
    yield _request(said, Status.RECEIVED, on_behalf=written(OnBehalf, said))


def _request(said: str, status: Status, **more: object) -> RightsRequest:
    outcome = written(Outcome, said, step=Step.FULFIL, on=TODAY)
    asked = Asked(on=TODAY)
    progress = written(
        Progress,
        said,
        identity=Identity.ASKED,
        identity_asked=asked,
        clarity=Clarity.ASKED,
        clarifications=(asked,),
        fee=Fee.ASKED,
        fee_asked=asked,
        searches=(written(Search, said, on=TODAY),),
        outcomes={Right.ACCESS: outcome} if status in ANSWERED else {},
    )
    known: dict[str, object] = {
        "status": status,
        "requester": PersonId(team="T1", user="U1"),
        "rights": tuple(Right),
        "audience": Audience.EVERYONE,
        "received": TODAY,
        "received_at": NOW,
        "nation": Nation.ENG,
        "due": TODAY + timedelta(days=30),
        "progress": progress,
    }
    return written(RightsRequest, said, **known | more)


def _queue(said: str, shown: Shown) -> OfficersTab:
    return OfficersTab(
        shown=shown,
        page=1,
        cases=tuple(_cards(said)),
        more=True,
        counts={Shown.ALL: 12},
        ahead=ahead({TODAY: 12}, TODAY),
        ended=(Ended(on=TODAY, requests=3, in_time=2),),
        today=TODAY,
        own=_own(said, staff=True),
    )


def _cards(said: str) -> Iterator[Card]:
    """Yield a page full: of every kind, open and closed, with somebody or nobody."""
    nameless = Named(name=said, organisation=said)
    mentioned = Named(name=said, person=PersonId(team="T0", user=OWNER))
    for case, is_open, owner in product(CASES, (True, False), (nameless, mentioned)):
        yield _card(said, case, is_open, owner)


def _card(said: str, case: str, is_open: bool, owner: Named) -> Card:  # noqa: FBT001 - a table's row
    return written(
        Card,
        said,
        case=case,
        who=Named(name=said, organisation=said),
        audience="customer",
        received_at=NOW,
        open=is_open,
        owner=owner,
        rights=tuple(Right),
        due=TODAY,
        state=f"Closed: {said}",
        ticked=(),
    )
