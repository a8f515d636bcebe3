from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.places import Nation, PersonId
from bot.register import audit_records, operations, store
from bot.register.audit import Intact, verify
from bot.register.lifecycle import Status
from bot.register.operations import Actor, Wish
from bot.register.requests import RightsRequest
from bot.register.saying import StepNotAllowed
from bot.register.store import NoSuchRequest
from knowledge.rights import Right
from knowledge.verdict import Audience

TOM = Actor(PersonId(team="T1", user="U1"), name="Tom", zone=ZoneInfo("Europe/London"))
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)


def a_wish(name: str = "w1", *, rights: tuple[Right, ...] = (Right.ACCESS,)) -> Wish:
    return Wish(
        id=name,
        requester=TOM.person,
        requester_name="Tom",
        audience=Audience.EVERYONE,
        rights=rights,
        words="all of it",
        origin=None,
        received_at=NOW,
        received=date(2026, 11, 25),
        nation=Nation.ENG,
    )


def received(database: Database, wish: Wish) -> RightsRequest:
    return database.transact(
        lambda session: operations.receive(session, wish=wish, actor=TOM, now=NOW)
    )


def test_a_registered_request_has_a_reference_and_the_lawful_last_day(database: Database) -> None:
    request = received(database, a_wish())

    assert request.status is Status.RECEIVED
    assert request.reference == "RR-2026-0001"
    assert request.due == date(2026, 12, 29)
    assert request.working


def test_what_is_registered_already_is_registered_once(database: Database) -> None:
    first, again = received(database, a_wish()), received(database, a_wish())

    assert first == again
    assert received(database, a_wish("w2")).reference == "RR-2026-0002"


def test_a_candidate_that_is_confirmed_later_counts_from_its_message(database: Database) -> None:
    later = datetime(2026, 12, 3, 12, 0, tzinfo=UTC)

    def work(session: Session) -> tuple[RightsRequest, RightsRequest]:
        candidate = operations.propose(session, wish=a_wish(), now=NOW)
        return candidate, operations.log(session, request="w1", actor=TOM, now=later)

    candidate, logged = database.transact(work)

    assert (candidate.status, candidate.reference) == (Status.CANDIDATE, None)
    assert (logged.status, logged.due) == (Status.RECEIVED, date(2026, 12, 29))


def test_a_step_that_is_not_allowed_now_is_refused_with_the_reason(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        operations.propose(session, wish=a_wish(), now=NOW)
        operations.dismiss(session, request="w1", actor=TOM, now=NOW)
        operations.confirm(session, request="w1", actor=TOM, now=NOW)

    with pytest.raises(StepNotAllowed, match="not possible to confirm"):
        database.transact(work)


def test_a_right_that_is_added_keeps_those_before_it(database: Database) -> None:
    received(database, a_wish())

    changed = database.transact(
        lambda session: operations.add_details(
            session,
            request="w1",
            details="and my number",
            rights=(Right.ERASURE,),
            actor=TOM,
            now=NOW,
        )
    )

    assert changed.rights == (Right.ACCESS, Right.ERASURE)
    assert changed.words == "all of it\nand my number"


def test_a_request_that_is_not_there_is_said_to_be_not_there(database: Database) -> None:
    with pytest.raises(NoSuchRequest):
        database.transact(lambda session: store.get(session, "w7"))


def test_every_step_leaves_a_record_in_the_chain(database: Database) -> None:
    received(database, a_wish())
    database.transact(lambda s: operations.confirm(s, request="w1", actor=TOM, now=NOW))

    records = database.transact(lambda session: audit_records.page(session, after=None, most=100))

    assert [record.subject for record in records] == ["RR-2026-0001", "RR-2026-0001"]
    assert isinstance(verify(records), Intact)
