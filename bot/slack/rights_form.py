"""The rights request form as it was sent in, and what is wrong with it: JSON -> values."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from bot.desk.identity import NOTHING_POSTED, Posted
from bot.masking import mask
from bot.register.lifecycle import Authority
from bot.register.on_behalf import SHOWS_AUTHORITY, Asking, CameBy
from bot.register.working_days import in_full, months_after
from bot.slack import names
from bot.slack.returned import Word, about, day, filled, form_key, one_of
from knowledge.rights import Right

Json = Mapping[str, Any]

_YEAR: Final = 12


@dataclass(frozen=True)
class RightsForm:
    """The rights request form as sent in."""

    key: str
    about: dict[str, str]
    """What the form was opened for, as we wrote it into its private metadata."""
    rights: tuple[Right, ...]
    details: str
    asking: Asking | None
    """Who asked for another person's right; None for one's own."""
    subject: str
    contact: str
    authority: Authority | None
    came_by: CameBy | None
    received: date | None
    long_ago: bool
    """Whether it is said that a day of more than a year ago is right."""
    posted: Posted = NOTHING_POSTED
    """What came with it that does not belong in Slack."""

    @property
    def is_for_another(self) -> bool:
        """Whether anything in it says that it is not the writer's own request."""
        return bool(self.asking or self.subject or self.contact or self.came_by)


def rights_form(body: Json) -> RightsForm:
    """Return the rights request form as sent in; raises `NotAsSent`."""
    typed = {it: mask(_typed(body, it)) for it in (names.SUBJECT, names.CONTACT)}
    typed[names.DETAILS] = mask(_details(body))
    papers = tuple(paper for masked in typed.values() for paper in masked.papers)
    options = filled(body, names.RIGHTS).get("selected_options") or []
    return RightsForm(
        key=form_key(body),
        about=about(body),
        rights=tuple(one_of(Right, option.get("value")) for option in options),
        details=typed[names.DETAILS].text,
        asking=_chosen(body, names.ASKING, Asking),
        subject=typed[names.SUBJECT].text,
        contact=typed[names.CONTACT].text,
        authority=_chosen(body, names.AUTHORITY, Authority),
        came_by=_chosen(body, names.CAME_BY, CameBy),
        received=day(filled(body, names.RECEIVED).get("selected_date")),
        long_ago=bool(filled(body, names.LONG_AGO).get("selected_options")),
        posted=Posted(papers=papers, in_form=True),
    )


def _details(body: Json) -> str:
    """Return the words of all the fields that a long message was laid out in."""
    values = (body["view"].get("state") or {}).get("values") or {}
    numbers = [it.removeprefix(f"{names.DETAILS}_") for it in values]
    more = [f"{names.DETAILS}_{it}" for it in sorted(filter(str.isdecimal, numbers), key=int)]
    return "\n".join(text for it in (names.DETAILS, *more) if (text := _typed(body, it)))


def _typed(body: Json, block: str) -> str:
    return str(filled(body, block).get("value") or "").strip()


def _chosen(body: Json, block: str, words: type[Word]) -> Word | None:
    value = (filled(body, block).get("selected_option") or {}).get("value")
    return one_of(words, value) if value else None


def problems_of(sent: RightsForm, *, today: date) -> dict[str, str]:
    """Return what is wrong with the form; nothing where it can be taken."""
    return dict((*_what_is_asked(sent), *_for_whom(sent), *_when(sent, today)))


def _what_is_asked(sent: RightsForm) -> Iterator[tuple[str, str]]:
    adds = bool(sent.about.get("request"))
    if not sent.rights and not adds:
        yield names.RIGHTS, "Choose at least one."
    if adds and not (sent.details or sent.rights):
        yield names.DETAILS, "Write what you would like to add."
    if sent.is_for_another and not (sent.details or sent.about.get("question")):
        yield names.DETAILS, "Write what was asked for, as near to the person's words as you can."


def _for_whom(sent: RightsForm) -> Iterator[tuple[str, str]]:
    if not sent.is_for_another:
        return
    if not sent.subject:
        yield names.SUBJECT, "Write whose data it is."
    if not sent.contact:
        yield names.CONTACT, "Write how the answer reaches the person, or who acts for them."
    if sent.came_by is None:
        yield names.CAME_BY, "Choose how it reached us."
    if sent.received is None:
        yield names.RECEIVED, "Choose the day on which it reached us: the time runs from it."
    without = sent.authority in {None, Authority.NOT_NEEDED}
    if sent.asking in SHOWS_AUTHORITY and without:
        yield names.AUTHORITY, "Somebody acting for another needs authority. Has it come?"
    if sent.asking in {None, Asking.THEMSELVES, Asking.CHILD} and not without:
        yield names.AUTHORITY, "The person asks for themselves, so no authority is needed."


def _when(sent: RightsForm, today: date) -> Iterator[tuple[str, str]]:
    if sent.received is None:
        return
    if sent.received > today:
        yield names.RECEIVED, "That day is still to come."
    elif sent.received < months_after(today, -_YEAR) and not sent.long_ago:
        day = in_full(sent.received)
        yield names.RECEIVED, f"{day} is more than a year ago. If it is right, tick the box below."
