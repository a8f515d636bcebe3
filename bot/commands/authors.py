"""`helpdesk knowledge`: the authors' tools."""

import json
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer
from pydantic import TypeAdapter, ValidationError

import knowledge
from bot.commands.printing import Failure, busy, say
from bot.counting import many
from knowledge.builder import read, read_corpus
from knowledge.confusions import confusions
from knowledge.crossing import across_voices
from knowledge.evaluation import (
    OF_INTENTS,
    Judged,
    Scores,
    judge_all,
    mistyped_too,
    report,
    scores,
    values,
)
from knowledge.labelled import labelled
from knowledge.reliability import reliability
from knowledge.reviewing import alike, counted

Folder = Annotated[
    Path | None,
    typer.Option("--folder", envvar="HELPDESK_KNOWLEDGE", help="The knowledge folder."),
]


def check(folder: Folder = None) -> None:
    """Name every fault of the knowledge folder with file, line and reason, and what may confuse."""
    where = folder or knowledge.DEFAULT
    faults = knowledge.check(where)
    for fault in faults:
        say(str(fault))
    if faults:
        number = many(len(faults), "fault")
        raise Failure(f"{number} in {folder or 'the Next Connex folder'}.")
    say("No faults.")
    written = read(where).knowledge
    for line in (counted(written), *map(str, alike(written))):
        say(line)


def build(folder: Folder = None) -> None:
    """Learn from the phrasings, and write what the bot loads."""
    with busy("Learning from the phrasings ..."):
        try:
            knowledge.build_intents()
            lacks = knowledge.build(folder or knowledge.DEFAULT)
        except OSError as fault:
            why = fault.strerror or fault
            raise Failure(f"What was learned cannot be written: {why}.") from fault
    say(
        f"Built from n-grams alone, which is less sure: {lacks}. Mend that, and build again."
        if lacks
        else "Built."
    )


def evaluate_file(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="JSON lines, or YAML.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Score the answers to labelled questions; without a file, intents by voices never heard."""
    base = knowledge.load(folder)
    for line in without_encoder(base):
        say(line)
    if file is None:
        with busy("Learning five times from four fifths of the voices ..."):
            crossed = list(across_voices(base, read_corpus(knowledge.INTENTS)))
        found = scores(crossed)
        say(report({name: found[name] for name in OF_INTENTS}))
        _show_details(crossed)
        return
    try:
        questions = labelled(file, base.topics)
    except knowledge.KnowledgeFaults as faults:
        raise Failure(str(faults)) from faults
    with busy("Asking every question ..."):
        judged = judge_all(base, questions)
        found = scores(judged) | mistyped_too(base, questions)
    before = _last_run(file)
    say(report(found, before))
    _keep_run(file, found)
    _show_details(judged)


def without_encoder(base: knowledge.KnowledgeBase) -> tuple[str, ...]:
    """Return that messages are judged without the encoder, and why; nothing where it works."""
    return (f"Judged by n-grams alone, which is less sure: {base.lacks}.",) if base.lacks else ()


def _show_details(judged: list[Judged]) -> None:
    """Say how far confidence can be believed, and what is taken for what."""
    for band in reliability(judged):
        say(str(band))
    for one in confusions(judged)[:_MOST_CONFUSIONS]:
        say(
            f"{one.count} x {one.wanted} taken for {one.found}: "
            f'"{one.question[:_MOST_SHOWN]}" (nearest: "{one.nearest}")'
        )


_MOST_CONFUSIONS = 15
_MOST_SHOWN = 90
_FIGURES = TypeAdapter(dict[str, float])


def _last_run(file: Path) -> dict[str, float]:
    """Return the figures of the last run on this file; none where none can be read."""
    try:
        return _FIGURES.validate_json(_kept(file).read_bytes())
    except (OSError, ValidationError):
        return {}


def _keep_run(file: Path, found: Scores) -> None:
    """Keep the figures beside the file, for the next run to be held against."""
    with suppress(OSError):
        _kept(file).write_text(json.dumps(values(found), indent=1), encoding="utf-8")


def _kept(file: Path) -> Path:
    return file.with_name(f"{file.name}.last")
