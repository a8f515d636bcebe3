"""A message in its parts: several questions in one are asked one by one (pure)."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Final

_MOST_SPLIT: Final = 4_000
"""Signs that are looked through for questions; more is a story, not a list of them."""

MOST: Final = 3
"""How many parts are answered at once; the rest may be asked again."""

_SENTENCE = re.compile(r"(?<=[.!?;])[\"\u201d]?\s+|\n+")
_ITEM = re.compile(
    r"(?:^|\s)(?:\(?(?:\d|[a-e]|i{1,3}|iv|v)\)|\d[.:]|q\d[.:)]?)\s"
    r"|(?:^|\n)[ \t]*(?:[-\u2013\u2022*]|[a-z0-9]{1,2}(?:\.\d{1,2})+[.:)]?)[ \t]",
    re.IGNORECASE,
)
"""What an item of a list begins with: a number, a letter or a mark."""
_ASKS = (
    r"(?:who|whom|whose|whos|what|whats|how|where|when|why|which|can|could|do|does|did|is|am|are|"
    r"was|were|will|would|have|has|may|must|should)\b"
)
_OF_WHAT = r"(?:(?:on|in|at|from|to|for|by|since|with|under|about|until)\s+)?"
_GOES_ON = r"(?!which (?:i|we|you|he|she|it|they)\b)"
"""Not a clause that only says more of what stands before it ("which I gave you")."""
_JOINT = re.compile(
    rf"(?P<bare>,\s*)(?={_GOES_ON}{_ASKS})"
    rf"|:\s+(?={_OF_WHAT}{_ASKS})"
    rf"|(?P<dash>\s[-\u2013\u2014]+\s+)(?={_GOES_ON}{_OF_WHAT}{_ASKS})"
    rf"|(?:,\s*|\s+)or\s+(?={_GOES_ON}{_ASKS})"
    rf"|(?:,\s*|\s+)(?:and|but|also|plus|n|&)\s+(?:also\s+)?"
    rf"(?={_GOES_ON}{_OF_WHAT}{_ASKS}|(?:if|once|whether)\s)",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s[-\u2013\u2014]+\s")
_OPENS = (
    r"(?:(?:(?:hi|hiya|hello|hey|morning|afternoon|evening)(?: all| both| there| team)?|so|and|but|"
    r"or|ok|okay|just|also|then|sorry|please|now|well|oh|if (?:so|yes|not|no))\b[ ,]*){0,6}"
)
_LEADS_UP = re.compile(
    rf"{_OPENS}"
    r"(?:if|once|as|because|after|before|until|unless|while|although|say|suppose|supposing|"
    r"assuming|given|in case|hypothetically|when (?:i|we|you|he|she|it|they|someone|somebody)|"
    r"since (?:i|we|you|he|she|it|they))\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    rf"\?|(?:^|[:,]\s+){_OPENS}{_OF_WHAT}{_ASKS}"
    r"|\b(?:can|could|do|does|did|are|will|would|may|must|should)\s+(?:i|we|you|he|she|they)\b"
    r"|\b(?:whether|tell (?:me|us)|explain|list|remind (?:me|us)|(?:want|like|love|need)s? to know|"
    r"wonder\w*|(?:asks?|asking) (?:if|wh\w+|how))\b"
    r"|\b(?:things|questions|points|items|bits|answers|lines|boxes)\b[^:]{0,80}:\s+\w",
    re.IGNORECASE,
)
_FEWEST_WORDS: Final = 2
_AROUND: Final = ' "\u201c\u201d'
"""What may stand around a part that somebody quotes."""

_LEANS = re.compile(
    r"^(?:(?:hm+|ah|oh|right|sure|fine)\b[ ,.]*)*"
    r"(?:and|but|or|so|if so|if not|ok|okay|then|also|what about|how about|why|who else|"
    r"anyone else|how long|how come|how do i|how can i|since when|for how long|where|which|"
    r"do they|is that|does that|in what)\b",
    re.IGNORECASE,
)
_SHORT: Final = 8
_POINTS_BACK = re.compile(
    r"\b(?:it|that|this|they|them|there|those|(?:see|have|get|need) one)\b", re.IGNORECASE
)
_SHORT_POINTING_BACK: Final = 10


def parts_of(text: str) -> tuple[str, ...]:
    """Return a message's parts in their order, those of one word aside; itself where none is left.

    A part is a sentence, or a question within one; `questions_of` tells which of them ask.
    """
    before, *items = _ITEM.split(text[:_MOST_SPLIT])
    found = (*_parts_of(before), *(part for item in items for part in _parts_of_item(item)))
    return found or (text,)


def _parts_of_item(item: str) -> tuple[str, ...]:
    """Return the parts of an item of a list; one word says enough there ("2. retention")."""
    return tuple(_parts_of(item)) or tuple(item.split()[:1])


def _parts_of(item: str) -> Iterator[str]:
    for sentence in _SENTENCE.split(item):
        for part in _parts_of_sentence(" ".join(sentence.split())):
            if len(part.split()) >= _FEWEST_WORDS:
                yield part.strip(_AROUND)


def _parts_of_sentence(sentence: str) -> Iterator[str]:
    """Yield a sentence's questions; what only leads up to one ("if I leave, ...") stays with it.

    What stands between two dashes is put in, and no question.
    """
    begin = clause = 0
    put_in = len(_DASH.findall(sentence)) > 1
    for joint in _JOINT.finditer(sentence):
        leads_up = joint["bare"] and _LEADS_UP.match(sentence, clause)
        clause = joint.end()
        if not leads_up and not (joint["dash"] and put_in):
            yield sentence[begin : joint.start()]
            begin = clause
    yield sentence[begin:]


@dataclass(frozen=True)
class Question:
    """One of the parts of a message, which asks something."""

    text: str
    led_up_to: str | None
    """The same after the question that it leans on, or the statement before it; else None."""
    leans: bool
    """Whether it may mean something else without the part before it."""


def questions_of(text: str) -> tuple[Question, ...]:
    """Return the parts that ask something; none of a message of one part."""
    parts = parts_of(text)
    if len(parts) == 1:
        return ()
    asked = {part for part in parts if _ASKING.search(part)}
    if asked:
        introduction, items = _listed(text)
        asked = asked - introduction | items
    first = [Question(parts[0], led_up_to=None, leans=False)]
    each = first + [_after(before, part, asked) for before, part in pairwise(parts)]
    return tuple(one for one in each if one.text in asked)


def _listed(text: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return what leads up to a list, and what each item begins with: if one asks, they all do."""
    before, *items = _ITEM.split(text[:_MOST_SPLIT])
    if len(items) <= 1:
        return frozenset(), frozenset()
    heads = frozenset(head for item in items for head in _parts_of_item(item)[:1])
    return frozenset(part for part in [*_parts_of(before)][-1:] if not part.endswith("?")), heads


def _after(before: str, part: str, asked: Collection[str]) -> Question:
    leans = leans_on_what_was_asked(part)
    with_it = leans or before not in asked
    return Question(part, f"{before} {part}" if with_it else None, leans)


_CLAUSE = re.compile(
    r"(?<=[.!?;]) | ?[;,:](?: |$)| -+ | (?:and|also|plus|then|but|or) ", re.IGNORECASE
)
_FEWEST_OF_A_CLAUSE: Final = 3
_MOST_CLAUSES: Final = 6
"""Each takes a millisecond or two to read."""
_NEARLY_ALL: Final = 0.65
"""The share of a message from which a clause says nothing that the whole does not say as loud."""


def clauses_of(text: str) -> tuple[str, ...]:
    """Return the first few clauses of a message, each a wish of its own perhaps; none of one."""
    clauses = [part for part in _split(text, _CLAUSE) if len(part.split()) >= _FEWEST_OF_A_CLAUSE]
    if len(clauses) == 1:
        return ()
    nearly_all = _NEARLY_ALL * len(text.split())
    return tuple(part for part in clauses[:_MOST_CLAUSES] if len(part.split()) <= nearly_all)


_PIECE = re.compile(rf"{_CLAUSE.pattern}|{_ITEM.pattern}| (?:[-\u2013\u2014+&]+|n) ", re.IGNORECASE)
_MOST_PIECES: Final = 10


def pieces_of(text: str) -> tuple[str, ...]:
    """Return the first few pieces between marks and conjunctions, each perhaps a thing asked for.

    Unlike parts they need not ask: "your address, the legal basis + how long" has three of them.
    """
    pieces = [piece for piece in _split(text, _PIECE) if any(map(str.isalpha, piece))]
    return tuple(pieces[:_MOST_PIECES])


def _split(text: str, marks: re.Pattern[str]) -> Iterator[str]:
    lines = (" ".join(line.split()) for line in text[:_MOST_SPLIT].split("\n"))
    return (part.strip() for line in lines for part in marks.split(line))


_FEWEST_OF_A_QUESTION: Final = 4


def the_question_in(text: str) -> str | None:
    """Return the one question of a story, to be read without the story; None in all else."""
    said = [part.strip() for part in _SENTENCE.split(text[:_MOST_SPLIT]) if part.strip()]
    asked = [one for one in said if one.endswith("?") and len(one.split()) >= _FEWEST_OF_A_QUESTION]
    return asked[0] if len(said) > 1 and len(asked) == 1 else None


def leans_on_what_was_asked(text: str) -> bool:
    """Return whether a message may only be understood after the question before it."""
    count = len(text.split())
    if count <= _SHORT and _LEANS.match(text.strip()):
        return True
    return count <= _SHORT_POINTING_BACK and bool(_POINTS_BACK.search(text))


_STRETCH: Final = 25
"""Words of a stretch: as much as one thought takes."""
_STORY: Final = 45
"""Words from which a message is a story that may hold several thoughts."""
_LONG_STORY: Final = 2_000
"""Signs from which a story's stretches overlap by half only: each takes time to read."""


def stretches_of(text: str) -> tuple[str, ...]:
    """Return what may be read alone: overlapping stretches of a story, sentences of a short text.

    A sentence without an end is cut after so many words; a text of one sentence has none.
    """
    if len(text.split()) < _STORY:
        alone = [part for part in _SENTENCE.split(text) if len(part.split()) >= _FEWEST_WORDS]
        return tuple(alone) if len(alone) > 1 else ()
    said = [piece for sentence in _SENTENCE.split(text) for piece in _pieces(sentence.split())]
    apart = _STRETCH // 2 if len(text) > _LONG_STORY else 0
    return tuple(
        " ".join(" ".join(piece) for piece in said[begin:end])
        for begin, end in _reaches(said, apart)
    )


def _pieces(sentence: list[str]) -> list[list[str]]:
    return [sentence[at : at + _STRETCH] for at in range(0, len(sentence), _STRETCH)]


def _reaches(said: list[list[str]], apart: int) -> list[tuple[int, int]]:
    """Return where stretches begin and end, each beginning so many words behind the one before."""
    before = list(accumulate(map(len, said), initial=0))
    found: list[tuple[int, int]] = []
    for place in range(len(said)):
        end = _reach(said, place)
        if not found or (end > found[-1][1] and before[place] - before[found[-1][0]] >= apart):
            found.append((place, end))
    return found


def _reach(said: list[list[str]], place: int) -> int:
    """Return where the stretch that begins here ends: with the sentence that fills it."""
    count, end = 0, place
    while end < len(said) and count < _STRETCH:
        count, end = count + len(said[end]), end + 1
    return end
