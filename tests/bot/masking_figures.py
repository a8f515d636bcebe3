"""How well identity papers are told from other numbers, on our own set: `poe masking` prints it."""

from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.masking import mask
from bot.papers import Paper

_SET = Path(__file__).with_name("identity_papers.yml")


@dataclass(frozen=True)
class Example:
    """A message, and the papers whose numbers stand in it."""

    text: str
    papers: frozenset[Paper]

    @property
    def told(self) -> frozenset[Paper]:
        """The papers that we tell."""
        return frozenset(mask(self.text).papers)


@dataclass(frozen=True)
class Figures:
    """Counts over a set of examples, by message and paper."""

    right: int
    missed: tuple[str, ...]
    wrong: tuple[str, ...]

    @property
    def recall(self) -> float:
        """The share of papers that are told."""
        return self.right / (self.right + len(self.missed))

    @property
    def precision(self) -> float:
        """The share of what is told that is one."""
        return self.right / (self.right + len(self.wrong))


def examples() -> tuple[Example, ...]:
    """Return our own set."""
    kept = yaml.safe_load(_SET.read_text(encoding="utf-8"))
    papers = [Example(text, frozenset(map(Paper, named))) for text, named in kept["papers"]]
    return (*papers, *(Example(str(text), frozenset()) for text in kept["traps"]))


def figures(of: tuple[Example, ...]) -> Figures:
    """Return how we do on these examples."""
    return Figures(
        right=sum(len(it.papers & it.told) for it in of),
        missed=tuple(f"{paper}: {it.text}" for it in of for paper in it.papers - it.told),
        wrong=tuple(f"{paper}: {it.text}" for it in of for paper in it.told - it.papers),
    )


if __name__ == "__main__":
    found = figures(examples())
    print(f"identity papers: recall {found.recall:.1%}, precision {found.precision:.1%}")  # noqa: T201 - this is a report
    for what, these in (("missed", found.missed), ("wrong", found.wrong)):
        for text in these:
            print(f"  {what} {text}")  # noqa: T201 - likewise
