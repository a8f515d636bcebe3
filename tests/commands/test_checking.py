import asyncio
import json
import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from bot.commands.findings import of_calendar
from bot.commands.operators import open_database
from bot.delivery import deliveries
from bot.delivery.addresses import ToCompliance
from bot.delivery.for_officers import TeamNote
from bot.places import ChannelId
from bot.sandbox.example import ASK_PRIVACY, COMPLIANCE, SHARED_ACME, example_workspace
from bot.sandbox.faults import FailsBefore
from bot.sandbox.server import Sandbox, Terms
from knowledge import DEFAULT
from tests.bot.test_database import keep_words
from tests.commands.typed import Outcome, helpdesk

LAW = """\
facts:
  - number: 7
    says: Tea is served at four.
    source: "An invented statute, s.1"
    standing: confirmed
    checked_on: 2020-01-01
    review_by: {review_by}
"""


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    opened = Sandbox(example_workspace(), Terms())
    await opened.start()
    yield opened
    await opened.stop()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a knowledge folder whose law needs no review as long as dates last."""
    copied = shutil.copytree(DEFAULT, tmp_path / "knowledge")
    (copied / "law.yml").write_text(LAW.format(review_by="9999-12-31"), encoding="utf-8")
    return copied


@pytest.fixture
def settings(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, folder: Path, sandbox: Sandbox
) -> None:
    for name, value in {
        "SLACK_BOT_TOKEN": sandbox.terms.bot_token,
        "SLACK_SIGNING_SECRET": sandbox.terms.signing_secret,
        "SLACK_API_URL": sandbox.api_url,
        "HELPDESK_COMPLIANCE_CHANNEL": COMPLIANCE,
        "HELPDESK_DATA": str(tmp_path / "data"),
        "HELPDESK_ENCRYPTION_KEYS": Fernet.generate_key().decode(),
        "HELPDESK_KNOWLEDGE": str(folder),
    }.items():
        monkeypatch.setenv(name, value)


async def checked() -> Outcome:
    """Run the check in a thread, so that the pretend Slack can answer it."""
    return await asyncio.to_thread(helpdesk, "check")


async def found() -> list[str]:
    """Return the findings; as many as are counted at the end."""
    outcome = await checked()
    findings = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (1, f"{len(findings)} to mend.\n")
    return findings


def test_missing_settings_are_all_named_and_nothing_is_made(tmp_path: Path) -> None:
    outcome = helpdesk("check")

    findings = outcome.out.splitlines()
    assert (outcome.code, outcome.err) == (1, "4 to mend.\n")
    assert [finding.split()[0] for finding in findings] == [
        "HELPDESK_ENCRYPTION_KEYS",
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "HELPDESK_COMPLIANCE_CHANNEL",
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.usefixtures("settings")
async def test_when_nothing_is_amiss_it_says_so() -> None:
    outcome = await checked()

    assert (outcome.code, outcome.out, outcome.err) == (0, "All is well.\n", "")


@pytest.mark.usefixtures("settings")
async def test_nothing_is_posted_by_a_check(sandbox: Sandbox) -> None:
    await checked()

    assert {call.method for call in sandbox.record.calls} == {"auth.test", "conversations.info"}


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("channel", "problem"),
    [
        (ASK_PRIVACY, "is not private"),
        (SHARED_ACME, "is shared with another company"),
        ("C0NOWHERE", "is not open to the bot (channel_not_found)"),
    ],
)
async def test_a_compliance_channel_that_may_not_be_trusted_is_a_finding(
    monkeypatch: pytest.MonkeyPatch, channel: str, problem: str
) -> None:
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", channel)

    assert await found() == [f"Escalations would wait: the compliance channel {channel} {problem}."]


@pytest.mark.usefixtures("settings")
async def test_slack_is_asked_although_other_settings_are_missing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-of-another-app")
    monkeypatch.delenv("SLACK_SIGNING_SECRET")
    monkeypatch.delenv("HELPDESK_COMPLIANCE_CHANNEL")

    secret, channel, token = await found()

    assert secret.startswith("SLACK_SIGNING_SECRET is not set")
    assert channel.startswith("HELPDESK_COMPLIANCE_CHANNEL is not set")
    assert "invalid_auth" in token


@pytest.mark.usefixtures("settings")
async def test_missing_scopes_are_named_together(monkeypatch: pytest.MonkeyPatch) -> None:
    few = Sandbox(example_workspace(), Terms(scopes=("chat:write", "channels:read", "groups:read")))
    await few.start()
    monkeypatch.setenv("SLACK_API_URL", few.api_url)
    monkeypatch.setenv("SLACK_BOT_TOKEN", few.terms.bot_token)

    (finding,) = await found()

    await few.stop()
    assert finding.startswith("The bot token lacks the scopes app_mentions:read, channels:history,")
    assert "chat:write" not in finding
    assert finding.endswith(": reinstall the app.")


@pytest.mark.usefixtures("settings")
async def test_a_token_that_slack_does_not_know_is_a_finding_and_is_not_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")

    (finding,) = await found()

    assert "invalid_auth" in finding
    assert "canary" not in finding


@pytest.mark.usefixtures("settings")
async def test_a_slack_that_fails_is_a_finding(sandbox: Sandbox) -> None:
    sandbox.faults.plan("auth.test", FailsBefore())

    (finding,) = await found()

    assert finding.startswith("Slack does not answer as it should: ")


@pytest.mark.usefixtures("settings")
async def test_everything_amiss_is_found_at_once(
    monkeypatch: pytest.MonkeyPatch, folder: Path, tmp_path: Path
) -> None:
    (folder / "law.yml").write_text(LAW.format(review_by="2020-12-31"), encoding="utf-8")
    with (folder / "silences.yml").open("a", encoding="utf-8") as silences:
        silences.write("# one more thought\n")
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{tmp_path}")
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", ASK_PRIVACY)

    stale, law, database, channel = await found()

    assert "helpdesk knowledge build" in stale
    assert law.startswith("Fact 7 of law.yml was to be reviewed by 2020-12-31; read its source")
    assert law.endswith("Tea is served at four.")
    assert "unable to open database file" in database
    assert "is not private" in channel


@pytest.mark.usefixtures("settings")
async def test_faults_of_the_knowledge_are_findings(folder: Path) -> None:
    (folder / "notice.txt").unlink()

    assert await found() == ["notice.txt:1: is missing"]


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ("UPDATE alembic_version SET version_num = '9999_later'", "is newer than this helpdesk"),
        ("DELETE FROM alembic_version", "is older than this helpdesk"),
    ],
)
async def test_a_database_of_another_version_is_a_finding(
    tmp_path: Path, change: str, said: str
) -> None:
    assert helpdesk("database", "upgrade").code == 0
    with sqlite3.connect(tmp_path / "data" / "helpdesk.sqlite") as stored:
        stored.execute(change)
    stored.close()

    (finding,) = await found()

    assert said in finding


@pytest.mark.usefixtures("settings")
async def test_the_findings_can_be_had_as_json(monkeypatch: pytest.MonkeyPatch) -> None:
    fine = await asyncio.to_thread(helpdesk, "check", "--json")
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", ASK_PRIVACY)
    amiss = await asyncio.to_thread(helpdesk, "check", "--json")

    assert (fine.code, json.loads(fine.out)) == (0, {"ok": True, "findings": []})
    (finding,) = json.loads(amiss.out)["findings"]
    assert (amiss.code, finding["area"]) == (1, "slack")
    assert "is not private" in finding["says"]


def owe_late() -> None:
    """Owe the officers something since long ago, in a database that is made for it."""
    assert helpdesk("database", "upgrade").code == 0
    opened = open_database()
    long_ago = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
    opened.transact(
        lambda session: deliveries.put(
            session,
            key="late",
            address=ToCompliance(channel=ChannelId(COMPLIANCE)),
            message=TeamNote(text="Late."),
            now=long_ago,
        )
    )
    opened.close()


@pytest.mark.usefixtures("settings")
async def test_what_waits_for_too_long_is_a_finding() -> None:
    owe_late()

    assert await found() == ["Late by more than 15 minutes: 1 message. Is the bot running?"]


def test_holidays_that_are_not_published_yet_are_a_finding() -> None:
    assert list(of_calendar(datetime(2027, 9, 20, tzinfo=UTC))) == []
    (finding,) = of_calendar(datetime(2027, 9, 30, tzinfo=UTC))
    assert "install the newest helpdesk" in finding


@pytest.mark.usefixtures("settings")
async def test_a_locked_database_hides_no_other_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert helpdesk("database", "upgrade").code == 0
    file = tmp_path / "data" / "helpdesk.sqlite"
    monkeypatch.setenv("HELPDESK_DATABASE_URL", f"sqlite:///{file}?timeout=0.05")
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", ASK_PRIVACY)
    holder = sqlite3.connect(file, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")

    database, channel = await found()

    holder.close()
    assert database.endswith("is locked by another process.")
    assert "is not private" in channel


@pytest.mark.usefixtures("settings")
async def test_a_wrong_key_hides_no_other_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    owe_late()
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", Fernet.generate_key().decode())
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", ASK_PRIVACY)

    database, channel = await found()

    assert database.endswith("another key: HELPDESK_ENCRYPTION_KEYS must list it.")
    assert "is not private" in channel


@pytest.mark.usefixtures("settings")
async def test_a_wrong_key_is_a_finding_although_nothing_is_owed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert helpdesk("database", "upgrade").code == 0
    opened = open_database()
    opened.transact(lambda session: keep_words(session, "canary"))
    opened.close()
    assert (await checked()).out == "All is well.\n"
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", Fernet.generate_key().decode())

    (finding,) = await found()

    assert finding.endswith("another key: HELPDESK_ENCRYPTION_KEYS must list it.")


@pytest.mark.usefixtures("settings")
async def test_a_knowledge_folder_that_is_not_there_is_named_with_its_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HELPDESK_KNOWLEDGE", str(tmp_path / "nope"))

    (finding,) = await found()

    assert finding.startswith(f"HELPDESK_KNOWLEDGE names {tmp_path / 'nope'}, which is no folder")


@pytest.mark.usefixtures("settings")
async def test_a_data_folder_that_cannot_be_made_is_named_and_hides_no_other_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("HELPDESK_DATA", str(tmp_path / "file" / "data"))
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", ASK_PRIVACY)

    database, channel = await found()

    assert database.startswith(f"The folder {tmp_path / 'file' / 'data'} cannot be written: Not a ")
    assert "HELPDESK_DATA" in database
    assert "Errno" not in database
    assert "is not private" in channel


@pytest.mark.usefixtures("settings")
async def test_a_damaged_database_is_called_so_with_what_to_do(tmp_path: Path) -> None:
    assert helpdesk("database", "upgrade").code == 0
    file = tmp_path / "data" / "helpdesk.sqlite"
    whole = file.read_bytes()
    file.write_bytes(whole[:100] + b"\xff" * (len(whole) - 100))

    (finding,) = await found()

    assert finding.endswith("is damaged: stop the helpdesk and restore the latest backup.")


@pytest.mark.usefixtures("settings")
async def test_a_env_file_that_is_no_text_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"\xffHELPDESK_TEA=four")

    assert await found() == [".env is not in UTF-8: write it anew as plain text"]


@pytest.mark.usefixtures("settings")
async def test_a_misspelt_setting_is_named_with_the_one_that_is_near(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("HELPDESK_NATON=SCT\n", encoding="utf-8")
    (tmp_path / ".env").chmod(0o600)
    monkeypatch.setenv("HELPDESK_TEA", "four")

    assert await found() == [
        "HELPDESK_NATON is no setting: do you mean HELPDESK_NATION?",
        "HELPDESK_TEA is no setting.",
    ]


@pytest.mark.usefixtures("settings")
async def test_a_slack_out_of_reach_is_named_by_its_host_with_where_to_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with socket.socket() as nobody_listens:
        nobody_listens.bind(("127.0.0.1", 0))
        port = nobody_listens.getsockname()[1]
        monkeypatch.setenv("SLACK_API_URL", f"http://127.0.0.1:{port}/api/")

        (finding,) = await found()

    assert "no connection to 127.0.0.1" in finding
    assert "HTTPS_PROXY" in finding
    assert "Error" not in finding


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("name", ["HELPDESK_DATA", "HELPDESK_DATABASE_URL"])
async def test_what_cannot_even_be_looked_at_is_named_and_hides_no_other_finding(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    beyond = tmp_path / ("x" * 300)  # too long for the system, which tells so of root too
    scheme = "sqlite:///" if name == "HELPDESK_DATABASE_URL" else ""
    monkeypatch.setenv(name, f"{scheme}{beyond}")
    monkeypatch.setenv("HELPDESK_COMPLIANCE_CHANNEL", ASK_PRIVACY)

    database, channel = await found()

    assert f"{beyond} cannot be " in database
    assert "is not private" in channel
