"""Builders for what the books are made of: a request, and what became of it."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time

from bot.places import Nation, PersonId
from bot.register.deadlines import on_receipt
from bot.register.lifecycle import Status
from bot.register.on_behalf import OnBehalf
from bot.register.requests import RightsRequest
from knowledge.rights import Right
from knowledge.verdict import Audience

CANARY = "canary"
RECEIVED = date(2026, 9, 3)


def a_candidate(
    *rights: Right,
    person: str = "U1",
    name: str = f"{CANARY} name",
    subject: str | None = f"{CANARY} subject",
    received: date = RECEIVED,
    called: str = "first",
) -> RightsRequest:
    return RightsRequest(
        id=called,
        status=Status.CANDIDATE,
        requester=PersonId(team="T1", user=person),
        requester_name=name,
        on_behalf=OnBehalf(name=subject) if subject else None,
        rights=rights or (Right.ACCESS,),
        words=f"{CANARY} words",
        audience=Audience.EVERYONE,
        received=received,
        received_at=datetime.combine(received, time(9, 30), UTC),
        nation=Nation.ENG,
    )


def a_request(
    *rights: Right,
    person: str = "U1",
    name: str = f"{CANARY} name",
    subject: str | None = f"{CANARY} subject",
    received: date = RECEIVED,
    called: str = "first",
    reference: str = "RR-2026-0001",
) -> RightsRequest:
    candidate = a_candidate(
        *rights, person=person, name=name, subject=subject, received=received, called=called
    )
    return registered(candidate, reference)


def registered(candidate: RightsRequest, reference: str) -> RightsRequest:
    rights: Sequence[Right] = candidate.rights
    deadline = on_receipt(received=candidate.received, rights=tuple(rights), nation=Nation.ENG)
    return candidate.logged(reference=reference, deadline=deadline, on=candidate.received)
