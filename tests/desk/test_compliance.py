"""Whether the compliance channel is fit: a new problem is told once, to those who sat there."""

from datetime import timedelta

from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import Privately, ToCompliance
from bot.delivery.for_officers import TeamNote
from bot.desk import compliance
from bot.places import ChannelId
from tests.bot.desk import JO, NOW, PRIYA

CHANNEL = ChannelId("C9")
SHARED, OPEN = "it is shared with another company", "it is not private"


def found(session: Session, problem: str | None, *, hours: int = 0, who: object = (JO,)) -> None:
    assert isinstance(who, tuple)
    compliance.found(
        session,
        channel=CHANNEL,
        problem=problem,
        officers=[it.person for it in who],
        now=NOW + timedelta(hours=hours),
    )


def told(session: Session) -> list[str]:
    addresses = [it.address for it in deliveries.unsettled(session)]
    return [it.person.user for it in addresses if isinstance(it, Privately)]


async def test_a_problem_is_told_once_however_often_it_is_found(database: Database) -> None:
    def work(session: Session) -> None:
        found(session, None)
        for hours in (1, 2, 3):
            found(session, SHARED, hours=hours, who=())
        found(session, OPEN, hours=4)

        assert told(session) == [JO.person.user]

    await database.in_transaction(work)


async def test_after_it_was_mended_a_new_problem_is_told_anew(database: Database) -> None:
    def work(session: Session) -> None:
        for hours, problem in enumerate((None, SHARED, None, SHARED)):
            found(session, problem, hours=hours)

        assert told(session) == [JO.person.user] * 2

    await database.in_transaction(work)


async def test_who_sits_there_now_is_told_as_well(database: Database) -> None:
    def work(session: Session) -> None:
        found(session, None, who=(JO,))
        found(session, SHARED, hours=1, who=(PRIYA,))

        assert sorted(told(session)) == sorted([JO.person.user, PRIYA.person.user])

    await database.in_transaction(work)


async def test_nobody_is_forgotten_because_slack_did_not_say(database: Database) -> None:
    def work(session: Session) -> None:
        found(session, None, who=(JO,))
        found(session, None, hours=1, who=())
        found(session, SHARED, hours=2, who=())

        assert told(session) == [JO.person.user]

    await database.in_transaction(work)


async def test_what_waited_for_it_is_tried_at_once(database: Database) -> None:
    def work(session: Session) -> None:
        found(session, SHARED, who=())
        address = ToCompliance(channel=CHANNEL)
        kept = deliveries.put(
            session, key="k", address=address, message=TeamNote(text="new"), now=NOW
        )
        waits = deliveries.find(session, kept)
        assert waits is not None
        late = NOW + timedelta(hours=9)
        settling.postpone(session, delivery=waits, until=late, reason=SHARED, in_doubt=False)

        found(session, None, hours=1)

        assert [it.id for it in deliveries.due(session, now=NOW + timedelta(hours=1))] == [kept]

    await database.in_transaction(work)
