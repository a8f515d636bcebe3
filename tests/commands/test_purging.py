from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import LargeBinary, type_coerce
from sqlmodel import Session, SQLModel

from bot.database import Database
from bot.register import operations
from bot.register.lifecycle import Step
from bot.register.operations import Act
from tests.commands.test_register import BY, chain_of, given, wish
from tests.commands.typed import helpdesk, no_notice_in

LONG_AGO = datetime(2020, 1, 6, 9, tzinfo=UTC)


def closed_long_ago(session: Session, called: str = "old") -> None:
    early = wish(called=called, name="Amina Said")
    early = type(early)(**{**vars(early), "received_at": LONG_AGO, "received": LONG_AGO.date()})
    operations.receive(session, wish=early, actor=BY, now=LONG_AGO)
    operations.take(session, request=called, act=Act(Step.WITHDRAW), actor=BY, now=LONG_AGO)


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


def spoil(session: Session, request: str) -> None:
    """Let the words of a request be what no key opens."""
    rows = SQLModel.metadata.tables["rights_requests"]
    spoilt = {rows.c.words: type_coerce(b"sealed with a key that was lost", LargeBinary)}
    session.connection().execute(rows.update().where(rows.c.id == request).values(spoilt))


@pytest.mark.parametrize("damaged", [0, 1])
@pytest.mark.parametrize(
    ("options", "said"), [((), "4 erased"), (("--dry-run",), "4 would be erased")]
)
def test_a_case_that_cannot_be_erased_is_named_at_the_end_and_stops_no_other(
    database: Database, options: tuple[str, ...], said: str, damaged: int
) -> None:
    for number in range(5):
        database.transact(partial(closed_long_ago, called=f"old{number}"))
    database.transact(partial(spoil, request=f"old{damaged}"))

    outcome = helpdesk("register", "purge", *options)

    assert (outcome.code, outcome.out.splitlines()[-1]) == (1, f"{said}, 0 held.")
    named = f"RR-2020-000{damaged + 1} (SealedWithAnotherKey)"
    assert outcome.err == f"Cannot be erased, and left as they are: {named}.\n"
    erased = [it.subject for it in chain_of(database) if it.action == "erased"]
    others = [f"RR-2020-000{number}" for number in range(1, 6) if number != damaged + 1]
    assert erased == ([] if options else others)


def test_with_another_key_no_case_is_named(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    database.transact(closed_long_ago)
    monkeypatch.setenv("HELPDESK_ENCRYPTION_KEYS", Fernet.generate_key().decode())

    assert helpdesk("register", "purge").refused == (
        "The database was written with another key: HELPDESK_ENCRYPTION_KEYS must list it."
    )


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
