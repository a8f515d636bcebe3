"""The learned arrays on disk: what they were learned from; same files, same bytes."""

import json
import zlib
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray

_VERSION: Final = "3"
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

_DAMAGE: Final = (
    OSError,
    BadZipFile,
    KeyError,
    ValueError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    zlib.error,
)
"""What reading a damaged archive may raise."""

Arrays = dict[str, NDArray[Any]]


class StaleBuild(Exception):
    """What was learned does not belong to the files that are there now."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"The knowledge folder {folder} has changed since it was built (or never was); "
            "run: helpdesk knowledge build"
        )


def digest(files: list[Path]) -> str:
    """Return what identifies the content of these files, in this order."""
    found = sha256(_VERSION.encode())
    for file in files:
        found.update(sha256(file.read_bytes()).digest())
    return found.hexdigest()


def save(file: Path, arrays: Arrays, texts: dict[str, Any]) -> None:
    """Write arrays and texts; the same content gives the same bytes, whenever it is written.

    The file takes its place only when all is written: a bot may read it meanwhile.
    """
    part = file.with_name(f".{file.name}.part")
    try:
        with ZipFile(part, "w", ZIP_DEFLATED) as archive:
            _write(archive, "texts.json", json.dumps(texts, sort_keys=True).encode())
            for name in sorted(arrays):
                held = BytesIO()
                np.save(held, arrays[name], allow_pickle=False)
                _write(archive, f"{name}.npy", held.getvalue())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)


def load(file: Path, *, without: tuple[str, ...]) -> tuple[Arrays, dict[str, Any]]:
    """Return texts, and the arrays whose names do not begin so.

    Raises `StaleBuild` where the file is missing or damaged.
    """
    try:
        with ZipFile(file) as archive:
            if archive.testzip():
                raise StaleBuild(file.parent)
            texts: dict[str, Any] = json.loads(archive.read("texts.json"))
            names = [
                name
                for name in archive.namelist()
                if name.endswith(".npy") and not name.startswith(without)
            ]
            arrays = {
                name.removesuffix(".npy"): np.load(BytesIO(archive.read(name)), allow_pickle=False)
                for name in names
            }
    except _DAMAGE as cause:
        raise StaleBuild(file.parent) from cause
    return arrays, texts


def _write(archive: ZipFile, name: str, content: bytes) -> None:
    entry = ZipInfo(name, date_time=_EPOCH)
    entry.compress_type = ZIP_DEFLATED
    archive.writestr(entry, content)
