from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries, settling, unreached
from bot.delivery.addresses import Address, Beneath, InPlaceOf, InThread, Privately, ToCompliance
from bot.delivery.attempting import HELD_FOR, Carrier, Place
from bot.delivery.deliveries import NoSuchDelivery
from bot.delivery.delivery import Delivery, State
from bot.delivery.for_anybody import Told
from bot.delivery.for_officers import Reminder, TeamNote
from bot.delivery.for_requesters import OpenPrivately
from bot.delivery.outgoing import Outgoing
from bot.delivery.retrying import NotSent, NotWelcome, OutcomeUnknown, Refused
from bot.delivery.settling import NotGivenUp
from bot.places import ChannelId, PersonId, Thread
from bot.unusable import DatabaseUnusable

ALEX = PersonId(team="T1", user="U1")
COMPLIANCE = ChannelId("C0COMPLIANCE")
THREAD = InThread(thread=Thread(channel=ChannelId("C0ASK"), ts="100.1"))


@dataclass
class Posted:
    """What a reader of the workspace sees."""

    delivery: str
    text: str
    channel: str
    thread_ts: str | None
    ts: str


@dataclass
class PretendSlack:
    """The wire's stand-in: it keeps what was posted, and fails as it is told."""

    posted: list[Posted] = field(default_factory=list)
    before: list[BaseException] = field(default_factory=list)
    """Raised by the next posts, which are not recorded."""
    after: list[BaseException] = field(default_factory=list)
    """Raised by the next posts, which are recorded."""
    distrusted: bool = False
    looked_up: int = 0

    async def direct_channel(self, person: PersonId) -> ChannelId:
        return ChannelId(f"D{person.user}")

    async def trusted_compliance_channel(self, channel: ChannelId) -> ChannelId:
        if self.distrusted:
            raise NotSent("the compliance channel is not private")
        return channel

    async def post(
        self, delivery: str, message: Outgoing, *, channel: ChannelId, thread_ts: str | None
    ) -> str:
        if self.before:
            raise self.before.pop(0)
        ts = f"{200 + len(self.posted)}.1"
        self.posted.append(Posted(delivery, words_of(message), channel, thread_ts, ts))
        if self.after:
            raise self.after.pop(0)
        return ts

    async def take_back(self, *, channel: ChannelId, ts: str) -> None:
        self.posted = [it for it in self.posted if (it.channel, it.ts) != (channel, ts)]

    async def redraw(self, message: Outgoing, *, channel: ChannelId, ts: str) -> None:
        standing = next(it for it in self.posted if (it.channel, it.ts) == (channel, ts))
        standing.text = words_of(message)

    async def look_up(
        self, delivery: str, *, channel: ChannelId, thread_ts: str | None, since: datetime
    ) -> str | None:
        del since
        self.looked_up += 1
        place = (channel, thread_ts, delivery)
        found = (it.ts for it in self.posted if (it.channel, it.thread_ts, it.delivery) == place)
        return next(found, None)

    @property
    def texts(self) -> list[str]:
        return [it.text for it in self.posted]


def words_of(message: Outgoing) -> str:
    assert isinstance(message, Told | TeamNote)
    return message.text


@pytest.fixture
def slack() -> PretendSlack:
    return PretendSlack()


@dataclass
class Clock:
    """A clock that a test sets."""

    now: datetime
    skips: list[timedelta] = field(default_factory=list)
    """How far it has moved on at each of the next looks."""

    def __call__(self) -> datetime:
        self.now += self.skips.pop(0) if self.skips else timedelta(0)
        return self.now


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


@pytest.fixture
def carrier(database: Database, slack: PretendSlack, clock: Clock) -> Carrier:
    return Carrier(database, slack, COMPLIANCE, clock)


Owe = Callable[..., str]


@pytest.fixture
def owe(database: Database, now: datetime) -> Owe:
    def put(text: str, address: Address = THREAD, *, note: bool = False) -> str:
        message = TeamNote(text=text) if note else Told(text=text)
        return database.transact(
            partial(deliveries.put, key=text, address=address, message=message, now=now)
        )

    return put


def stored(database: Database, delivery: str) -> Delivery:
    found = database.transact(lambda session: deliveries.find(session, delivery))
    assert found is not None
    return found


async def carry_all(database: Database, carrier: Carrier, *, now: datetime) -> None:
    """Attempt once the first of each lane that is due."""
    assert isinstance(carrier.clock, Clock)
    carrier.clock.now = now
    due = await database.in_transaction(lambda session: deliveries.due(session, now=now))
    for delivery in due:
        await carrier.attempt(delivery)


async def test_what_is_owed_is_posted_recorded_and_its_words_forgotten(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    delivery = owe("hello")

    await carry_all(database, carrier, now=now)

    assert slack.texts == ["hello"]
    assert stored(database, delivery).status is State.SENT
    assert stored(database, delivery).message is None


async def test_the_same_key_is_owed_once(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("hello")
    owe("hello")

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now)

    assert slack.texts == ["hello"]


async def test_messages_of_one_thread_go_out_in_order(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("first")
    owe("second")
    slack.before = [NotSent("Slack's rate limit", retry_after=timedelta(seconds=7))]

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now + timedelta(seconds=6))
    waiting = list(slack.texts)
    for _ in range(2):
        await carry_all(database, carrier, now=now + timedelta(seconds=8))

    assert waiting == []
    assert slack.texts == ["first", "second"]


async def test_a_rate_limit_is_obeyed_to_the_second(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    delivery = owe("hello")
    slack.before = [NotSent("Slack's rate limit", retry_after=timedelta(seconds=7))]

    await carry_all(database, carrier, now=now)

    assert stored(database, delivery).due_at == now + timedelta(seconds=7)
    assert not stored(database, delivery).in_doubt


async def test_what_may_have_been_posted_is_looked_up_and_not_posted_again(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    delivery = owe("hello")
    slack.after = [OutcomeUnknown("HTTP 500")]

    await carry_all(database, carrier, now=now)
    in_doubt = stored(database, delivery).in_doubt
    await carry_all(database, carrier, now=now + timedelta(minutes=1))

    assert in_doubt
    assert slack.looked_up == 1
    assert slack.texts == ["hello"]
    assert stored(database, delivery).status is State.SENT


async def test_what_was_not_posted_after_all_is_posted_after_the_look_up(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("hello")
    slack.before = [OutcomeUnknown("the connection broke off")]

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now + timedelta(minutes=1))

    assert slack.looked_up == 1
    assert slack.texts == ["hello"]


async def test_a_crash_between_post_and_record_leaves_no_duplicate(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("hello")
    slack.after = [KeyboardInterrupt()]

    with pytest.raises(KeyboardInterrupt):
        await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now)

    assert slack.texts == ["hello"]


async def test_two_attempts_that_read_the_same_delivery_post_it_once(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe
) -> None:
    delivery = stored(database, owe("hello"))

    await carrier.attempt(delivery)
    await carrier.attempt(delivery)

    assert slack.texts == ["hello"]


async def test_a_definite_refusal_ends_it_and_tells_the_officers(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    delivery = owe("hello", Privately(person=ALEX))
    slack.before = [Refused("user_disabled")]

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now)

    assert stored(database, delivery).status is State.DEAD
    assert len(slack.posted) == 1
    assert slack.posted[0].channel == COMPLIANCE
    assert "user_disabled" in slack.posted[0].text
    assert "hello" not in slack.posted[0].text


async def test_of_what_the_officers_cannot_be_shown_they_hear_once_a_day(
    database: Database, slack: PretendSlack, carrier: Carrier, now: datetime
) -> None:
    def owe_reminders(session: Session) -> None:
        for number in range(2):
            deliveries.put(
                session,
                key=f"reminder {number}",
                address=ToCompliance(channel=COMPLIANCE),
                message=Reminder(reference="RR-2026-0001", text="due", owner=None, aloud=False),
                now=now,
                escalation="case",
            )

    database.transact(owe_reminders)
    slack.before = [Refused("message_not_found"), Refused("message_not_found")]

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now)

    (told,) = slack.texts
    assert "could not be shown here (message_not_found)" in told


async def test_a_note_that_is_refused_makes_no_further_note(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("a note", ToCompliance(channel=COMPLIANCE), note=True)
    slack.before = [Refused("msg_blocks_too_long")]

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now)

    assert slack.texts == []


async def test_what_is_owed_to_the_officers_waits_while_their_channel_may_not_be_trusted(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("a case", ToCompliance(channel=COMPLIANCE), note=True)
    slack.distrusted = True

    await carry_all(database, carrier, now=now)
    leaked = list(slack.texts)
    slack.distrusted = False
    await carry_all(database, carrier, now=now + timedelta(minutes=1))

    assert leaked == []
    assert slack.texts == ["a case"]


async def test_the_officers_lose_nothing_when_the_bot_is_put_out_of_their_channel(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    delivery = owe("a case", ToCompliance(channel=COMPLIANCE), note=True)
    slack.before = [NotWelcome("not_in_channel")]

    await carry_all(database, carrier, now=now)

    assert stored(database, delivery).status is State.WAITING


async def test_a_note_hangs_below_its_card_and_a_new_face_replaces_it(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    card = owe("card", ToCompliance(channel=COMPLIANCE), note=True)
    owe("note", Beneath(delivery=card), note=True)
    owe("new face", InPlaceOf(delivery=card), note=True)

    for _ in range(3):
        await carry_all(database, carrier, now=now)

    assert slack.texts == ["new face", "note"]
    assert slack.posted[1].thread_ts == slack.posted[0].ts


async def test_two_lanes_do_not_hold_each_other_up(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("blocked")
    owe("free", Privately(person=ALEX))
    slack.before = [NotSent("Slack cannot be reached")]

    await carry_all(database, carrier, now=now)

    assert slack.texts == ["free"]


async def test_a_process_that_was_frozen_after_its_mark_posts_nothing(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, clock: Clock
) -> None:
    delivery = owe("hello")
    read, mark, wake = timedelta(0), timedelta(0), timedelta(seconds=30)
    clock.skips = [read, mark, wake]

    await carrier.attempt(stored(database, delivery))

    assert slack.texts == []
    assert stored(database, delivery).status is State.WAITING


async def test_a_frozen_process_does_not_undo_what_another_has_done_since(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe
) -> None:
    as_read_by_the_frozen = stored(database, owe("hello"))
    await carrier.attempt(as_read_by_the_frozen)

    slack.before = [NotSent("Slack cannot be reached")]
    await carrier.attempt(as_read_by_the_frozen)
    database.transact(
        partial(
            settling.postpone,
            delivery=as_read_by_the_frozen,
            until=carrier.clock(),
            reason="late",
            in_doubt=False,
        )
    )

    assert slack.texts == ["hello"]
    assert stored(database, as_read_by_the_frozen.id).status is State.SENT


async def test_what_was_posted_beside_another_is_taken_back(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe
) -> None:
    """No process can be stopped between its last look and its post; it sees it afterwards."""
    frozen = stored(database, owe("hello"))
    where = Place(ChannelId("C0ASK"), "100.1")
    await carrier.attempt(stored(database, frozen.id))
    ts = await slack.post(
        frozen.id, Told(text="hello"), channel=where.channel, thread_ts=where.thread_ts
    )

    await carrier.record_sent(frozen, where, ts)

    assert slack.texts == ["hello"]


async def test_nobody_touches_what_another_process_holds(
    database: Database, owe: Owe, now: datetime
) -> None:
    delivery = stored(database, owe("hello"))
    hold = partial(settling.mark, delivery=delivery, channel=ChannelId("C0ASK"), thread_ts=None)

    database.transact(partial(hold, now=now, holds_for=HELD_FOR))

    assert database.transact(partial(deliveries.due, now=now + HELD_FOR / 2)) == []
    assert len(database.transact(partial(deliveries.due, now=now + HELD_FOR))) == 1


async def test_a_clock_that_is_set_back_holds_nothing_up(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("hello")

    await carry_all(database, carrier, now=now - timedelta(hours=1))

    assert slack.texts == ["hello"]


async def test_one_channel_gets_a_few_at_once_and_then_one_a_second(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    for number in range(8):
        owe(
            f"hello {number}", InThread(thread=Thread(channel=ChannelId("C0ASK"), ts=f"{number}.1"))
        )
    owe("elsewhere", Privately(person=ALEX))

    await carry_all(database, carrier, now=now)
    at_once = list(slack.texts)
    for second in (1, 2, 3):
        await carry_all(database, carrier, now=now + timedelta(seconds=second))

    assert at_once == [*(f"hello {number}" for number in range(5)), "elsewhere"]
    assert slack.texts == [*at_once, "hello 5", "hello 6", "hello 7"]


async def test_waiting_for_its_turn_is_no_attempt(
    database: Database, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    waits = [
        owe(
            f"hello {number}", InThread(thread=Thread(channel=ChannelId("C0ASK"), ts=f"{number}.1"))
        )
        for number in range(6)
    ][-1]

    await carry_all(database, carrier, now=now)

    assert stored(database, waits).attempts == 0
    assert stored(database, waits).due_at == now + timedelta(seconds=1)


async def test_a_clock_that_is_set_back_gives_every_channel_its_turns_anew(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owe("of the hour ahead")
    await carry_all(database, carrier, now=now + timedelta(hours=1))

    owe("now")
    await carry_all(database, carrier, now=now)

    assert slack.texts == ["of the hour ahead", "now"]


async def test_a_database_that_is_away_is_no_fault_of_the_delivery(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    owed = owe("hello")
    slack.before.append(DatabaseUnusable("away"))

    with pytest.raises(DatabaseUnusable):
        await carrier.bring(stored(database, owed))
    await carry_all(database, carrier, now=now)

    assert slack.texts == ["hello"]


async def test_of_a_blocked_channel_the_officers_hear_once_and_others_are_not_held_up(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    blocked = [
        owe(f"lost {number}", InThread(thread=Thread(channel=ChannelId("C0OLD"), ts=f"{number}.1")))
        for number in range(3)
    ]
    owe("free", Privately(person=ALEX))
    slack.before = [NotWelcome("is_archived") for _ in blocked]

    await carry_all(database, carrier, now=now)
    await carry_all(database, carrier, now=now)

    assert {stored(database, delivery).status for delivery in blocked} == {State.DEAD}
    told = [it.text for it in slack.posted if it.channel == COMPLIANCE]
    assert "free" in slack.texts
    assert len(told) == 1
    assert "C0OLD" in told[0]
    assert "is_archived" in told[0]


async def test_what_was_given_up_is_owed_again_once_that_is_wished(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    delivery = owe("hello")
    slack.before = [NotWelcome("is_archived")]
    await carry_all(database, carrier, now=now)

    database.transact(partial(settling.revive, delivery=delivery, now=now))
    await carry_all(database, carrier, now=now)

    assert "hello" in slack.texts
    with pytest.raises(NotGivenUp, match="sent"):
        database.transact(partial(settling.revive, delivery=delivery, now=now))
    with pytest.raises(NoSuchDelivery):
        database.transact(partial(settling.revive, delivery="none", now=now))


async def test_who_cannot_be_written_to_is_offered_a_button_where_they_wrote(
    database: Database, slack: PretendSlack, carrier: Carrier, owe: Owe, now: datetime
) -> None:
    slack.before.append(Refused("messages_tab_disabled"))
    delivery = owe("hello", Privately(person=ALEX, wrote_in=THREAD.thread))

    await carry_all(database, carrier, now=now)

    def look(session: Session) -> None:
        offers = [it for it in deliveries.unsettled(session) if it.address == THREAD]
        assert [it.message for it in offers] == [OpenPrivately(delivery=delivery)]
        whom, message = unreached.waiting(session, delivery)
        assert (whom.person, message) == (ALEX, Told(text="hello"))
        with pytest.raises(unreached.NothingWaits):
            unreached.waiting(session, offers[0].id)

    await database.in_transaction(look)
