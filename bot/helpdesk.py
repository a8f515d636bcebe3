"""A verdict -> what to say and do (pure).

A rights request recognised with confidence is registered at once, and a possible breach goes to the
officers at once; a less certain one is asked about first, and kept. Everything else is said.
"""

from dataclasses import dataclass
from typing import assert_never

from bot.delivery.for_askers import Answer, Clarification, NotCovered, OffTopic, SmallTalk
from bot.delivery.outgoing import Outgoing
from bot.delivery.pieces import Choice, Quoted
from bot.places import Room
from knowledge import KnowledgeBase
from knowledge.entries import Silence
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind, Verdict


@dataclass(frozen=True)
class Say:
    """Answer with this."""

    message: Outgoing


@dataclass(frozen=True)
class Register:
    """Register a rights request now."""

    rights: tuple[Right, ...]
    beside: Answer | None = None
    """The answer to a question that stands beside it."""


@dataclass(frozen=True)
class AskWhether:
    """Keep a possible rights request, and ask whether it is one."""

    rights: tuple[Right, ...]
    beside: Answer | None = None


@dataclass(frozen=True)
class ReportBreach:
    """Tell the officers of a possible breach."""

    beside: Answer | None = None


@dataclass(frozen=True)
class AskWhetherBreach:
    """Keep a possible report of a breach, and ask whether it has happened."""

    beside: Answer | None = None


@dataclass(frozen=True)
class PassOn:
    """Hand a message to the officers that is in another language, and may be anything."""

    language: str


Decision = PassOn | Say | Register | AskWhether | ReportBreach | AskWhetherBreach


def decide(
    knowledge: KnowledgeBase, verdict: Verdict, *, question: str, readers: Audience
) -> Decision:
    """Return what follows from the verdict for those who will read the reply."""
    if verdict.language is not None:
        return PassOn(verdict.language)
    verdict = _readable(knowledge, verdict, readers)
    match verdict.kind:
        case Kind.REQUEST:
            beside = _beside(knowledge, verdict, question, readers)
            return (Register if verdict.certain else AskWhether)(verdict.rights, beside)
        case Kind.BREACH:
            beside = _beside(knowledge, verdict, question, readers)
            return (ReportBreach if verdict.certain else AskWhetherBreach)(beside)
        case Kind.ANSWER:
            return Say(_answers(knowledge, verdict, question, readers))
        case Kind.CLARIFY:
            return Say(_clarification(knowledge, verdict, question, readers))
        case Kind.NOT_COVERED:
            return Say(_not_covered(knowledge, verdict, question, readers))
        case Kind.OFF_TOPIC:
            return Say(OffTopic(question=question))
        case Kind.SMALL_TALK:
            return Say(SmallTalk())
        case _:
            assert_never(verdict.kind)


ONLY_ENGLISH = "I understand only English; please ask the compliance team about that message."


def contact_of(knowledge: KnowledgeBase) -> str:
    """Return where the compliance team is written to, as the notice says; empty if nowhere."""
    return knowledge.facts.contact


def readers_in(room: Room, asker: Audience) -> Audience:
    """Return for whom a reply in this room may be written.

    Any channel may hold guests, so a staff note is shown to staff in a direct message only.
    """
    return asker if room is Room.DIRECT else Audience.EVERYONE


def answer(knowledge: KnowledgeBase, topic: str, *, question: str, readers: Audience) -> Answer:
    """Return the notice's own words on a topic."""
    found = knowledge.answer(topic, readers)
    return Answer(
        question=question,
        lead=found.lead,
        quotes=tuple(
            Quoted(section=quote.section, title=quote.title, text=quote.text)
            for quote in found.quotes
        ),
        notice_date=found.notice_date,
        right=found.right,
        for_staff=readers is Audience.STAFF,
        staff_note=found.staff_note,
    )


def _readable(knowledge: KnowledgeBase, verdict: Verdict, readers: Audience) -> Verdict:
    """Return the verdict with no topic but those that these readers may be shown.

    An asker may be shown more than whoever else reads the reply.
    """
    topics = _shown(knowledge, verdict.topics, readers)
    answers = _shown(knowledge, verdict.answers, readers)
    says_nothing = {Kind.ANSWER: not answers, Kind.CLARIFY: not topics}.get(verdict.kind, False)
    kind = Kind.NOT_COVERED if says_nothing else verdict.kind
    more_asked = verdict.more_asked or len(answers) < len(verdict.answers)
    return verdict.model_copy(
        update={"kind": kind, "topics": topics, "answers": answers, "more_asked": more_asked}
    )


def _shown(knowledge: KnowledgeBase, topics: tuple[str, ...], readers: Audience) -> tuple[str, ...]:
    return tuple(topic for topic in topics if knowledge.is_for(readers, topic))


def _answers(
    knowledge: KnowledgeBase, verdict: Verdict, question: str, readers: Audience
) -> Answer:
    each = _each_answer(knowledge, verdict, question, readers)
    return _together(each, more_asked=verdict.more_asked)


def _each_answer(
    knowledge: KnowledgeBase, verdict: Verdict, question: str, readers: Audience
) -> tuple[Answer, ...]:
    return tuple(
        answer(knowledge, topic, question=question, readers=readers) for topic in verdict.answers
    )


def _together(answers: tuple[Answer, ...], *, more_asked: bool) -> Answer:
    first, *more = answers
    return first.model_copy(update={"more": tuple(more), "more_asked": more_asked})


def _beside(
    knowledge: KnowledgeBase, verdict: Verdict, question: str, readers: Audience
) -> Answer | None:
    """Return the answer to what was asked beside a request or a possible breach.

    What the notice says of the request itself stands in its receipt; and no answer offers to make
    a request that was just made, or that is asked about.
    """
    each = _each_answer(knowledge, verdict, question, readers)
    own = [it.right in verdict.rights for it in each]
    left = tuple(
        it.model_copy(update={"right": None}) if mine else it
        for it, mine in zip(each, own, strict=True)
        if not (mine and verdict.certain)
    )
    return _together(left, more_asked=verdict.more_asked) if left else None


def quotes_on(knowledge: KnowledgeBase, topics: tuple[str, ...]) -> tuple[Quoted, ...]:
    """Return what the notice says on those of these topics that anybody may be shown."""
    return tuple(
        quote
        for topic in _shown(knowledge, topics, Audience.EVERYONE)
        for quote in answer(knowledge, topic, question="", readers=Audience.EVERYONE).quotes
    )


def _clarification(
    knowledge: KnowledgeBase, verdict: Verdict, question: str, readers: Audience
) -> Clarification:
    silence = _silence(knowledge, verdict, readers)
    topics = (_shown(knowledge, silence.nearest, readers) if silence else ()) or verdict.topics
    first = knowledge.answer(topics[0], readers)
    choices = _choices(knowledge, topics)
    return Clarification(
        question=question,
        choices=choices,
        right=first.right,
        for_staff=readers is Audience.STAFF,
        perhaps_breach=verdict.perhaps_breach,
    )


def _not_covered(
    knowledge: KnowledgeBase, verdict: Verdict, question: str, readers: Audience
) -> NotCovered:
    silence = _silence(knowledge, verdict, readers)
    return NotCovered(
        question=question,
        unsaid=silence.unsaid if silence else None,
        suggestions=_choices(
            knowledge, _shown(knowledge, silence.nearest, readers) if silence else verdict.topics
        ),
        notice_date=knowledge.notice.effective,
        right=silence.right if silence else None,
        for_staff=readers is Audience.STAFF,
        staff_note=silence.staff_note if silence else None,
        perhaps_breach=verdict.perhaps_breach,
    )


def _silence(knowledge: KnowledgeBase, verdict: Verdict, readers: Audience) -> Silence | None:
    return knowledge.silence(verdict.silence, readers) if verdict.silence else None


def _choices(knowledge: KnowledgeBase, topics: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(topic=topic, title=knowledge.title_of(topic)) for topic in topics)
