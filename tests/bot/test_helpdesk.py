from functools import cache

import pytest

import knowledge
from bot.delivery.for_askers import Answer, Clarification, NotCovered, OffTopic, SmallTalk
from bot.helpdesk import AskWhether, Decision, Register, ReportBreach, Say, decide, readers_in
from bot.places import Room
from knowledge import KnowledgeBase, builder
from knowledge.base import Senses
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind, Verdict
from tests.knowledge import test_intent, test_matcher

NOTED = "staff_data"
FOR_STAFF = "data.categories"
"""The first topic that is offered with that silence."""


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


def verdict(kind: Kind, *topics: str, **more: object) -> Verdict:
    answers = topics if kind is Kind.ANSWER else ()
    said = {"kind": kind, "topics": topics, "answers": answers, "confidence": 0.8, "reason": ""}
    return Verdict.model_validate(said | more)


def decided(verdict: Verdict, *, readers: Audience = Audience.EVERYONE) -> Decision:
    return decide(base(), verdict, question="q1", readers=readers)


def said(verdict: Verdict, *, readers: Audience = Audience.EVERYONE) -> object:
    decision = decided(verdict, readers=readers)
    assert isinstance(decision, Say)
    return decision.message


def test_an_answer_is_the_notices_own_words_with_their_place_and_date() -> None:
    answer = said(verdict(Kind.ANSWER, "retention.period"))

    assert isinstance(answer, Answer)
    assert answer.quotes
    assert all(quote.text.split()[0] in base().notice.text for quote in answer.quotes)
    assert answer.notice_date == base().notice.effective


def test_a_certain_request_is_registered_and_an_uncertain_one_asked_about() -> None:
    rights = (Right.ACCESS, Right.ERASURE)

    assert decided(verdict(Kind.REQUEST, rights=rights)) == Register(rights)
    assert decided(verdict(Kind.REQUEST, rights=rights, certain=False)) == AskWhether(rights)


def test_beside_a_request_stands_no_offer_to_make_it() -> None:
    both = {"rights": (Right.ACCESS,), "answers": ("rights.access", "retention.period")}

    certain = decided(verdict(Kind.REQUEST, **both))
    perhaps = decided(verdict(Kind.REQUEST, certain=False, **both))
    alone = decided(verdict(Kind.REQUEST, rights=(Right.ACCESS,), answers=("rights.access",)))

    assert isinstance(certain, Register)
    assert certain.beside
    assert (certain.beside.right, certain.beside.more) == (None, ())
    assert isinstance(perhaps, AskWhether)
    assert perhaps.beside
    assert perhaps.beside.right is None
    assert len(perhaps.beside.more) == 1
    assert alone == Register((Right.ACCESS,))


def test_a_possible_breach_goes_to_the_officers() -> None:
    assert decided(verdict(Kind.BREACH)) == ReportBreach()


def test_asking_back_offers_the_titles_of_the_nearest_topics() -> None:
    asked = said(verdict(Kind.CLARIFY, "rights.access", "rights.erasure"))

    assert isinstance(asked, Clarification)
    assert [choice.topic for choice in asked.choices] == ["rights.access", "rights.erasure"]
    assert asked.right is Right.ACCESS


def test_a_known_silence_is_named_and_the_nearest_places_offered() -> None:
    silence = base().judge("which country are your servers in?", Audience.EVERYONE).silence

    silent = said(verdict(Kind.NOT_COVERED, "contact.dpo", silence=silence))

    assert isinstance(silent, NotCovered)
    assert silent.unsaid == base().silence(str(silence), Audience.EVERYONE).unsaid
    assert silent.suggestions


def test_an_unknown_silence_names_nothing_and_offers_what_is_near() -> None:
    silent = said(verdict(Kind.NOT_COVERED, "contact.dpo"))

    assert isinstance(silent, NotCovered)
    assert silent.unsaid is None
    assert [choice.topic for choice in silent.suggestions] == ["contact.dpo"]


@pytest.mark.parametrize(
    ("kind", "drawn"), [(Kind.OFF_TOPIC, OffTopic), (Kind.SMALL_TALK, SmallTalk)]
)
def test_what_is_not_asked_of_the_notice_is_met_with_what_we_are_for(
    kind: Kind, drawn: type[object]
) -> None:
    assert isinstance(said(verdict(kind)), drawn)


def test_a_staff_note_is_for_staff_in_a_direct_message_only() -> None:
    noted = verdict(Kind.ANSWER, "rights.how")

    def note(room: Room, asker: Audience) -> str | None:
        answer = said(noted, readers=readers_in(room, asker))
        assert isinstance(answer, Answer)
        return answer.staff_note

    assert note(Room.DIRECT, Audience.STAFF)
    assert note(Room.DIRECT, Audience.EVERYONE) is None
    assert {note(room, Audience.STAFF) for room in Room if room is not Room.DIRECT} == {None}


def test_a_staff_note_on_a_silence_is_for_staff_in_a_direct_message_only() -> None:
    silent = verdict(Kind.NOT_COVERED, silence=NOTED)

    def note(room: Room, asker: Audience) -> str | None:
        message = said(silent, readers=readers_in(room, asker))
        assert isinstance(message, NotCovered)
        return message.staff_note

    assert note(Room.DIRECT, Audience.STAFF) == base().silence(NOTED, Audience.STAFF).staff_note
    assert note(Room.DIRECT, Audience.STAFF)
    assert note(Room.DIRECT, Audience.EVERYONE) is None
    assert {note(room, Audience.STAFF) for room in Room if room is not Room.DIRECT} == {None}


@pytest.mark.parametrize(
    "about",
    [
        verdict(Kind.ANSWER, "rights.erasure"),
        verdict(Kind.CLARIFY, "rights.erasure"),
        verdict(Kind.NOT_COVERED, silence=NOTED),
    ],
)
def test_staff_who_ask_about_somebodys_request_are_known_to_be_staff(about: Verdict) -> None:
    for readers in (Audience.STAFF, Audience.EVERYONE):
        message = said(about, readers=readers)
        assert isinstance(message, Answer | Clarification | NotCovered)
        assert message.for_staff is (readers is Audience.STAFF)


@cache
def with_one_for_staff() -> KnowledgeBase:
    """Return the knowledge base with one entry that only our own people may be shown."""
    written = builder.read(knowledge.DEFAULT)
    entries = written.knowledge.entries
    hidden = entries[FOR_STAFF].model_copy(update={"audience": Audience.STAFF})
    known = written.knowledge.model_copy(update={"entries": {**entries, FOR_STAFF: hidden}})
    wants, finds = test_intent.taught(), test_matcher.taught()
    return KnowledgeBase(known, written.policy, wants, finds, Senses(None, "none"), ())


def shown(verdict: Verdict, readers: Audience) -> str:
    """Return all that would be said, in the value's own words."""
    return repr(decide(with_one_for_staff(), verdict, question="q1", readers=readers))


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("topics", [(FOR_STAFF,), (FOR_STAFF, "retention.period")])
def test_what_an_entry_for_staff_says_is_shown_to_no_wider_readers(
    kind: Kind, topics: tuple[str, ...]
) -> None:
    entry = with_one_for_staff().answer(FOR_STAFF, Audience.STAFF)
    answers = topics if kind in {Kind.ANSWER, Kind.REQUEST, Kind.BREACH} else ()
    silence = NOTED if kind is Kind.NOT_COVERED else None

    told = shown(verdict(kind, *topics, answers=answers, silence=silence), Audience.EVERYONE)

    assert FOR_STAFF not in told
    assert entry.title not in told
    assert entry.quotes[0].text not in told


def test_what_an_entry_for_staff_says_is_shown_to_staff() -> None:
    lead = with_one_for_staff().answer(FOR_STAFF, Audience.STAFF).lead

    assert lead in shown(verdict(Kind.ANSWER, FOR_STAFF), Audience.STAFF)
    assert FOR_STAFF in shown(verdict(Kind.CLARIFY, FOR_STAFF), Audience.STAFF)


@pytest.mark.parametrize(("readers", "asked"), [(Audience.EVERYONE, True), (Audience.STAFF, False)])
def test_of_two_questions_the_one_whose_answer_may_not_be_shown_is_asked_for(
    readers: Audience,
    asked: bool,  # noqa: FBT001 - a row of the table
) -> None:
    both = verdict(Kind.ANSWER, "retention.period", FOR_STAFF)

    decision = decide(with_one_for_staff(), both, question="q1", readers=readers)

    assert isinstance(decision, Say)
    assert isinstance(decision.message, Answer)
    assert decision.message.more_asked is asked


def test_where_no_answer_may_be_shown_a_person_is_offered() -> None:
    assert "NotCovered" in shown(verdict(Kind.ANSWER, FOR_STAFF), Audience.EVERYONE)
    assert "NotCovered" in shown(verdict(Kind.CLARIFY, FOR_STAFF), Audience.EVERYONE)


def test_what_officers_should_mind_of_a_topic_is_no_part_of_any_answer() -> None:
    (flag,) = base().flags(("rights.complaint",))

    assert flag.startswith("Important for officers (")
    assert base().flags(("no.topic",)) == ()
    answer = said(verdict(Kind.ANSWER, "rights.complaint"), readers=Audience.STAFF)
    assert flag.partition(": ")[2] not in repr(answer)
