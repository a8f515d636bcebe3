"""What a message is: as a whole, in its parts, in a stretch of a story, and after another.

Theory of operation. A message is judged whole. A question that leans on the one before is judged
together with it. Several questions are judged one by one; one in doubt is settled by what the whole
message is about, and what the notice leaves out hides no answer. A story that is nothing to act on
as a whole is read again in stretches, and so are the sentences of what both says and asks: a wish
may stand in one of them. What was read to its end, holds no trace of a wish and only says, or only
asks, is not. What is found so is asked about first. A story's one question, not understood with the
story around it, is read alone. A question that stands beside a request or a report is answered too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.intent import is_directive, sentences
from knowledge.languages import foreign
from knowledge.parts import (
    MOST,
    Question,
    clauses_of,
    leans_on_what_was_asked,
    pieces_of,
    questions_of,
    stretches_of,
    the_question_in,
)
from knowledge.reaching import (
    asking_back,
    blended,
    perhaps_more_rights,
    reach,
    reach_aside,
    right_of_clause,
    weigh,
)
from knowledge.reading import Reader, Reading, Said
from knowledge.verdict import (
    ACTED_ON,
    Audience,
    Found,
    Intent,
    Kind,
    Policy,
    Verdict,
    Wanted,
)
from knowledge.wording import both_ends, share_known, words

_SEVERAL: Final = 2
_READ_TO_ITS_END: Final = 75
"""Words that the encoder reads to their end, unless they are very odd ones."""
_READ_IN_STRETCHES: Final = 8_000
"""Signs of a story that are read again: all, or half at its beginning and half at its end."""
_TRACE: Final = 0.02
"""A wish that a stretch makes sure of is likelier than this in the whole: see `model/README.md`."""
_TORN: Final = 0.05
"""What a second topic has of a message that asks of both, and seldom of one that asks of one."""
_NAMED: Final = 0.5
"""How sure a piece is of its topic that names what is asked."""
_SPOKEN_TO: Final = frozenset({Kind.ANSWER, Kind.CLARIFY, Kind.NOT_COVERED})
"""What a question of the notice may be met with."""
_NOT_ANSWERED: Final = frozenset({Kind.CLARIFY, Kind.NOT_COVERED, Kind.OFF_TOPIC})

_IN_ANOTHER_LANGUAGE: Final = Verdict(kind=Kind.NOT_COVERED, topics=(), confidence=1, reason="")
_NOTHING_SAID: Final = Verdict(kind=Kind.SMALL_TALK, topics=(), confidence=0, reason="")


@dataclass(frozen=True)
class Judge:
    """Judges messages by what was learned and by the policy; never raises."""

    reader: Reader
    vocabulary: frozenset[str]
    """Known English words."""
    policy: Policy

    def judge(self, text: str, audience: Audience, previous: str | None) -> Verdict:
        """Return what a message is and where the notice speaks to it.

        `previous` is the thread's last question, or the title of its topic.
        """
        other = foreign(both_ends(text), share_known(words(text), self.vocabulary))
        if other is not None:
            return _IN_ANOTHER_LANGUAGE.model_copy(update={"language": other.code})
        reading = Reading(self.reader, audience)
        said = reading.one(text)
        if said is None:
            return _NOTHING_SAID
        whole = reach_explained(said.wanted, said.found, self.policy)
        if whole.kind in ACTED_ON:
            heard = self._with_rights(text, reading, whole, said.wanted)
            return self._with_questions(text, reading, heard)
        if previous and leans_on_what_was_asked(text):
            together = self._after(f"{previous} {text}", text, reading)
            if together.kind in _SPOKEN_TO:
                return together
        aside = self._aside(text, reading, said.wanted)
        if aside and aside.kind in ACTED_ON:
            return self._with_questions(text, reading, aside)
        if aside or (whole.perhaps_breach and whole.kind is Kind.CLARIFY):
            return asking_back(whole)
        return self._out_of_story(text, reading, self._in_parts(text, reading, whole))

    def _whole(self, text: str, reading: Reading) -> Verdict:
        said = reading.one(text)
        return reach_explained(said.wanted, said.found, self.policy) if said else _NOTHING_SAID

    def _after(self, both: str, text: str, reading: Reading) -> Verdict:
        """Return the verdict on what leans on the one before, of which `both` is made."""
        together, own = reading.each([both, text])
        if together is None or own is None:
            return _NOTHING_SAID
        found = blended(together.found, own.found)
        return reach_explained(together.wanted, found, self.policy)

    def _aside(self, text: str, reading: Reading, whole: Wanted) -> Verdict | None:
        """Return what some stretch of a message asks for or reports; a breach before a request.

        To read again takes time: it is done where the end was not read, where there is a trace of
        either, and where questions may drown a wish.
        """
        if len(text.split()) <= _READ_TO_ITS_END and not (
            self._holds_a_trace(whole) or _says_and_asks(text)
        ):
            return None
        stretches = reading.each(stretches_of(both_ends(text, _READ_IN_STRETCHES)))
        heard = (self._heard_aside(stretch, whole) for stretch in stretches if stretch)
        return min((aside for aside in heard if aside), key=_gravity, default=None)

    def _heard_aside(self, stretch: Said, whole: Wanted) -> Verdict | None:
        return reach_aside(whole, stretch.wanted, lambda: stretch.found, self.policy)

    def _holds_a_trace(self, whole: Wanted) -> bool:
        likely = whole.likelihood
        return likely[Intent.REQUEST] >= _TRACE or likely[Intent.BREACH] >= self.policy.aside_whole

    def _in_parts(self, text: str, reading: Reading, whole: Verdict) -> Verdict:
        """Return the verdict with an answer to each of several questions, where there are such.

        A question that surely is a wish ("can you opt me out?") is asked about first.
        """
        if whole.kind not in _SPOKEN_TO:
            return whole
        asked = questions_of(text)
        asked = asked if len(asked) >= _SEVERAL else ()
        alone = self._each_judged(asked[: MOST + 1], reading)
        for wish in alone:
            if wish.kind is Kind.REQUEST and wish.certain:
                asked_first = wish.model_copy(update={"certain": False})
                return self._with_questions(text, reading, asked_first)
        judged = [self._settled(*it, text, reading) for it in zip(alone, asked, strict=False)]
        unmet = _unmet(judged) or len(asked) > MOST
        answered = _one_for_each_topic(judged)
        half = (whole.kind, whole.perhaps_breach) == (Kind.NOT_COVERED, False) and any(
            self._stands_alone(it, reading) for it in asked[:MOST]
        )
        if len(answered) < _SEVERAL and not half:
            answered = self._named(text, reading, whole)
            if len(answered) < _SEVERAL:
                return whole
        return _answering(whole, answered[:MOST], more_asked=unmet or len(answered) > MOST)

    def _named(self, text: str, reading: Reading, whole: Verdict) -> list[Verdict]:
        """Return what is surely asked by pieces of a message that is torn between topics.

        What the whole is sure of stands first among them, or else they are not what it asks. Where
        there is a sign that something has happened, they name what it happened to.
        """
        said = reading.one(text)
        if said is None or said.wanted.likelihood[Intent.BREACH] >= self.policy.breach_button:
            return []
        if whole.answers and said.found.topics[1][1] < _TORN:
            return []
        pieces = reading.each(pieces_of(text))
        alone = [reach_explained(it.wanted, it.found, self.policy) for it in pieces if it]
        named = _one_for_each_topic([it for it in alone if self._is_sure(it, whole)])
        named.sort(key=lambda it: it.answers != whole.answers)
        return named if whole.answers in {(), *(it.answers for it in named)} else []

    def _is_sure(self, named: Verdict, whole: Verdict) -> bool:
        """Return whether a piece is sure of its topic; less so where the whole is about it too."""
        needed = _NAMED if named.topics[0] in whole.topics else self.policy.answer_sure
        return named.confidence >= needed

    def _out_of_story(self, text: str, reading: Reading, whole: Verdict) -> Verdict:
        """Return the verdict on a story's one question, where that can be met better than all.

        Its answer must be one that the story might be about, too: a question says little alone.
        """
        asked = the_question_in(text)
        if asked is None or whole.kind not in _NOT_ANSWERED or whole.perhaps_breach:
            return whole
        alone = self._whole(asked, reading)
        if alone.kind is Kind.ANSWER:
            return alone if alone.topics[0] in whole.topics else whole
        return alone if (whole.kind, alone.kind) == (Kind.NOT_COVERED, Kind.CLARIFY) else whole

    def _with_rights(self, text: str, reading: Reading, whole: Verdict, said: Wanted) -> Verdict:
        """Return a request with the rights that only a clause of it, read alone, makes sure of."""
        if whole.kind is not Kind.REQUEST or not perhaps_more_rights(said, self.policy):
            return whole
        clauses = reading.each(clauses_of(text))
        sure = (right_of_clause(said, it.wanted, self.policy) for it in clauses if it)
        rights = dict.fromkeys((*whole.rights, *(right for right in sure if right)))
        return whole.model_copy(update={"rights": tuple(rights)})

    def _with_questions(self, text: str, reading: Reading, whole: Verdict) -> Verdict:
        """Return a request or a report with answers to the questions that stand beside it."""
        asked = [it for it in questions_of(text) if not is_directive(it.text)]
        judged = self._each_judged(asked[:MOST], reading)
        unmet = len(asked) > MOST or _unmet(it for it in judged if it.kind not in ACTED_ON)
        perhaps_asks = whole.kind is Kind.REQUEST and not whole.certain
        if perhaps_asks and len(_one_for_each_topic(judged)) < _SEVERAL:
            named = self._named(text, reading, whole)
            judged = named if len(named) >= _SEVERAL else judged
        return _beside(whole, judged).model_copy(update={"more_asked": unmet})

    def _each_judged(self, asked: Sequence[Question], reading: Reading) -> list[Verdict]:
        """Return the verdict on each of these questions."""
        texts = [text for it in asked for text in (it.text, it.led_up_to) if text]
        reading.each(texts)  # in one go; below each is taken up by itself
        return [self._question(it, reading) for it in asked]

    def _question(self, asked: Question, reading: Reading) -> Verdict:
        """Return the verdict on it; with what leads up to it where it says too little alone."""
        alone = self._whole(asked.text, reading)
        meant = alone.kind in {Kind.ANSWER, *ACTED_ON} or alone.perhaps_breach
        if meant or asked.led_up_to is None:
            return alone
        together = self._after(asked.led_up_to, asked.text, reading)
        return together if together.kind is Kind.ANSWER else alone

    def _stands_alone(self, asked: Question, reading: Reading) -> bool:
        """Return whether it is surely answered, whatever the notice leaves out beside it."""
        alone = self._whole(asked.text, reading)
        sure = alone.kind is Kind.ANSWER and alone.confidence >= self.policy.answer_sure
        return sure and not asked.leans

    def _settled(self, alone: Verdict, asked: Question, text: str, reading: Reading) -> Verdict:
        """Return the verdict on a question; in doubt, what the whole message is about decides."""
        if alone.kind is not Kind.CLARIFY or alone.perhaps_breach:
            return alone
        own, whole = reading.each([asked.text, text])
        if own is None or whole is None:
            return alone
        found = blended(own.found, whole.found)
        settled = reach_explained(own.wanted, found, self.policy)
        return settled if settled.kind is Kind.ANSWER else alone


def _says_and_asks(text: str) -> bool:
    """Return whether there are questions in a message that may drown a wish beside them."""
    return len({is_directive(one) for one in sentences(text)}) > 1


def _gravity(aside: Verdict) -> tuple[bool, bool, float]:
    return aside.kind is not Kind.BREACH, aside.perhaps_breach, -aside.confidence


def _unmet(judged: Iterable[Verdict]) -> bool:
    """Return whether one of these questions is not answered; politeness asks nothing."""
    return any(it.kind not in {Kind.ANSWER, Kind.SMALL_TALK} for it in judged)


def _beside(heard: Verdict, judged: Sequence[Verdict]) -> Verdict:
    """Return what was heard, with answers to the first few questions that can be answered.

    Where none can be, what was heard keeps the answer that it has.
    """
    answers = tuple(it.topics[0] for it in _one_for_each_topic(judged))[:MOST] or heard.answers
    topics = tuple(dict.fromkeys((*answers, *heard.topics)))[:3]
    return heard.model_copy(update={"answers": answers, "topics": topics})


def _answering(whole: Verdict, answered: Sequence[Verdict], *, more_asked: bool) -> Verdict:
    """Return the verdict with these answers; what is left is asked for again."""
    changed = {
        "kind": Kind.ANSWER,
        "perhaps_breach": False,
        "more_asked": more_asked,
        "silence": None,
        "confidence": min(it.confidence for it in answered),
    }
    return _beside(whole, answered).model_copy(update=changed)


def _one_for_each_topic(judged: Sequence[Verdict]) -> list[Verdict]:
    """Return those that answer, in their order; the first of those with the same topic."""
    by_topic = {it.topics[0]: it for it in reversed(judged) if it.kind is Kind.ANSWER}
    return [it for it in judged if it.topics and by_topic.get(it.topics[0]) is it]


def reach_explained(wanted: Wanted, found: Found, policy: Policy) -> Verdict:
    """Return the verdict with all that was weighed."""
    weighed = weigh(wanted, found, policy)
    return reach(wanted, found, policy).model_copy(update={"weighed": weighed})
