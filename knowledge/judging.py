"""What a message is: as a whole, in its parts, in a stretch of a story, and after another.

Theory of operation. A message is judged whole. A question that leans on the one before is judged
together with it. Several questions are judged one by one. A story that is nothing to act on as a
whole is read again in stretches, since a wish may stand in one clause of it, unless it was read to
its end and holds no trace of one; what is found there is asked about first. A story's one question,
not understood with the story around it, is read alone. A question that stands beside a request or
a report is answered too.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from knowledge.encoder import Sense
from knowledge.intent import IntentModel, is_directive
from knowledge.languages import foreign
from knowledge.matcher import MatcherModel
from knowledge.ngrams import grams_of
from knowledge.parts import (
    MOST,
    clauses_of,
    leans_on_what_was_asked,
    parts_of,
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
from knowledge.verdict import (
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
_AS_LONG_AS_PHRASINGS: Final = 10
"""Words of a message that a phrasing may well be near to."""
_READ_TO_ITS_END: Final = 75
"""Words that the encoder reads to their end, unless they are very odd ones."""
_READ_IN_STRETCHES: Final = 8_000
"""Signs of a story that are read again: all, or half at its beginning and half at its end."""
_TRACE: Final = 0.02
"""A wish that a stretch makes sure of is likelier than this in the whole: see `model/README.md`."""
_SPOKEN_TO: Final = frozenset({Kind.ANSWER, Kind.CLARIFY, Kind.NOT_COVERED})
"""What a question of the notice may be met with."""
_NOT_ANSWERED: Final = frozenset({Kind.CLARIFY, Kind.NOT_COVERED, Kind.OFF_TOPIC})
_ACTED_ON: Final = frozenset({Kind.REQUEST, Kind.BREACH})

_IN_ANOTHER_LANGUAGE: Final = Verdict(kind=Kind.NOT_COVERED, topics=(), confidence=1, reason="")
_NOTHING_SAID: Final = Verdict(kind=Kind.SMALL_TALK, topics=(), confidence=0, reason="")


@dataclass(frozen=True)
class Judge:
    """Judges messages by what was learned and by the policy; never raises."""

    wants: IntentModel
    finds: MatcherModel
    sense: Callable[[str], Sense] | None
    """What a text means; None where there is no encoder."""
    spell: Callable[[list[str]], list[str]]
    vocabulary: frozenset[str]
    """Known English words."""
    policy: Policy
    is_for: Callable[[Audience, str], bool]
    """Whether this reader may be shown an entry on the topic."""

    def judge(self, text: str, audience: Audience, previous: str | None) -> Verdict:
        """Return what a message is and where the notice speaks to it.

        `previous` is the thread's last question, or the title of its topic.
        """
        other = foreign(both_ends(text), share_known(words(text), self.vocabulary))
        if other is not None:
            return _IN_ANOTHER_LANGUAGE.model_copy(update={"language": other.code})
        opinions = self._opinions(text, audience)
        if opinions is None:
            return _NOTHING_SAID
        whole = reach_explained(*opinions, self.policy)
        if whole.kind in _ACTED_ON:
            heard = self._with_rights(text, audience, whole, opinions[0])
            return self._with_questions(text, audience, heard)
        if previous and leans_on_what_was_asked(text):
            together = self._after(previous, text, audience)
            if together.kind in _SPOKEN_TO:
                return together
        aside = self._aside(text, audience, opinions[0])
        if aside and aside.kind in _ACTED_ON:
            return aside
        if aside or whole.perhaps_breach:
            return asking_back(whole)
        return self._out_of_story(text, audience, self._in_parts(text, audience, whole))

    def _whole(self, text: str, audience: Audience) -> Verdict:
        opinions = self._opinions(text, audience)
        return reach_explained(*opinions, self.policy) if opinions else _NOTHING_SAID

    def _after(self, previous: str, text: str, audience: Audience) -> Verdict:
        """Return the verdict on a message that leans on the one before."""
        together = self._opinions(f"{previous} {text}", audience)
        own = self._opinions(text, audience)
        if together is None or own is None:
            return _NOTHING_SAID
        return reach_explained(together[0], blended(together[1], own[1]), self.policy)

    def _aside(self, text: str, audience: Audience, whole: Wanted) -> Verdict | None:
        """Return what some stretch of a story asks for or reports; a breach before a request.

        What was read to its end and holds no trace of either is not read again: that takes time.
        """
        if len(text.split()) <= _READ_TO_ITS_END and not self._holds_a_trace(whole):
            return None
        found = [
            aside
            for stretch in stretches_of(both_ends(text, _READ_IN_STRETCHES))
            if (opinions := self._opinions(stretch, audience))
            and (aside := reach_aside(whole, *opinions, self.policy))
        ]
        return min(found, key=_gravity, default=None)

    def _holds_a_trace(self, whole: Wanted) -> bool:
        likely = whole.likelihood
        return likely[Intent.REQUEST] >= _TRACE or likely[Intent.BREACH] >= self.policy.aside_whole

    def _in_parts(self, text: str, audience: Audience, whole: Verdict) -> Verdict:
        """Return the verdict with an answer to each of several questions, where there are such."""
        parts = parts_of(text)
        if whole.kind not in _SPOKEN_TO or len(parts) < _SEVERAL:
            return whole
        answered = self._answered(parts[: MOST + 1], audience)
        if len(answered) < _SEVERAL:
            return whole
        answers = tuple(it.topics[0] for it in answered)[:MOST]
        others = tuple(topic for topic in whole.topics if topic not in answers)
        return whole.model_copy(
            update={
                "kind": Kind.ANSWER,
                "answers": answers,
                "topics": (answers + others)[:3],
                "more_asked": len(answered) > MOST or len(parts) > MOST + 1,
                "silence": None,
                "confidence": min(it.confidence for it in answered),
            }
        )

    def _out_of_story(self, text: str, audience: Audience, whole: Verdict) -> Verdict:
        """Return the verdict on a story's one question, where that can be met better than all.

        Its answer must be one that the story might be about, too: a question says little alone.
        """
        asked = the_question_in(text)
        if asked is None or whole.kind not in _NOT_ANSWERED:
            return whole
        alone = self._whole(asked, audience)
        if alone.kind is Kind.ANSWER:
            return alone if alone.topics[0] in whole.topics else whole
        return alone if (whole.kind, alone.kind) == (Kind.NOT_COVERED, Kind.CLARIFY) else whole

    def _with_rights(self, text: str, audience: Audience, whole: Verdict, said: Wanted) -> Verdict:
        """Return a request with the rights that only a clause of it, read alone, makes sure of."""
        if whole.kind is not Kind.REQUEST or not perhaps_more_rights(said, self.policy):
            return whole
        clauses = (self._opinions(clause, audience) for clause in clauses_of(text))
        sure = (right_of_clause(said, it[0], self.policy) for it in clauses if it)
        rights = dict.fromkeys((*whole.rights, *(right for right in sure if right)))
        return whole.model_copy(update={"rights": tuple(rights)})

    def _with_questions(self, text: str, audience: Audience, whole: Verdict) -> Verdict:
        """Return a request or a report with answers to the questions that stand beside it."""
        parts = parts_of(text)
        asked = [part for part in parts if not is_directive(part)] if len(parts) > 1 else []
        answers = tuple(it.topics[0] for it in self._answered(asked[:MOST], audience))
        topics = tuple(dict.fromkeys((*answers, *whole.topics)))[:3]
        return whole.model_copy(update={"answers": answers, "topics": topics})

    def _answered(self, parts: Sequence[str], audience: Audience) -> list[Verdict]:
        """Return the verdicts on those parts that can be answered, one for each topic."""
        if not parts:
            return []
        judged = [self._part(part, before, audience) for before, part in _each_after(parts)]
        by_topic = {it.topics[0]: it for it in reversed(judged) if it.kind is Kind.ANSWER}
        return [it for it in judged if it.topics and by_topic.get(it.topics[0]) is it]

    def _part(self, part: str, before: str | None, audience: Audience) -> Verdict:
        """Return the verdict on a part; with the part before it where it says too little alone."""
        alone = self._whole(part, audience)
        if before is None or alone.kind is Kind.ANSWER or not leans_on_what_was_asked(part):
            return alone
        together = self._after(before, part, audience)
        return together if together.kind is Kind.ANSWER else alone

    def _opinions(self, text: str, audience: Audience) -> tuple[Wanted, Found] | None:
        """Return what the person wants and where the notice speaks to it; None without words."""
        spelt = self.spell(words(text))
        if not spelt:
            return None
        sense = self.sense(" ".join(spelt)) if self.sense else None
        grams = grams_of(spelt)
        found = self.finds.found(grams, sense)
        topics = tuple(topic for topic in found.topics if self.is_for(audience, topic[0]))
        wanted = self.wants.wanted(both_ends(text), grams, sense, by=audience)
        long = len(text.split()) > _AS_LONG_AS_PHRASINGS
        return wanted, found.model_copy(update={"topics": topics, "long": long})


def _gravity(aside: Verdict) -> tuple[bool, bool, float]:
    return aside.kind is not Kind.BREACH, aside.perhaps_breach, -aside.confidence


def _each_after(parts: Sequence[str]) -> Iterator[tuple[str | None, str]]:
    """Return each part with the one before it."""
    return zip((None, *parts), parts, strict=False)


def reach_explained(wanted: Wanted, found: Found, policy: Policy) -> Verdict:
    """Return the verdict with all that was weighed."""
    weighed = weigh(wanted, found, policy)
    return reach(wanted, found, policy).model_copy(update={"weighed": weighed})
