"""What every operation of the desk is told: of this deployment, and of who acts."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NewType
from zoneinfo import ZoneInfo

from bot.access import Deed, Role, Whose, require, role_of, whose
from bot.asked.questions import Question
from bot.delivery.pieces import Named
from bot.places import ChannelId, Nation, PersonId
from bot.register.office import Office
from bot.register.operations import Actor
from knowledge import KnowledgeBase, Papers
from knowledge.verdict import Audience


@dataclass(frozen=True)
class Desk:
    """What every operation needs to know of this deployment."""

    knowledge: KnowledgeBase
    compliance: ChannelId
    nation: Nation
    zone: ZoneInfo
    papers: Papers
    second_eyes: bool = False
    """Whether refusals and erasures wait until another officer has looked at them."""
    calls_here: bool = False
    """Whether a possible breach calls everybody who is in the compliance channel."""
    opens: time = time(9)
    closes: time = time(17)
    digest_at: time = time(9)
    call_again_after: timedelta = timedelta(hours=4)
    """Hours after which what nobody has claimed is called for again."""

    @property
    def office(self) -> Office:
        """When officers can be expected to read."""
        return Office(nation=self.nation, zone=self.zone, opens=self.opens, closes=self.closes)

    def today(self, now: datetime) -> date:
        """Return the company's own day."""
        return now.astimezone(self.zone).date()


@dataclass(frozen=True)
class Writer:
    """Who wrote or pressed."""

    person: PersonId
    name: str
    audience: Audience

    @property
    def named(self) -> Named:
        """As the officers are shown them; only our own people can be mentioned there."""
        ours = self.audience is Audience.STAFF
        return Named(name=self.name or "Somebody", person=self.person if ours else None)


Officer = NewType("Officer", Writer)
"""Who may work any case, by what Slack says of them at the act; `as_officer` alone makes one.

Every operation that acts for an officer, or shows one a case, takes this and no other writer, so
that none can be called for somebody of whom the access table was not asked.
"""


def as_officer(writer: Writer, role: Role) -> Officer:
    """Return the writer as an officer; raises `NotAllowed` for who is none at this moment."""
    require(role, Deed.WORK, Whose.ANOTHERS)
    return Officer(writer)


def require_may(writer: Writer, deed: Deed, *, concerning: PersonId) -> None:
    """Raise `NotAllowed`, which says why, unless they may do it to what is that person's."""
    seen = whose(presser=writer.person.user, concerned=concerning.user)
    require(role_of(writer.audience), deed, seen)


def actor(desk: Desk, writer: Writer) -> Actor:
    """Return who acts, as the register knows people."""
    return Actor(person=writer.person, name=writer.name, zone=desk.zone)


def asker_of(desk: Desk, question: Question) -> Actor:
    """Return who asked, likewise."""
    return Actor(person=question.asker, name=question.name, zone=desk.zone)
