"""Commands are imported when they are called, and help tells of them all the same."""

import subprocess
import sys
from itertools import dropwhile

import pytest

from tests.commands.typed import helpdesk

GROUPS = ("", "knowledge", "register", "deliveries", "database")
NAMING = """
import sys
from bot.cli import main
try:
    main()
finally:
    print(*sys.modules, file=sys.stderr)
"""


def named(group: str) -> dict[str, str]:
    """Return the commands that a group's help names, each with the beginning of what it says."""
    lines = helpdesk(*group.split(), "--help").out.splitlines()
    _, *rows = dropwhile("Commands:".__ne__, lines)
    return {name: " ".join(says) for name, *says in map(str.split, rows)}


@pytest.mark.parametrize("group", GROUPS)
def test_each_command_says_more_of_itself_what_its_group_says_of_it(group: str) -> None:
    for command, says in named(group).items():
        whole = helpdesk(*group.split(), command, "--help")

        assert (whole.code, whole.err) == (0, "")
        assert says
        assert says.removesuffix(".").removesuffix("..") in " ".join(whole.out.split())


def test_the_officers_commands_are_all_named() -> None:
    assert set(named("register")) == {
        *("list", "show", "verify", "export"),
        *("evidence", "report", "about", "purge"),
    }


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "clock 2026-11-25 --nation XX",
            "'--nation': 'XX' is not one of 'ENG', 'SCT', 'NIR', 'WLS'.",
        ),
        ("ask Hello --audience x", "'--audience': 'x' is not one of 'staff', 'customer'."),
        ("sandbox --port x", "'--port': Input should be a valid integer"),
        ("knowledge gaps --days 0", "'--days': Input should be greater than or equal to 1"),
    ],
)
def test_a_value_that_an_option_does_not_take_is_refused_in_plain_words(
    typed: str, said: str
) -> None:
    outcome = helpdesk(*typed.split())

    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.splitlines()[-1] == f"Error: Invalid value for {said}"


def test_naming_the_commands_imports_no_database_no_slack_and_no_arrays() -> None:
    ran = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", NAMING, "--help"], capture_output=True, check=True, text=True
    )

    imported = set(ran.stderr.split())
    assert "bot.commands.later" in imported
    assert imported.isdisjoint({"sqlalchemy", "slack_bolt", "aiohttp", "numpy", "bot.app"})
