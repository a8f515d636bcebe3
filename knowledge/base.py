"""The knowledge base at work: what was written and what was learned from it, together."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from knowledge import arrays, builder, intent, learned, matcher
from knowledge.encoder import FOLDER as ENCODER
from knowledge.encoder import Encoder, NoEncoder, open_encoder
from knowledge.entries import Answer, Knowledge, Quote, Silence, may_read
from knowledge.facts import Facts
from knowledge.faults import Fault, KnowledgeFaults
from knowledge.intent import Chorus, IntentModel
from knowledge.law import law_facts
from knowledge.matcher import MatcherModel
from knowledge.ngrams import grams_of
from knowledge.notice import Notice
from knowledge.parts import MOST, leans_on_what_was_asked, parts_of
from knowledge.verdict import Audience, Kind, Policy, Verdict, blended, reach
from knowledge.wording import MOST_JUDGED, speller, words

HERE: Final = Path(__file__).parent
DEFAULT: Final = HERE / "next_connex"
INTENTS: Final = HERE / "intents"


@dataclass(frozen=True)
class Senses:
    """The encoder, or why there is none."""

    works: Encoder | None
    lacks: str | None


class KnowledgeBase:
    """Judges messages and answers them; built by `load`."""

    def __init__(
        self,
        knowledge: Knowledge,
        policy: Policy,
        wants: IntentModel,
        finds: MatcherModel,
        senses: Senses,
        vocabulary: tuple[str, ...],
    ) -> None:
        self._knowledge, self.policy, self._wants, self._finds = knowledge, policy, wants, finds
        self._senses = senses
        self._spell: Callable[[list[str]], list[str]] = speller(vocabulary, alike=policy.spelling)

    @property
    def notice(self) -> Notice:
        """The privacy notice."""
        return self._knowledge.notice

    @property
    def facts(self) -> Facts:
        """The notice as typed facts."""
        return self._knowledge.facts

    @property
    def lacks(self) -> str | None:
        """Why messages are judged by n-grams alone; None where the encoder works."""
        return self._senses.lacks

    def judge(self, text: str, audience: Audience, previous: str | None = None) -> Verdict:
        """Return what a message is and where the notice speaks to it; never raises.

        `previous` is the thread's last question, or the title of its topic, for follow-ups.
        """
        alone = self._judged(text, audience)
        if previous and leans_on_what_was_asked(text) and alone.kind not in _ACTED_ON:
            together = self._judged(f"{previous} {text}", audience, leaning=text)
            if together.kind in _SPOKEN_TO:
                return together
        return self._in_parts(text, audience, alone) if alone.kind in _SPOKEN_TO else alone

    def _in_parts(self, text: str, audience: Audience, whole: Verdict) -> Verdict:
        """Return the verdict with an answer to each of several questions, where there are such."""
        parts = parts_of(text)[: MOST + 1]
        if len(parts) == 1:
            return whole
        judged = [self._judged(part, audience) for part in parts]
        answered = dict.fromkeys(it.topics[0] for it in judged if it.kind is Kind.ANSWER)
        if len(answered) < _SEVERAL:
            return whole
        answers = tuple(answered)[:MOST]
        others = tuple(topic for topic in whole.topics if topic not in answers)
        return whole.model_copy(
            update={
                "kind": Kind.ANSWER,
                "answers": answers,
                "topics": (answers + others)[:3],
                "silence": None,
                "confidence": min(it.confidence for it in judged if it.kind is Kind.ANSWER),
            }
        )

    def _judged(self, text: str, audience: Audience, *, leaning: str | None = None) -> Verdict:
        """Return the verdict on a message that is one; `leaning` is its own part, if not all."""
        spelt = self._spell(words(text))
        if not spelt:
            return _NOTHING_SAID
        encoder = self._senses.works
        sense = encoder.sense(" ".join(spelt)) if encoder else None
        grams = grams_of(spelt)
        found = self._finds.found(grams, sense)
        if leaning is not None:
            own = self._spell(words(leaning))
            sense_of_own = encoder.sense(" ".join(own)) if encoder else None
            found = blended(found, self._finds.found(grams_of(own), sense_of_own))
        readable = tuple(topic for topic in found.topics if self._is_for(audience, topic[0]))[:3]
        return reach(
            self._wants.wanted(text[:MOST_JUDGED], grams, sense),
            found.model_copy(update={"topics": readable}),
            self.policy,
        )

    def answer(self, topic: str, audience: Audience) -> Answer:
        """Return what this reader may be shown on a topic; raises `NoSuchTopic`."""
        return self._knowledge.answer(topic, audience)

    def identity_evidence(self) -> tuple[Quote, ...]:
        """Return the notice's own words on how a requester is identified."""
        return self._knowledge.identity_evidence()

    def title_of(self, topic: str) -> str:
        """Return a topic's title; raises `NoSuchTopic`."""
        return self._knowledge.title_of(topic)

    def silence(self, silence: str) -> Silence:
        """Return a known silence; raises `KeyError`."""
        return self._knowledge.silence(silence)

    def taught(self, corpus: Sequence[Chorus]) -> "KnowledgeBase":
        """Return the same knowledge base, taught what people want by this corpus alone."""
        other = copy(self)
        other._wants = intent.learn(corpus, self._senses.works)  # noqa: SLF001 - a copy of ours
        return other

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that there is an entry on."""
        return frozenset(self._knowledge.entries)

    def _is_for(self, audience: Audience, topic: str) -> bool:
        entry = self._knowledge.entries.get(topic)
        return entry is not None and may_read(audience, entry.audience)


_SEVERAL: Final = 2
_SPOKEN_TO: Final = frozenset({Kind.ANSWER, Kind.CLARIFY, Kind.NOT_COVERED})
"""What a question of the notice may be met with."""
_ACTED_ON: Final = frozenset({Kind.REQUEST, Kind.BREACH})

_NOTHING_SAID: Final = Verdict(kind=Kind.SMALL_TALK, topics=(), confidence=0, reason="")


def check(folder: Path) -> tuple[Fault, ...]:
    """Return every fault of a knowledge folder."""
    found: list[Fault] = []
    for read in (builder.read, law_facts):
        try:
            read(folder)
        except KnowledgeFaults as more:
            found += more.faults
    return tuple(found)


def build(folder: Path) -> None:
    """Learn from a folder's phrasings, and write what `load` reads.

    Raises `KnowledgeFaults`. Takes some seconds; the same files give the same bytes.
    """
    written = builder.read(folder).knowledge
    entries = {topic: entry.phrasings for topic, entry in written.entries.items()}
    silences = {name: silence.phrasings for name, silence in written.silences.items()}
    learned.write_matcher(
        folder,
        lambda sensing: matcher.learn(entries, silences, sensing),
        encoder=_senses(ENCODER).works,
        digest=arrays.digest(builder.source_files(folder)),
        vocabulary=_vocabulary(text for texts in (entries | silences).values() for text in texts),
    )


def build_intents() -> None:
    """Learn what people want from the corpus that ships with the product; raises as `build`."""
    corpus = builder.read_corpus(INTENTS)
    learned.write_intents(
        INTENTS,
        lambda sensing: intent.learn(corpus, sensing),
        encoder=_senses(ENCODER).works,
        digest=arrays.digest(_corpus_files()),
        vocabulary=_vocabulary(
            text for chorus in corpus for voice in chorus.voices for text in voice.texts
        ),
    )


def load(folder: Path | None = None, *, encoder: Path = ENCODER) -> KnowledgeBase:
    """Return the knowledge base of a folder, Next Connex's by default.

    Without a working encoder it judges by n-grams alone and says so in `lacks`.
    Raises `KnowledgeFaults`, and `StaleBuild` when the folder was changed and not built since.
    """
    folder = folder or DEFAULT
    written = builder.read(folder)
    senses = _senses(encoder)
    finds, phrased = learned.read_matcher(
        folder, encoder=senses.works, digest=arrays.digest(builder.source_files(folder))
    )
    wants, said = learned.read_intents(
        INTENTS, encoder=senses.works, digest=arrays.digest(_corpus_files())
    )
    return KnowledgeBase(
        written.knowledge, written.policy, wants, finds, senses, tuple(sorted({*phrased, *said}))
    )


def _senses(folder: Path) -> Senses:
    try:
        return Senses(works=open_encoder(folder), lacks=None)
    except NoEncoder as cause:
        return Senses(works=None, lacks=str(cause))


def _corpus_files() -> list[Path]:
    return sorted(INTENTS.glob("*.yml"))


def _vocabulary(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in words(text)})
