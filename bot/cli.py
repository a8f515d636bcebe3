"""The `helpdesk` command: every group of commands, and the one place where failures end."""

import sys

import typer

from bot.commands import (
    asking,
    authors,
    checking,
    clock,
    drafting,
    exporting,
    gaps,
    operators,
    packing,
    purging,
    register,
    reporting,
    running,
)
from bot.commands.printing import Failure, fail
from bot.database import DatabaseUnusable
from bot.settings import SettingsFaulty
from knowledge import KnowledgeFaults, StaleBuild

app = typer.Typer(
    name="helpdesk",
    help="Answers privacy questions in the notice's own words; registers rights requests.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(running.sandbox)
app.command()(running.run)
app.command()(checking.check)
app.command()(asking.ask)
app.command()(clock.clock)
authors.app.command("new")(drafting.new)
authors.app.command("diff")(drafting.diff)
authors.app.command("gaps")(gaps.show_gaps)
app.add_typer(authors.app, name="knowledge")
register.app.command("export")(exporting.export)
register.app.command("evidence")(packing.evidence)
register.app.command("report")(reporting.report)
register.app.command("about")(packing.about)
register.app.command("purge")(purging.purge_register)
app.add_typer(register.app, name="register")
app.add_typer(operators.deliveries, name="deliveries")
app.add_typer(operators.database, name="database")


def main() -> None:
    """Run the command: exit 0 on success, 2 on wrong use, 1 on failure with one clear sentence."""
    try:
        app()
    except SettingsFaulty as faulty:
        fail("The settings are not complete:", *faulty.problems)
    except KnowledgeFaults as faults:
        fail("The knowledge folder has faults:", *(str(fault) for fault in faults.faults))
    except (Failure, DatabaseUnusable, StaleBuild) as failure:
        fail(str(failure))
    except KeyboardInterrupt:
        sys.exit(130)
