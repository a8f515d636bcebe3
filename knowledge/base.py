"""The knowledge base at work: what was written and what was learned from it, together."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from knowledge import arrays, builder, casework, intent, learned, matcher, opinions, reviewing
from knowledge.arrays import StaleBuild
from knowledge.casework import Papers
from knowledge.encoder import FOLDER as ENCODER
from knowledge.encoder import Encoder, NoEncoder, open_encoder
from knowledge.entries import Answer, Knowledge, Quote, Silence, may_read
from knowledge.facts import Facts
from knowledge.faults import Fault, KnowledgeFaults
from knowledge.intent import Chorus, IntentModel
from knowledge.judging import Judge
from knowledge.matcher import MatcherModel
from knowledge.notice import Notice
from knowledge.reading import Reader
from knowledge.verdict import Audience, Policy, Verdict
from knowledge.wording import speller, words

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
        self._knowledge, self.policy, self._senses = knowledge, policy, senses
        reader = Reader(
            wants=wants,
            finds=finds,
            senses=senses.works.senses if senses.works else None,
            spell=speller(vocabulary, alike=policy.spelling),
            readable={who: frozenset(self._topics_for(who)) for who in Audience},
        )
        self._judge = Judge(reader=reader, vocabulary=frozenset(vocabulary), policy=policy)

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
        return self._judge.judge(text, audience, previous)

    def answer(self, topic: str, audience: Audience) -> Answer:
        """Return what this reader may be shown on a topic; raises `NoSuchTopic`."""
        return self._knowledge.answer(topic, audience)

    def identity_evidence(self) -> tuple[Quote, ...]:
        """Return the notice's own words on how a requester is identified."""
        return self._knowledge.identity_evidence()

    def evidence_to_choose(self) -> tuple[str, ...]:
        """Return each piece of identity evidence that the notice asks for, in our own words."""
        return self._knowledge.evidence_to_choose()

    def title_of(self, topic: str) -> str:
        """Return a topic's title; raises `NoSuchTopic`."""
        return self._knowledge.title_of(topic)

    @property
    def titles(self) -> dict[str, str]:
        """Every topic's title, by its id."""
        return {topic: self.title_of(topic) for topic in self.topics}

    def silence(self, silence: str, audience: Audience) -> Silence:
        """Return what this reader may be shown of a known silence; raises `KeyError`."""
        return self._knowledge.silence(silence, audience)

    def taught(self, corpus: Sequence[Chorus]) -> "KnowledgeBase":
        """Return the same, taught what people want by this corpus, and by opinions on it."""
        other = copy(self)
        wants = intent.learn(corpus, self._senses.works, opinions.read(INTENTS))
        reader = replace(self._judge.reader, wants=wants)
        other._judge = replace(self._judge, reader=reader)  # noqa: SLF001 - a copy of ours
        return other

    @property
    def encoder(self) -> Encoder | None:
        """What tells how alike two texts are in sense, where it works."""
        return self._senses.works

    @property
    def topics(self) -> frozenset[str]:
        """Every topic that there is an entry on."""
        return frozenset(self._knowledge.entries)

    def flags(self, topics: Sequence[str]) -> tuple[str, ...]:
        """Return what officers should mind of these topics, a line each; for officers only."""
        return tuple(flag for topic in topics for flag in self._knowledge.flags(topic))

    def is_for(self, audience: Audience, topic: str) -> bool:
        """Return whether there is an entry on the topic that this reader may be shown."""
        return topic in self._judge.reader.readable[audience]

    def _topics_for(self, audience: Audience) -> Iterable[str]:
        for topic, entry in self._knowledge.entries.items():
            if may_read(audience, entry.audience):
                yield topic


def check(folder: Path) -> tuple[Fault, ...]:
    """Return every fault of a knowledge folder."""
    found = [*reviewing.unread(folder)]
    try:
        written = builder.read(folder).knowledge
        found += (*reviewing.uncited(folder, written), *reviewing.unreachable(written))
    except KnowledgeFaults as faults:
        found += faults.faults
    try:
        casework.papers(folder, otherwise=DEFAULT)
    except KnowledgeFaults as faults:
        found += faults.faults
    return tuple(found)


def officers_papers(folder: Path | None = None) -> Papers:
    """Return the letters and lists of a folder, Next Connex's by default or where it has none.

    Raises `KnowledgeFaults` with all that is wrong, and `NoNotice`: Next Connex's must not stand in
    for those of a folder whose name was misspelt.
    """
    builder.notice_in(folder or DEFAULT)
    return casework.papers(folder or DEFAULT, otherwise=DEFAULT)


def build(folder: Path) -> str | None:
    """Learn from a folder's phrasings, and write what `load` reads.

    Returns why it was learned from n-grams alone; None where the encoder was there to learn by.
    Raises `KnowledgeFaults`. Takes some seconds; the same files give the same bytes.
    """
    senses = _senses(ENCODER)
    written = builder.read(folder).knowledge
    entries = {topic: entry.phrasings for topic, entry in written.entries.items()}
    silences = {name: silence.phrasings for name, silence in written.silences.items()}
    learned.write_matcher(
        folder,
        lambda sensing: matcher.learn(entries, silences, sensing),
        encoder=senses.works,
        digest=arrays.digest(builder.source_files(folder)),
        vocabulary=_vocabulary(text for texts in (entries | silences).values() for text in texts),
    )
    return senses.lacks


def build_intents() -> None:
    """Learn what people want from the corpus that ships with the product; raises as `build`.

    It takes a minute, so nothing is done where the corpus has not changed since.
    """
    corpus, doubts = builder.read_corpus(INTENTS), opinions.read(INTENTS)
    encoder, digest = _senses(ENCODER).works, arrays.digest(_corpus_files())
    with suppress(StaleBuild):
        learned.read_intents(INTENTS, encoder=encoder, digest=digest)
        return
    learned.write_intents(
        INTENTS,
        lambda sensing: intent.learn(corpus, sensing, doubts),
        encoder=encoder,
        digest=digest,
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
    return [*sorted(INTENTS.glob("*.yml")), *INTENTS.glob(opinions.FILE)]


def _vocabulary(texts: Iterable[str]) -> list[str]:
    return sorted({word for text in texts for word in words(text)})
