"""What somebody types at the `helpdesk` command, and what it says; nothing of it is replaced."""

import sys
from dataclasses import dataclass

import pytest
from typer.testing import CliRunner

from bot.cli import main


@dataclass(frozen=True)
class Outcome:
    """What the command left behind."""

    code: int
    out: str
    err: str

    @property
    def refused(self) -> str:
        """The one sentence with which the command failed; it must have said nothing else."""
        assert (self.code, self.out) == (1, "")
        (sentence,) = self.err.splitlines()
        return sentence


def helpdesk(*arguments: str, stdin: str | bytes = "") -> Outcome:
    """Run the command as the console script does, off a terminal, and return what it said."""
    with pytest.MonkeyPatch.context() as patch, CliRunner().isolation(stdin) as (out, err, _):
        patch.setattr(sys, "argv", ["helpdesk", *arguments])
        code = _code()
        sys.stdout.flush()
        sys.stderr.flush()
        return Outcome(code, out.getvalue().decode(), err.getvalue().decode())


def _code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0
