"""`helpdesk knowledge`: the authors' tools."""

from pathlib import Path
from typing import Annotated

import typer

import knowledge
from bot.commands.printing import Failure, busy, say
from knowledge.evaluation import evaluate, labelled, report

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
        raise Failure(f"{len(faults)} faults in {folder or 'the Next Connex folder'}.")
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
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="JSON lines.")],
    folder: Folder = None,
) -> None:
    """Score the answers to labelled questions."""
    base = knowledge.load(folder)
    with busy("Asking every question ..."):
        scores = evaluate(base, labelled(file, base.topics))
    say(report(scores))
