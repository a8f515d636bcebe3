"""`helpdesk knowledge`: the authors' tools."""

from pathlib import Path
from typing import Annotated

import typer

import knowledge
from bot.commands.printing import Failure, busy, say
from knowledge.builder import read_corpus
from knowledge.crossing import across_voices
from knowledge.evaluation import OF_INTENTS, evaluate, labelled, report, scores

app = typer.Typer(help="The authors' tools.", no_args_is_help=True)

Folder = Annotated[
    Path | None,
    typer.Option("--folder", envvar="HELPDESK_KNOWLEDGE", help="The knowledge folder."),
]


@app.command()
def check(folder: Folder = None) -> None:
    """Name every fault of the knowledge folder, with file, line and reason."""
    faults = knowledge.check(folder or knowledge.DEFAULT)
    for fault in faults:
        say(str(fault))
    if faults:
        number = f"{len(faults)} fault{'' if len(faults) == 1 else 's'}"
        raise Failure(f"{number} in {folder or 'the Next Connex folder'}.")
    say("No faults.")


@app.command()
def build(folder: Folder = None) -> None:
    """Learn from the phrasings, and write what the bot loads."""
    with busy("Learning from the phrasings ..."):
        knowledge.build_intents()
        knowledge.build(folder or knowledge.DEFAULT)
    say("Built.")


@app.command("eval")
def evaluate_file(
    file: Annotated[
        Path | None, typer.Argument(exists=True, dir_okay=False, help="JSON lines.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Score the answers to labelled questions; without a file, intents by voices never heard."""
    base = knowledge.load(folder)
    if file is None:
        with busy("Learning five times from four fifths of the voices ..."):
            crossed = scores(list(across_voices(base, read_corpus(knowledge.INTENTS))))
        say(report({name: crossed[name] for name in OF_INTENTS}))
        return
    try:
        questions = labelled(file, base.topics)
    except knowledge.KnowledgeFaults as faults:
        raise Failure(str(faults)) from faults
    with busy("Asking every question ..."):
        found = evaluate(base, questions)
    say(report(found))
