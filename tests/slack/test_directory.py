"""Who is who is asked of Slack, remembered for a while, and never guessed in anybody's favour."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, cast

import pytest

from bot.access import Role
from bot.delivery.retrying import NotSent, NotWelcome
from bot.places import ChannelId, Room
from bot.slack.audience import Directory, Ours, SlackDoesNotSay, place_of
from bot.slack.wire import Wire
from knowledge.verdict import Audience

OURS = Ours(team="T0HOME", enterprise="E0HOME", bot_user="U0BOT", bot_id="B0BOT", url="")
COMPLIANCE = ChannelId("C0COMPLY")
JO = {"id": "U0JO", "team_id": "T0HOME", "real_name": "Jo"}


class Slack:
    """The wire's stand-in, with a clock."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 25, tzinfo=UTC)
        self.user: dict[str, Any] = dict(JO)
        self.members = ["U0JO"]
        self.channel: dict[str, Any] = {"is_channel": True}
        self.fails: Exception | None = None
        self.directory = Directory(cast("Wire", self), clock=lambda: self.now)

    async def call(self, method: str, _arguments: Mapping[str, Any]) -> dict[str, Any]:
        if self.fails:
            raise self.fails
        answers: dict[str, dict[str, Any]] = {
            "users.info": {"user": dict(self.user)},
            "conversations.members": {"members": self.members},
            "conversations.info": {"channel": self.channel},
        }
        return answers[method]

    async def role(self, *, team: str | None = None) -> Role:
        return await self.directory.role("U0JO", team=team, ours=OURS, compliance=COMPLIANCE)

    async def audience(self) -> Audience:
        return (await self.directory.person("U0JO", team="T0HOME", ours=OURS)).audience


@pytest.mark.parametrize(
    "changed", [{"is_restricted": True}, {"deleted": True}, {"team_id": "T0OTHER"}]
)
async def test_who_is_no_longer_ours_is_no_officer_after_a_minute(changed: dict[str, Any]) -> None:
    slack = Slack()
    assert await slack.role() is Role.OFFICER

    slack.user |= changed
    slack.now += timedelta(minutes=1)

    assert await slack.role() is Role.CUSTOMER


async def test_who_has_left_the_channel_is_no_officer_after_a_minute_or_once_it_is_told() -> None:
    slack = Slack()
    assert await slack.role() is Role.OFFICER
    slack.members = []
    assert await slack.role() is Role.OFFICER

    slack.directory.forget_place(COMPLIANCE)
    assert await slack.role() is Role.STAFF
    slack.members = ["U0JO"]
    slack.now += timedelta(minutes=1)
    assert await slack.role() is Role.OFFICER


async def test_whom_the_payload_names_as_anothers_is_no_officer() -> None:
    assert await Slack().role(team="E0OTHER") is Role.CUSTOMER


async def test_nobody_is_an_officer_while_slack_does_not_say() -> None:
    slack = Slack()
    slack.fails = NotSent("Slack's rate limit")

    with pytest.raises(SlackDoesNotSay):
        await slack.role()
    assert await slack.audience() is Audience.EVERYONE


async def test_who_could_not_be_asked_about_is_asked_about_again() -> None:
    slack = Slack()
    slack.fails = NotSent("Slack's rate limit")
    assert await slack.audience() is Audience.EVERYONE

    slack.fails = None

    assert await slack.audience() is Audience.STAFF


async def test_a_person_is_remembered_for_ten_minutes() -> None:
    slack = Slack()
    assert await slack.audience() is Audience.STAFF
    slack.user |= {"is_restricted": True}
    slack.now += timedelta(minutes=9)
    assert await slack.audience() is Audience.STAFF

    slack.now += timedelta(minutes=1)

    assert await slack.audience() is Audience.EVERYONE


async def test_a_channel_that_is_closed_to_us_is_the_most_guarded() -> None:
    slack = Slack()
    slack.fails = NotWelcome("channel_not_found")

    assert (await slack.directory.place(ChannelId("C1"), ours=OURS)).room is Room.SHARED
    slack.fails = NotSent("Slack's rate limit")
    with pytest.raises(SlackDoesNotSay):
        await slack.directory.place(ChannelId("C2"), ours=OURS)


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
