"""What was learned, on disk and back.

Each model is learned twice: by n-grams alone, and by n-grams with the sense that the encoder gives;
which of the two is read depends on whether there is an encoder.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from knowledge import arrays
from knowledge.arrays import Arrays, StaleBuild
from knowledge.classifier import Linear, Sigmoids, Softmax
from knowledge.encoder import WIDTH, Encoder
from knowledge.intent import IntentModel
from knowledge.matcher import GramsOfPhrasings, MatcherModel, Phrasings
from knowledge.ngrams import BUCKETS, Floats

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
    with _of_our_shape(folder):
        held, texts = _load(folder, encoder, digest)
        topics = _linear(held, _way(encoder) + "topics", texts["topics"])
        phrasings = Phrasings(
            texts=tuple(texts["phrasings"]),
            grams=None if encoder else _grams(held),
            senses=_senses(held, len(texts["phrasings"])) if encoder else None,
        )
        model = MatcherModel(
            softmax=Softmax.model_validate(topics), rare=_rare(held), phrasings=phrasings
        )
        return model, list(texts["vocabulary"])


def read_intents(
    folder: Path, *, encoder: Encoder | None, digest: str
) -> tuple[IntentModel, Vocabulary]:
    """Return what `write_intents` wrote; raises `StaleBuild` unless it is of these files."""
    with _of_our_shape(folder):
        held, texts = _load(folder, encoder, digest)
        way = _way(encoder)
        model = IntentModel(
            intents=Softmax.model_validate(_linear(held, way + "intents", texts["intents"])),
            rights=Sigmoids.model_validate(_linear(held, way + "rights", texts["rights"])),
            rare=_rare(held),
        )
        return model, list(texts["vocabulary"])


@contextmanager
def _of_our_shape(folder: Path) -> Iterator[None]:
    """Raise `StaleBuild` where an archive that is whole holds something else than we write."""
    try:
        yield
    except (AttributeError, LookupError, TypeError, ValueError) as cause:
        raise StaleBuild(folder) from cause


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
    count = len(labels)
    sensed = held[f"{name}.sense_weights"] if name.startswith(_WITH_SENSE) else None
    weights = held[f"{name}.weights"]
    return {
        "labels": tuple(labels),
        "rows": _sized(held[f"{name}.rows"], BUCKETS),
        "weights": _sized(weights, len(weights), count),
        "steps": _sized(held[f"{name}.steps"], count),
        "sense_weights": None if sensed is None else _sized(sensed, len(sensed), count),
        "biases": _sized(held[f"{name}.biases"], count),
    }


def _senses(held: Arrays, phrasings: int) -> Floats:
    return _sized(held[_WITH_SENSE + "phrasings"], phrasings, WIDTH).astype(np.float32)


def _grams(held: Arrays) -> GramsOfPhrasings:
    names = GramsOfPhrasings.model_fields
    return GramsOfPhrasings.model_validate({name: held[_OF_PHRASINGS + name] for name in names})


def _rare(held: Arrays) -> Floats:
    return _sized(held["rare"], BUCKETS).astype(np.float32)


def _sized(array: NDArray[Any], *size: int) -> NDArray[Any]:
    """Return the array; raises `ValueError` where it is of another size."""
    if array.shape != size:
        raise ValueError(f"{array.shape} is not {size}")
    return array
