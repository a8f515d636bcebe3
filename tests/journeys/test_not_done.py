"""Whatever is not done, who tried it is told so, in one sentence that says what to do."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session
from structlog.testing import capture_logs

from bot.access import NOT_ONE_OF_US
from bot.sandbox.driver import DM, Driver
from bot.sandbox.elements import Given
from bot.sandbox.faults import FailsBefore
from bot.slack.names import LOG_FOR_SOMEBODY, NEW_REQUEST
from bot.trial import Trial
from tests.journeys.test_requesting import registered
from tests.journeys.test_working_a_case import choose

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."
GIVEN: dict[str, Given] = {"rights": ["access"], "details": WISH}
WHO_IS_WHO = "Slack does not tell me just now who is who"
WENT_WRONG = "Something went wrong on my side (incident "


def slack_says_nothing(slack: Driver) -> None:
    """Let Slack tell of nobody who they are, also of whom it has told before."""
    slack.lets_pass(timedelta(minutes=15))
    slack.breaks("users.info", FailsBefore(), times=999)


@asynccontextmanager
async def without(tried: Trial, table: str) -> AsyncIterator[None]:
    """Let a table be gone for a while: whatever needs it breaks off."""

    async def rename(old: str, new: str) -> None:
        def operation(session: Session) -> None:
            session.connection().execute(text(f"alter table {old} rename to {new}"))

        await tried.helpdesk.database.in_transaction(operation)

    await rename(table, "elsewhere")
    yield
    await rename("elsewhere", table)


async def test_a_shortcut_that_somebody_may_not_use_says_so(slack: Driver) -> None:
    guest = replace(slack.workspace.person("Priya"), is_restricted=True)
    slack.workspace.add_person(guest)

    await slack.shortcut("Priya", LOG_FOR_SOMEBODY)

    assert (await slack.modal("Priya", titled="Not done")).mentions(NOT_ONE_OF_US)


async def test_a_shortcut_says_so_while_slack_does_not_say_who_uses_it(slack: Driver) -> None:
    said = await slack.says("Priya", "a customer asked for a copy", to="#ask-privacy")
    slack_says_nothing(slack)

    for name, on in ((LOG_FOR_SOMEBODY, None), ("log_rights_request", said)):
        await slack.shortcut("Priya", name, on=on)

        assert (await slack.modal("Priya", titled="Not done")).mentions(WHO_IS_WHO)
        await slack.closes("Priya")


async def test_a_command_and_a_button_say_so_too(slack: Driver) -> None:
    await slack.says("Priya", "is my data encrypted at rest?")
    answer = await slack.sees("Priya", "The notice does not say", at=DM)
    slack_says_nothing(slack)

    await slack.commands("Priya", "/privacy status")
    told = await slack.sees("Priya", WHO_IS_WHO, at=DM)
    await slack.presses("Priya", "Ask the compliance team", on=answer)

    await slack.sees("Priya", WHO_IS_WHO, at=DM, since=told.ts)
    assert not slack.saw("Jo", "encrypted at rest")


async def test_a_form_stays_filled_in_until_slack_says_who_sends_it(
    slack: Driver, tried: Trial
) -> None:
    await slack.shortcut("Priya", NEW_REQUEST)
    slack_says_nothing(slack)

    (told,) = (await slack.submits("Priya", GIVEN)).errors.values()
    assert WHO_IS_WHO in told
    slack.sandbox.faults.clear()
    assert (await slack.submits("Priya", GIVEN)).errors == {}

    await slack.sees("Priya", "RR-", at=DM)
    (request,) = await registered(tried)
    assert request.words == WISH


async def test_a_case_is_handed_over_once_slack_says_to_whom(slack: Driver) -> None:
    await slack.says("Tom", WISH)
    card = await slack.sees("Jo", WISH, at=COMPLIANCE)
    await choose(slack, "Jo", card, "hand_over")
    slack_says_nothing(slack)

    (told,) = (await slack.submits("Jo", {"to": "Sam Reid"})).errors.values()

    assert WHO_IS_WHO in told
    slack.sandbox.faults.clear()
    assert (await slack.submits("Jo", {"to": "Sam Reid"})).errors == {}
    await slack.sees("Jo", "has handed it to Sam Reid", at=COMPLIANCE, thread=card)


async def test_what_broke_off_is_told_with_its_number_and_a_form_stays_filled_in(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Priya", "how long do you keep my data?")
    answer = await slack.sees("Priya", "as long as we need it", at=DM)
    await slack.shortcut("Priya", NEW_REQUEST)

    with capture_logs() as logged:
        async with without(tried, "rights_requests"):
            (told,) = (await slack.submits("Priya", GIVEN)).errors.values()
            await slack.closes("Priya")
            await slack.commands("Priya", "/privacy status")
            commanded = await slack.sees("Priya", WENT_WRONG)
        async with without(tried, "feedback"):
            await slack.presses("Priya", "This helped", on=answer)
            pressed = await slack.sees("Priya", WENT_WRONG, since=commanded.ts)

    numbers = [it["incident"] for it in logged if it["event"] == "listener broke off"]
    assert len(numbers) == 3
    for number, said in zip(numbers, (told, commanded.words, pressed.words), strict=True):
        assert f"{WENT_WRONG}{number})" in said


async def test_a_fault_of_ours_in_a_form_is_written_down_with_its_place(tried: Trial) -> None:
    too_long = {"type": "plain_text", "text": "canary" * 5}

    with capture_logs() as logged:
        await tried.helpdesk.door.open_form(
            "1.2", {"type": "modal", "title": too_long, "blocks": []}
        )

    (faults,) = (it["faults"] for it in logged if it["event"] == "view not as Slack wants it")
    assert faults == ("title: Value error, text is longer than 24 characters",)
