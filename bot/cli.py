"""The `helpdesk` command: every group of commands, and the one place where failures end."""

import sys
from typing import Final

import typer

from bot.commands.later import add
from bot.commands.printing import fail

COMMANDS: Final = {
    "": {
        "sandbox": "running:sandbox",
        "run": "running:run",
        "check": "checking:check",
        "ask": "asking:ask",
        "clock": "clock:clock",
    },
    "knowledge": {
        "check": "authors:check",
        "build": "authors:build",
        "eval": "authors:evaluate_file",
        "new": "drafting:new",
        "diff": "drafting:diff",
        "gaps": "gaps:show_gaps",
    },
    "register": {
        "list": "register:list_requests",
        "show": "register:show",
        "verify": "register:verify_chain",
        "export": "exporting:export",
        "evidence": "packing:evidence",
        "report": "reporting:report",
        "about": "packing:about",
        "purge": "purging:purge_register",
    },
    "deliveries": {"list": "operators:list_deliveries", "retry": "operators:retry_delivery"},
    "database": {
        "backup": "operators:backup",
        "move": "operators:move",
        "rotate-keys": "operators:rotate_keys",
        "upgrade": "operators:upgrade",
    },
}
"""What each group holds, and where in `bot.commands` it is."""
_HELP: Final = {
    "": "Answers privacy questions in the notice's own words; registers rights requests.",
    "knowledge": "The authors' tools.",
    "register": "The officers' tools.\n\nFor a sandbox that keeps its data (`helpdesk sandbox "
    "--data FOLDER`), say first: export HELPDESK_DATA=FOLDER "
    'HELPDESK_ENCRYPTION_KEYS="$(cat FOLDER/sandbox.key)"',
    "deliveries": "What is owed, and why it waits.",
    "database": "The operators' tools.",
}


def main() -> None:
    """Run the command: exit 0 on success, 2 on wrong use, 1 on failure with one clear sentence."""
    try:
        _group("")()
    except KeyboardInterrupt:
        sys.exit(130)
    except SystemExit:
        raise  # every command ends so, and what follows is imported for a failure only
    except _anticipated() as failure:
        _fail(failure)


def _group(name: str) -> typer.Typer:
    group = typer.Typer(
        name=name or "helpdesk",
        help=_HELP[name],
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
    )
    for command, place in COMMANDS[name].items():
        add(group, command, place)
    for inner in COMMANDS if not name else ():
        if inner:
            group.add_typer(_group(inner))
    return group


def _anticipated() -> tuple[type[Exception], ...]:
    from bot.commands.failing import ANTICIPATED  # noqa: PLC0415 - see `main`

    return ANTICIPATED


def _fail(failure: Exception) -> None:
    from bot.commands.failing import lines_of  # noqa: PLC0415 - see `main`

    fail(*lines_of(failure))
