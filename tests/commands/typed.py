"""What somebody types at the `helpdesk` command, and what it says; nothing of it is replaced."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from functools import partial
from pathlib import Path

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


def no_notice_in(folder: Path) -> str:
    """Return the sentence with which a folder is refused that has no notice."""
    return (
        f"No notice can be read in the folder {folder} (No such file or directory): "
        "HELPDESK_KNOWLEDGE, or --folder, must name the one of your notice."
    )


def _code() -> int:
    try:
        main()
    except SystemExit as end:
        return int(end.code or 0)
    return 0


_A_TERMINALS = {"TERM": "xterm-256color", "COLUMNS": "200"}
"""Columns too, which go before what the terminal says of itself where somebody has set them."""


def on_a_terminal(*arguments: str) -> str:
    """Return what the command shows where a terminal is, wide enough for a table; it succeeds."""
    ours, theirs = pty.openpty()
    tall_and_wide = struct.pack("HHHH", 50, 200, 0, 0)
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, tall_and_wide)
    ran = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", *arguments],
        env={**os.environ, **_A_TERMINALS, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    shown = b"".join(iter(partial(_read, ours), b""))
    os.close(ours)
    assert ran.wait() == 0, shown
    return shown.decode()


def _read(terminal: int) -> bytes:
    """Return what came from the other end; nothing once it is closed, which Linux calls a fault."""
    try:
        return os.read(terminal, 1 << 16)
    except OSError:
        return b""
