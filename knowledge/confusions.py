"""Which mistakes an evaluation found, grouped, with the phrasing that led astray."""

from collections import defaultdict
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from knowledge.evaluation import Judged
from knowledge.verdict import Kind


class Confusion(BaseModel):
    """One thing that is taken for another, so many times."""

    model_config = ConfigDict(frozen=True)

    wanted: str
    found: str
    count: int
    question: str
    """The first of the questions."""
    nearest: str
    """The phrasing that it was nearest to."""


def confusions(judged: Iterable[Judged]) -> tuple[Confusion, ...]:
    """Return the mistakes, the most frequent first.

    A wrong kind is one; so is a wrong topic, also where it was only offered.
    """
    groups: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for one in judged:
        pair = _mistake(one)
        if pair:
            groups[pair].append(one)
    ranked = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(
        Confusion(
            wanted=wanted,
            found=found,
            count=len(ones),
            question=ones[0].question.text,
            nearest=ones[0].verdict.reason,
        )
        for (wanted, found), ones in ranked
    )


def _mistake(judged: Judged) -> tuple[str, str] | None:
    if not judged.kind_fits:
        return judged.question.kind, judged.verdict.kind
    if judged.verdict.kind in _SPOKEN and judged.question.topics and not judged.first_fits:
        return judged.question.topics[0], (*judged.verdict.topics, "nothing")[0]
    return None


_SPOKEN = frozenset({Kind.ANSWER, Kind.CLARIFY})
