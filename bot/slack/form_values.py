"""What officers, colleagues and requesters fill in, but for rights requests: JSON -> values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from bot.books.formats import Format
from bot.desk.closing import Known
from bot.masking import mask
from bot.register.progress import Ground
from bot.slack import names
from bot.slack.blocks.documents import FULL
from bot.slack.returned import NotAsSent, day, filled, one_of
from knowledge.rights import Right

Json = Mapping[str, Any]


class TimeWithoutDay(Exception):
    """The time at which we knew of a breach was chosen, but not the day."""

    def __init__(self) -> None:
        super().__init__("Choose the day too, or clear the time.")


@dataclass(frozen=True)
class StepForm:
    """One step as an officer filled it in."""

    on: date | None
    rights: tuple[Right, ...]
    ground: Ground | None
    exemption: str
    evidence: tuple[str, ...]
    """Places of the chosen pieces of evidence in the list of them."""
    reasons: str
    facts: str
    system: str
    terms: str
    found: str


@dataclass(frozen=True)
class SearchForm:
    """A search that a colleague is asked for, as an officer filled it in."""

    system: str
    terms: str
    to: str
    """The colleague's user id."""
    by: date


@dataclass(frozen=True)
class ExportForm:
    """The register as a file, as an officer wants it."""

    form: Format
    anonymised: bool


@dataclass(frozen=True)
class LetterForm:
    """A letter as an officer left it."""

    words: str
    sent_by: str


def step_form(body: Json) -> StepForm:
    """Return the step; raises `NotAsSent`."""
    ground = _chosen(body, names.GROUND)
    return StepForm(
        on=day(filled(body, names.ON).get("selected_date")),
        rights=tuple(one_of(Right, one) for one in _ticked(body, names.RIGHTS)),
        ground=one_of(Ground, ground) if ground else None,
        exemption=_text(body, names.EXEMPTION),
        evidence=_ticked(body, names.EVIDENCE_NEEDED),
        reasons=_text(body, names.REASONS),
        facts=_text(body, names.FACTS),
        system=_chosen(body, names.SYSTEM),
        terms=_text(body, names.TERMS),
        found=_chosen(body, names.FOUND),
    )


def search_form(body: Json) -> SearchForm:
    """Return the search that is asked for; raises `NotAsSent`."""
    by = day(filled(body, names.ON).get("selected_date"))
    if by is None:
        raise NotAsSent
    return SearchForm(
        system=_chosen(body, names.SYSTEM),
        terms=_text(body, names.TERMS),
        to=str(filled(body, names.TO).get("selected_user") or ""),
        by=by,
    )


def export_form(body: Json) -> ExportForm:
    """Return how the register is wanted; raises `NotAsSent`."""
    form = one_of(Format, _chosen(body, names.FORMAT))
    return ExportForm(form=form, anonymised=_chosen(body, names.WHAT) != FULL)


def month(body: Json) -> date:
    """Return the first day of the month that was chosen; raises `NotAsSent`."""
    chosen = day(f"{_chosen(body, names.MONTH)}-01")
    if chosen is None:
        raise NotAsSent
    return chosen


def letter_form(body: Json) -> LetterForm:
    """Return the letter."""
    return LetterForm(words=_text(body, names.LETTER), sent_by=_chosen(body, names.SENT_BY))


def reply_words(body: Json) -> str:
    """Return what an officer wrote into the reply form."""
    return _text(body, names.REPLY)


def ticked_lines(body: Json) -> tuple[str, ...]:
    """Return the lines of a list that are done."""
    return _ticked(body, names.LINES)


def details(body: Json) -> str:
    """Return what somebody wrote in their own words."""
    return _text(body, names.DETAILS)


def outcome(body: Json) -> str:
    """Return how a case ended, in an officer's words."""
    return _text(body, names.OUTCOME)


def all_the_same(body: Json) -> str:
    """Return why a case is closed though not all is done; empty without the tick."""
    return _text(body, names.REASONS) if _ticked(body, names.AGREED) else ""


def known_of_breach(body: Json, zone: ZoneInfo) -> Known:
    """Return what is known of a breach beside its list; raises `NotAsSent` and `TimeWithoutDay`.

    A day without a time is taken from its beginning, which is the cautious reading.
    """
    aware = day(filled(body, names.ON).get("selected_date"))
    at = filled(body, names.AT).get("selected_time")
    if at and aware is None:
        raise TimeWithoutDay
    return Known(
        aware_at=datetime.combine(aware, _time(at), zone) if aware else None,
        ico_told_on=day(filled(body, names.ICO_TOLD).get("selected_date")),
        ico_reference=_text(body, names.ICO_REFERENCE),
    )


def _time(given: object) -> time:
    try:
        return time.fromisoformat(str(given)) if given else time.min
    except ValueError:
        raise NotAsSent from None


def chosen_officer(body: Json) -> str:
    """Return the user id of who takes a case."""
    return _chosen(body, names.TO)


def _text(body: Json, block: str) -> str:
    return mask(str(filled(body, block).get("value") or "").strip()).text


def _chosen(body: Json, block: str) -> str:
    return str((filled(body, block).get("selected_option") or {}).get("value") or "")


def _ticked(body: Json, block: str) -> tuple[str, ...]:
    options = filled(body, block).get("selected_options") or ()
    return tuple(str(option.get("value")) for option in options)
