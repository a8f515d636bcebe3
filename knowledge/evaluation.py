"""Labelled questions -> scores, each with its 95 % Wilson interval."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from math import sqrt
from random import Random
from typing import Final

from pydantic import BaseModel, ConfigDict

from knowledge.base import KnowledgeBase
from knowledge.labelled import Labelled
from knowledge.noise import mistyped
from knowledge.rights import Right
from knowledge.verdict import Kind, Verdict

_Z: Final = 1.959964
_SEED: Final = 0


OF_INTENTS: Final = (
    "kind accuracy",
    "kind macro-F1",
    "request recall",
    "request precision",
    "rights, any",
    "rights, exact",
    "breach recall",
    "breach precision",
    "breach waved away",
)
"""The scores that say how well it is told what people want."""


class Share(BaseModel):
    """So many of so many."""

    model_config = ConfigDict(frozen=True)

    hits: int
    of: int

    @property
    def value(self) -> float:
        """The share, 0 to 1; 0 of nothing."""
        return self.hits / self.of if self.of else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % Wilson interval of the share."""
        if not self.of:
            return 0.0, 1.0
        share, count = self.value, self.of
        middle = share + _Z**2 / (2 * count)
        reach = _Z * sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
        whole = 1 + _Z**2 / count
        return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


class Judged(BaseModel):
    """A labelled question with the verdict on it."""

    model_config = ConfigDict(frozen=True)

    question: Labelled
    verdict: Verdict
    verbatim: bool
    """Whether every quote that would be shown stands in the notice word for word."""

    @property
    def kind_fits(self) -> bool:
        """Whether the kind is the label or an accepted one; asking back counts as an answer."""
        found = Kind.ANSWER if self.verdict.kind is Kind.CLARIFY else self.verdict.kind
        return found in {self.question.kind, *self.question.alt_kinds}

    @property
    def first_fits(self) -> bool:
        """Whether the first topic is an acceptable one."""
        return self.verdict.topics[:1] != () and self.verdict.topics[0] in self.question.topics

    @property
    def answers_all(self) -> bool:
        """Whether each of several questions is answered."""
        return set(self.question.all_of) <= set(self.verdict.answers)

    @property
    def any_fits(self) -> bool:
        """Whether one of three topics is an acceptable one."""
        return bool(set(self.verdict.topics) & set(self.question.topics))


Scores = dict[str, Share | float]


def mistyped_too(base: KnowledgeBase, questions: Iterable[Labelled]) -> Scores:
    """Return how often the first topic fits where each question has typing errors in it."""
    chance = Random(_SEED)  # noqa: S311 - no secret hangs on it
    asked = [it for it in questions if it.kind is Kind.ANSWER]
    typed = [it.model_copy(update={"text": mistyped(it.text, chance)}) for it in asked]
    judged = [_judge(base, question) for question in typed]
    return {"topic @1, mistyped": _share(judged, lambda it: it.first_fits)}


def judge_all(base: KnowledgeBase, questions: Iterable[Labelled]) -> list[Judged]:
    """Return the verdicts of the knowledge base on labelled questions."""
    return [_judge(base, question) for question in questions]


def scores(judged: Sequence[Judged]) -> Scores:
    """Return every figure; a share is 0 of 0 where there was nothing to count."""
    answers = [it for it in judged if it.question.kind is Kind.ANSWER]
    outside = [it for it in judged if it.question.kind in {Kind.NOT_COVERED, Kind.OFF_TOPIC}]
    direct = [it for it in answers if it.verdict.kind is Kind.ANSWER]
    return {
        "kind accuracy": _share(judged, lambda it: it.kind_fits),
        "kind macro-F1": _macro_f1(judged),
        "topic @1": _share(answers, lambda it: it.first_fits and it.verdict.kind != Kind.CLARIFY),
        "topic @1, asking back counted": _share(answers, lambda it: it.first_fits),
        "topic @3": _share(answers, lambda it: it.any_fits),
        "answered directly": Share(hits=len(direct), of=len(answers)),
        "wrong direct": Share(hits=sum(not it.first_fits for it in direct), of=len(answers)),
        **_found("request", Kind.REQUEST, judged),
        **_rights(judged),
        **_found("breach", Kind.BREACH, judged),
        "breach waved away": _share(_of(Kind.BREACH, judged), _waved_away),
        "false answers": _share(outside, lambda it: it.verdict.kind is Kind.ANSWER),
        "false answers, lenient": _share(outside, _false_leniently),
        "quotes not verbatim": _share(judged, lambda it: not it.verbatim),
        "every part answered": _share(
            [it for it in judged if it.question.all_of], lambda it: it.answers_all
        ),
        "follow-ups understood": _share(
            [it for it in answers if it.question.after], lambda it: it.first_fits
        ),
    }


def report(found: Scores, before: Mapping[str, float] | None = None) -> str:
    """Return the scores as lines of text, beside those of a run before."""
    old = before or {}
    return "\n".join(f"{name:32}{_said(value, old.get(name))}" for name, value in found.items())


def values(found: Scores) -> dict[str, float]:
    """Return the scores as plain shares of 1, to be kept."""
    return {
        name: value if isinstance(value, float) else value.value for name, value in found.items()
    }


def _said(value: Share | float, before: float | None) -> str:
    share = value if isinstance(value, float) else value.value
    moved = "" if before is None or before == share else f"  {share - before:+.1%} since last time"
    if isinstance(value, float):
        return f"{share:6.1%}{moved}"
    low, high = value.interval
    return f"{share:6.1%}  ({low:.0%} to {high:.0%}, {value.hits} of {value.of}){moved}"


def _judge(base: KnowledgeBase, question: Labelled) -> Judged:
    verdict = base.judge(question.text, question.reader, question.after)
    answers = [base.answer(topic, question.reader) for topic in verdict.answers]
    quotes = [quote.verbatim for answer in answers for quote in answer.quotes]
    verbatim = all(quote in base.notice.text for quote in quotes)
    return Judged(question=question, verdict=verdict, verbatim=verbatim)


def _of(kind: Kind, judged: Sequence[Judged]) -> list[Judged]:
    return [it for it in judged if it.question.kind is kind]


def _share(judged: Sequence[Judged], holds: Callable[[Judged], bool]) -> Share:
    return Share(hits=sum(holds(it) for it in judged), of=len(judged))


def _found(name: str, kind: Kind, judged: Sequence[Judged]) -> dict[str, Share]:
    taken = [it for it in judged if it.verdict.kind is kind]
    return {
        f"{name} recall": _share(_of(kind, judged), lambda it: it.verdict.kind is kind),
        f"{name} precision": _share(
            taken, lambda it: kind in {it.question.kind, *it.question.alt_kinds}
        ),
    }


def _rights(judged: Sequence[Judged]) -> dict[str, Share]:
    taken = [it for it in _of(Kind.REQUEST, judged) if it.verdict.kind is Kind.REQUEST]
    return {
        "rights, any": _share(taken, lambda it: bool(_accepted(it) & set(it.verdict.rights))),
        "rights, exact": _share(taken, _exact),
    }


def _accepted(judged: Judged) -> set[Right]:
    return {*judged.question.rights, *judged.question.alt_rights}


def _exact(judged: Judged) -> bool:
    """Return whether all rights are named or replaced by an alternative, and nothing else."""
    found, wanted = set(judged.verdict.rights), set(judged.question.rights)
    spare = found & set(judged.question.alt_rights)
    return found <= _accepted(judged) and len(wanted - found) <= len(spare)


def _waved_away(judged: Judged) -> bool:
    return judged.verdict.kind in {Kind.NOT_COVERED, Kind.OFF_TOPIC}


def _false_leniently(judged: Judged) -> bool:
    tolerable = judged.verdict.topics[:1] and judged.verdict.topics[0] in judged.question.alt_topics
    return judged.verdict.kind is Kind.ANSWER and not tolerable


def _macro_f1(judged: Sequence[Judged]) -> float:
    """Return the mean F1 over the kinds that are present; asking back counts as an answer."""
    kinds = sorted({it.question.kind for it in judged})
    return sum(_f1(kind, judged) for kind in kinds) / len(kinds) if kinds else 0.0


def _f1(kind: Kind, judged: Sequence[Judged]) -> float:
    def found(it: Judged) -> Kind:
        return Kind.ANSWER if it.verdict.kind is Kind.CLARIFY else it.verdict.kind

    both = sum(it.question.kind is kind and found(it) is kind for it in judged)
    labels = sum(it.question.kind is kind for it in judged)
    taken = sum(found(it) is kind for it in judged)
    return 2 * both / (labels + taken) if both else 0.0
