"""The knowledge base at work: what was written and what was learned from it, together."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final

import numpy as np

from knowledge import arrays, builder, intent, matcher
from knowledge.arrays import Arrays, StaleBuild
from knowledge.classifier import Softmax, steps_of
from knowledge.entries import Answer, Knowledge, Quote, Silence, may_read
from knowledge.facts import Facts
from knowledge.faults import Fault, KnowledgeFaults
from knowledge.intent import IntentModel
from knowledge.matcher import MatcherModel, Phrasings
from knowledge.ngrams import Floats
from knowledge.notice import Notice
from knowledge.verdict import Audience, Found, Kind, Policy, Verdict, reach
from knowledge.wording import MOST_JUDGED, speller, words

HERE: Final = Path(__file__).parent
DEFAULT: Final = HERE / "next_connex"
INTENTS: Final = HERE / "intents"
_FILE: Final = "learned.zip"


class KnowledgeBase:
    """Judges messages and answers them; built by `load`."""

    def __init__(
        self,
        knowledge: Knowledge,
        policy: Policy,
        wants: IntentModel,
        finds: MatcherModel,
        vocabulary: tuple[str, ...],
    ) -> None:
        self._knowledge, self.policy, self._wants, self._finds = knowledge, policy, wants, finds
        self._spell: Callable[[list[str]], list[str]] = speller(vocabulary, alike=policy.spelling)

    @property
    def notice(self) -> Notice:
        """The privacy notice."""
        return self._knowledge.notice

    @property
    def facts(self) -> Facts:
        """The notice as typed facts."""
        return self._knowledge.facts

    def judge(self, text: str, audience: Audience, previous: str | None = None) -> Verdict:
        """Return what a message is and where the notice speaks to it; never raises.

        `previous` is the thread's last question, for follow-ups.
        """
        del previous  # follow-ups are judged on their own words so far
        spelt = self._spell(words(text))
        if not spelt:
            return _NOTHING_SAID
        found = self._finds.found(spelt)
        readable = tuple(topic for topic in found.topics if self._is_for(audience, topic[0]))[:3]
        return reach(
            self._wants.wanted(text[:MOST_JUDGED], spelt),
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

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that there is an entry on."""
        return frozenset(self._knowledge.entries)

    def _is_for(self, audience: Audience, topic: str) -> bool:
        entry = self._knowledge.entries.get(topic)
        return entry is not None and may_read(audience, entry.audience)


_NOTHING_SAID: Final = Verdict(kind=Kind.SMALL_TALK, topics=(), confidence=0, reason="")


def check(folder: Path) -> tuple[Fault, ...]:
    """Return every fault of a knowledge folder."""
    try:
        builder.read(folder)
    except KnowledgeFaults as found:
        return found.faults
    return ()


def build(folder: Path) -> None:
    """Learn from a folder's phrasings and from the corpus, and write what `load` reads.

    Raises `KnowledgeFaults`. Takes some seconds; the same files give the same bytes.
    """
    written = builder.read(folder).knowledge
    finds = matcher.learn(
        {topic: entry.phrasings for topic, entry in written.entries.items()},
        {name: silence.phrasings for name, silence in written.silences.items()},
    )
    learned = {
        **_softmax_arrays(finds.softmax, finds.rare),
        "phrasing_buckets": finds.phrasings.buckets.astype(np.uint16),
        "phrasing_weights": finds.phrasings.weights.astype(np.float16),
        "phrasing_starts": finds.phrasings.starts,
    }
    texts = {
        "digest": arrays.digest(builder.source_files(folder)),
        "labels": finds.softmax.labels,
        "phrasings": finds.phrasings.texts,
        "vocabulary": _vocabulary(finds.phrasings.texts),
    }
    arrays.save(folder / _FILE, learned, texts)


def build_intents() -> None:
    """Learn what people want from the corpus that ships with the product; raises as `build`."""
    corpus = builder.read_corpus(INTENTS)
    wants = intent.learn(corpus)
    said = [text for chorus in corpus for voice in chorus.voices for text in voice.texts]
    texts = {
        "digest": arrays.digest(sorted(INTENTS.glob("*.yml"))),
        "labels": wants.softmax.labels,
        "vocabulary": _vocabulary(said),
    }
    arrays.save(INTENTS / _FILE, _softmax_arrays(wants.softmax, wants.rare), texts)


def load(folder: Path | None = None) -> KnowledgeBase:
    """Return the knowledge base of a folder, Next Connex's by default.

    Raises `KnowledgeFaults`, and `StaleBuild` when the folder was changed and not built since.
    """
    folder = folder or DEFAULT
    written = builder.read(folder)
    learned, texts = arrays.load(folder / _FILE)
    if texts["digest"] != arrays.digest(builder.source_files(folder)):
        raise StaleBuild(folder)
    of_intents, intent_texts = arrays.load(INTENTS / _FILE)
    if intent_texts["digest"] != arrays.digest(sorted(INTENTS.glob("*.yml"))):
        raise StaleBuild(INTENTS)
    return KnowledgeBase(
        written.knowledge,
        written.policy,
        IntentModel(softmax=_softmax(of_intents, intent_texts), rare=_rare(of_intents)),
        MatcherModel(
            softmax=_softmax(learned, texts),
            rare=_rare(learned),
            phrasings=Phrasings(
                texts=tuple(texts["phrasings"]),
                buckets=learned["phrasing_buckets"].astype(np.int32),
                weights=learned["phrasing_weights"].astype(np.float32),
                starts=learned["phrasing_starts"],
            ),
        ),
        tuple(sorted({*texts["vocabulary"], *intent_texts["vocabulary"]})),
    )


def _vocabulary(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in words(text)})


def _softmax_arrays(softmax: Softmax, rare: Floats) -> Arrays:
    steps = steps_of(softmax.weights)
    return {
        "rows": softmax.rows,
        "weights": np.round(softmax.weights / steps).astype(np.int8),
        "steps": steps,
        "biases": softmax.biases,
        "rare": rare.astype(np.float16),
    }


def _softmax(learned: Arrays, texts: dict[str, list[str]]) -> Softmax:
    return Softmax(
        labels=tuple(texts["labels"]),
        rows=learned["rows"],
        weights=learned["weights"].astype(np.float32) * learned["steps"],
        biases=learned["biases"],
    )


def _rare(learned: Arrays) -> Floats:
    return learned["rare"].astype(np.float32)
