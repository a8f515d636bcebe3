"""Files that commands write: whole or not at all, and for their owner's eyes only."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryFile
from typing import BinaryIO

from bot.commands.printing import Failure, to_somebody


@contextmanager
def written(file: Path) -> Iterator[BinaryIO]:
    """Give a file to write; it takes its place only when all is written.

    Raises `Failure` when it cannot be written.
    """
    try:
        if file.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        if file.exists() and not file.is_file():
            raise FileExistsError(
                17, "it is a device or a pipe, which no file may take the place of"
            )
        beside = file.with_name(f".{file.name}.{os.getpid()}.part")
        made = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(made, "wb") as part:
                yield part
            beside.replace(file)
        finally:
            with suppress(OSError):
                beside.unlink()
    except OSError as fault:
        raise Failure(f"{file} cannot be written: {fault.strerror or fault}.") from fault


@contextmanager
def to_standard_output() -> Iterator[BinaryIO]:
    """Give a file to write that is passed on to standard output when all is written."""
    with TemporaryFile() as part:
        yield part
        part.seek(0)
        with to_somebody():
            while piece := part.read(1 << 20):
                sys.stdout.buffer.write(piece)
            sys.stdout.flush()
