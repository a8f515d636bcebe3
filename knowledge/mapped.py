"""The large arrays of a model where they stand in its file: read in place, not copied into memory.

Of the encoder's table of word pieces, half of its file, a message needs a few rows. Mapped, only
these take room, and all processes that run the same program share it. An ONNX file is a message of
protobuf, of which no more is read here than where the arrays stand.
"""

from collections.abc import Iterator
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

_GRAPH, _ARRAY = 7, 5
_SHAPE, _TYPE, _NAME, _CONTENT = 1, 2, 8, 9
"""Numbers of fields, as https://github.com/onnx/onnx/blob/main/onnx/onnx.proto names them."""
_BYTES: Final = 2
"""The type of what is kept in whole steps of one byte."""
_LARGE: Final = 1 << 20
_NUMBER, _SPAN = 0, 2
"""How a field is written: as a number, or as so many bytes."""
_LENGTHS: Final = {1: 8, 5: 4}
"""Or as bytes whose count is known."""

Bytes = NDArray[np.uint8]


def large_arrays(file: Path) -> dict[str, Bytes]:
    """Return the arrays of more than a megabyte by name, as long as the file is not overwritten."""
    with file.open("rb") as opened:
        content = mmap(opened.fileno(), 0, access=ACCESS_READ)
    found = (
        _array(content, span)
        for graph in _spans(content, range(len(content)), _GRAPH)
        for span in _spans(content, graph, _ARRAY)
        if len(span) > _LARGE
    )
    return {name: array for name, array in found if array is not None}


def _array(content: mmap, within: range) -> tuple[str, Bytes | None]:
    fields = list(_fields(content, within))
    shape = [value for number, value in fields if number == _SHAPE and isinstance(value, int)]
    (name,) = (content[it.start : it.stop].decode() for it in _spans(content, within, _NAME))
    raw = list(_spans(content, within, _CONTENT))
    if (_TYPE, _BYTES) not in fields or len(raw) != 1 or np.prod(shape) != len(raw[0]):
        return name, None
    array = np.frombuffer(content, dtype=np.uint8, count=len(raw[0]), offset=raw[0].start)
    return name, array.reshape(shape)


def _spans(content: mmap, within: range, wanted: int) -> Iterator[range]:
    """Return where the fields of this number stand that hold bytes."""
    for number, value in _fields(content, within):
        if number == wanted and isinstance(value, range):
            yield value


def _fields(content: mmap, within: range) -> Iterator[tuple[int, int | range]]:
    """Return number and value of each field: a number, or where its bytes stand."""
    at = within.start
    while at < within.stop:
        key, at = _number(content, at)
        written = key & 7
        if written == _NUMBER:
            value, at = _number(content, at)
            yield key >> 3, value
            continue
        length, at = _number(content, at) if written == _SPAN else (_LENGTHS[written], at)
        yield key >> 3, range(at, at + length)
        at += length


def _number(content: mmap, at: int) -> tuple[int, int]:
    """Return a number that is written seven bits a byte, and where it ends."""
    number = shift = 0
    while content[at] & 128:
        number |= (content[at] & 127) << shift
        at, shift = at + 1, shift + 7
    return number | content[at] << shift, at + 1
