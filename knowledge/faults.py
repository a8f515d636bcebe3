"""What is wrong with a knowledge folder: file, line and reason, all at once."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

Step = int | str
M = TypeVar("M", bound=BaseModel)

MUST_BE_GIVEN: Final = "must be given"
NO_FIELD: Final = "is no field here (a text with a colon needs quotation marks)"
_PLAINLY: Final = {
    "missing": MUST_BE_GIVEN,
    "extra_forbidden": NO_FIELD,
    "too_short": "needs at least {min_length}, and has {actual_length}",
    "too_long": "takes at most {max_length}, and has {actual_length}",
    "string_too_short": "is empty",
    "string_too_long": "is longer than {max_length} characters",
    "string_pattern_mismatch": "takes only small letters, digits, _ and, in a topic, full stops "
    "between words; it begins with a letter",
    "model_type": "is no set of fields, each as name: value",
    "dict_type": "is no set of fields, each as name: value",
    "invalid_key": "is no name of a field",
    "int_parsing": "is no whole number",
    "int_type": "is no whole number",
    "float_parsing": "is no number",
    "float_type": "is no number",
    "less_than": "must be less than {lt:g}",
    "less_than_equal": "must be at most {le:g}",
    "greater_than": "must be more than {gt:g}",
    "greater_than_equal": "must be at least {ge:g}",
    "enum": "takes only {expected}, not {input!r}",
    "literal_error": "takes only {expected}, not {input!r}",
    "tuple_type": "is no list; begin each line of it with - and a space",
    "string_type": "is no text; put it in quotation marks, straight ones "
    "(a colon, a number, yes or no need them)",
}
"""What an author is told, by the name that pydantic gives to the fault."""
_EMPTY: Final = ("model_type", "dict_type", "tuple_type", "float_type", "int_type")
"""Of these faults nothing at all is one that is told otherwise."""
_QUOTATION_MARKS: Final = "; does a text here or just above need quotation marks?"

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick loader, where PyYAML was built with it."""


NOT_YAML: Final = (yaml.YAMLError, ValueError, LookupError, AttributeError, RecursionError)
"""What reading YAML may raise: two where a value is not of the
kind that its ! says, the last where one thing stands within another too often."""


class Fault(BaseModel):
    """One thing that an author must mend."""

    model_config = ConfigDict(frozen=True)

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


class KnowledgeFaults(Exception):
    """The folder cannot be used; `faults` are all that is wrong with it."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class NoNotice(KnowledgeFaults):
    """No notice can be read in the folder, so that it is no knowledge folder, or not there."""

    def __init__(self, folder: Path, cause: OSError) -> None:
        self.folder = folder
        self.reason = cause.strerror or str(cause)
        """As the system says it: "No such file or directory"."""
        missing = isinstance(cause, FileNotFoundError)
        said = "is missing" if missing else f"cannot be read: {self.reason}"
        super().__init__([Fault(file="notice.txt", line=1, reason=said)])


class Source:
    """A YAML file with the place of everything in it."""

    def __init__(self, file: Path, *, root: Path) -> None:
        """Read the file; raises `KnowledgeFaults` when it cannot be read, or is not YAML."""
        self.name = str(file.relative_to(root))
        try:
            text = file.read_text(encoding="utf-8")
            loader = _LOADER(text)
            self._node = loader.get_single_node()
            self.content: Any = loader.construct_document(self._node) if self._node else None
            twice = list(written_twice(self._node))
        except FileNotFoundError as cause:
            raise self._unusable("is missing") from cause
        except OSError as cause:
            raise self._unusable(f"cannot be read: {cause.strerror}") from cause
        except NOT_YAML as cause:
            mark = getattr(cause, "problem_mark", None)
            reason = f"is not YAML: {_problem(cause)}{_QUOTATION_MARKS if mark else ''}"
            raise self._unusable(reason, mark.line + 1 if mark else 1) from cause
        self.repeated = [
            Fault(file=self.name, line=key.start_mark.line + 1, reason=f"{key.value} stands twice")
            for key in twice
        ]
        """The keys that stand twice in one mapping, of which YAML keeps the last in silence."""

    def _unusable(self, reason: str, line: int = 1) -> KnowledgeFaults:
        return KnowledgeFaults([Fault(file=self.name, line=line, reason=reason)])

    def parsed(self, model: type[M]) -> M:
        """Return the content as this model; raises `KnowledgeFaults` with all that is wrong."""
        try:
            parsed = model.model_validate(self.content)
        except ValidationError as refused:
            raise KnowledgeFaults(self.repeated + self.faults_of(refused)) from refused
        if self.repeated:
            raise KnowledgeFaults(self.repeated)
        return parsed

    def fault(self, path: Sequence[Step], reason: str) -> Fault:
        """Return a fault at this path of keys and places."""
        return Fault(file=self.name, line=self._line(path), reason=reason)

    def faults_of(self, refused: ValidationError) -> list[Fault]:
        """Return pydantic's complaints as faults."""
        errors = refused.errors(include_url=False)
        places = [error["loc"] for error in errors]
        return [
            self.fault(path, ": ".join([*filter(None, [".".join(map(str, path))]), plainly(error)]))
            for error in errors
            if not _only_follows(error["loc"], places)
            for path in [_written_at(error["loc"])]
        ]

    def _line(self, path: Sequence[Step]) -> int:
        node = self._node
        for step in path:
            below = _child(node, step)
            if below is None:
                break
            node = below
        return node.start_mark.line + 1 if node is not None else 1


def _written_at(place: Sequence[Step]) -> list[Step]:
    """Return keys and places alone, without the kinds of value that pydantic tried."""
    return [step for step in place if not str(step).endswith(("]", "Quoted", "str"))]


def plainly(error: ErrorDetails) -> str:
    """Return what is wrong in an author's words; in pydantic's where there are none."""
    if error["input"] is None and error["type"] in _EMPTY:
        return "is empty"
    said = _PLAINLY.get(error["type"])
    if said is None:
        return error["msg"].removeprefix("Value error, ")
    return said.format_map({"input": error["input"], **error.get("ctx", {})})


def _problem(cause: Exception) -> str:
    match cause:
        case UnicodeDecodeError():
            return "not UTF-8"
        case RecursionError():
            return "one thing stands within another too often"
        case LookupError() | AttributeError():
            return "a value is not of the kind that its ! says"
    return str(getattr(cause, "problem", None) or getattr(cause, "reason", None) or cause)


def written_twice(node: yaml.Node | None) -> Iterator[yaml.Node]:
    """Yield each key that stands in its mapping already."""
    if isinstance(node, yaml.SequenceNode):
        for part in node.value:
            yield from written_twice(part)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if str(key.value) in seen:
                yield key
            seen.add(str(key.value))
            yield from written_twice(value)


def _child(node: yaml.Node | None, step: Step) -> yaml.Node | None:
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == str(step)), None)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        found: yaml.Node = node.value[step]
        return found
    return None


def _only_follows(place: Sequence[Step], places: Sequence[Sequence[Step]]) -> bool:
    """Return whether a complaint comes of another one inside its place, as of an empty list."""
    return any(len(other) > len(place) and other[: len(place)] == place for other in places)
