"""What people were sent in no case is forgotten, as far as nothing may be made of it any more."""

from collections.abc import Iterable
from datetime import timedelta
from functools import partial
from typing import Final

from sqlmodel import Session

from bot import arrivals
from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import Privately, ToCompliance
from bot.delivery.delivery import State
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import TeamNote
from bot.desk import requester
from bot.desk.telling import WHETHER, told_earlier
from bot.desk.timetable import forget
from bot.places import ChannelId
from bot.register import store
from bot.register.lifecycle import Status
from knowledge.verdict import Kind
from tests.bot.desk import NOW, TOM, desk, hear, judged

LATER: Final = NOW + timedelta(days=31)


def tell(session: Session, key: str) -> str:
    """Owe Tom a message in no case."""
    address = Privately(person=TOM.person)
    return deliveries.put(
        session, key=key, address=address, message=Told(text="All right."), now=NOW
    )


def note(session: Session, key: str) -> str:
    """Owe the officers a message in no case."""
    address = ToCompliance(channel=ChannelId("C0COMPLIANCE"))
    message = TeamNote(text="A report.")
    return deliveries.put(session, key=key, address=address, message=message, now=NOW)


def send(session: Session, some: Iterable[str]) -> None:
    for delivery in some:
        settling.sent(session, delivery, ts="1.1")


def send_all(session: Session) -> None:
    send(session, [it.id for it in deliveries.unsettled(session)])


async def test_what_was_sent_in_no_case_is_forgotten_after_thirty_days(in_file: Database) -> None:
    def work(session: Session) -> None:
        told = tell(session, "told")
        send_all(session)

        forget(session, now=NOW + timedelta(days=30))
        assert deliveries.find(session, told) is not None

        forget(session, now=LATER)
        assert deliveries.find(session, told) is None

    await in_file.in_transaction(work)


async def test_what_is_still_owed_and_what_officers_were_sent_stay(in_file: Database) -> None:
    def work(session: Session) -> None:
        noted = note(session, "noted")
        send_all(session)
        owed = tell(session, "owed")

        forget(session, now=LATER)

        found = [deliveries.find(session, it) for it in (noted, owed)]
        assert [it and it.status for it in found] == [State.SENT, State.WAITING]

    await in_file.in_transaction(work)


async def test_what_slack_never_took_goes_with_its_words_whoever_it_was_for(
    in_file: Database,
) -> None:
    def work(session: Session) -> None:
        given_up = [tell(session, "told"), note(session, "noted")]
        for delivery in deliveries.unsettled(session):
            settling.bury(session, delivery, reason="user_disabled")

        forget(session, now=NOW + timedelta(days=30))
        assert all(deliveries.find(session, it) for it in given_up)

        forget(session, now=LATER)
        assert not any(deliveries.find(session, it) for it in given_up)

    await in_file.in_transaction(work)


async def test_what_belongs_to_a_case_stays_with_its_case(in_file: Database) -> None:
    def work(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        send_all(session)

        forget(session, now=LATER)

        assert len(deliveries.of_case(session, request)) > 1

    await in_file.in_transaction(work)


async def test_a_doubt_may_be_ended_although_it_is_old(in_file: Database) -> None:
    def work(session: Session) -> None:
        perhaps = hear(session, judged(Kind.REQUEST, certain=False))
        send_all(session)

        forget(session, now=LATER)
        assert deliveries.find(session, told_earlier(perhaps, WHETHER)) is not None
        requester.dismiss_candidate(session, desk=desk(), request=perhaps, writer=TOM, now=LATER)

        assert store.get(session, perhaps).status is Status.DISMISSED

    await in_file.in_transaction(work)


async def test_much_is_forgotten_in_small_steps(database: Database) -> None:
    def fill(session: Session) -> set[str]:
        shown = hear(session, judged(Kind.REQUEST, certain=False))
        told = {tell(session, f"told {number}") for number in range(450)}
        send_all(session)
        for number in range(450):
            arrivals.is_new(session, key=f"event:{number}", now=NOW)
        return {told_earlier(shown, WHETHER), *told}

    def known(session: Session) -> tuple[set[str], int]:
        keys = [f"event:{number}" for number in range(450)]
        seen = sum(arrivals.knows(session, key=key) for key in keys)
        return {it for it in sent if deliveries.find(session, it)}, seen

    sent = await database.in_transaction(fill)
    steps = [await database.in_transaction(partial(forget, now=LATER)) for _ in range(3)]

    assert steps == [True, True, False]
    left, seen = await database.in_transaction(known)
    assert (len(left), seen) == (1, 0)


async def test_a_step_forgets_no_more_than_holds_people_up(database: Database) -> None:
    def fill(session: Session) -> None:
        for number in range(450):
            arrivals.is_new(session, key=f"event:{number}", now=NOW)

    def seen(session: Session) -> int:
        return sum(arrivals.knows(session, key=f"event:{number}") for number in range(450))

    await database.in_transaction(fill)
    await database.in_transaction(partial(forget, now=LATER))

    assert await database.in_transaction(seen) == 250
