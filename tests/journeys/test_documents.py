"""Files into the compliance channel: the register and a case's evidence, asked for by a button."""

import asyncio
import io
import json
from datetime import UTC, datetime, time, timedelta
from zipfile import ZipFile

import aiohttp

from bot.delivery import deliveries
from bot.places import Nation
from bot.register import audit_records
from bot.register.working_days import next_working_day
from bot.sandbox.driver import Driver
from bot.sandbox.faults import DropsAfter, FailsBefore, Fault, Refuses
from bot.sandbox.seen import Seen
from bot.trial import Trial

COMPLIANCE = "#compliance"
WISH = "Please send me a copy of all the personal data you hold about me."
SHARING, ANNOUNCING = "files.completeUploadExternal", "files.getUploadURLExternal"
LOST = "I have lost my work laptop with the customer list on the train"


async def begun(slack: Driver) -> Seen:
    await slack.says("Tom", WISH)
    return await slack.sees("Jo", WISH, at=COMPLIANCE)


async def export(slack: Driver, **given: str) -> None:
    await slack.presses("Jo", "Export the register", on=await slack.opens_home("Jo"))
    await slack.submits("Jo", given)
    assert (await slack.modal("Jo", titled="Export")).mentions("compliance channel")


async def fetched(tried: Trial, seen: Seen) -> bytes:
    """Fetch a message's file as the page's link does."""
    (file,) = seen.message.files
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{tried.address}/files/{file.id}") as answer,
    ):
        assert "attachment" in answer.headers["Content-Disposition"]
        return await answer.read()


def exports(slack: Driver) -> list[Seen]:
    return [seen for seen in slack.messages(COMPLIANCE, as_person="Jo") if seen.message.files]


async def test_an_officer_exports_the_register_without_names(slack: Driver, tried: Trial) -> None:
    await begun(slack)

    await export(slack, format="csv")

    seen = await slack.sees("Jo", "The register as CSV, without names", at=COMPLIANCE)
    assert seen.mentions("1 case")
    content = (await fetched(tried, seen)).decode()
    assert "RR-2026-0001" in content
    assert "Ashworth" not in content
    chain = await tried.helpdesk.database.in_transaction(
        lambda s: audit_records.of_case(s, "register")
    )
    assert [record.action for record in chain] == ["exported anonymised"]


async def test_the_full_register_as_json_has_names_and_words(slack: Driver, tried: Trial) -> None:
    await begun(slack)

    await export(slack, format="json", what="full")

    seen = await slack.sees("Jo", "The register as JSON, with all names", at=COMPLIANCE)
    (request,) = json.loads(await fetched(tried, seen))["requests"]
    assert (request["requester"], request["words"]) == ("Tom Ashworth", WISH)


async def test_an_empty_register_is_exported_with_its_headings(slack: Driver, tried: Trial) -> None:
    await export(slack, format="csv")

    seen = await slack.sees("Jo", "no cases yet", at=COMPLIANCE)
    assert len((await fetched(tried, seen)).splitlines()) == 1


async def test_evidence_goes_into_the_cases_thread(slack: Driver, tried: Trial) -> None:
    card = await begun(slack)
    await slack.presses("Jo", "Open", on=await slack.opens_home("Jo"))

    await slack.presses("Jo", "Evidence pack", on=await slack.modal("Jo"))

    seen = await slack.sees("Jo", "The evidence pack of RR-", at=COMPLIANCE, thread=card)
    with ZipFile(io.BytesIO(await fetched(tried, seen))) as pack:
        assert WISH in json.loads(pack.read("request.json"))["words"]


async def test_the_evidence_of_a_possible_breach_goes_into_its_thread(
    slack: Driver, tried: Trial
) -> None:
    await slack.says("Priya", LOST)
    card = await slack.sees("Jo", LOST, at=COMPLIANCE)
    await slack.presses("Jo", "Open", on=await slack.opens_home("Jo"))

    await slack.presses("Jo", "Evidence pack", on=await slack.modal("Jo"))

    seen = await slack.sees("Jo", "The evidence pack of BR-", at=COMPLIANCE, thread=card)
    with ZipFile(io.BytesIO(await fetched(tried, seen))) as pack:
        assert LOST in json.loads(pack.read("breach.json"))["words"]


async def test_a_month_is_reported_in_words_and_pictures(slack: Driver) -> None:
    await begun(slack)
    await slack.presses("Jo", "Monthly report", on=await slack.opens_home("Jo"))
    await slack.submits("Jo", {"month": f"{slack.now:%Y-%m}"})

    seen = await slack.sees("Jo", f"The report on {slack.now:%B %Y}", at=COMPLIANCE)

    assert not seen.mentions("Ashworth")
    assert [file.name.rpartition(".")[2] for file in seen.message.files] == ["png", "png"]
    assert all(file.content.startswith(b"\x89PNG") for file in seen.message.files)


async def test_a_month_without_requests_is_reported_in_words(slack: Driver) -> None:
    await slack.presses("Jo", "Monthly report", on=await slack.opens_home("Jo"))
    await slack.submits("Jo", {})

    seen = await slack.sees("Jo", "The report on", at=COMPLIANCE)
    assert seen.message.files == ()
    assert not seen.mentions("@")


async def test_when_a_month_is_over_its_report_has_its_pictures_below(slack: Driver) -> None:
    await begun(slack)

    working_day = next_working_day((slack.now + timedelta(days=32)).date(), Nation.ENG)
    slack.waits_until(datetime.combine(working_day, time(10), UTC))

    pictures = await slack.sees("Jo", "in pictures", at=COMPLIANCE)
    assert pictures.message.files
    assert pictures.message.thread_ts is not None


async def lost(slack: Driver, method: str, fault: Fault) -> list[Seen]:
    """Export while a call meets a fault, and return the files that stand there in the end."""
    await begun(slack)
    slack.breaks(method, fault)
    await export(slack, format="csv")
    await slack.sees("Jo", "The register as CSV", at=COMPLIANCE)
    await slack.until(lambda: len(slack.calls(ANNOUNCING)) > 0 or None)
    return exports(slack)


async def test_a_file_that_was_shared_though_the_answer_was_lost_stands_once(
    slack: Driver, tried: Trial
) -> None:
    assert len(await lost(slack, SHARING, DropsAfter())) == 1
    while await tried.helpdesk.database.in_transaction(deliveries.unsettled):
        slack.lets_pass(timedelta(minutes=1))
        await asyncio.sleep(0.05)

    assert len(exports(slack)) == 1
    assert len(slack.calls(SHARING)) == 1


async def test_what_breaks_off_before_it_is_shared_is_made_anew(slack: Driver) -> None:
    assert len(await lost(slack, ANNOUNCING, FailsBefore())) == 1


async def test_without_the_scope_the_officers_read_what_to_do(slack: Driver) -> None:
    await begun(slack)
    slack.breaks(ANNOUNCING, Refuses("missing_scope"))

    await export(slack, format="csv")

    said = await slack.sees("Jo", "the app lacks the scope files:write", at=COMPLIANCE)
    assert said.mentions("reinstall")
    assert exports(slack) == []


async def test_a_former_officer_exports_nothing(slack: Driver) -> None:
    await begun(slack)
    await slack.presses("Jo", "Export the register", on=await slack.opens_home("Jo"))
    await slack.modal("Jo", titled="Export the register")
    await slack.leaves("Jo", COMPLIANCE)
    slack.lets_pass(timedelta(seconds=61))

    await slack.submits("Jo", {"what": "full"})

    refused = await slack.modal("Jo", titled="Not done")
    assert refused.mentions("Only members of the compliance team")
    assert slack.calls(ANNOUNCING) == []
