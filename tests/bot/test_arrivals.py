from datetime import datetime, timedelta

from sqlmodel import Session

from bot import arrivals
from bot.arrivals import Arrival
from bot.database import Database


def keep(database: Database, key: str, *, now: datetime, lane: str = "C1") -> None:
    database.transact(
        lambda session: arrivals.keep(session, key=key, lane=lane, payload=f"<{key}>", now=now)
    )


def due(database: Database, *, now: datetime) -> list[Arrival]:
    return database.transact(lambda session: arrivals.due(session, now=now))


def test_an_event_waits_until_it_is_done_with(database: Database, now: datetime) -> None:
    keep(database, "event:1", now=now)

    first = due(database, now=now)
    database.transact(lambda session: arrivals.done(session, key="event:1"))

    assert [it.payload for it in first] == ["<event:1>"]
    assert due(database, now=now) == []


def test_an_event_told_again_changes_nothing(database: Database, now: datetime) -> None:
    keep(database, "event:1", now=now)
    database.transact(lambda session: arrivals.done(session, key="event:1"))

    keep(database, "event:1", now=now)

    assert due(database, now=now) == []


def test_a_key_is_new_once(database: Database, now: datetime) -> None:
    def ask() -> bool:
        return database.transact(lambda session: arrivals.is_new(session, key="m", now=now))

    assert ask()
    assert not ask()


def test_events_of_one_channel_come_one_after_the_other(database: Database, now: datetime) -> None:
    keep(database, "event:1", now=now)
    keep(database, "event:2", now=now)
    keep(database, "event:3", now=now, lane="C2")

    assert [it.key for it in due(database, now=now)] == ["event:1", "event:3"]


def test_an_event_that_cannot_be_taken_waits_longer_each_time(
    database: Database, now: datetime
) -> None:
    keep(database, "event:1", now=now)

    waits = []
    for _ in range(10):
        database.transact(lambda session: arrivals.postpone(session, key="event:1", now=now))
        later = database.transact(lambda session: arrivals.next_due_at(session, after=now))
        assert later is not None
        waits.append((later - now).total_seconds())

    assert waits == [4, 8, 16, 32, 64, 120, 120, 120, 120, 120]


def test_old_keys_are_forgotten_and_waiting_events_are_not(
    database: Database, now: datetime
) -> None:
    keep(database, "event:1", now=now - timedelta(days=3))
    database.transact(
        lambda session: arrivals.is_new(session, key="old", now=now - timedelta(days=3))
    )

    forgotten = database.transact(
        lambda session: arrivals.forget(session, before=now - timedelta(days=2), most=9)
    )

    assert forgotten == 1
    assert [it.key for it in due(database, now=now)] == ["event:1"]


def test_keys_are_kept_as_far_back_as_a_channel_is_still_to_be_read(
    database: Database, now: datetime
) -> None:
    unread = now - timedelta(days=5)
    database.transact(lambda session: arrivals.is_new(session, key="old", now=unread))
    database.transact(
        lambda session: arrivals.remember_read(session, {arrivals.EVERYWHERE: now, "C2": unread})
    )

    database.transact(
        lambda session: arrivals.forget(session, before=now - timedelta(days=2), most=9)
    )

    assert database.transact(lambda session: arrivals.knows(session, key="old"))


def test_a_channel_that_was_looked_through_under_both_its_ids_goes_on_at_the_earlier_moment(
    database: Database, now: datetime
) -> None:
    later, much_later = now + timedelta(minutes=1), now + timedelta(minutes=2)
    known = {"C1": now, "C1/1.0": later, "C1/2.0": later, "C2": later, "C2/2.0": now, "C3": later}

    def move(session: Session) -> dict[str, datetime]:
        arrivals.remember_read(session, known | {arrivals.EVERYWHERE: much_later})
        arrivals.move(session, old="C1", new="C2")
        return arrivals.read_until(session)

    assert database.transact(move) == {
        arrivals.EVERYWHERE: much_later,
        "C2": now,
        "C2/1.0": later,
        "C2/2.0": now,
        "C3": later,
    }
