"""What was learned, on disk and back.

Each model is learned twice: by n-grams alone, and by n-grams with the sense that the encoder gives;
which of the two is read depends on whether there is an encoder.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from knowledge import arrays
from knowledge.arrays import Arrays, StaleBuild
from knowledge.classifier import Linear, Sigmoids, Softmax
from knowledge.encoder import Encoder
from knowledge.intent import IntentModel
from knowledge.matcher import GramsOfPhrasings, MatcherModel, Phrasings
from knowledge.ngrams import Floats

_FILE: Final = "learned.zip"
_ALONE, _WITH_SENSE = "alone.", "with_sense."
_OF_PHRASINGS: Final = "phrasing_"

Vocabulary = list[str]


def write_matcher(
    folder: Path,
    learn: Callable[[Encoder | None], MatcherModel],
    *,
    encoder: Encoder | None,
    digest: str,
    vocabulary: Vocabulary,
) -> None:
    """Learn where the notice speaks, and write it beside the files it was learned from."""
    alone, *more = (learn(sensing) for sensing in _ways(encoder))
    held: Arrays = {"rare": alone.rare.astype(np.float16)}
    if alone.phrasings.grams is not None:
        held |= {_OF_PHRASINGS + name: array for name, array in alone.phrasings.grams}
    for way, model in zip((_ALONE, _WITH_SENSE), (alone, *more), strict=False):
        held |= _held(way + "topics", model.softmax)
        if model.phrasings.senses is not None:
            held[way + "phrasings"] = model.phrasings.senses.astype(np.float16)
    texts = _texts(digest, encoder, vocabulary) | {
        "topics": alone.softmax.labels,
        "phrasings": alone.phrasings.texts,
    }
    arrays.save(folder / _FILE, held, texts)


def write_intents(
    folder: Path,
    learn: Callable[[Encoder | None], IntentModel],
    *,
    encoder: Encoder | None,
    digest: str,
    vocabulary: Vocabulary,
) -> None:
    """Learn what people want, and write it beside the corpus."""
    alone, *more = (learn(sensing) for sensing in _ways(encoder))
    held: Arrays = {"rare": alone.rare.astype(np.float16)}
    for way, model in zip((_ALONE, _WITH_SENSE), (alone, *more), strict=False):
        held |= _held(way + "intents", model.intents) | _held(way + "rights", model.rights)
    texts = _texts(digest, encoder, vocabulary) | {
        "intents": alone.intents.labels,
        "rights": alone.rights.labels,
    }
    arrays.save(folder / _FILE, held, texts)


def read_matcher(
    folder: Path, *, encoder: Encoder | None, digest: str
) -> tuple[MatcherModel, Vocabulary]:
    """Return what `write_matcher` wrote; raises `StaleBuild` unless it is of these files."""
    held, texts = _load(folder, encoder, digest)
    model = MatcherModel(
        softmax=Softmax.model_validate(_linear(held, _way(encoder) + "topics", texts["topics"])),
        rare=_rare(held),
        phrasings=Phrasings(
            texts=tuple(texts["phrasings"]),
            grams=None if encoder else _grams(held),
            senses=_senses(held),
        ),
    )
    return model, texts["vocabulary"]


def read_intents(
    folder: Path, *, encoder: Encoder | None, digest: str
) -> tuple[IntentModel, Vocabulary]:
    """Return what `write_intents` wrote; raises `StaleBuild` unless it is of these files."""
    held, texts = _load(folder, encoder, digest)
    way = _way(encoder)
    model = IntentModel(
        intents=Softmax.model_validate(_linear(held, way + "intents", texts["intents"])),
        rights=Sigmoids.model_validate(_linear(held, way + "rights", texts["rights"])),
        rare=_rare(held),
    )
    return model, texts["vocabulary"]


def _ways(encoder: Encoder | None) -> Sequence[Encoder | None]:
    return (None, encoder) if encoder else (None,)


def _way(encoder: Encoder | None) -> str:
    return _WITH_SENSE if encoder else _ALONE


def _texts(digest: str, encoder: Encoder | None, vocabulary: Vocabulary) -> dict[str, Any]:
    return {
        "digest": digest,
        "encoder": encoder.identity if encoder else None,
        "vocabulary": vocabulary,
    }


def _load(folder: Path, encoder: Encoder | None, digest: str) -> tuple[Arrays, dict[str, Any]]:
    unneeded = (_ALONE, _OF_PHRASINGS) if encoder else (_WITH_SENSE,)
    held, texts = arrays.load(folder / _FILE, without=unneeded)
    of_another = encoder is not None and texts.get("encoder") != encoder.identity
    if texts.get("digest") != digest or of_another:
        raise StaleBuild(folder)
    return held, texts


def _held(name: str, model: Linear) -> Arrays:
    held: Arrays = {
        f"{name}.rows": model.rows,
        f"{name}.weights": model.weights,
        f"{name}.steps": model.steps,
        f"{name}.biases": model.biases,
    }
    if model.sense_weights is not None:
        held[f"{name}.sense_weights"] = model.sense_weights
    return held


def _linear(held: Arrays, name: str, labels: Sequence[str]) -> dict[str, object]:
    return {
        "labels": tuple(labels),
        "rows": held[f"{name}.rows"],
        "weights": held[f"{name}.weights"],
        "steps": held[f"{name}.steps"],
        "sense_weights": held.get(f"{name}.sense_weights"),
        "biases": held[f"{name}.biases"],
    }


def _senses(held: Arrays) -> Floats | None:
    senses = held.get(_WITH_SENSE + "phrasings")
    return None if senses is None else senses.astype(np.float32)


def _grams(held: Arrays) -> GramsOfPhrasings:
    names = GramsOfPhrasings.model_fields
    return GramsOfPhrasings.model_validate({name: held[_OF_PHRASINGS + name] for name in names})


def _rare(held: Arrays) -> Floats:
    return held["rare"].astype(np.float32)
