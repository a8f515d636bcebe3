from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.register import operations
from bot.register.lifecycle import Step
from bot.register.operations import Act
from tests.commands.test_register import BY, chain_of, given, wish
from tests.commands.typed import helpdesk, no_notice_in

LONG_AGO = datetime(2020, 1, 6, 9, tzinfo=UTC)


def closed_long_ago(session: Session) -> None:
    early = wish(called="old", name="Amina Said")
    early = type(early)(**{**vars(early), "received_at": LONG_AGO, "received": LONG_AGO.date()})
    operations.receive(session, wish=early, actor=BY, now=LONG_AGO)
    operations.take(session, request="old", act=Act(Step.WITHDRAW), actor=BY, now=LONG_AGO)


def test_a_dry_run_says_what_would_go_and_why_and_changes_nothing(database: Database) -> None:
    database.transact(closed_long_ago)

    outcome = helpdesk("register", "purge", "--dry-run")

    assert (outcome.code, outcome.err) == (0, "")
    assert outcome.out.splitlines() == [
        "case\tsince\twhy\theld by",
        "RR-2020-0001\t2021-01-06\twithdrawn on Mon 6 Jan 2020, kept for 12 months\t",
        "1 would be erased, 0 held.",
    ]
    assert "Amina Said" in helpdesk("register", "list").out


def test_what_is_held_is_listed_with_what_holds_it(database: Database, now: datetime) -> None:
    database.transact(closed_long_ago)
    given(database, wish(), now=now)

    said = helpdesk("register", "purge").out.splitlines()

    assert said[1].endswith("\tRR-2026-0001")
    assert said[-1] == "0 erased, 1 held."


def test_a_purge_erases_and_is_in_the_chain_under_who_typed_it(database: Database) -> None:
    database.transact(closed_long_ago)

    assert helpdesk("register", "purge").out.endswith("1 erased, 0 held.\n")

    last = chain_of(database)[-1]
    assert (last.action, last.subject) == ("erased", "RR-2020-0001")
    assert last.actor.startswith("command/")
    assert "Amina Said" not in helpdesk("register", "list").out
    assert helpdesk("register", "verify").code == 0


def test_where_nothing_is_due_nothing_goes(database: Database, now: datetime) -> None:
    given(database, wish(), now=now)
    database.transact(partial(operations.only_asking, request="first", actor=BY, now=now))

    assert helpdesk("register", "purge").out.endswith("0 erased, 0 held.\n")


def test_nothing_is_erased_by_the_schedule_of_a_folder_that_is_not_there(
    database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    database.transact(closed_long_ago)
    monkeypatch.setenv("HELPDESK_KNOWLEDGE", str(tmp_path / "nowhere"))

    assert helpdesk("register", "purge").refused == no_notice_in(tmp_path / "nowhere")
    assert "Amina Said" in helpdesk("register", "list").out
