"""The encoder: what a text means, as a vector of 384 numbers, from a small transformer.

It runs on one core in two or three milliseconds, of which one goes to fetch its weights: so several
short texts are read in one run, end to end, each blind to the others. Where its file, its checksum
or onnxruntime is missing there is none, and everything goes on by n-grams alone.
"""

from collections.abc import Sequence
from hashlib import file_digest
from pathlib import Path
from typing import Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from knowledge.mapped import large_arrays
from knowledge.pieces import WordPieces

FOLDER: Final = Path(__file__).parent / "model"
WIDTH: Final = 384
_MOST_PIECES: Final = 128
_FILES: Final = ("encoder.onnx", "vocab.txt")

Sense = NDArray[np.float32]


class Sensing(Protocol):
    """Whoever says what a text means: the encoder, or what was read by another before."""

    def sense(self, text: str) -> Sense:
        """Return what the text means, as a vector; what is alike in meaning is near to it."""


class NoEncoder(Exception):
    """There is no encoder to work with; the message says why."""


class Encoder:
    """Turns texts into vectors of length 1; alike in meaning is near in direction."""

    def __init__(self, session: Any, pieces: WordPieces, identity: str, held: object) -> None:  # noqa: ANN401 - untyped library
        """`held` is what the session reads in place, and must not be let go before it."""
        self._session, self._pieces, self.identity = session, pieces, identity
        self._held = held

    def sense(self, text: str) -> Sense:
        """Return what the text means; texts are read as far as 128 word pieces."""
        return self.senses([text])[0]

    def senses(self, texts: Sequence[str]) -> list[Sense]:
        """Return what each text means.

        To read texts together rounds other numbers than to read them one by one: the vectors
        differ as little as either does from what they would be without rounding.
        """
        cut = [self._pieces.ids(text, most=_MOST_PIECES) for text in texts]
        return [sense for together in _packs(cut) for sense in self._run(together)]

    def _run(self, texts: Sequence[Sequence[int]]) -> list[Sense]:
        lengths = [len(text) for text in texts]
        given = {
            "input_ids": np.concatenate(texts),
            "position_ids": np.concatenate([np.arange(length) for length in lengths]),
            "text_ids": np.repeat(np.arange(len(texts)), lengths),
        }
        (found,) = self._session.run(None, given)
        return [found[last] for last in np.cumsum(lengths) - 1]


def _packs(texts: Sequence[list[int]]) -> list[list[list[int]]]:
    """Return the texts in their order, as many together as one run should read."""
    packs: list[list[list[int]]] = []
    for text in texts:
        if packs and sum(map(len, packs[-1])) + len(text) <= _MOST_PIECES:
            packs[-1].append(text)
        else:
            packs.append([text])
    return packs


def open_encoder(folder: Path = FOLDER) -> Encoder:
    """Return the encoder of this folder; raises `NoEncoder`."""
    identity, _ = (_checked(folder, name) for name in _FILES)
    try:
        import onnxruntime  # noqa: PLC0415 - optional where memory is short; and slow to import
    except ImportError as cause:
        raise NoEncoder("onnxruntime is not installed") from cause
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # the arena keeps more than the model itself
    options.log_severity_level = 4
    file = folder / "encoder.onnx"
    held = [
        (name, onnxruntime.OrtValue.ortvalue_from_numpy(array))
        for name, array in large_arrays(file).items()
    ]
    for name, array in held:
        options.add_initializer(name, array)
    session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
    pieces = WordPieces((folder / "vocab.txt").read_text(encoding="utf-8").split("\n"))
    return Encoder(session, pieces, identity, held)


def _checked(folder: Path, name: str) -> str:
    """Return the file's checksum; raises `NoEncoder` unless it is the one it should have."""
    try:
        with (folder / name).open("rb") as file:
            found = file_digest(file, "sha256").hexdigest()
        sums = (folder / "SHA256SUMS").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError as cause:
        raise NoEncoder(f"{cause.filename} is missing") from cause
    except OSError as cause:
        raise NoEncoder(f"{cause.filename} cannot be read: {cause.strerror}") from cause
    if f"{found}  {name}" not in sums.splitlines():
        raise NoEncoder(f"{folder / name} is not the file that SHA256SUMS names")
    return found
