"""Messages leave once, marked so that they can be found again, and only to trusted places."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery.for_anybody import Told
from bot.delivery.for_askers import Clarification, SmallTalk
from bot.delivery.for_officers import Reminder
from bot.delivery.for_requesters import Relayed
from bot.delivery.retrying import NotSent, NotWelcome, OutcomeUnknown, Refused
from bot.places import ChannelId, PersonId
from bot.sandbox.driver import Driver
from bot.sandbox.example import ASK_PRIVACY, COMPLIANCE, HOME, example_workspace
from bot.sandbox.faults import (
    DropsAfter,
    DropsBefore,
    FailsAfter,
    FailsBefore,
    Fault,
    RateLimited,
    Refuses,
)
from bot.sandbox.server import Sandbox, Terms
from bot.sandbox.values import Message
from bot.slack.sender import METADATA_TYPE, SlackSender
from bot.slack.wire import Wire

POST, UPDATE = "chat.postMessage", "chat.update"
ROOM, OFFICERS = ChannelId(ASK_PRIVACY), ChannelId(COMPLIANCE)
HELLO = Told(text="Hello there.")
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


def open_to_others(slack: Driver) -> None:
    """Share the compliance channel; nobody here waits for the event."""
    place = slack.workspace.channel("#compliance")
    slack.workspace.put_channel(replace(place, is_ext_shared=True))


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def slack() -> AsyncIterator[Driver]:
    served = Sandbox(example_workspace(), Terms())
    await served.start()
    yield Driver(served, patience=2.0)
    await served.stop()


@pytest.fixture
async def sender(slack: Driver, clock: Clock) -> AsyncIterator[SlackSender]:
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            token=slack.sandbox.terms.bot_token,
            base_url=slack.sandbox.api_url,
            session=session,
            retry_handlers=[],
        )
        yield SlackSender(Wire(client, clock=clock), clock=clock)


def written(slack: Driver) -> list[Message]:
    """Return what stands in the room."""
    return [seen.message for seen in slack.messages("#ask-privacy", as_person="Priya")]


def talk(slack: Driver, *, times: int, thread: str | None = None) -> str:
    """Let Priya write so often, and return the last message's `ts`."""
    priya = slack.workspace.person("Priya").id
    for number in range(times):
        ts = slack.workspace.next_ts()
        slack.workspace.post(
            Message(channel=ROOM, ts=ts, author=priya, text=f"talk {number}", thread_ts=thread)
        )
    return ts


async def test_a_message_is_marked_with_its_delivery_and_unfurls_nothing(
    sender: SlackSender, slack: Driver
) -> None:
    ts = await sender.post("d1", HELLO, channel=ROOM, thread_ts=None)

    (message,) = written(slack)
    (call,) = slack.calls(POST)
    assert (message.ts, message.text) == (ts, "Hello there.")
    assert message.metadata == {"event_type": METADATA_TYPE, "event_payload": {"delivery_id": "d1"}}
    assert call.arguments["unfurl_links"] is False
    assert call.arguments["unfurl_media"] is False


async def test_the_metadata_holds_no_words_of_the_message(
    sender: SlackSender, slack: Driver
) -> None:
    relayed = Relayed(reference="RR-2026-0001", words="canary")

    await sender.post("d1", relayed, channel=ROOM, thread_ts=None)

    (message,) = written(slack)
    assert "canary" in message.text
    assert "canary" not in str(message.metadata)
    assert "RR-" not in str(message.metadata)


async def test_a_reply_stands_in_its_thread(sender: SlackSender, slack: Driver) -> None:
    root = talk(slack, times=1)

    await sender.post("d1", HELLO, channel=ROOM, thread_ts=root)

    assert [message.thread_ts for message in written(slack)] == [None, root]


@pytest.mark.parametrize("aloud", [True, False])
async def test_a_reminder_that_the_channel_must_hear_stands_there_too(
    sender: SlackSender, slack: Driver, *, aloud: bool
) -> None:
    root = talk(slack, times=1)
    reminder = Reminder(reference="RR-2026-0001", text="Due today.", owner=None, aloud=aloud)

    await sender.post("d1", reminder, channel=ROOM, thread_ts=root)

    assert [message.is_broadcast for message in written(slack)] == [False, aloud]


async def test_a_message_gets_a_new_face_in_its_place(sender: SlackSender, slack: Driver) -> None:
    ts = await sender.post("d1", HELLO, channel=ROOM, thread_ts=None)

    await sender.redraw(Told(text="Goodbye."), channel=ROOM, ts=ts)

    (message,) = written(slack)
    assert (message.ts, message.text) == (ts, "Goodbye.")
    assert await sender.look_up("d1", channel=ROOM, thread_ts=None, since=BEGINNING) == ts


@pytest.mark.parametrize(
    ("fault", "means"),
    [
        (RateLimited(retry_after=7), NotSent),
        (FailsBefore(), OutcomeUnknown),
        (DropsBefore(), OutcomeUnknown),
        (Refuses("internal_error"), OutcomeUnknown),
        (Refuses("invalid_auth"), NotSent),
        (Refuses("msg_too_long"), Refused),
        (Refuses("is_archived"), NotWelcome),
        (Refuses("not_in_channel"), NotWelcome),
    ],
    ids=repr,
)
async def test_each_failure_of_a_post_has_its_meaning_and_leaves_nothing(
    sender: SlackSender, slack: Driver, clock: Clock, fault: Fault, means: type[Exception]
) -> None:
    slack.breaks(POST, fault)

    with pytest.raises(means) as failure:
        await sender.post("d1", HELLO, channel=ROOM, thread_ts=None)

    assert type(failure.value) is means
    assert written(slack) == []
    clock.now += timedelta(minutes=2)  # a token that was refused is tried again after a minute
    assert await sender.look_up("d1", channel=ROOM, thread_ts=None, since=BEGINNING) is None


async def test_slacks_pause_is_kept_for_posts_and_holds_up_nothing_else(
    sender: SlackSender, slack: Driver, clock: Clock
) -> None:
    ts = await sender.post("d1", HELLO, channel=ROOM, thread_ts=None)
    slack.breaks(POST, RateLimited(retry_after=7))
    with pytest.raises(NotSent) as limited:
        await sender.post("d2", HELLO, channel=ROOM, thread_ts=None)

    with pytest.raises(NotSent):
        await sender.post("d2", HELLO, channel=ROOM, thread_ts=None)
    await sender.redraw(Told(text="Goodbye."), channel=ROOM, ts=ts)
    clock.now += timedelta(seconds=8)
    await sender.post("d2", HELLO, channel=ROOM, thread_ts=None)

    assert limited.value.retry_after == timedelta(seconds=7)
    assert len(slack.calls(POST)) == 3
    assert [message.text for message in written(slack)] == ["Goodbye.", "Hello there."]


@pytest.mark.parametrize("fault", [FailsAfter(), DropsAfter()], ids=repr)
async def test_what_was_posted_after_all_is_found(
    sender: SlackSender, slack: Driver, fault: Fault
) -> None:
    root = talk(slack, times=1)
    slack.breaks(POST, fault, times=2)

    for delivery, thread in (("d1", None), ("d2", root)):
        with pytest.raises(OutcomeUnknown):
            await sender.post(delivery, HELLO, channel=ROOM, thread_ts=thread)

    _, alone, reply = written(slack)
    look_up = sender.look_up
    assert await look_up("d1", channel=ROOM, thread_ts=None, since=BEGINNING) == alone.ts
    assert await look_up("d2", channel=ROOM, thread_ts=root, since=BEGINNING) == reply.ts
    assert await look_up("d2", channel=ROOM, thread_ts=None, since=BEGINNING) is None


@pytest.mark.parametrize("in_thread", [False, True])
async def test_a_message_is_found_behind_much_talk(
    sender: SlackSender, slack: Driver, *, in_thread: bool
) -> None:
    root = talk(slack, times=1)
    thread = root if in_thread else None
    talk(slack, times=230, thread=thread)
    ts = await sender.post("d1", HELLO, channel=ROOM, thread_ts=thread)
    talk(slack, times=230, thread=thread)

    found = await sender.look_up("d1", channel=ROOM, thread_ts=thread, since=BEGINNING)

    assert found == ts


async def test_what_was_written_before_is_not_looked_through(
    sender: SlackSender, slack: Driver
) -> None:
    ts = await sender.post("d1", HELLO, channel=ROOM, thread_ts=None)
    since = datetime.fromtimestamp(float(ts) + 1, UTC)

    assert await sender.look_up("d1", channel=ROOM, thread_ts=None, since=since) is None
    (call,) = slack.calls("conversations.history")
    assert float(call.arguments["oldest"]) > float(ts)


async def test_anothers_metadata_is_not_taken_for_ours(sender: SlackSender, slack: Driver) -> None:
    ts = talk(slack, times=1)
    theirs = slack.workspace.message(ROOM, ts)
    metadata = {"event_type": "deployed", "event_payload": {"delivery_id": "d1"}}
    slack.workspace.edit(theirs, replace(theirs, metadata=metadata))

    assert await sender.look_up("d1", channel=ROOM, thread_ts=None, since=BEGINNING) is None


@pytest.mark.parametrize("error", ["invalid_blocks", "invalid_blocks_format"])
async def test_blocks_that_slack_does_not_like_do_not_cost_the_message(
    sender: SlackSender, slack: Driver, error: str
) -> None:
    slack.breaks(POST, Refuses(error))
    ts = await sender.post("d1", SmallTalk(), channel=ROOM, thread_ts=None)
    slack.breaks(UPDATE, Refuses(error))

    await sender.redraw(HELLO, channel=ROOM, ts=ts)

    (message,) = written(slack)
    assert (message.text, message.blocks) == ("Hello there.", ())
    assert [call.is_ok for call in slack.calls(POST)] == [False, True]


async def test_blocks_that_slack_would_refuse_are_left_out_before_it_can(
    sender: SlackSender, slack: Driver
) -> None:
    nothing_to_choose = Clarification.model_construct(question="q1", choices=(), right=None)

    await sender.post("d1", nothing_to_choose, channel=ROOM, thread_ts=None)

    (message,) = written(slack)
    assert message.blocks == ()
    assert "ask the compliance team" in message.text
    assert [call.is_ok for call in slack.calls(POST)] == [True]


async def test_a_direct_channel_is_asked_for_once(sender: SlackSender, slack: Driver) -> None:
    priya = slack.workspace.person("Priya")
    person = PersonId(team=HOME, user=priya.id)

    first, second = await sender.direct_channel(person), await sender.direct_channel(person)

    assert first == second == slack.workspace.dm(priya.id).id
    assert len(slack.calls("conversations.open")) == 1


async def test_who_is_not_there_cannot_be_written_to(sender: SlackSender) -> None:
    with pytest.raises(Refused):
        await sender.direct_channel(PersonId(team=HOME, user="U0NOBODY"))


async def test_a_proper_compliance_channel_is_trusted(sender: SlackSender) -> None:
    assert await sender.compliance_problem(OFFICERS) is None
    assert await sender.trusted_compliance_channel(OFFICERS) == OFFICERS


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"is_ext_shared": True}, "shared with another company"),
        ({"is_pending_ext_shared": True}, "shared with another company"),
        ({"is_private": False}, "is not private"),
    ],
)
async def test_a_channel_that_others_may_read_is_not_trusted(
    sender: SlackSender, slack: Driver, changed: dict[str, bool], problem: str
) -> None:
    place = slack.workspace.channel("#compliance")
    facts = {"is_private": True, "is_ext_shared": False, "is_pending_ext_shared": False} | changed
    slack.workspace.put_channel(
        replace(
            place,
            is_private=facts["is_private"],
            is_ext_shared=facts["is_ext_shared"],
            is_pending_ext_shared=facts["is_pending_ext_shared"],
        )
    )

    with pytest.raises(NotSent, match=problem) as refused:
        await sender.trusted_compliance_channel(OFFICERS)

    assert type(refused.value) is NotSent
    assert refused.value.retry_after is not None


async def test_a_channel_that_the_bot_has_left_is_not_trusted(
    sender: SlackSender, slack: Driver
) -> None:
    place = slack.workspace.channel("#compliance")
    slack.workspace.put_channel(
        replace(place, members=place.members - {slack.workspace.app.bot_user})
    )

    assert await sender.compliance_problem(OFFICERS) is not None
    with pytest.raises(NotSent):
        await sender.trusted_compliance_channel(OFFICERS)


async def test_a_channel_that_does_not_open_is_not_trusted(sender: SlackSender) -> None:
    problem = await sender.compliance_problem(ChannelId("C0NOWHERE1"))

    assert problem is not None
    assert "not open to the bot" in problem


async def test_trust_lasts_a_minute(sender: SlackSender, slack: Driver, clock: Clock) -> None:
    await sender.trusted_compliance_channel(OFFICERS)
    open_to_others(slack)

    clock.now += timedelta(seconds=59)
    await sender.trusted_compliance_channel(OFFICERS)
    clock.now += timedelta(seconds=1)
    with pytest.raises(NotSent):
        await sender.trusted_compliance_channel(OFFICERS)

    assert len(slack.calls("conversations.info")) == 2


async def test_trust_ends_at_once_when_something_is_heard(
    sender: SlackSender, slack: Driver
) -> None:
    await sender.trusted_compliance_channel(OFFICERS)
    open_to_others(slack)

    sender.distrust(OFFICERS)

    with pytest.raises(NotSent, match="shared"):
        await sender.trusted_compliance_channel(OFFICERS)
