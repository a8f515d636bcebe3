"""A knowledge folder -> Knowledge, refusing every fault at once; deterministic."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from rapidfuzz import fuzz, process

from knowledge.authored import (
    RawCitation,
    RawEntries,
    RawEntry,
    RawSilences,
    SectionNumber,
    number_of,
)
from knowledge.entries import Entry, Knowledge, Silence
from knowledge.facts import Facts
from knowledge.faults import MUST_BE_GIVEN, NO_FIELD, Fault, KnowledgeFaults, NoNotice, Source, Step
from knowledge.intent import Chorus
from knowledge.notice import Citation, NotANotice, Notice, QuoteNotVerbatim, parse
from knowledge.verdict import Policy

_ALIKE: Final = 60.0

T = TypeVar("T")


class Written(BaseModel):
    """A knowledge folder as it is written: everything that is not learned."""

    model_config = ConfigDict(frozen=True)

    knowledge: Knowledge
    policy: Policy


def read(folder: Path) -> Written:
    """Return what the folder says; raises `KnowledgeFaults` with all that is wrong in it."""
    return _Reader(folder).read()


def notice_in(folder: Path) -> bytes:
    """Return the notice of a knowledge folder as its file holds it; raises `NoNotice`."""
    try:
        return (folder / "notice.txt").read_bytes()
    except OSError as cause:
        raise NoNotice(folder, cause) from cause


def read_corpus(folder: Path) -> tuple[Chorus, ...]:
    """Return the corpus of intents; raises `KnowledgeFaults`."""
    faults: list[Fault] = []
    found: list[Chorus] = []
    for file in sorted(folder.glob("*.yml")):
        try:
            found.append(Source(file, root=folder).parsed(Chorus))
        except KnowledgeFaults as more:
            faults.extend(more.faults)
    if faults:
        raise KnowledgeFaults(faults)
    return tuple(found)


def source_files(folder: Path) -> list[Path]:
    """Return the files that the learned part depends on, in a fixed order."""
    return sorted([*folder.glob("entries/*.yml"), folder / "silences.yml"])


_COPY_IT: Final = (
    "the words are there, but in another section or with other blanks and line ends: "
    "copy them from notice.txt, several lines below a |-"
)
_OF_ANOTHER_VERSION: Final = (MUST_BE_GIVEN, NO_FIELD)
"""What is said of thresholds that are missing, or that we do not know."""


class _Reader:
    """Reads a folder, and goes on after a fault so that all are found."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._faults: list[Fault] = []
        self._phrasings: dict[str, str] = {}
        self._topics: set[str] = set()
        """Every topic that an entry is about, also where that entry has a fault."""
        self._all_read = True
        """Whether every file of entries could be read, so that a topic not seen is missing."""

    def read(self) -> Written:
        notice = self._notice()
        entries = {entry.topic: entry for entry in self._entries(notice)}
        silences = {silence.id: silence for silence in self._silences()}
        facts = self._try(lambda: self._facts(notice))
        policy = self._policy()
        self._require_topics()
        if self._faults or facts is None or policy is None:
            raise KnowledgeFaults(self._faults)
        knowledge = Knowledge(notice=notice, facts=facts, entries=entries, silences=silences)
        return Written(knowledge=knowledge, policy=policy)

    def _try(self, work: Callable[[], T]) -> T | None:
        try:
            return work()
        except KnowledgeFaults as found:
            self._faults.extend(found.faults)
            return None

    def _source(self, name: str) -> Source:
        return Source(self._folder / name, root=self._folder)

    def _notice(self) -> Notice:
        try:
            return parse(notice_in(self._folder).decode())
        except (UnicodeDecodeError, NotANotice) as cause:
            reason = str(cause) if isinstance(cause, NotANotice) else "is not UTF-8"
            raise KnowledgeFaults([Fault(file="notice.txt", line=1, reason=reason)]) from cause

    def _policy(self) -> Policy | None:
        policy = self._try(lambda: self._source("policy.yml").parsed(Policy))
        ours = [fault.reason for fault in self._faults if fault.file == "policy.yml"]
        if any(reason.endswith(_OF_ANOTHER_VERSION) for reason in ours):
            reason = "was written for another version; compare it with knowledge/next_connex/"
            self._faults.append(Fault(file="policy.yml", line=1, reason=f"{reason}policy.yml"))
        return policy

    def _facts(self, notice: Notice) -> Facts:
        source = self._source("facts.yml")
        content = self._with_citations(source, source.content, (), notice)
        self._faults.extend(source.repeated)
        try:
            return Facts.model_validate(content)
        except ValidationError as refused:
            raise KnowledgeFaults(source.faults_of(refused)) from refused

    def _entries(self, notice: Notice) -> Iterator[Entry]:
        seen: set[str] = set()
        files = sorted(self._folder.glob("entries/*.yml"))
        if not files:
            self._all_read = False
            self._faults.append(Fault(file="entries", line=1, reason="holds no file of entries"))
        for file in files:
            source = self._try(partial(Source, file, root=self._folder))
            if not source:
                self._all_read = False
                continue
            self._topics |= _topics_in(source.content)
            raw = self._try(partial(source.parsed, RawEntries))
            if not raw:
                continue
            for place, entry in enumerate(raw.entries):
                path = ("entries", place)
                if entry.topic in seen:
                    self._fault(source, (*path, "topic"), f"{entry.topic} stands twice")
                seen.add(entry.topic)
                self._check_phrasings(source, path, entry.phrasings)
                cited = self._cited(source, path, entry, raw.section, notice)
                if cited:
                    yield _entry(entry, cited)

    def _cited(
        self,
        source: Source,
        path: tuple[Step, ...],
        entry: RawEntry,
        section: SectionNumber,
        notice: Notice,
    ) -> tuple[Citation, ...]:
        found = []
        for place, quote in enumerate(entry.quotes):
            where = next(it for it in (quote.section, entry.section, section) if it is not None)
            try:
                found.append(notice.cite(number_of(where), quote.text))
            except QuoteNotVerbatim as fault:
                self._fault(source, (*path, "quotes", place), _misquoted(notice, fault))
        return tuple(found) if len(found) == len(entry.quotes) else ()

    def _silences(self) -> Iterator[Silence]:
        source = self._try(lambda: self._source("silences.yml"))
        raw = source and self._try(partial(source.parsed, RawSilences))
        if not source or not raw:
            return
        seen: set[str] = set()
        for place, silence in enumerate(raw.silences):
            path = ("silences", place)
            if silence.id in seen:
                self._fault(source, (*path, "id"), f"{silence.id} stands twice")
            seen.add(silence.id)
            for number, topic in enumerate(silence.nearest):
                if self._all_read and topic not in self._topics:
                    self._fault(source, (*path, "nearest", number), f"unknown topic {topic}")
            self._check_phrasings(source, path, silence.phrasings)
            yield Silence.model_validate(silence.model_dump())

    def _check_phrasings(
        self, source: Source, path: tuple[Step, ...], phrasings: Sequence[str]
    ) -> None:
        for place, phrasing in enumerate(phrasings):
            key = re.sub(r"\W+", " ", phrasing).casefold().strip()
            where = (*path, "phrasings", place)
            if key in self._phrasings:
                said = f"{phrasing!r} stands in {self._phrasings[key]} too"
                self._fault(source, where, f"duplicate phrasing: {said}")
            self._phrasings.setdefault(key, str(source.fault(where, "")).rstrip(": "))

    def _require_topics(self) -> None:
        required = self._try(self._required) or frozenset()
        for topic in sorted(required - self._topics if self._all_read else ()):
            reason = f"no entry on {topic}"
            self._faults.append(Fault(file="entries", line=1, reason=reason))

    def _required(self) -> frozenset[str]:
        """Return the topics that the folder says it must answer; none where it says nothing."""
        try:
            text = (self._folder / "topics.txt").read_text(encoding="utf-8")
        except FileNotFoundError:
            return frozenset()
        except (OSError, UnicodeDecodeError) as cause:
            why = (
                f"cannot be read: {cause.strerror}"
                if isinstance(cause, OSError)
                else "is not UTF-8"
            )
            raise KnowledgeFaults([Fault(file="topics.txt", line=1, reason=why)]) from cause
        lines = [line.strip() for line in text.split("\n")]
        return frozenset(line for line in lines if line and not line.startswith("#"))

    def _with_citations(
        self,
        source: Source,
        content: Any,  # noqa: ANN401 - YAML
        path: tuple[Step, ...],
        notice: Notice,
    ) -> Any:  # noqa: ANN401 - YAML
        """Return the file's content with every `cited` looked up in the notice."""
        if isinstance(content, list):
            return [
                self._with_citations(source, part, (*path, place), notice)
                for place, part in enumerate(content)
            ]
        if not isinstance(content, dict):
            return content
        return {
            key: self._citation(source, value, (*path, key), notice)
            if key == "cited"
            else self._with_citations(source, value, (*path, key), notice)
            for key, value in content.items()
        }

    def _citation(
        self,
        source: Source,
        cited: Any,  # noqa: ANN401 - YAML
        path: tuple[Step, ...],
        notice: Notice,
    ) -> Citation:
        """Return the citation; after a fault an empty one, so that the rest is looked at too."""
        try:
            said = RawCitation.model_validate(cited)
            return notice.cite(number_of(said.section), said.quote)
        except ValidationError:
            self._fault(source, path, "needs a section and a quote")
        except QuoteNotVerbatim as fault:
            self._fault(source, path, _misquoted(notice, fault))
        return Citation(start=0, end=0, section=0, title="", quote="")

    def _fault(self, source: Source, path: Sequence[Step], reason: str) -> None:
        self._faults.append(source.fault(path, reason))


def _topics_in(content: Any) -> set[str]:  # noqa: ANN401 - YAML
    entries = content.get("entries") if isinstance(content, dict) else None
    if not isinstance(entries, list):
        return set()
    return {
        str(entry["topic"]) for entry in entries if isinstance(entry, dict) and "topic" in entry
    }


def _entry(raw: RawEntry, cited: tuple[Citation, ...]) -> Entry:
    kept = raw.model_dump(exclude={"quotes", "section"})
    return Entry.model_validate({**kept, "citations": cited})


def _misquoted(notice: Notice, fault: QuoteNotVerbatim) -> str:
    """Return what is wrong with a quote, and the notice's words that it may have meant."""
    if " ".join(fault.quote.split()) in " ".join(notice.text.split()):
        return f"{fault}; {_COPY_IT}"
    return f"{fault}; {_nearest(notice, fault.quote)}"


def _nearest(notice: Notice, quote: str) -> str:
    lines = [line.strip() for line in notice.text.split("\n") if line.strip()]
    found = process.extractOne(quote, lines, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return f"nearest: {found[0][:120]!r}" if found else "nothing there is like it"
