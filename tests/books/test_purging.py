"""The purge over a whole desk: what goes, what is held, and what is left."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import partial

import pytest
from cryptography.fernet import Fernet
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlmodel import Session, SQLModel

from bot.books.columns import columns, row
from bot.books.pages import every_record, every_request
from bot.books.purging import may_go, purge, purging
from bot.database import Database
from bot.delivery import deliveries, settling
from bot.delivery.for_officers import Card
from bot.desk import closing, officer
from bot.desk.values import Writer
from bot.escalations import store as cases
from bot.escalations.escalation import Erased
from bot.places import ERASED
from bot.register import steps_taken, store
from bot.register.audit import Intact, verify
from bot.register.lifecycle import Step
from bot.register.operations import Act
from bot.register.retention import BY_THE_CLOCK, Erasure
from bot.unusable import DatabaseUnusable
from knowledge.verdict import Kind
from tests.books.builders import a_candidate, a_request
from tests.bot.desk import JO, NOW, TOM, by_letter, desk, hear, heard, judged, owed

SCHEDULE = desk().papers.casework.retention
LATER = datetime(2099, 1, 1, 3, tzinfo=UTC)
IN_TIME = LATER.date()
BREAKS_OFF = (
    "CREATE TRIGGER breaks_off BEFORE DELETE ON rights_requests "
    "WHEN (SELECT count(*) FROM rights_requests) = 3 "
    "BEGIN SELECT RAISE(ABORT, 'database is locked'); END"
)
"""In the middle of the second step."""


def everything(session: Session) -> str:
    """Return all that the database holds, unsealed."""
    tables = SQLModel.metadata.sorted_tables
    return "\n".join(
        f"{table.name}: {tuple(found)}"
        for table in tables
        for found in session.connection().execute(select(table))
    )


def send_all(session: Session) -> None:
    for number, delivery in enumerate(deliveries.unsettled(session)):
        settling.sent(session, delivery.id, ts=f"{number}.0")


def purged(session: Session, *, today: date = IN_TIME) -> tuple[Erasure, ...]:
    ids = may_go(session, schedule=SCHEDULE, today=today)
    return purge(session, ids=ids, schedule=SCHEDULE, today=today, by=BY_THE_CLOCK, now=LATER)


def a_request_worked_to_its_end(session: Session, words: str, writer: Writer = TOM) -> str:
    case = hear(session, judged(Kind.REQUEST), heard(words, writer=writer, key=words[::-1]))
    draft, _ = officer.draft_reply(
        session, escalation=case, officer=JO, words=f"a reply to {words}", now=NOW
    )
    officer.reply(session, draft=draft.id, officer=JO, now=NOW)
    letter = f"a letter on {words}: complain to us, to www.ico.org.uk, or go to court"
    act = Act(Step.REDIRECT, why=f"why {words}")
    by_letter(session, case, act, reasons=words, words=letter)
    return case


def test_a_case_loses_every_name_and_word_and_keeps_its_figures(database: Database) -> None:
    def work(session: Session) -> None:
        case = a_request_worked_to_its_end(session, "canary")
        send_all(session)
        (before,) = store.page(session, after=None, most=9)
        assert "canary" in everything(session)

        (gone,) = purged(session)

        send_all(session)
        left = everything(session)
        assert gone.called == "RR-2026-0001"
        assert "canary" not in left
        assert "Tom" not in left
        assert "U1" not in left.replace("T1/U1", "").split("audit_records")[0]
        (after,) = store.page(session, after=None, most=9)
        figures = columns(anonymised=True)
        assert row(after, figures) == row(before, figures)
        assert (after.erased_on, after.requester_name) == (LATER.date(), ERASED)
        assert len(steps_taken.history(session, case)) == before.version
        assert purged(session) == ()

    database.transact(work)


def test_the_chain_is_whole_after_a_purge_and_tells_of_it(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "canary")
        send_all(session)
        purged(session)

    database.transact(work)

    records = tuple(every_record(database))
    assert isinstance(verify(records), Intact)
    assert [(it.actor, it.action, it.subject) for it in records][-1] == (
        "desk/retention",
        "erased",
        "RR-2026-0001",
    )


def test_the_card_in_the_channel_is_redrawn_without_words(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "canary")
        send_all(session)

        purged(session)

        (card,) = owed(session)
        assert isinstance(card, Card)
        assert (card.words, card.who.name, card.steps) == (ERASED, ERASED, ())
        assert card.state == "Redirected; names and words are erased"

    database.transact(work)


def test_nothing_goes_a_day_too_early(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "canary")
        send_all(session)

        assert purged(session, today=date(2027, 11, 24)) == ()
        assert len(purged(session, today=date(2027, 11, 25))) == 1

    database.transact(work)


def test_an_open_case_of_the_same_person_holds_what_is_theirs(database: Database) -> None:
    bo = Writer(TOM.person.model_copy(update={"user": "U5"}), "Bo", TOM.audience)

    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "mine")
        a_request_worked_to_its_end(session, "theirs", writer=bo)
        hear(session, judged(Kind.REQUEST), heard("again", key="again"))
        send_all(session)

        decided = {it.called: it.held_by for it in purged(session)}

        assert decided == {"RR-2026-0001": ("RR-2026-0003",), "RR-2026-0002": ()}
        assert "mine" in everything(session)
        assert "theirs" not in everything(session)

    database.transact(work)


def test_what_is_still_owed_holds_its_case(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "canary")

        (decided,) = purged(session)

        assert decided.held_by == ("a message that is still owed",)
        assert "canary" in everything(session)

    database.transact(work)


def test_a_breach_is_erased_when_its_months_are_over(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.BREACH), heard("canary"))
        case = cases.by_reference(session, "BR-2026-0001").id
        closing.close(
            session,
            desk=desk(),
            escalation=case,
            outcome="canary",
            all_the_same="it was long ago",
            officer=JO,
            key="k",
            now=NOW,
        )
        send_all(session)

        (gone,) = purged(session)

        send_all(session)
        assert gone.why == "closed on Wed 25 Nov 2026, kept for 72 months"
        assert "canary" not in everything(session).split("\nquestions:")[0]
        with pytest.raises(Erased, match="open a new case"):
            closing.open_again(session, escalation=case, officer=JO, key="o", now=LATER)

    database.transact(work)


def test_a_candidate_that_nobody_answered_goes_wholly(database: Database) -> None:
    def work(session: Session) -> None:
        case = hear(session, judged(Kind.REQUEST, certain=False), heard("canary"))
        assert store.find(session, case)
        send_all(session)

        (gone,) = purged(session)

        assert gone.called == case
        assert store.find(session, case) is None
        assert "canary" not in everything(session)

    database.transact(work)


async def test_the_round_purges_by_itself(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "canary")
        send_all(session)

    database.transact(work)

    await purging(database, SCHEDULE, desk().zone)(LATER)

    assert "canary" not in database.transact(everything)


def many_dismissed(session: Session, count: int) -> None:
    for number in range(count):
        store.save(session, a_candidate(called=f"c{number}", received=date(2026, 9, 1)))


def left(session: Session) -> int:
    return len(may_go(session, schedule=SCHEDULE, today=IN_TIME))


async def test_a_walk_takes_some_of_what_is_due_and_the_next_goes_on(in_file: Database) -> None:
    in_file.transact(partial(many_dismissed, count=203))
    walk = purging(in_file, SCHEDULE, desk().zone)

    await walk(LATER)
    after_one = in_file.transact(left)
    await walk(LATER)

    assert (after_one, in_file.transact(left)) == (3, 0)


async def test_a_walk_that_broke_off_leaves_whole_cases_and_the_next_goes_on(
    in_file: Database,
) -> None:
    in_file.transact(partial(many_dismissed, count=9))
    walk = purging(in_file, SCHEDULE, desk().zone)

    with in_file.engine.begin() as connection:
        connection.exec_driver_sql(BREAKS_OFF)
    with pytest.raises(DatabaseUnusable):
        await walk(LATER)
    broken_off_at = in_file.transact(left)
    with in_file.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER breaks_off")
    await walk(LATER)

    assert broken_off_at == 5
    assert in_file.transact(left) == 0
    assert isinstance(verify(every_record(in_file)), Intact)


async def test_a_case_that_cannot_be_erased_stops_no_other(in_file: Database) -> None:
    in_file.transact(partial(many_dismissed, count=9))
    walk = purging(in_file, SCHEDULE, desk().zone)
    with in_file.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER is_held BEFORE DELETE ON rights_requests WHEN OLD.id = 'c1' "
            "BEGIN SELECT RAISE(ABORT, 'this one stays'); END"
        )

    await walk(LATER)
    left_out = in_file.transact(left)
    with in_file.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER is_held")
    await walk(LATER + timedelta(days=1))

    assert left_out == 1
    assert in_file.transact(left) == 0
    assert isinstance(verify(every_record(in_file)), Intact)


async def test_a_case_that_no_key_opens_any_more_stops_no_other(in_file: Database) -> None:
    in_file.transact(partial(many_dismissed, count=9))
    with in_file.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE rights_requests SET words = x'00' WHERE id = 'c1'")

    await purging(in_file, SCHEDULE, desk().zone)(LATER)

    assert in_file.transact(partial(may_go, schedule=SCHEDULE, today=IN_TIME)) == ("c1",)


def test_what_is_gone_already_is_passed_over(in_file: Database) -> None:
    in_file.transact(partial(many_dismissed, count=1))
    in_file.transact(purged)

    again = partial(purge, ids=("c0",), schedule=SCHEDULE, today=IN_TIME, by=BY_THE_CLOCK)
    assert in_file.transact(partial(again, now=LATER)) == ()


@pytest.fixture(scope="module")
def memory() -> Iterator[Database]:
    opened = Database("sqlite://", [Fernet.generate_key().decode()])
    yield opened
    opened.close()


CASES = st.lists(
    st.tuples(
        st.sampled_from(["U1", "U2"]),
        st.sampled_from([None, "Ash", "Bea"]),
        st.sampled_from([None, Step.FULFIL, Step.REFUSE, Step.WITHDRAW, Step.ONLY_ASKING]),
        st.integers(0, 28),
        st.booleans(),
    ),
    max_size=6,
)


def put_in(session: Session, each: tuple[str, str | None, Step | None, int, bool], n: int) -> None:
    person, subject, step, day, is_candidate = each
    received = date(2026, 9, 1 + day)
    if is_candidate:
        store.save(
            session,
            a_candidate(
                person=person, name=person, subject=subject, received=received, called=f"c{n}"
            ),
        )
        return
    request = a_request(
        person=person,
        name=person,
        subject=subject,
        received=received,
        called=f"r{n}",
        reference=f"RR-2026-{n:04d}",
    )
    store.save(session, request.after(step, on=received) if step else request)


@settings(deadline=None, max_examples=60)
@given(each=CASES, months=st.integers(0, 40))
def test_over_any_register_only_what_is_due_and_not_held_goes(
    memory: Database, each: list[tuple[str, str | None, Step | None, int, bool]], months: int
) -> None:
    def work(session: Session) -> None:
        for number, one in enumerate(each, start=1):
            put_in(session, one, number)

    SQLModel.metadata.drop_all(memory.engine)
    SQLModel.metadata.create_all(memory.engine)
    memory.transact(work)
    today = date(2026 + (8 + months) // 12, (8 + months) % 12 + 1, 15)
    before = {it.id: it for it in every_request(memory)}

    found = memory.transact(partial(purged, today=today))

    after = {it.id: it for it in every_request(memory)}
    figures = columns(anonymised=True)
    assert {key: row(it, figures) for key, it in after.items()} == {
        key: row(it, figures) for key, it in before.items()
    }
    assert {it.id for it in after.values() if it.erased_on} == {
        it.case for it in found if it.goes(today) and it.case in after
    }
    open_subjects = {it.subject or it.requester_name for it in before.values() if it.is_open}
    for request in after.values():
        if request.erased_on:
            was = before[request.id]
            assert not request.is_open
            assert not {was.requester_name, was.subject} & open_subjects
    assert isinstance(verify(every_record(memory)), Intact)
