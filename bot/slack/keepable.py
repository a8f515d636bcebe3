"""What of an event may be kept: nothing that we do not read, and no number of an identity paper."""

from collections.abc import Mapping
from typing import Any, Final

from bot.masking import mask_all
from bot.papers import Paper

Json = Mapping[str, Any]

_BEFORE: Final = "previous_message"
_PAPERS: Final = "identity_papers"
_UNREAD: Final = frozenset({"attachments", "blocks", "preview", "preview_highlight", "plain_text"})
"""The same words in pieces, in which no number could be told from another."""


def as_kept(event: Json) -> dict[str, Any]:
    """Return the event as it may be kept, with the papers that were masked in it.

    Of a paper in words that were edited out nobody is told: they stand no more.
    """
    read = _read(event)
    before, _ = mask_all({it: read.pop(it) for it in (_BEFORE,) if it in read})
    masked, papers = mask_all(read)
    return {**masked, **before, _PAPERS: list(papers)}


def papers_in(event: Json) -> tuple[Paper, ...]:
    """Return the papers that were masked when the event was kept."""
    return tuple(Paper(name) for name in event.get(_PAPERS) or ())


def _read(part: Any) -> Any:  # noqa: ANN401 - JSON is untyped
    if isinstance(part, Mapping):
        return {name: _read(below) for name, below in part.items() if name not in _UNREAD}
    if isinstance(part, list):
        return [_read(below) for below in part]
    return part
