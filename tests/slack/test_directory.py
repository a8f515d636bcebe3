"""Who is who is asked of Slack, remembered for a while, and never guessed in anybody's favour."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final, cast

import pytest

from bot.access import Role
from bot.delivery.retrying import NotSent, NotWelcome, OutcomeUnknown, Refused
from bot.places import ChannelId, PersonId, Room, Thread
from bot.slack.audience import Directory, Ours, Person, Place, SlackDoesNotSay, place_of
from bot.slack.wire import Wire
from knowledge.verdict import Audience

OURS = Ours(
    team="T0HOME",
    enterprise="E0HOME",
    bot_user="U0BOT",
    bot_id="B0BOT",
    url="https://home.slack.test/",
)
COMPLIANCE = ChannelId("C0COMPLY")
JO = {"id": "U0JO", "team_id": "T0HOME", "real_name": "Jo"}
SLACKS_OWN_PAGE: Final = 100
"""How many members Slack names where nobody says how many."""
A_MOMENT: Final = timedelta(seconds=1)
HALF_A_MINUTE: Final = timedelta(seconds=30)
A_MINUTE: Final = timedelta(minutes=1)


class Slack:
    """The wire's stand-in, with a clock: it answers about whom and what it is asked."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, tzinfo=UTC)
        self.user: dict[str, Any] = dict(JO)
        self.members = ["U0JO"]
        self.channel: dict[str, Any] = {"is_channel": True, "name": "ask"}
        self.teams: dict[str, dict[str, Any]] = {"T0ACME": {"name": "Acme Ltd"}}
        self.says_nothing = False
        self.fails: Exception | None = None
        self.asked: list[str] = []
        self.directory = Directory(cast("Wire", self), clock=lambda: self.now)

    async def call(self, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        self.asked.append(method)
        if self.fails:
            raise self.fails
        if self.says_nothing:
            return {}
        match method, arguments:
            case "users.info", {"user": "U0JO"}:
                return {"user": dict(self.user)}
            case "conversations.info", {"channel": str()}:
                return {"channel": dict(self.channel)}
            case "conversations.members", {"channel": "C0COMPLY"}:
                return self._page(arguments)
            case "team.info", {"team": str(team)}:
                return {"team": self.teams[team]}
            case _:
                raise AssertionError(method, arguments)

    def _page(self, arguments: Mapping[str, Any]) -> dict[str, Any]:
        begin = int(arguments.get("cursor", 0))
        end = begin + arguments.get("limit", SLACKS_OWN_PAGE)
        further = str(end) if end < len(self.members) else ""
        page = {"members": self.members[begin:end]}
        return page | {"response_metadata": {"next_cursor": further}}

    async def role(self, *, team: str | None = None) -> Role:
        return await self.directory.role("U0JO", team=team, ours=OURS, compliance=COMPLIANCE)

    async def person(self, *, team: str | None = "T0HOME", waits: bool = False) -> Person:
        return await self.directory.person("U0JO", team=team, ours=OURS, waits=waits)

    async def keeps_silent(self, *, team: str | None = "T0HOME", waits: bool = True) -> bool:
        try:
            await self.person(team=team, waits=waits)
        except SlackDoesNotSay:
            return True
        return False

    async def audience(self) -> Audience:
        return (await self.person()).audience

    async def place(self, channel: str = "C1") -> Place:
        return await self.directory.place(ChannelId(channel), ours=OURS)

    async def room(self, channel_type: str | None) -> Room:
        asked = ChannelId("C1")
        return await self.directory.room(asked, channel_type=channel_type, ours=OURS)


@pytest.mark.parametrize(
    "changed", [{"is_restricted": True}, {"deleted": True}, {"team_id": "T0OTHER"}]
)
async def test_who_is_no_longer_ours_is_no_officer_after_a_minute(changed: dict[str, Any]) -> None:
    slack = Slack()
    assert await slack.role() is Role.OFFICER

    slack.user |= changed
    slack.now += A_MINUTE

    assert await slack.role() is Role.CUSTOMER


async def test_who_has_left_the_channel_is_no_officer_after_a_minute_or_once_it_is_told() -> None:
    slack = Slack()
    assert await slack.role() is Role.OFFICER
    slack.members = []
    slack.now += A_MINUTE - A_MOMENT
    assert await slack.role() is Role.OFFICER

    slack.directory.forget_place(COMPLIANCE)
    assert await slack.role() is Role.STAFF
    slack.members = ["U0JO"]
    slack.now += A_MINUTE
    assert await slack.role() is Role.OFFICER


async def test_an_officer_is_asked_about_once_a_minute_and_not_at_each_press() -> None:
    slack = Slack()

    for _ in range(3):
        await slack.role()

    assert slack.asked == ["users.info", "conversations.members"]


async def test_who_was_known_is_asked_about_again_once_our_clock_was_set_back() -> None:
    slack = Slack()
    assert await slack.role() is Role.OFFICER
    await slack.place()

    slack.now -= timedelta(hours=2)
    slack.members, slack.channel = [], {"is_channel": True, "is_ext_shared": True}

    assert await slack.role() is Role.STAFF
    assert (await slack.place()).room is Room.SHARED
    slack.now -= timedelta(hours=2)
    slack.user |= {"is_restricted": True}
    assert await slack.role() is Role.CUSTOMER


async def test_whom_the_payload_names_as_anothers_is_no_officer() -> None:
    assert await Slack().role(team="E0OTHER") is Role.CUSTOMER


async def test_of_a_large_channel_every_page_is_read_and_no_more_often_than_needed() -> None:
    slack = Slack()
    slack.members = [*(f"U{number}" for number in range(450)), "U0JO"]

    assert await slack.role() is Role.OFFICER
    assert await slack.directory.members(COMPLIANCE) == set(slack.members)
    assert slack.asked.count("conversations.members") == 3


async def test_a_channel_whose_members_slack_does_not_name_has_no_officer() -> None:
    slack = Slack()
    await slack.role()
    slack.directory.forget_place(COMPLIANCE)

    slack.says_nothing = True

    assert await slack.role() is Role.STAFF


@pytest.mark.parametrize("failure", [NotSent("Slack's rate limit"), OutcomeUnknown("HTTP 500")])
async def test_nobody_is_an_officer_while_slack_does_not_say(failure: Exception) -> None:
    slack = Slack()
    slack.fails = failure

    with pytest.raises(SlackDoesNotSay) as refused:
        await slack.role()

    assert str(refused.value) == (
        "Slack does not tell me just now who is who, so nothing was done. "
        "Please try again in a minute."
    )
    with pytest.raises(SlackDoesNotSay):
        await slack.directory.members(COMPLIANCE)


async def test_a_person_has_the_name_and_the_team_that_slack_says() -> None:
    slack = Slack()
    jo = PersonId(team="T0HOME", user="U0JO")

    assert await slack.person(team="T0SISTER") == Person(jo, "Jo", Audience.STAFF)


@pytest.mark.parametrize(("team", "kept"), [("T0ACME", "T0ACME"), (None, "unknown")])
async def test_whom_slack_does_not_know_is_a_customer_without_a_name(
    team: str | None, kept: str
) -> None:
    slack = Slack()
    nameless = Person(PersonId(team=kept, user="U0JO"), "", Audience.EVERYONE)

    slack.fails = Refused("user_not_found")
    assert await slack.person(team=team) == nameless
    assert await slack.role() is Role.CUSTOMER
    slack.fails, slack.says_nothing = None, True
    assert await slack.person(team=team) == nameless


@pytest.mark.parametrize(
    "failure",
    [NotSent("Slack's rate limit"), NotSent("an error of no kind"), OutcomeUnknown("500")],
)
async def test_nobody_is_unknown_because_slack_stumbles(failure: Exception) -> None:
    slack = Slack()
    slack.fails = failure

    with pytest.raises(SlackDoesNotSay):
        await slack.person()

    slack.fails = None
    assert await slack.audience() is Audience.STAFF


async def test_who_was_waited_for_in_vain_is_a_customer_of_the_team_that_the_event_names() -> None:
    slack = Slack()
    slack.fails = OutcomeUnknown("500")
    assert await slack.keeps_silent()
    slack.now += HALF_A_MINUTE - A_MOMENT
    assert await slack.keeps_silent()
    slack.now += A_MOMENT

    met = await slack.person(waits=True)

    assert met == Person(PersonId(team="T0HOME", user="U0JO"), "", Audience.EVERYONE)
    assert await slack.keeps_silent(team=None)
    assert await slack.keeps_silent(team="E0HOME")
    assert await slack.keeps_silent(waits=False)


@pytest.mark.parametrize("answer", [None, Refused("user_not_found")])
async def test_once_slack_has_spoken_of_somebody_its_next_silence_is_another(
    answer: Exception | None,
) -> None:
    slack = Slack()
    slack.fails = OutcomeUnknown("500")
    assert await slack.keeps_silent()
    slack.fails = answer
    await slack.person()

    slack.now += timedelta(minutes=20)
    slack.fails = OutcomeUnknown("500")

    assert await slack.keeps_silent()


async def test_a_silence_of_another_time_counts_for_nothing() -> None:
    slack = Slack()
    slack.fails = OutcomeUnknown("500")
    assert await slack.keeps_silent()

    slack.now += timedelta(hours=1)

    assert await slack.keeps_silent()


async def test_whom_the_event_names_as_anothers_is_a_customer_whatever_slack_says() -> None:
    assert (await Slack().person(team="E0OTHER")).audience is Audience.EVERYONE


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (
            {
                "profile": {"real_name": "Jo March", "display_name": "jo"},
                "real_name": "J",
                "name": "jm",
            },
            "Jo March",
        ),
        ({"profile": {"display_name": "jo"}, "real_name": "J", "name": "jm"}, "J"),
        ({"profile": {"display_name": "jo", "real_name": ""}, "name": "jm"}, "jo"),
        ({"profile": {}, "name": "jm"}, "jm"),
        ({}, ""),
    ],
)
async def test_a_person_is_called_by_the_fullest_name_that_slack_has(
    facts: dict[str, Any], name: str
) -> None:
    slack = Slack()
    slack.user = {"id": "U0JO", "team_id": "T0HOME"} | facts

    assert (await slack.person()).name == name


async def test_whom_slack_did_not_know_is_asked_about_again() -> None:
    slack = Slack()
    slack.fails = Refused("user_not_found")
    assert await slack.audience() is Audience.EVERYONE

    slack.fails = None

    assert await slack.audience() is Audience.STAFF


async def test_a_person_is_remembered_for_ten_minutes() -> None:
    slack = Slack()
    assert await slack.audience() is Audience.STAFF
    slack.user |= {"is_restricted": True}
    slack.now += timedelta(minutes=9)
    assert await slack.audience() is Audience.STAFF

    slack.now += A_MINUTE

    assert await slack.audience() is Audience.EVERYONE


async def test_a_direct_message_is_one_without_a_question_and_nothing_else_is() -> None:
    slack = Slack()

    assert await slack.room("im") is Room.DIRECT
    assert slack.asked == []
    assert await slack.room("channel") is Room.OPEN
    assert await slack.room(None) is Room.OPEN
    assert slack.asked == ["conversations.info"]


async def test_a_place_is_what_slack_says_of_it() -> None:
    slack = Slack()
    slack.channel = {
        "is_channel": True,
        "is_ext_shared": True,
        "name": "shared-acme",
        "is_member": True,
        "shared_team_ids": ["T0HOME", "T0ACME"],
        "internal_team_ids": ["T0SISTER"],
    }

    assert await slack.place() == Place(
        room=Room.SHARED,
        name="shared-acme",
        others=frozenset({"T0ACME"}),
        own=frozenset({"T0HOME", "E0HOME", "T0SISTER"}),
        is_member=True,
    )


async def test_of_a_place_that_slack_does_not_describe_nothing_is_taken_for_granted() -> None:
    slack = Slack()
    slack.says_nothing = True

    assert await slack.place() == Place(Room.SHARED, own=frozenset({"T0HOME", "E0HOME"}))


async def test_a_place_is_remembered_for_a_minute_or_until_something_happened_there() -> None:
    slack = Slack()
    assert (await slack.place()).room is Room.OPEN
    slack.channel = {"is_channel": True, "is_ext_shared": True}
    slack.now += A_MINUTE - A_MOMENT
    assert (await slack.place()).room is Room.OPEN
    assert (await slack.place("C2")).room is Room.SHARED

    slack.now += A_MOMENT
    assert (await slack.place()).room is Room.SHARED
    slack.channel = {"is_channel": True}
    slack.directory.forget_place(ChannelId("C1"))
    assert (await slack.place()).room is Room.OPEN
    assert (await slack.place("C2")).room is Room.SHARED


async def test_what_was_never_known_can_be_forgotten() -> None:
    Slack().directory.forget_place(ChannelId("C9"))


async def test_a_channel_that_is_closed_to_us_is_the_most_guarded() -> None:
    slack = Slack()
    slack.fails = NotWelcome("channel_not_found")

    assert await slack.place() == Place(Room.SHARED)
    slack.fails = NotSent("Slack's rate limit")
    with pytest.raises(SlackDoesNotSay):
        await slack.place("C2")


async def test_an_organisations_name_is_asked_for_once() -> None:
    slack = Slack()

    names = [await slack.directory.team_name("T0ACME") for _ in range(2)]

    assert names == ["Acme Ltd", "Acme Ltd"]
    assert slack.asked == ["team.info"]


@pytest.mark.parametrize("failure", [NotSent("missing_scope"), OutcomeUnknown("HTTP 500")])
async def test_an_organisation_of_which_slack_tells_no_name_is_named_by_its_id(
    failure: Exception,
) -> None:
    slack = Slack()
    slack.fails = failure
    assert await slack.directory.team_name("T0ACME") == "T0ACME"

    slack.fails = None

    assert await slack.directory.team_name("T0ACME") == "Acme Ltd"
    slack.teams["T0LTD"] = {"name": ""}
    assert await slack.directory.team_name("T0LTD") == "T0LTD"
    slack.says_nothing = True
    assert await slack.directory.team_name("T0NONE") == "T0NONE"


def test_the_others_in_a_channel_are_whoever_is_not_ours() -> None:
    place = place_of(
        {
            "is_channel": True,
            "is_ext_shared": True,
            "shared_team_ids": ["T0HOME", "T0SISTER", "T0ACME"],
            "connected_team_ids": ["E0ACME", "E0HOME"],
            "pending_connected_team_ids": ["T0SOON"],
            "internal_team_ids": ["T0SISTER"],
        },
        OURS,
    )

    assert place.others == {"T0ACME", "E0ACME", "T0SOON"}


def test_a_message_is_opened_by_its_address_in_our_workspace() -> None:
    message = Thread(channel=ChannelId("C1"), ts="1764063000.123456")

    assert OURS.link_to(message) == "https://home.slack.test/archives/C1/p1764063000123456"
