from datetime import datetime, timedelta
from functools import partial

from prometheus_client import generate_latest

from bot import arrivals, metrics
from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.addresses import Privately
from bot.delivery.delivery import Delivery
from bot.delivery.for_anybody import Told
from bot.places import ChannelId, PersonId


def told(database: Database, now: datetime) -> str:
    database.transact(partial(metrics.look, now=now, today=now.date()))
    return generate_latest().decode()


def test_how_much_waits_and_for_how_long_is_told_without_a_name(
    database: Database, now: datetime
) -> None:
    keys = ("waits", "in doubt", "dead")

    def owe(key: str) -> Delivery:
        address = Privately(person=PersonId(team="T1", user=f"U{key}"))
        put = partial(deliveries.put, key=key, address=address, message=Told(text="canary"))
        found = database.transact(
            partial(deliveries.find, delivery=database.transact(partial(put, now=now)))
        )
        assert found is not None
        return found

    _, doubtful, dead = (owe(key) for key in keys)
    mark = partial(settling.mark, channel=ChannelId("D1"), thread_ts=None, now=now)
    database.transact(partial(mark, delivery=doubtful))
    database.transact(partial(settling.bury, delivery=dead, reason="is_archived"))

    said = told(database, now + timedelta(seconds=90))

    assert 'helpdesk_deliveries{state="waiting"} 1.0' in said
    assert 'helpdesk_deliveries{state="ambiguous"} 1.0' in said
    assert 'helpdesk_deliveries{state="dead"} 1.0' in said
    assert "helpdesk_oldest_due_delivery_seconds 90.0" in said
    assert "helpdesk_overdue_requests 0.0" in said
    assert 'helpdesk_open_cases{kind="request"} 0.0' in said
    assert "canary" not in said
    assert "U1" not in said


def test_what_is_put_off_again_and_again_is_owed_since_the_first_day(
    database: Database, now: datetime
) -> None:
    person = PersonId(team="T1", user="U1")
    put = partial(deliveries.put, address=Privately(person=person), message=Told(text="canary"))
    owed = database.transact(partial(put, key="k", now=now))
    found = database.transact(partial(deliveries.find, delivery=owed))
    assert found is not None
    later = now + timedelta(hours=1)
    put_off = partial(settling.postpone, until=later, reason="Slack is away", in_doubt=False)
    database.transact(partial(put_off, delivery=found))

    assert "helpdesk_oldest_due_delivery_seconds 3600.0" in told(database, later)


def test_what_came_in_and_was_not_taken_up_is_told_with_its_age(
    database: Database, now: datetime
) -> None:
    assert "helpdesk_oldest_waiting_event_seconds 0.0" in told(database, now)
    for number, key in enumerate(("first", "second")):
        came = now + timedelta(seconds=number)
        keep = partial(arrivals.keep, key=key, lane="C1", payload="{}", now=came)
        database.transact(keep)
    database.transact(partial(arrivals.postpone, key="first", now=now))

    later = now + timedelta(seconds=90)
    assert "helpdesk_oldest_waiting_event_seconds 90.0" in told(database, later)
    database.transact(partial(arrivals.done, key="first"))
    assert "helpdesk_oldest_waiting_event_seconds 89.0" in told(database, later)


def test_nothing_owed_is_told_as_nothing(database: Database, now: datetime) -> None:
    assert "helpdesk_oldest_due_delivery_seconds 0.0" in told(database, now)
