"""What the person wants, whatever the notice: a request and which rights, a question, a breach ...

Learned from `knowledge/intents/`, which ships with the product and serves every notice.
"""

import re
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from knowledge.classifier import Softmax, balanced, fit
from knowledge.ngrams import Floats, rarity, vector
from knowledge.rights import Right
from knowledge.verdict import Intent, Wanted
from knowledge.wording import words

_DECAY: Final = 1e-5
_BALANCE: Final = 0.5
_ALSO: Final = 0.45
"""How likely a further right must be, measured by the likeliest, to be exercised too."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_QUESTION = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|but|ok|okay|just|also|sorry|please|quick question)\b[ ,:-]*)*"
    r"(?:how|what|whats|what's|who|whom|whose|when|where|why|which|can|could|do|does|did|is|are|am|"
    r"may|might|must|shall|should|will|would|has|have|had|if|in theory|hypothetically)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?:can|could|would|will|might)\s+(?:you|u|someone|somebody|anyone|anybody|one of you|"
    r"your \w+|the \w+ team)\b(?! (?:tell|explain|say|know|still|ever|normally|usually|need))"
    r"|\b(?:please|pls|plz)\b"
    r"|\bi(?:'d| would)? (?:want|like|need|demand|request|require|insist)"
    r"|\bi (?:object|withdraw|complain|ask)\b|\bi(?: am|'m) (?:asking|requesting)",
    re.IGNORECASE,
)
_REPORTS = re.compile(
    r"\bwrong (?:\w+ )?(?:person|people|recipient|address|customer|client|email|e-mail|list|inbox|"
    r"attachment|file|company|account)\b"
    r"|\b(?:lost|left|stolen|nicked|pinched|missing)\b.{0,40}\b(?:laptop|phone|mobile|usb|stick|bag|"
    r"tablet|drive|notebook|folder|file|papers?|badge|printout)\b"
    r"|\b(?:hacked|leaked|phish\w*|ransomware|malware|compromised|exposed|data breach|breached)\b"
    r"|\b(?:someone|somebody|anybody|another|other) (?:else's|customer'?s?|client'?s?|people'?s?)\b"
    r"|\bby (?:mistake|accident)\b|\baccidentally\b|\bcc(?:'d|ed)?\b.{0,30}\binstead of\b",
    re.IGNORECASE,
)


class Voice(BaseModel):
    """What an imagined person writes in one scenario; the unit of cross-validation."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    voice: str
    audience: str = Field(pattern="^(staff|customer)$")
    rights: tuple[Right, ...] = ()
    texts: tuple[str, ...] = Field(min_length=1)


class Chorus(BaseModel):
    """One file of the corpus: voices with one intent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: Intent
    voices: tuple[Voice, ...] = Field(min_length=1)


class IntentModel(BaseModel):
    """A fitted model of what people want."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    softmax: Softmax
    rare: Floats

    def wanted(self, text: str, spelt: Sequence[str]) -> Wanted:
        """Return what the person wants; `spelt` are the message's words, corrected."""
        shares = self.softmax.likelihoods(vector(spelt, self.rare))
        by_label = dict(zip(self.softmax.labels, shares.tolist(), strict=True))
        likelihood = dict.fromkeys(Intent, 0.0)
        for label, share in by_label.items():
            likelihood[Intent(label.partition(":")[0])] += share
        return Wanted(
            likelihood=likelihood,
            rights=_rights(by_label),
            is_directive=is_directive(text),
            reports=bool(_REPORTS.search(text)),
        )


def learn(choruses: Iterable[Chorus]) -> IntentModel:
    """Return the model fitted to the corpus; a message with several rights counts for each."""
    messages: list[list[str]] = []
    labels: list[str] = []
    counts: list[float] = []
    for text, intent, rights in _lines(choruses):
        for right in rights or (None,):
            messages.append(words(text))
            labels.append(f"{intent}:{right}" if right else intent.value)
            counts.append(1 / max(len(rights), 1))
    rare = rarity(messages)
    weights = balanced(labels, power=_BALANCE) * np.asarray(counts, dtype=np.float32)
    vectors = [vector(message, rare) for message in messages]
    return IntentModel(softmax=fit(vectors, labels, weights=weights, decay=_DECAY), rare=rare)


def is_directive(text: str) -> bool:
    """Return whether the message wishes for something, and does not only ask about it."""
    sentences = [part.strip() for part in _SENTENCE.split(text) if part.strip()]
    return any(not _QUESTION.match(one) or _WISH.search(one) for one in sentences)


def _rights(by_label: dict[str, float]) -> tuple[Right, ...]:
    found = {
        Right(label.partition(":")[2]): share for label, share in by_label.items() if ":" in label
    }
    best = max(found.values(), default=0.0)
    ranked = sorted(found, key=lambda right: -found[right])
    return tuple(right for right in ranked if found[right] >= _ALSO * best) or (Right.OTHER,)


def _lines(choruses: Iterable[Chorus]) -> Iterable[tuple[str, Intent, tuple[Right, ...]]]:
    for chorus in choruses:
        for voice in chorus.voices:
            for text in voice.texts:
                yield text, chorus.intent, voice.rights
