import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from html.parser import HTMLParser
from io import BytesIO
from zipfile import ZipFile
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

import knowledge
from bot.books.evidence import evidence_pack
from bot.books.gathering import evidence_of, sources
from bot.books.values import Evidence
from bot.database import Database
from bot.desk import closing
from bot.desk.closing import Known
from bot.escalations import store as cases
from bot.escalations.escalation import Spoken, Way
from bot.escalations.store import NoSuchCase
from bot.places import PersonId
from bot.register.history import Taken
from bot.register.lifecycle import Step
from bot.register.progress import Search
from bot.register.store import NoSuchRequest
from knowledge.verdict import Kind
from tests.books.builders import RECEIVED, a_request
from tests.books.test_purging import a_request_worked_to_its_end, send_all
from tests.bot.desk import JO as OFFICER
from tests.bot.desk import desk, hear, heard, judged

JO = PersonId(team="T0", user="U9")
NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
SOURCES = sources(knowledge.DEFAULT)
LONDON = ZoneInfo("Europe/London")


def files(pack: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(pack)) as whole:
        assert whole.testzip() is None
        return {name: whole.read(name) for name in whole.namelist()}


def some_evidence(words: str = "all of it") -> Evidence:
    search = Search(system="Billing", on=RECEIVED, who=words, terms=words, found="found")
    request = a_request(name=words, subject=None).searched(search)
    request = request.after(Step.FULFIL, on=RECEIVED, why=words)
    request = request.model_copy(update={"words": words})
    step = Taken(
        request="first", number=1, at=NOW, who=JO, name=words, step=Step.LOG, on=RECEIVED, why=words
    )
    said = Spoken(at=NOW, way=Way.TO_THEM, name=words, words=words)
    return Evidence(
        request=request,
        steps=(step,),
        spoken=(said,),
        sent=(),
        audit=(),
        anchor="0:",
        law=SOURCES.law,
        notice_sha256=SOURCES.notice_sha256,
        made_at=NOW,
        made_by="T0/U9",
        zone=LONDON,
    )


def packed(database: Database, then: Callable[[Session], object] = send_all) -> dict[str, bytes]:
    def work(session: Session) -> bytes:
        a_request_worked_to_its_end(session, "everything about me")
        then(session)
        found = evidence_of(
            session, reference="RR-2026-0001", of=SOURCES, by=JO, zone=LONDON, now=NOW
        )
        return evidence_pack(found)

    return files(database.transact(work))


def test_a_pack_holds_what_shows_how_a_request_was_dealt_with(database: Database) -> None:
    pack = packed(database)

    assert set(pack) == {
        "summary.html",
        "manifest.json",
        *(f"{name}.json" for name in ("request", "clock", "steps", "searches", "messages")),
        *(f"{name}.json" for name in ("deliveries", "law", "audit")),
    }
    assert json.loads(pack["request.json"])["words"] == "everything about me"
    assert [it["step"] for it in json.loads(pack["steps.json"])] == ["log", "redirect"]
    reply, letter = json.loads(pack["messages.json"])
    assert (reply["way"], reply["words"]) == ("to_them", "a reply to everything about me")
    assert letter["words"].startswith("a letter on everything about me")
    assert "(fact 4)" in str(json.loads(pack["clock.json"])["working"])
    assert json.loads(pack["clock.json"])["rights"]["access"]["due"] == "2026-12-29"
    assert {it["number"] for it in json.loads(pack["law.json"])} >= {3, 4, 5}


def test_what_was_sent_to_the_person_stands_with_its_time(database: Database) -> None:
    sent = json.loads(packed(database)["deliveries.json"])

    assert {it["status"] for it in sent} == {"sent"}
    assert [it["to"] for it in sent].count("person") == 4  # and the receipt drawn anew
    assert all(it["at"] for it in sent)


def test_what_is_not_sent_yet_is_not_said_to_be(database: Database) -> None:
    sent = json.loads(packed(database, lambda _: None)["deliveries.json"])

    assert {(it["status"], it["at"]) for it in sent} == {("waiting", None)}


def test_that_a_pack_was_made_is_its_last_audit_record(database: Database) -> None:
    pack = packed(database)

    *_, last = json.loads(pack["audit.json"])
    assert (last["actor"], last["action"]) == ("T0/U9", "evidence packed")
    manifest = json.loads(pack["manifest.json"])
    assert manifest["audit_chain"] == f"{last['number']}:{last['hash']}"


def test_the_manifest_has_the_hash_of_every_other_file() -> None:
    pack = files(evidence_pack(some_evidence()))

    manifest = json.loads(pack.pop("manifest.json"))

    assert manifest["files"] == {name: sha256(it).hexdigest() for name, it in pack.items()}
    assert manifest["reference"] == "RR-2026-0001"
    assert manifest["made_by"] == "T0/U9"


def test_the_same_evidence_makes_the_same_bytes() -> None:
    assert evidence_pack(some_evidence()) == evidence_pack(some_evidence())


def test_the_summary_says_what_matters_in_words() -> None:
    page = files(evidence_pack(some_evidence()))["summary.html"].decode()

    for said in (
        "access (UK GDPR Art 15)",
        "Thu 3 Sep 2026",
        "responded in full on Thu 3 Sep 2026",
        "Billing with &quot;all of it&quot;",
        "registered it",
    ):
        assert said in page


class Reader(HTMLParser):
    """Collects the elements of a page and its text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.said.append(data)


@settings(deadline=None, max_examples=40)
@given(
    words=st.one_of(
        st.sampled_from(["<script>x</script>", "</blockquote><img src=x>", "&lt;b&gt;", "a\"'b"]),
        st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1),
    )
)
def test_whatever_people_write_is_text_on_the_page(words: str) -> None:
    reader = Reader()
    reader.feed(files(evidence_pack(some_evidence(words)))["summary.html"].decode())

    assert {"script", "img", "b"}.isdisjoint(reader.tags)
    assert words in reader.said


def test_a_pack_of_a_possible_breach_holds_what_was_known_and_done(database: Database) -> None:
    aware, told = NOW - timedelta(hours=30), date(2026, 11, 25)
    known = Known(aware_at=aware, ico_told_on=told, ico_reference="IC-1")

    def work(session: Session) -> bytes:
        hear(session, judged(Kind.BREACH), heard("the list went to <b>the wrong</b> client"))
        case = cases.by_reference(session, "BR-2026-0001")
        line = case.card.checklist[0]
        closing.tick(
            session,
            desk=desk(),
            escalation=case.id,
            lines=(line,),
            known=known,
            officer=OFFICER,
            key="t",
            now=NOW,
        )
        return evidence_pack(
            evidence_of(session, reference=case.reference, of=SOURCES, by=JO, zone=LONDON, now=NOW)
        )

    pack = files(database.transact(work))

    breach = json.loads(pack["breach.json"])
    assert (breach["ico_told_on"], breach["ico_reference"]) == ("2026-11-25", "IC-1")
    assert breach["words"] == "the list went to <b>the wrong</b> client"
    page = pack["summary.html"].decode()
    assert f"{breach['ticked'][0]}: done" in page
    assert f"{breach['checklist'][1]}: not done" in page
    assert "Tue 24 Nov 2026, 03:30 GMT" in page
    assert "Fri 27 Nov 2026, 03:30 GMT" in page
    assert "<b>" not in page
    assert [it["action"] for it in json.loads(pack["audit.json"])][-2:] == [
        "ticked",
        "evidence packed",
    ]


@pytest.mark.parametrize("reference", ["RR-2026-0009", "BR-2026-0009", "QN-2026-0009"])
def test_there_is_no_evidence_of_what_was_never_registered(
    database: Database, reference: str
) -> None:
    with pytest.raises((NoSuchRequest, NoSuchCase)):
        database.transact(
            lambda session: evidence_of(
                session, reference=reference, of=SOURCES, by=JO, zone=LONDON, now=NOW
            )
        )


def test_the_readable_page_tells_times_where_the_desk_is() -> None:
    summer = some_evidence().model_copy(
        update={"made_at": datetime(2026, 7, 31, 23, 30, tzinfo=UTC)}
    )

    page = files(evidence_pack(summer))["summary.html"].decode()

    assert "Sat 1 Aug 2026, 00:30 BST" in page
