import json
from io import BytesIO
from zipfile import ZipFile

import pytest
from sqlmodel import Session

from bot.asked import questions
from bot.books.about import NobodysAnyMore, Whom, held_about, whom
from bot.books.holdings import Holdings, as_object, as_pack
from bot.database import Database
from bot.escalations.store import NoSuchCase
from bot.places import PersonId
from bot.register import audit_records, store
from knowledge.verdict import Kind
from tests.books.builders import a_request
from tests.books.test_purging import a_request_worked_to_its_end, purged, send_all
from tests.bot.desk import JO, NOW, PRIYA, TOM, hear, heard, judged

BY = PersonId(team="command", user="root")


def about(session: Session, who: Whom) -> Holdings:
    return held_about(session, who=who, by=BY, now=NOW)


def of_tom(session: Session) -> Holdings:
    return about(session, Whom(person=TOM.person))


def test_all_that_a_person_asked_and_was_told_is_there(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "everything about me")
        hear(session, judged(Kind.BREACH), heard("a bag was left", key="bag"))
        hear(session, judged(Kind.REQUEST), heard("mine", writer=PRIYA, key="priya"))
        send_all(session)

        found = of_tom(session)

        (request,) = found.requests
        assert (request.request.words, request.found_by) == ("everything about me", "id")
        assert [it.words.partition(":")[0] for it in request.messages] == [
            "a reply to everything about me",
            "a letter on everything about me",
        ]
        assert {it.status for it in request.sent} == {"sent"}
        assert [it.card.words for it in found.cases] == ["a bag was left"]
        assert [it.words for it in found.questions] == ["everything about me", "a bag was left"]
        assert [it.action for it in found.what_they_did] == ["log", "handed over"]
        assert found.still_owed == ()
        assert "mine" not in str(as_object(found))

    database.transact(work)


def test_what_is_still_owed_to_them_is_there_too(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        assert [it.kind for it in of_tom(session).still_owed] == ["receipt"]

    database.transact(work)


def test_an_officer_is_told_what_they_did(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "mine")

        found = about(session, Whom(person=JO.person))

        assert [it.action for it in found.what_they_did] == ["replied", "redirect", "letter sent"]
        assert (found.requests, found.questions) == ((), ())

    database.transact(work)


def test_what_somebody_logged_for_others_is_named_and_not_shown(database: Database) -> None:
    def work(session: Session) -> None:
        store.save(session, a_request(person="U2", name="Priya", subject="Amina Okafor"))

        found = about(session, Whom(person=PersonId(team="T1", user="U2")))

        assert found.requests == ()
        assert [it.reference for it in found.logged_for_others] == ["RR-2026-0001"]
        assert "Amina" not in str(as_object(found))

    database.transact(work)


def test_who_is_not_in_slack_is_found_by_name(database: Database) -> None:
    def work(session: Session) -> None:
        store.save(session, a_request(person="U2", name="Priya", subject="Amina Okafor"))

        found = about(session, Whom(person=None, name="amina  okafor"))

        assert [(it.found_by, it.request.reference) for it in found.requests] == [
            ("name", "RR-2026-0001")
        ]

    database.transact(work)


def test_who_only_asked_is_known_by_the_name_they_asked_under(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.ANSWER, topics=("retention.period",)), heard("how long?"))
        store.save(session, a_request(person="U2", name="Priya", subject="Tom"))

        found = of_tom(session)

        assert [(it.found_by, it.request.subject) for it in found.requests] == [("name", "Tom")]

    database.transact(work)


def test_a_reference_means_whose_data_it_is(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        assert whom(session, "RR-2026-0001") == Whom(person=TOM.person, name="Tom")
        with pytest.raises(NoSuchCase):
            whom(session, "RR-2026-0009")

    database.transact(work)


def test_a_case_that_is_erased_says_no_longer_whose_it_was(database: Database) -> None:
    def work(session: Session) -> None:
        a_request_worked_to_its_end(session, "mine")
        send_all(session)
        purged(session)

        with pytest.raises(NobodysAnyMore, match="give the person as TEAM:USER"):
            whom(session, "RR-2026-0001")

    database.transact(work)


def test_that_it_was_read_is_in_the_chain(database: Database) -> None:
    def work(session: Session) -> None:
        hear(session, judged(Kind.REQUEST))

        of_tom(session)

        last = audit_records.last(session)
        assert last is not None
        assert (last.actor, last.action, last.subject) == (
            "command/root",
            "held about packed",
            "T1/U1",
        )

    database.transact(work)


def test_nothing_that_is_forgotten_is_there(database: Database) -> None:
    def work(session: Session) -> None:
        question = hear(session, judged(Kind.REQUEST))
        questions.drop(session, question)

        assert of_tom(session).questions == ()

    database.transact(work)


def test_the_pack_has_a_file_for_each_kind_of_thing(database: Database) -> None:
    def work(session: Session) -> Holdings:
        hear(session, judged(Kind.REQUEST))
        return of_tom(session)

    found = database.transact(work)

    with ZipFile(BytesIO(as_pack(found))) as pack:
        manifest = json.loads(pack.read("manifest.json"))
        assert json.loads(pack.read("requests.json"))[0]["found_by"] == "id"
        assert set(pack.namelist()) == {*manifest["files"], "manifest.json"}
    assert manifest["held"]["questions"] == 1
    kinds = {name.removesuffix(".json") for name in manifest["files"]}
    assert kinds == set(Holdings.model_fields) - {"person", "name", "made_at", "made_by"}
