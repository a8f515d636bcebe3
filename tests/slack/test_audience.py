"""The event shapes of Slack Connect: who is certainly ours, and which rooms are."""

from dataclasses import replace
from typing import Any

import pytest

from bot.places import Room
from bot.slack.audience import Ours, audience_of, room_of
from knowledge.verdict import Audience

OURS = Ours(
    team="T0HOME", enterprise="E0HOME", bot_user="U0BOT", bot_id="B0BOT", url="https://home.test/"
)


@pytest.mark.parametrize(
    ("user", "audience"),
    [
        ({"team_id": "T0HOME"}, Audience.STAFF),
        ({"team_id": "T0SISTER", "enterprise_user": {"enterprise_id": "E0HOME"}}, Audience.STAFF),
        ({"team_id": "E0HOME"}, Audience.STAFF),
        ({"team_id": "E0OTHER"}, Audience.EVERYONE),
        ({"team_id": "T0OTHER"}, Audience.EVERYONE),
        ({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": "E0X"}}, Audience.EVERYONE),
        ({"team_id": "T0HOME", "is_restricted": True}, Audience.EVERYONE),
        ({"team_id": "T0HOME", "is_ultra_restricted": True}, Audience.EVERYONE),
        ({"team_id": "T0HOME", "is_stranger": True}, Audience.EVERYONE),
        ({"team_id": "T0HOME", "deleted": True}, Audience.EVERYONE),
        ({"enterprise_user": {}}, Audience.EVERYONE),
        ({}, Audience.EVERYONE),
    ],
)
def test_staff_are_only_those_who_are_certainly_ours(
    user: dict[str, Any], audience: Audience
) -> None:
    assert audience_of(user, OURS) is audience


def test_nobody_is_ours_by_an_enterprise_that_we_do_not_have() -> None:
    alone = Ours(team="T0HOME", enterprise=None, bot_user="U0", bot_id=None, url="")

    found = audience_of({"team_id": "T0OTHER", "enterprise_user": {"enterprise_id": None}}, alone)

    assert found is Audience.EVERYONE


@pytest.mark.parametrize("team", ["", "E0HOME", "T0HOME"])
def test_installed_in_the_whole_organisation_its_people_are_ours_however_slack_names_it(
    team: str,
) -> None:
    ours = replace(OURS, team=team, org_wide=True)
    user = {"team_id": "T0SISTER", "enterprise_user": {"enterprise_id": "E0HOME"}}

    assert audience_of(user, ours, team="T0SISTER") is Audience.STAFF
    assert audience_of(user, ours, team="E0OTHER") is Audience.EVERYONE
    assert audience_of(user | {"is_restricted": True}, ours) is Audience.EVERYONE
    assert audience_of({"team_id": "", "enterprise_user": {}}, ours) is Audience.EVERYONE
    assert audience_of({"team_id": "T0ACME"}, ours) is Audience.EVERYONE


@pytest.mark.parametrize(
    ("team", "enterprise", "audience"),
    [
        ("T0HOME", "E0HOME", Audience.STAFF),
        ("E0HOME", "E0HOME", Audience.STAFF),
        ("T0SISTER", "E0HOME", Audience.STAFF),
        ("E0OTHER", "E0HOME", Audience.EVERYONE),
        ("T0OTHER", None, Audience.EVERYONE),
        (None, None, Audience.STAFF),
    ],
)
def test_what_the_event_says_can_only_make_somebody_a_customer(
    team: str | None, enterprise: str | None, audience: Audience
) -> None:
    ours = replace(OURS, enterprise=enterprise)

    assert audience_of({"team_id": "T0HOME"}, ours, team=team) is audience
    assert audience_of({}, ours, team=team) is Audience.EVERYONE
    assert audience_of({"team_id": "T0HOME", "is_restricted": True}, ours, team=team) is (
        Audience.EVERYONE
    )


@pytest.mark.parametrize(
    ("channel", "room"),
    [
        ({"is_im": True}, Room.DIRECT),
        ({"is_channel": True, "is_private": False}, Room.OPEN),
        ({"is_channel": True, "is_private": True}, Room.CLOSED),
        ({"is_mpim": True}, Room.CLOSED),
        ({"is_group": True}, Room.CLOSED),
        ({"is_channel": True, "is_ext_shared": True}, Room.SHARED),
        ({"is_channel": True, "is_private": True, "is_ext_shared": True}, Room.SHARED),
        ({"is_channel": True, "is_pending_ext_shared": True}, Room.SHARED),
        ({"is_channel": True, "is_shared": True}, Room.OPEN),
        ({}, Room.SHARED),
    ],
)
def test_a_room_that_is_not_known_is_the_most_guarded(channel: dict[str, Any], room: Room) -> None:
    assert room_of(channel) is room
