"""How a bot that was told to stop leaves: soon, whatever hangs, and with 0.

All that counts is committed by then. What a database or a thread that does not answer still holds
is handed on as after a power cut, which costs nothing but seconds.
"""

import os
import sys
from contextlib import suppress
from datetime import timedelta
from threading import Timer
from typing import Final

import structlog

log = structlog.get_logger()

_AT_THE_LATEST: Final = timedelta(seconds=8)


def leave_at_the_latest() -> None:
    """Leave after eight seconds, if `leave` was not called before."""
    timer = Timer(_AT_THE_LATEST.total_seconds(), _leave_late)
    timer.daemon = True
    timer.start()


def leave() -> None:
    """End the process at once: to tidy its memory up would take half a second of the processor."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError):
            stream.flush()
    os._exit(0)


def _leave_late() -> None:
    log.warning("left without waiting longer; what is under way is handed on")
    leave()
