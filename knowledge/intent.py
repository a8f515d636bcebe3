"""What the person wants, whatever the notice: a request and which rights, a question, a breach ...

Learned from `knowledge/intents/`, which ships with the product and serves every notice.
"""

import re
from collections.abc import Iterable
from typing import Final

import numpy as np
from pydantic import BaseModel, ConfigDict, Field

from knowledge.classifier import (
    Features,
    Sigmoids,
    Softmax,
    balanced,
    fit_sigmoids,
    fit_softmax,
)
from knowledge.encoder import Sense, Sensing
from knowledge.ngrams import Floats, Grams, grams_of, rarity, vector
from knowledge.opinions import NONE, Opinions, key_of
from knowledge.rights import Right
from knowledge.verdict import Audience, Intent, Wanted
from knowledge.wording import words

_DECAY: Final = 1e-5
_BALANCE: Final = 0.5
_APART: Final = 0.5**0.5
"""How far staff and customers are heard apart: 0 not at all, 1 as much as together."""

_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_QUESTION = re.compile(
    r"^(?:(?:hi|hello|hey|so|and|but|ok|okay|just|also|sorry|please|quick question)\b[ ,:-]*)*"
    r"(?P<asks>how|what|whats|what's|who|whom|whose|when|where|why|which|can|could|do|does|did|is|"
    r"are|am|may|might|must|shall|should|will|would|has|have|had|if|in theory|hypothetically)\b",
    re.IGNORECASE,
)
_WISH = re.compile(
    r"\b(?!will (?:you|u) (?:track|monitor|sell|collect|share(?! with (?:me|us)\b)))"
    r"(?:can|could|would|will|might)\s+(?:you|u|someone|somebody|anyone|anybody|one of you|"
    r"your \w+|the \w+ team)\b"
    r"(?! (?:also )?(?:tell|explain|say|know|still|ever|normally|usually|need))"
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

    @property
    def reader(self) -> Audience:
        """Who writes, as the one who would be answered."""
        return Audience.called(self.audience)


class Chorus(BaseModel):
    """One file of the corpus: voices with one intent."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    intent: Intent
    voices: tuple[Voice, ...] = Field(min_length=1)


class IntentModel(BaseModel):
    """A fitted model of what people want."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    intents: Softmax
    rights: Sigmoids
    rare: Floats

    def wanted(self, text: str, grams: Grams, sense: Sense | None, *, by: Audience) -> Wanted:
        """Return what the person wants; its wording is read in the text as it was written."""
        message = Features(grams=vector(grams, self.rare), sense=heard_from(by, sense))
        intents = self.intents.likelihoods(message).tolist()
        likelihood = dict.fromkeys(Intent, 0.0)
        likelihood |= dict(zip(map(Intent, self.intents.labels), intents, strict=True))
        return Wanted(
            likelihood=likelihood,
            rights=self._exercised(message),
            is_directive=is_directive(text),
            reports=bool(_REPORTS.search(text)),
        )

    def _exercised(self, message: Features) -> dict[Right, float]:
        likely = zip(self.rights.labels, self.rights.likelihoods(message).tolist(), strict=True)
        return {Right(label): share for label, share in sorted(likely, key=lambda one: -one[1])}


def learn(
    choruses: Iterable[Chorus], encoder: Sensing | None, opinions: Opinions = NONE
) -> IntentModel:
    """Return the model fitted to the corpus, and to what a larger reader made of it."""
    lines = list(_lines(choruses))
    doubts = [opinions.get(key_of(text)) for text, *_ in lines]
    messages = [words(text) for text, *_ in lines]
    counted = [grams_of(message) for message in messages]
    rare = rarity(counted)
    features = [
        Features(
            grams=vector(grams, rare),
            sense=heard_from(by, encoder.sense(" ".join(message)) if encoder else None),
        )
        for grams, message, (_, by, _, _) in zip(counted, messages, lines, strict=True)
    ]
    labels = [intent.value for _, _, intent, _ in lines]
    weights = balanced(labels, power=_BALANCE)
    requests = [place for place, (*_, rights) in enumerate(lines) if rights]
    exercised = [frozenset(right.value for right in lines[place][3]) for place in requests]
    return IntentModel(
        intents=fit_softmax(
            features,
            labels,
            weights=weights,
            decay=_DECAY,
            doubts=[doubt.intents if doubt else None for doubt in doubts],
        ),
        rights=fit_sigmoids(
            [features[place] for place in requests],
            exercised,
            decay=_DECAY,
            doubts=[doubt.rights if doubt else None for doubt in map(doubts.__getitem__, requests)],
        ),
        rare=rare,
    )


def heard_from(by: Audience, sense: Sense | None) -> Sense | None:
    """Return a text's meaning, and beside it the same as meant by staff, or else by a customer.

    The same words are another thing from another mouth: who is one of ours tells of what happened
    to somebody's papers and asks what to do with a request, where a customer makes one.
    """
    if sense is None:
        return None
    own = _APART * np.append(sense, np.float32(1))
    nobody = np.zeros_like(own)
    sides = (own, nobody) if by is Audience.STAFF else (nobody, own)
    return np.concatenate((sense, *sides)).astype(np.float32)


def is_directive(text: str) -> bool:
    """Return whether the message wishes for something, and does not only ask about it."""
    return any(_wishes(one) for one in sentences(text))


def _wishes(sentence: str) -> bool:
    """Return whether it is no question, or one with a wish in it; a polite opening is none."""
    question = _QUESTION.match(sentence)
    return question is None or bool(_WISH.search(sentence, question.start("asks")))


def sentences(text: str) -> list[str]:
    """Return the sentences of a message, as far as their signs and lines tell them apart."""
    return [part.strip() for part in _SENTENCE.split(text) if part.strip()]


def _lines(choruses: Iterable[Chorus]) -> Iterable[tuple[str, Audience, Intent, tuple[Right, ...]]]:
    for chorus in choruses:
        for voice in chorus.voices:
            for text in voice.texts:
                yield text, voice.reader, chorus.intent, voice.rights
