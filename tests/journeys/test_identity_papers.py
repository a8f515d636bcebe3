"""No number of an identity paper is kept, relayed or logged, whichever door it comes in by."""

import json
from time import time

import aiohttp
from slack_sdk.signature import SignatureVerifier

from bot.sandbox.driver import DM, Driver
from bot.trial import Trial
from tests.journeys.replying import replies
from tests.journeys.stored import everything

CARD = "4242 4242 4242 4242"
PASSPORT = "533401372"


def is_nowhere(tried: Trial, slack: Driver) -> bool:
    """Return whether neither number is stored, nor in anything that we said to Slack."""
    stored = everything(tried.helpdesk.database)
    said = json.dumps([call.arguments for call in slack.sandbox.record.calls], default=str)
    return not any(number in stored + said for number in (CARD, "4242424242424242", PASSPORT))


async def test_a_request_with_a_passport_is_registered_without_its_number(
    tried: Trial, slack: Driver
) -> None:
    wish = f"Please send me a copy of all my data. My passport number is {PASSPORT}."

    await slack.says("Tom", wish)

    await slack.sees("Tom", "RR-", at=DM)
    warning = await slack.sees("Tom", "Please delete the message", at=DM)
    await slack.sees("Jo", "▢▢▢▢▢▢▢▢▢", at="#compliance")
    note = await slack.sees("Jo", "Identity paper posted by Tom", at="#compliance")
    assert warning.mentions("passport")
    assert warning.mentions("compliance@nextconnex.com")
    assert note.mentions("masked: passport")
    assert is_nowhere(tried, slack)


async def test_in_a_channel_the_warning_is_private_and_the_officers_know(
    tried: Trial, slack: Driver
) -> None:
    await slack.says("Tom", f"@privacy-helpdesk do you hold my card {CARD}?", to="#shared-acme")

    await slack.sees("Tom", "Please delete the message", at=DM)
    await slack.sees("Jo", "masked: payment card", at="#compliance")
    assert not any(
        "payment card" in it.text for it in slack.messages("#shared-acme", as_person="Tom")
    )
    assert is_nowhere(tried, slack)


async def test_of_a_passports_machine_readable_lines_nothing_is_kept_or_shown(
    tried: Trial, slack: Driver
) -> None:
    lines = ("P<GBRASHWORTH<<THOMAS".ljust(44, "<"), "5334013724GBR8501019M2801017<<<<<<<<<<<<<<02")

    said = await slack.says("Tom", "delete all my personal data. This is me:\n" + "\n".join(lines))

    await slack.sees("Tom", "RR-", at=DM)
    warning = await slack.sees("Tom", "Please delete the message", at=DM)
    await slack.sees("Jo", "▢" * 44, at="#compliance")
    assert warning.mentions("passport")
    assert "P&lt;GBR" in json.dumps(said.deliveries[0].payload)
    kept = everything(tried.helpdesk.database)
    told = json.dumps([call.arguments for call in slack.sandbox.record.calls], default=str)
    for part in ("ASHWORTH", "THOMAS", "533401372", "850101", "GBR", "<<", "&lt;&lt;"):
        assert part not in kept + told


async def test_the_sender_is_told_once_a_message(tried: Trial, slack: Driver) -> None:
    said = await slack.says("Tom", f"how long do you keep my card {CARD}?")
    await slack.sees("Tom", "Please delete the message", at=DM)

    body = json.dumps(said.deliveries[0].payload | {"event_id": "Ev-again"}).encode()
    await post(tried, body)
    await slack.says("Tom", "who do you share my data with?")
    await slack.sees("Tom", "Section 3", at=DM)

    warnings = [it for it in slack.messages(as_person="Tom") if "Please delete" in it.text]
    assert len(warnings) == 1


async def test_no_form_keeps_one(tried: Trial, slack: Driver) -> None:
    await slack.says("Tom", "hello")
    start = await slack.sees("Tom", "Make a rights request", at=DM)
    await slack.presses("Tom", "Make a rights request", on=start)
    await slack.submits("Tom", {"rights": ["access"], "details": f"my passport is {PASSPORT}"})

    receipt = await slack.sees("Tom", "RR-", at=DM)
    await slack.sees("Tom", "I have kept it without the number", at=DM)
    await slack.presses("Tom", "Add details", on=receipt)
    await slack.submits("Tom", {"details": f"and my card {CARD}"})
    await slack.sees("Jo", "masked: payment card", at="#compliance")
    assert is_nowhere(tried, slack)


async def test_no_command_keeps_one(tried: Trial, slack: Driver) -> None:
    await slack.commands("Priya", f"/privacy why do you want my passport {PASSPORT}")

    await slack.sees("Priya", "I have kept it without the number", at=DM)
    await slack.sees("Jo", "masked: passport", at="#compliance")
    assert is_nowhere(tried, slack)


async def test_an_edit_brings_none_in(tried: Trial, slack: Driver) -> None:
    said = await slack.says("Tom", "please delete my data")
    await slack.sees("Tom", "RR-", at=DM)

    await slack.edits(said, f"please delete my data, my card was {CARD}")

    await slack.sees("Tom", "Please delete the message", at=DM)
    await slack.sees("Jo", "masked: payment card", at="#compliance")
    assert is_nowhere(tried, slack)


async def test_no_officer_sends_one_on(tried: Trial, slack: Driver) -> None:
    await slack.says("Tom", "please delete my data")
    card = await slack.sees("Jo", "RR-", at="#compliance")

    await replies(slack, "Jo", f"Is your passport number {PASSPORT}?", on=card)

    await slack.sees("Tom", "Is your passport number ▢", at=DM)
    assert is_nowhere(tried, slack)


async def test_a_file_is_not_fetched_and_both_sides_are_told(tried: Trial, slack: Driver) -> None:
    tom = slack.workspace.person("Tom")
    said = await slack.says("Tom", "hello")
    await slack.sees("Tom", "privacy helpdesk", at=DM)
    file = {"id": "F1", "name": f"passport {PASSPORT}.jpg", "mimetype": "image/jpeg"}
    event = {
        "type": "message",
        "subtype": "file_share",
        "channel": slack.workspace.dm(tom.id).id,
        "channel_type": "im",
        "user": tom.id,
        "ts": f"{time():.6f}",
        "thread_ts": said.message.ts,
        "text": "",
        "files": [file],
    }
    body = {"type": "event_callback", "event_id": "Ev-file", "team_id": "T0", "event": event}

    await post(tried, json.dumps(body).encode())

    await slack.sees("Tom", "I do not open files", at=DM)
    await slack.sees("Jo", "Tom Ashworth posted a file", at="#compliance")
    assert not slack.calls("files.info")
    assert is_nowhere(tried, slack)


async def post(tried: Trial, body: bytes) -> None:
    stamp = str(int(time()))
    verifier = SignatureVerifier(tried.sandbox.terms.signing_secret)
    headers = {
        "Content-Type": "application/json",
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": str(verifier.generate_signature(timestamp=stamp, body=body)),
    }
    url = tried.sandbox.request_url or ""
    async with (
        aiohttp.ClientSession() as session,
        session.post(url, data=body, headers=headers) as answer,
    ):
        assert answer.status == 200
