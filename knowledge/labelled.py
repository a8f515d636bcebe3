"""Labelled questions: what people ask, and what each should be taken for."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import ErrorDetails

from knowledge.faults import NOT_YAML, Fault, KnowledgeFaults, plainly, written_twice
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind

_NO_LIST: Final = (
    "is no list of questions: it must be a YAML list, in a file whose name ends in .yml, "
    "or one JSON object a line"
)
_NO_QUESTION: Final = "is no question, which has at least a text and a kind"


class _Row(NamedTuple):
    """A question as it is written."""

    line: int
    written: Any
    wrong: tuple[str, ...] = ()
    """What is wrong before it is looked at as a question."""


class Labelled(BaseModel):
    """A question and what it should be taken for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    text: str = Field(min_length=1)
    kind: Kind
    audience: Literal["customer", "staff"] = "customer"
    topics: tuple[str, ...] = ()
    rights: tuple[Right, ...] = ()
    after: str | None = None
    """The thread's question before, for a follow-up."""
    all_of: tuple[str, ...] = ()
    """Topics that are each to be answered, for a message of several questions."""
    alt_kinds: tuple[Kind, ...] = ()
    alt_topics: tuple[str, ...] = ()
    alt_rights: tuple[Right, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Every topic that is named in it."""
        return (*self.topics, *self.alt_topics, *self.all_of)

    @property
    def reader(self) -> Audience:
        """Who asks."""
        return Audience.called(self.audience)


def labelled(file: Path, topics: frozenset[str]) -> tuple[Labelled, ...]:
    """Return the questions of a JSON lines or a YAML file, of which there is at least one.

    Raises `KnowledgeFaults`, naming every line with an unknown audience, kind, right or topic.
    """
    rows = list(_rows(file))
    if not rows:
        raise _unusable(file, "holds no questions")
    read = [(row, _read(row, topics)) for row in rows]
    faults = [
        Fault(file=file.name, line=row.line, reason=reason)
        for row, found in read
        if not isinstance(found, Labelled)
        for reason in found
    ]
    if faults:
        raise KnowledgeFaults(faults)
    return tuple(found for _, found in read if isinstance(found, Labelled))


def _read(row: _Row, topics: frozenset[str]) -> Labelled | list[str]:
    """Return the question, or all that is wrong with it."""
    wrong = list(row.wrong)
    if not isinstance(row.written, dict):
        return wrong or [_NO_QUESTION]
    try:
        question = Labelled.model_validate(row.written)
    except ValidationError as refused:
        return wrong + [_complaint(error) for error in refused.errors(include_url=False)]
    wrong += [f"unknown topic {it}" for it in question.named if it not in topics]
    return wrong or question


def _rows(file: Path) -> Iterator[_Row]:
    """Return each question as it is written, with its line; raises `KnowledgeFaults`."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as cause:
        raise _unusable(file, "is not UTF-8") from cause
    except OSError as cause:
        raise _unusable(file, f"cannot be read: {cause.strerror}") from cause
    return _from_yaml(file, text) if file.suffix in {".yml", ".yaml"} else _from_json(file, text)


def _from_json(file: Path, text: str) -> Iterator[_Row]:
    """Yield the lines; a file is of another form where most of them are no objects."""
    lines = enumerate(text.split("\n"), start=1)
    rows = [_line(number, line) for number, line in lines if line.strip()]
    if sum(not isinstance(row.written, dict) for row in rows) * 2 > len(rows):
        raise _unusable(file, _NO_LIST)
    yield from rows


def _line(number: int, line: str) -> _Row:
    twice: list[str] = []

    def mapping(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
        keys = Counter(key for key, _ in pairs)
        twice.extend(f"{key} stands twice" for key, times in keys.items() if times > 1)
        return dict(pairs)

    try:
        written = json.loads(line, object_pairs_hook=mapping)
    except (ValueError, RecursionError):
        return _Row(number, None, ("is not JSON",))
    return _Row(number, written, tuple(twice))


def _from_yaml(file: Path, text: str) -> Iterator[_Row]:
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        written = yaml.safe_load(text)
        twice = [[f"{key.value} stands twice" for key in written_twice(it)] for it in _items(tree)]
    except NOT_YAML as cause:
        mark = getattr(cause, "problem_mark", None)
        raise _unusable(file, "is not YAML", mark.line + 1 if mark else 1) from cause
    if tree is None:
        return
    if not isinstance(tree, yaml.SequenceNode):
        raise _unusable(file, _NO_LIST)
    for node, row, wrong in zip(tree.value, written, twice, strict=True):
        yield _Row(node.start_mark.line + 1, row, tuple(wrong))


def _items(tree: yaml.Node | None) -> list[yaml.Node]:
    return tree.value if isinstance(tree, yaml.SequenceNode) else []


def _unusable(file: Path, reason: str, line: int = 1) -> KnowledgeFaults:
    return KnowledgeFaults([Fault(file=file.name, line=line, reason=reason)])


def _complaint(error: ErrorDetails) -> str:
    return f"{'.'.join(map(str, error['loc']))}: {plainly(error)}"
