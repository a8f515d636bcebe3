"""A request and a clock to begin with: a test tells only what matters in them."""

from datetime import UTC, date, datetime, time

from bot.places import Nation, PersonId
from bot.register.clocks import Clarification, Clock
from bot.register.deadlines import on_receipt
from bot.register.lifecycle import Status
from bot.register.on_behalf import OnBehalf
from bot.register.requests import RightsRequest
from knowledge.rights import Right
from knowledge.verdict import Audience


def a_candidate(
    *rights: Right,
    received: date,
    called: str = "a1",
    words: str = "What do you hold about me?",
    behalf: OnBehalf | None = None,
) -> RightsRequest:
    """Return what Amina may have asked for, a copy of her data if nothing else."""
    return RightsRequest(
        id=called,
        status=Status.CANDIDATE,
        requester=PersonId(team="T1", user="U1"),
        requester_name="Amina Okafor",
        on_behalf=behalf,
        rights=rights or (Right.ACCESS,),
        words=words,
        audience=Audience.EVERYONE,
        received=received,
        received_at=datetime.combine(received, time(9, 30), UTC),
        nation=Nation.ENG,
    )


def registered(candidate: RightsRequest, reference: str = "RR-2026-0001") -> RightsRequest:
    """Return it as it stands in the register on the day on which it was received."""
    on, rights = candidate.received, candidate.rights
    due = on_receipt(received=on, rights=rights, nation=candidate.nation)
    return candidate.logged(reference=reference, deadline=due, on=on)


def a_clock(
    received: date,
    *clarifications: Clarification,
    right: Right = Right.ACCESS,
    nation: Nation = Nation.ENG,
    identity: date | None = None,
    fee: date | None = None,
    extended: bool = False,
) -> Clock:
    """Return the clock of one right."""
    return Clock(
        received=received,
        right=right,
        nation=nation,
        identity_received=identity,
        fee_paid=fee,
        clarifications=clarifications,
        extended=extended,
    )
