"""What `helpdesk register ...` takes on a large register, each command a process of its own."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import perf_counter, sleep
from typing import Final, NamedTuple

from tests.benchmarks.big_register import RECORDS_EACH
from tests.benchmarks.bots import memory
from tests.benchmarks.figures import say

_LOOKS_EVERY: Final = 0.05


class Ran(NamedTuple):
    """What a command took."""

    seconds: float
    processor: float
    """Seconds of processor time: what it takes where nothing else runs."""
    megabytes: float
    """Resident at most."""

    def __str__(self) -> str:
        return (
            f"{self.seconds:.1f} s ({self.processor:.1f} s of the processor), "
            f"resident at most {self.megabytes:.0f} MB"
        )


def command(environment: Mapping[str, str], *arguments: str) -> Ran:
    """Run `helpdesk register ...`, and return what it took, its start included."""
    began = perf_counter()
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", "register", *arguments],
        env=os.environ | environment,
        stdout=subprocess.DEVNULL,
    )
    resident, ended = 0.0, 0
    while not ended:
        resident = max(resident, memory(process.pid))
        sleep(_LOOKS_EVERY)
        ended, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return Ran(perf_counter() - began, usage.ru_utime + usage.ru_stime, resident)


def run_commands(environment: Mapping[str, str], folder: Path, *, requests: int) -> None:
    start = command(environment, "--help")
    say("start of a command, in all that follows", str(start))
    for form in ("csv", "json", "xlsx"):
        file = folder / f"register.{form}"
        ran = command(environment, "export", "--format", form, "--to", str(file))
        say(f"export as {form}", f"{ran}, {file.stat().st_size >> 20} MB")
    ran = command(environment, "verify")
    rates = (
        requests * RECORDS_EACH / (took - before)
        for took, before in zip(ran, start[:2], strict=False)
    )
    wall, processor = rates
    say("verify", f"{ran}")
    say("", f"{wall:,.0f} records/s ({processor:,.0f} a second of the processor)")
    say("list --open", str(command(environment, "list", "--open")))
