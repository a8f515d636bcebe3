"""Labelled questions: what people ask, and what each should be taken for."""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from knowledge.faults import Fault, KnowledgeFaults
from knowledge.rights import Right
from knowledge.verdict import Audience, Kind

_NOT_JSON: Final = object()
"""Stands for a line that cannot be read."""


class Labelled(BaseModel):
    """A question and what it should be taken for."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = ""
    text: str
    kind: Kind
    audience: str = "customer"
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
    """Return the questions of a JSON lines or a YAML file.

    Raises `KnowledgeFaults`, naming every line with an unknown kind, right or topic.
    """
    faults: list[Fault] = []
    found: list[Labelled] = []
    for line, written in _written(file):
        if written is _NOT_JSON:
            faults.append(Fault(file=file.name, line=line, reason="is not JSON"))
            continue
        try:
            question = Labelled.model_validate(written)
        except ValidationError as refused:
            reasons = [_complaint(it["loc"], it["msg"]) for it in refused.errors(include_url=False)]
        else:
            reasons = [f"unknown topic {it}" for it in question.named if it not in topics]
            found.append(question)
        faults += [Fault(file=file.name, line=line, reason=reason) for reason in reasons]
    if faults:
        raise KnowledgeFaults(faults)
    return tuple(found)


def _written(file: Path) -> Iterator[tuple[int, Any]]:
    """Yield each question as it is written, with its line; raises `KnowledgeFaults`."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as cause:
        raise KnowledgeFaults([Fault(file=file.name, line=1, reason="is not UTF-8")]) from cause
    if file.suffix in {".yml", ".yaml"}:
        yield from _from_yaml(file.name, text)
    else:
        yield from _from_json(text)


def _from_json(text: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                yield number, json.loads(line)
            except ValueError:
                yield number, _NOT_JSON


def _from_yaml(name: str, text: str) -> Iterator[tuple[int, Any]]:
    try:
        tree = yaml.compose(text, Loader=yaml.SafeLoader)
        items = yaml.safe_load(text)
    except (yaml.YAMLError, ValueError) as cause:
        mark = getattr(cause, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        raise KnowledgeFaults([Fault(file=name, line=line, reason="is not YAML")]) from cause
    if not isinstance(tree, yaml.SequenceNode):
        raise KnowledgeFaults([Fault(file=name, line=1, reason="is no list of questions")])
    for node, item in zip(tree.value, items, strict=True):
        yield node.start_mark.line + 1, item


def _complaint(where: Sequence[int | str], what: str) -> str:
    return f"{'.'.join(map(str, where))}: {what}" if where else what
