"""A new key takes over while everything goes on, and the old one can be dropped at the end."""

from collections.abc import Iterator
from datetime import datetime
from threading import Event, Thread

import pytest
from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import LargeBinary, inspect, select, type_coerce, update
from sqlmodel import Session, col
from sqlmodel import select as model_select

from bot import arrivals
from bot.arrivals import ArrivalRow
from bot.database import Database
from bot.desk.drafts import DraftRow
from bot.rotation import Batch, rotate, sealed_columns, try_keys
from bot.unusable import DatabaseUnusable, SealedWithAnotherKey
from tests.bot.test_database import keep_words

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))


@pytest.fixture
def before(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, [OLD])
    yield opened
    opened.close()


@pytest.fixture
def between(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, [NEW, OLD])
    yield opened
    opened.close()


@pytest.fixture
def after(database_url: str) -> Iterator[Database]:
    opened = Database(database_url, [NEW])
    yield opened
    opened.close()


def keep(database: Database, *words: str, now: datetime) -> None:
    def put(session: Session) -> None:
        for one in words:
            arrivals.keep(session, key=one, lane=one, payload=f"about {one}", now=now)

    database.transact(put)


def kept(database: Database) -> list[str | None]:
    rows = model_select(ArrivalRow.payload).order_by(col(ArrivalRow.seq))
    return database.transact(lambda session: list(session.exec(rows)))


def tokens(database: Database) -> list[bytes]:
    raw = select(type_coerce(col(ArrivalRow.payload), LargeBinary))
    return database.transact(lambda session: [bytes(it) for it in session.scalars(raw) if it])


def test_after_a_rotation_the_new_key_alone_reads_everything(
    before: Database, between: Database, after: Database, now: datetime
) -> None:
    words = [f"word {number}" for number in range(450)]
    keep(before, *words, now=now)

    assert rotate(between) == 450

    assert kept(after) == [f"about {one}" for one in words]
    with pytest.raises(DatabaseUnusable):
        kept(before)


def test_a_second_pass_finds_nothing_to_do(
    before: Database, between: Database, now: datetime
) -> None:
    keep(before, "one", now=now)
    rotate(between)
    done = tokens(between)

    assert rotate(between) == 0
    assert tokens(between) == done


def test_one_that_is_stopped_loses_nothing_and_is_taken_up_again(
    before: Database, between: Database, after: Database, now: datetime
) -> None:
    words = [f"word {number}" for number in range(450)]
    keep(before, *words, now=now)

    def power_cut(batch: Batch) -> None:
        if batch.sealed:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate(between, told=power_cut)

    assert kept(between) == [f"about {one}" for one in words]
    assert 0 < rotate(between) < 450
    assert len(kept(after)) == 450


def test_what_is_written_and_erased_meanwhile_stays_right(
    before: Database, between: Database, database_url: str, after: Database, now: datetime
) -> None:
    words = [f"word {number}" for number in range(300)]
    keep(before, *words, now=now)
    running, stop = Database(database_url, [NEW, OLD]), Event()

    def bot() -> None:
        for number in range(1_000):
            if stop.is_set():
                return
            keep(running, f"new {number}", now=now)
            running.transact(lambda s, number=number: arrivals.done(s, key=f"word {number % 300}"))  # type: ignore[misc]

    works = Thread(target=bot)
    works.start()
    rotate(between)
    stop.set()
    works.join()
    running.close()

    rows = model_select(ArrivalRow.key, ArrivalRow.payload)
    found = after.transact(lambda session: list(session.exec(rows)))
    assert all(payload in {None, f"about {key}"} for key, payload in found)


def test_a_key_that_is_missing_is_said_and_nothing_is_harmed(
    before: Database, after: Database, now: datetime
) -> None:
    keep(before, "one", now=now)

    with pytest.raises(DatabaseUnusable, match="HELPDESK_ENCRYPTION_KEYS must list it"):
        rotate(after)

    assert kept(before) == ["about one"]


def test_each_value_is_sealed_with_the_first_key(between: Database, now: datetime) -> None:
    keep(between, "one", now=now)

    (token,) = tokens(between)

    assert Fernet(NEW).decrypt(token) == b"about one"
    with pytest.raises(InvalidToken):
        Fernet(OLD).decrypt(token)


def test_every_column_of_bytes_is_gone_through(before: Database) -> None:
    here = inspect(before.engine)
    of_bytes = {
        f"{table}.{column['name']}"
        for table in here.get_table_names()
        for column in here.get_columns(table)
        if isinstance(column["type"], LargeBinary)
    }

    assert {str(column) for column in sealed_columns()} == of_bytes


def draft(database: Database, *letters: str, now: datetime) -> None:
    def put(session: Session) -> None:
        session.add_all(
            DraftRow(id=one, escalation="case", body="Dear Amina", made_at=now) for one in letters
        )

    database.transact(put)


def damage(database: Database, letter: str) -> None:
    """Let a letter be what no key opens."""
    damaged = {"body": type_coerce(b"damaged", LargeBinary)}
    change = update(DraftRow).where(col(DraftRow.id) == letter).values(damaged)
    database.transact(lambda session: session.connection().execute(change))


@pytest.mark.parametrize("damaged", ["one", "two", "three"])
def test_a_value_that_is_damaged_says_nothing_of_the_keys_while_another_opens(
    after: Database, now: datetime, damaged: str
) -> None:
    draft(after, "one", "two", "three", now=now)
    damage(after, damaged)

    after.transact(try_keys)


def test_the_only_letter_may_be_damaged_while_a_card_opens(after: Database, now: datetime) -> None:
    draft(after, "one", now=now)
    damage(after, "one")
    after.transact(lambda session: keep_words(session, "canary"))

    after.transact(try_keys)


def test_several_letters_of_a_key_that_was_dropped_too_early_are_said_although_a_card_opens(
    before: Database, after: Database, now: datetime
) -> None:
    draft(before, "one", "two", now=now)
    after.transact(lambda session: keep_words(session, "canary"))

    with pytest.raises(SealedWithAnotherKey):
        after.transact(try_keys)


def test_while_nothing_opens_no_key_is_known_to_be_right(after: Database, now: datetime) -> None:
    draft(after, "one", now=now)
    damage(after, "one")

    with pytest.raises(SealedWithAnotherKey):
        after.transact(try_keys)


def test_an_empty_database_takes_any_key(after: Database) -> None:
    after.transact(try_keys)
