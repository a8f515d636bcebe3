"""What the papers print to be typed or copied: commands, and blocks of a language."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PAPERS: Final = (
    ROOT / "README.md",
    *sorted((ROOT / ".github").glob("*.md")),
    *sorted((ROOT / "knowledge").rglob("README.md")),
)
_FENCED = re.compile(r"^ *```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)
_BEFORE = re.compile(r"^(python3 -m )?uv run( --(extra|group) \w+)? ")


@dataclass(frozen=True)
class Printed:
    """A command as a paper prints it, without what starts it."""

    paper: str
    words: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.paper}: {shlex.join(self.words)}"


def fenced(paper: Path, language: str) -> tuple[str, ...]:
    """Return the blocks of a language, as they would be copied."""
    found = _FENCED.findall(paper.read_text(encoding="utf-8"))
    return tuple(block for named, block in found if named == language)


def languages() -> set[str]:
    """Return what the papers' blocks are written in; none is named for what is no code."""
    return {name for it in PAPERS for name, _ in _FENCED.findall(it.read_text(encoding="utf-8"))}


def commands(program: str) -> tuple[Printed, ...]:
    """Return each way in which the papers call the program, once a paper."""
    printed = (
        Printed(str(it.relative_to(ROOT)), words) for it in PAPERS for words in _calls(it, program)
    )
    return tuple(dict.fromkeys(printed))


def _calls(paper: Path, program: str) -> Iterator[tuple[str, ...]]:
    for line in (*_lines(paper), *_inline(paper)):
        name, *words = [*shlex.split(_BEFORE.sub("", line), comments=True), ""]
        if name == program and words[0] not in {"", "..."}:
            yield tuple(words[:-1])


def _lines(paper: Path) -> Iterator[str]:
    """Return what stands in blocks for a shell, a unit or a container, a command each."""
    for block in fenced(paper, "sh"):
        yield from re.split(r"\n| && ", block)
    for block in fenced(paper, "ini"):
        yield from (it.rpartition("/")[2] for it in re.findall(r"ExecStart=(.*)", block))
    for block in fenced(paper, "dockerfile"):
        yield from (re.sub(r'[",]', "", it) for it in re.findall(r"CMD \[(.*)\]", block))


def _inline(paper: Path) -> Iterator[str]:
    """Return what stands in a line between backticks and may be a command."""
    text = _FENCED.sub("", paper.read_text(encoding="utf-8"))
    yield from (it for it in re.findall(r"`([^`]+)`", text) if "'" not in it)
