"""The product's own examinations: floors for the worst errors; `poe gold` prints every figure.

The second one is harder: messages as people write them in a chat. The third says how the bot does
on what nobody had looked at; it has no floors, so that nobody works towards it.
"""

from functools import cache
from pathlib import Path

import knowledge
from knowledge import builder
from knowledge.base import DEFAULT, INTENTS, KnowledgeBase
from knowledge.evaluation import Judged, Share, judge_all, scores
from knowledge.labelled import Labelled, labelled
from knowledge.verdict import Audience, Kind, Verdict
from knowledge.wording import words

FILES = tuple(Path(__file__).with_name(name) for name in ("questions.yml", "hard_questions.yml"))
FRESH = Path(__file__).with_name("fresh_questions.yml")
REQUESTS_FOUND, BREACHES_FOUND, FALSE_ANSWERS, WAVED_AWAY = 0.88, 0.9, 0.04, 0.05


@cache
def base() -> KnowledgeBase:
    return knowledge.load()


def questions(*files: Path) -> list[Labelled]:
    return [question for file in files for question in labelled(file, base().topics)]


@cache
def examined() -> tuple[Judged, ...]:
    return tuple(judge_all(base(), questions(*FILES)))


def share(name: str) -> Share:
    found = scores(examined())[name]
    assert isinstance(found, Share)
    return found


def test_there_are_three_hundred_messages_of_every_kind() -> None:
    kinds = {it.question.kind for it in examined()}

    assert len(examined()) >= 300
    assert kinds == set(Kind) - {Kind.CLARIFY}


def test_nothing_that_is_examined_was_learned() -> None:
    written = builder.read(DEFAULT).knowledge
    phrased = [text for entry in written.entries.values() for text in entry.phrasings]
    silent = [text for silence in written.silences.values() for text in silence.phrasings]
    said = [
        text
        for chorus in builder.read_corpus(INTENTS)
        for voice in chorus.voices
        for text in voice.texts
    ]
    learned = {tuple(words(text)) for text in (*phrased, *silent, *said)}

    asked = questions(*Path(__file__).parent.glob("*questions*.yml"))

    assert len(asked) > len(examined())
    assert not [one.text for one in asked if tuple(words(one.text)) in learned]


def test_every_quote_is_verbatim() -> None:
    assert share("quotes not verbatim").hits == 0


def test_no_breach_is_told_that_the_notice_does_not_cover_it() -> None:
    breaches = [it for it in examined() if it.question.kind is Kind.BREACH]

    assert not [it for it in breaches if it.verdict.kind is Kind.NOT_COVERED]
    assert share("breach waved away").value <= WAVED_AWAY


def test_hardly_a_request_or_a_breach_is_missed() -> None:
    assert share("request recall").value >= REQUESTS_FOUND
    assert share("breach recall").value >= BREACHES_FOUND


def test_hardly_an_answer_is_given_where_the_notice_has_none() -> None:
    assert share("false answers").value <= FALSE_ANSWERS


def test_no_message_of_the_examination_was_learned_from() -> None:
    learned = {
        text.casefold().strip(" ?!.")
        for chorus in knowledge.builder.read_corpus(knowledge.INTENTS)
        for voice in chorus.voices
        for text in voice.texts
    }

    copied = [it.text for it in questions(*FILES, FRESH) if not it.after]
    assert not {text.casefold().strip(" ?!.") for text in copied} & learned


def test_nobody_but_staff_is_ever_shown_a_staff_note() -> None:
    verdicts: list[Verdict] = [it.verdict for it in examined()]

    answers = [base().answer(topic, Audience.EVERYONE) for it in verdicts for topic in it.answers]
    assert answers
    assert all(answer.staff_note is None for answer in answers)
