"""Other ways to do what the matcher and the intents do, side by side in one run; for `poe bench`.

Each learns from what ours learns from: the phrasings of topics and silences, and the corpus of
what people want. A topic is that of the nearest or likeliest phrasing. Nothing is asserted here.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

import knowledge
from knowledge.builder import read, read_corpus
from knowledge.encoder import open_encoder
from knowledge.labelled import Labelled, labelled
from knowledge.verdict import Intent, Kind
from knowledge.wording import words

GOLD = Path(__file__).parents[1] / "knowledge" / "questions.yml"
SILENT = "~"
MOST = 3

Judgement = tuple[Kind, list[str]]
"""What a message is taken for, and up to three topics, best first."""
Judges = Callable[[str], Judgement]

KINDS = {
    Intent.REQUEST: Kind.REQUEST,
    Intent.BREACH: Kind.BREACH,
    Intent.SMALL_TALK: Kind.SMALL_TALK,
    Intent.OTHER: Kind.OFF_TOPIC,
}


@dataclass(frozen=True)
class Lesson:
    """Texts with what each stands for."""

    texts: list[str]
    labels: list[str]


def lessons() -> tuple[Lesson, Lesson]:
    """Return the phrasings with their topics, and all messages with their kinds."""
    written = read(knowledge.DEFAULT).knowledge
    phrased = [(text, topic) for topic, it in written.entries.items() for text in it.phrasings]
    phrased += [(t, SILENT + name) for name, it in written.silences.items() for t in it.phrasings]
    kinds = [
        (text, Kind.NOT_COVERED if SILENT in label else Kind.ANSWER) for text, label in phrased
    ]
    for chorus in read_corpus(knowledge.INTENTS):
        for voice in chorus.voices:
            kinds += [(text, KINDS.get(chorus.intent, Kind.ANSWER)) for text in voice.texts]
    return _lesson(phrased), _lesson([(text, kind.value) for text, kind in kinds])


def _lesson(pairs: Sequence[tuple[str, str]]) -> Lesson:
    return Lesson([" ".join(words(text)) for text, _ in pairs], [label for _, label in pairs])


def ours() -> Judges:
    base = knowledge.load()

    def judge(text: str) -> Judgement:
        verdict = base.judge(text, knowledge.verdict.Audience.STAFF)
        return verdict.kind, list(verdict.topics)

    return judge


def by_scores(
    topics: Lesson, kinds: Lesson, score: Callable[[Lesson], Callable[[str], np.ndarray]]
) -> Judges:
    """Return a judge that takes the label of the phrasing with the highest score."""
    of_topics, of_kinds = score(topics), score(kinds)

    def judge(text: str) -> Judgement:
        plain = " ".join(words(text))
        kind = Kind(kinds.labels[int(of_kinds(plain).argmax())])
        ranked = (topics.labels[place] for place in of_topics(plain).argsort()[::-1][:200])
        return kind, [it for it in dict.fromkeys(ranked) if SILENT not in it][:MOST]

    return judge


def rapidfuzz_alone(lesson: Lesson) -> Callable[[str], np.ndarray]:
    return lambda text: process.cdist([text], lesson.texts, scorer=fuzz.token_set_ratio)[0]


def bm25(lesson: Lesson) -> Callable[[str], np.ndarray]:
    index = bm25s.BM25()
    index.index([text.split() for text in lesson.texts], show_progress=False)
    return lambda text: np.asarray(index.get_scores(text.split() or ["?"]))


def nearest_minilm(lesson: Lesson) -> Callable[[str], np.ndarray]:
    encoder = open_encoder()
    senses = np.stack([encoder.sense(text) for text in lesson.texts])
    return lambda text: senses @ encoder.sense(text)


def logistic(topics: Lesson, kinds: Lesson) -> Judges:
    """Return a judge by TF-IDF over words and characters, and logistic regression."""
    of_topics, of_kinds = _fitted(topics), _fitted(kinds)

    def judge(text: str) -> Judgement:
        plain = [" ".join(words(text))]
        shares = of_topics.predict_proba(plain)[0]
        ranked = [of_topics.classes_[place] for place in shares.argsort()[::-1]]
        kind = Kind(of_kinds.predict(plain)[0])
        return kind, [topic for topic in ranked if SILENT not in topic][:MOST]

    return judge


def _fitted(lesson: Lesson) -> Any:  # noqa: ANN401 - scikit-learn has no types
    grams = make_union(
        TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"\S+"),
        TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5)),
    )
    return make_pipeline(grams, LogisticRegression(C=10, max_iter=500)).fit(
        lesson.texts, lesson.labels
    )


def figures(judge: Judges, questions: Sequence[Labelled]) -> list[str]:
    """Return a row of the table."""
    judged, times = [], []
    for question in questions:
        began = perf_counter()
        judged.append(judge(question.text))
        times.append((perf_counter() - began) * 1_000)
    pairs = list(zip(questions, judged, strict=True))
    answers = [(q, topics) for q, (_, topics) in pairs if q.kind is Kind.ANSWER]
    return [
        _share([topics[:1] != [] and topics[0] in q.topics for q, topics in answers]),
        _share([bool(set(topics) & set(q.topics)) for q, topics in answers]),
        _share([_as_label(kind) in {q.kind, *q.alt_kinds} for q, (kind, _) in pairs]),
        *_found(Kind.REQUEST, pairs),
        *_found(Kind.BREACH, pairs),
        f"{median(times):.2f} ms",
    ]


def _as_label(kind: Kind) -> Kind:
    return Kind.ANSWER if kind is Kind.CLARIFY else kind


def _found(kind: Kind, pairs: Sequence[tuple[Labelled, Judgement]]) -> list[str]:
    """Return recall and precision."""
    return [
        _share([found == kind for q, (found, _) in pairs if q.kind is kind]),
        _share([q.kind is kind for q, (found, _) in pairs if found == kind]),
    ]


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.1%}" if hits else "-"


def main() -> None:
    base = knowledge.load()
    questions = labelled(Path(sys.argv[1]) if len(sys.argv) > 1 else GOLD, base.topics)
    alone = [question for question in questions if question.after is None]
    topics, kinds = lessons()
    table = Table(
        "", "topic @1", "@3", "kind", "requests found", "rightly", "breaches found", "rightly",
        "a message",
    )  # fmt: skip
    for name, judge in {
        "ours": ours(),
        "rapidfuzz (token_set_ratio)": by_scores(topics, kinds, rapidfuzz_alone),
        "BM25 (bm25s)": by_scores(topics, kinds, bm25),
        "TF-IDF + logistic regression": logistic(topics, kinds),
        "nearest MiniLM (ours, tuned)": by_scores(topics, kinds, nearest_minilm),
    }.items():
        table.add_row(name, *figures(judge, alone))
    Console(width=130).print(table)


if __name__ == "__main__":
    main()
