"""Several workspaces of one organisation (Enterprise Grid): all are ours, and nobody else is.

Next Connex is the organisation E0HOME0001 with the workspaces T0HOME0001 and T0NORTH001, and Acme
is one too. Journeys are made twice: with the app in one workspace, and in the whole organisation.
"""

import json
from dataclasses import replace
from datetime import timedelta
from time import time
from typing import Any, Final

import pytest

from bot.desk.channels import Standing
from bot.sandbox.driver import DM, Driver
from bot.sandbox.example import ACME, ASK_PRIVACY, COMPLIANCE, HOME, SHARED_ACME
from bot.sandbox.values import Channel, Person, Team
from bot.slack.catching_up import catch_up
from bot.trial import Trial
from tests.journeys.replying import replies
from tests.journeys.ruling import SHARED, approves
from tests.journeys.test_hostile_http import post, signed
from tests.journeys.test_outages import unheard
from tests.journeys.test_shared_channels import standing

BOT, ASK, TEAM = "@privacy-helpdesk", "#ask-privacy", "#compliance"
ENTERPRISE, NORTH, ACMES = "E0HOME0001", "T0NORTH001", "E0ACME0001"
WANDA: Final = Person("W0WANDA001", NORTH, "Wanda Price")
GUS: Final = Person("W0GUS00001", NORTH, "Gus Guest", is_restricted=True)
ASKED_AS_STAFF = "a customer asks to have their data deleted, what do I do?"
KEEP = "how long do you keep my data?"
KEPT = "as long as we need it"
WISH = "Please send me a copy of all the personal data you hold about me."


@pytest.fixture(params=[False, True], ids=["one workspace", "the whole organisation"], autouse=True)
async def organisation(request: pytest.FixtureRequest, slack: Driver, tried: Trial) -> None:
    """Let both companies have several workspaces, and let the bot be told so."""
    town = slack.workspace
    town.home = town.add_team(replace(town.home, enterprise=ENTERPRISE))
    town.app = replace(town.app, is_org_wide=request.param)
    town.add_team(replace(town.teams[ACME], enterprise=ACMES))
    town.add_team(Team(NORTH, "Next Connex North", "north", ENTERPRISE))
    ask = town.channel(ASK)
    for person in (WANDA, GUS):
        town.add_person(person)
        town.dm(person.id)
        ask = replace(ask, members=ask.members | {person.id})
    town.put_channel(replace(ask, sisters=frozenset({NORTH})))
    slack.lets_pass(timedelta(minutes=11))  # what Slack said of people and channels is forgotten
    await tried.helpdesk.door.introduce()
    await tried.helpdesk.rounds.settled()


async def test_a_channel_of_two_of_our_workspaces_is_shared_with_nobody(slack: Driver) -> None:
    said = await slack.says("Wanda", f"{BOT} {KEEP}", to=ASK)

    await slack.sees("Wanda", KEPT, at=ASK, thread=said)
    assert not slack.saw("Jo", "May I answer questions in")


async def test_whoever_works_in_another_workspace_of_ours_is_staff(slack: Driver) -> None:
    await slack.says("Wanda", ASKED_AS_STAFF)
    answer = await slack.sees("Wanda", "For staff", at=DM)
    home = await slack.opens_home("Wanda")

    assert answer.mentions("Log")
    assert home.mentions("When somebody asks you about their data")


async def test_a_guest_there_is_a_customer_like_any(slack: Driver) -> None:
    await slack.says("Gus", ASKED_AS_STAFF)
    await slack.sees("Gus", "Ask the compliance team", at=DM)
    home = await slack.opens_home("Gus")

    assert not slack.saw("Gus", "For staff")
    assert not home.mentions("When somebody asks you")


async def test_an_officer_may_work_in_any_of_our_workspaces(slack: Driver) -> None:
    await slack.joins(WANDA.id, TEAM)
    await slack.joins(GUS.id, TEAM)
    await slack.says("Tom", WISH)
    card = await slack.sees("Wanda", WISH, at=TEAM)

    await slack.presses("Gus", "Claim", on=card)
    await slack.sees("Gus", "Only members of the compliance team", at=TEAM)
    await slack.presses("Wanda", "Claim", on=card)

    await slack.sees("Jo", "Wanda Price has it", at=TEAM)
    await replies(slack, "Wanda", "We are searching.", on=card)
    await slack.sees("Tom", "We are searching.", at=DM)
    assert not slack.saw("Jo", "Gus Guest has it")


async def test_the_command_and_its_form_serve_every_workspace_of_ours(slack: Driver) -> None:
    await slack.commands("Wanda", "/privacy log", at=ASK)

    form = await slack.modal("Wanda")

    assert form.mentions("Whose data is it?")


async def test_a_request_from_there_is_its_makers_own_however_it_is_looked_at(
    slack: Driver,
) -> None:
    await slack.says("Wanda", f"{BOT} {WISH}", to=ASK)
    await slack.sees("Wanda", "RR-", at=DM)

    home = await slack.opens_home("Wanda")
    assert home.mentions("RR-")
    await slack.presses("Wanda", "Withdraw", on=home)
    await slack.sees("Jo", "Withdrawn", at=TEAM)


async def test_the_organisation_of_another_company_is_not_ours(slack: Driver) -> None:
    await approves(slack)

    await slack.says("Tom", f"{BOT} {ASKED_AS_STAFF}", to=SHARED)
    answer = await slack.sees("Tom", "Ask the compliance team", at=SHARED)

    assert not answer.mentions("For staff")
    assert slack.calls("users.info")


async def test_a_workspace_of_ours_that_joins_a_shared_channel_ends_no_approval(
    slack: Driver, tried: Trial
) -> None:
    await approves(slack)
    place = slack.workspace.channel(SHARED)
    slack.workspace.put_channel(replace(place, sisters=frozenset({NORTH})))

    sent = an_event({"type": "channel_shared", "connected_team_id": NORTH, "channel": SHARED_ACME})
    assert await arrives(tried, sent) == 200
    said = await slack.says("Tom", f"{BOT} {KEEP}", to=SHARED)
    await slack.sees("Tom", KEPT, at=SHARED, thread=said)

    assert await standing(tried) is Standing.APPROVED


async def test_what_was_written_during_an_outage_is_found_in_every_workspace(
    slack: Driver, tried: Trial
) -> None:
    bot = slack.workspace.app.bot_user
    both = Channel("C0BOTH0001", "both", frozenset({WANDA.id, bot}), sisters=frozenset({NORTH}))
    slack.workspace.put_channel(both)
    async with unheard(slack):
        await slack.says("Wanda", WISH)
        await slack.says("Wanda", f"{BOT} {KEEP}", to="#both")
        await slack.says("Tom", f"{BOT} {WISH}", to=SHARED)

    earlier = len(slack.calls("conversations.history"))
    await catch_up(tried.helpdesk.door, now=slack.now)

    await slack.sees("Wanda", "RR-", at=DM)
    await slack.sees("Wanda", KEPT, at="#both")
    await slack.sees("Tom", "RR-", at=DM)
    calls = slack.calls("conversations.history")[earlier:]
    read = [call.arguments["channel"] for call in calls]
    assert len(read) == len(set(read))


def an_event(event: dict[str, Any], *, outer: str | None = HOME) -> bytes:
    """Return an event in the envelope of an organisation."""
    authorised = {"enterprise_id": ENTERPRISE, "team_id": None, "user_id": "U0HELPDESK"}
    envelope = {
        "type": "event_callback",
        "event_id": f"Ev{time():.6f}",
        "team_id": outer,
        "enterprise_id": ENTERPRISE,
        "context_team_id": None,
        "context_enterprise_id": ENTERPRISE,
        "api_app_id": "A0HELPDESK",
        "authorizations": [authorised | {"is_bot": True, "is_enterprise_install": True}],
        "is_ext_shared_channel": False,
        "event": event,
    }
    return json.dumps(envelope).encode()


async def arrives(tried: Trial, body: bytes) -> int:
    return await post(tried, body, signed(tried, body, at=time()))


MENTION: Final = {"type": "app_mention", "channel": ASK_PRIVACY}
MESSAGE: Final = {"type": "message", "channel": ASK_PRIVACY, "channel_type": "channel"}


@pytest.mark.parametrize("organisation", [True], indirect=True, ids=["org"])
@pytest.mark.parametrize(
    ("user", "shape", "outer", "is_staff"),
    [
        (WANDA.id, MESSAGE | {"team": NORTH}, NORTH, True),
        (WANDA.id, MESSAGE | {"team": ENTERPRISE}, NORTH, True),
        (WANDA.id, MESSAGE | {"team": HOME, "user_team": NORTH}, HOME, True),
        (WANDA.id, MESSAGE, None, True),
        (WANDA.id, MENTION | {"team": HOME, "user_team": NORTH, "source_team": NORTH}, HOME, True),
        (WANDA.id, MENTION | {"team": NORTH, "user_team": ENTERPRISE}, NORTH, True),
        (WANDA.id, MENTION | {"user_profile": {"team": ENTERPRISE}}, None, True),
        (WANDA.id, MENTION | {"team": ENTERPRISE}, ENTERPRISE, True),
        (GUS.id, MESSAGE | {"team": NORTH}, NORTH, False),
        (GUS.id, MENTION | {"user_team": ENTERPRISE}, HOME, False),
        ("U0TOM00001", MESSAGE | {"team": ACME}, ACME, False),
        ("U0TOM00001", MESSAGE | {"team": ACMES}, HOME, False),
        ("U0TOM00001", MESSAGE, HOME, False),
        ("U0TOM00001", MENTION | {"team": HOME, "user_team": ACMES}, HOME, False),
        ("U0TOM00001", MENTION | {"team": HOME, "source_team": ACME}, HOME, False),
        ("U0TOM00001", MENTION | {"user_team": ENTERPRISE}, HOME, False),
        (WANDA.id, MENTION | {"team": HOME, "user_team": ACMES}, HOME, False),
    ],
)
async def test_who_is_staff_is_seen_in_every_shape_of_an_event(
    slack: Driver,
    tried: Trial,
    user: str,
    shape: dict[str, Any],
    outer: str | None,
    is_staff: bool,  # noqa: FBT001 - a table's column
) -> None:
    ask = slack.workspace.channel(ASK)
    slack.workspace.put_channel(replace(ask, members=ask.members | {user}))
    async with unheard(slack):
        said = await slack.says(user, f"{BOT} {WISH}", to=ASK)
    asked = {"text": said.message.text, "ts": said.message.ts, "user": user}

    assert await arrives(tried, an_event(shape | asked, outer=outer)) == 200

    card = await slack.sees("Jo", WISH, at=TEAM)
    assert card.mentions(", staff") is is_staff
    assert card.mentions(", customer") is not is_staff


@pytest.mark.parametrize(
    "event",
    [
        {"type": "reaction_added", "user": WANDA.id, "item": {"channel": ASK_PRIVACY}},
        {"type": "file_shared", "user_id": WANDA.id, "channel_id": ASK_PRIVACY},
        {"type": "message_metadata_posted", "user_id": WANDA.id, "team_id": NORTH},
        {"type": "team_access_granted", "team_ids": [NORTH]},
    ],
    ids=lambda event: str(event["type"]),
)
async def test_an_event_that_names_nobodys_team_is_taken_and_changes_nothing(
    slack: Driver, tried: Trial, event: dict[str, Any]
) -> None:
    before = len(slack.sandbox.record.calls_of("chat.postMessage"))

    assert await arrives(tried, an_event(event, outer=None)) == 200
    await slack.says("Wanda", KEEP)
    await slack.sees("Wanda", KEPT, at=DM)

    assert len(slack.calls("chat.postMessage")) == before + 1
    assert slack.workspace.channel(COMPLIANCE)
