"""The Home tab of an officer: the queue, what is coming, and how it went."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from bot.counting import many
from bot.delivery.for_officers import Card
from bot.desk.naming import called
from bot.desk.tabs import OfficersTab, what_next
from bot.escalations.queue import Shown, Span
from bot.register.punctuality import Ended
from bot.register.working_days import in_words
from bot.slack import names
from bot.slack.blocks.harmless import escape, in_a_line
from bot.slack.blocks.home import own
from bot.slack.blocks.parts import (
    DIVIDER,
    Block,
    button,
    buttons,
    capital,
    clip,
    header,
    markdown,
    person,
    small_print,
)

_SHOWN: Final[dict[Shown, str]] = {
    Shown.ALL: "All open cases",
    Shown.MINE: "Mine",
    Shown.UNCLAIMED: "Unclaimed",
    Shown.SOON: "Due within 7 days",
    Shown.OVERDUE: "Overdue",
    Shown.WAITING: "Waiting for the requester",
    Shown.BREACHES: "Possible breaches",
    Shown.QUESTIONS: "Questions",
    Shown.CLOSED: "Closed, latest first",
}
_LONGEST_BAR: Final = 20


def officers_home(tab: OfficersTab) -> Block:
    """Return the Home tab of an officer."""
    blocks = [
        header("The compliance team's queue"),
        *_picture(tab),
        _choice(tab),
        *(block for card in tab.cases for block in _row(card, tab.today)),
        *_pages(tab),
        buttons(
            button("Export the register", names.EXPORT, "register"),
            button("Monthly report", names.REPORT, "month"),
        ),
        DIVIDER,
        *own(tab.own),
    ]
    return {"type": "home", "private_metadata": f"{tab.shown}:{tab.page}", "blocks": blocks}


def _picture(tab: OfficersTab) -> Iterator[Block]:
    """Return the coming last days as bars, each with its words and its number."""
    most = max(1, *(span.cases for span in tab.ahead))
    rows = [f"{_span(span, tab.today):<16} {_bar(span.cases, most)}" for span in tab.ahead]
    words = {"type": "text", "text": "\n".join(rows)}
    drawn = {"type": "rich_text_preformatted", "elements": [words]}
    yield markdown("*Last days of the open cases*")
    yield {"type": "rich_text", "elements": [drawn]}
    yield small_print(_in_time(tab.ended))


def _bar(cases: int, most: int) -> str:
    length = -(-cases * min(most, _LONGEST_BAR) // most)  # rounded up: one case always shows
    return f"{'█' * length} {cases}".strip()


def _span(span: Span, today: date) -> str:
    if span.begins is None:
        return "Overdue"
    if span.ends is None:
        return "Later"
    if span.begins == today:
        return "This week"
    last = span.ends - timedelta(days=1)
    return f"{span.begins.day} {span.begins:%b}-{last.day} {last:%b}"


def _in_time(months: tuple[Ended, ...]) -> str:
    said = [f"{month.on:%B} {_share(month)}" for month in months]
    return f"Brought to an end in time: {', '.join(said)}."


def _share(month: Ended) -> str:
    if month.share is None:
        return "none ended"
    return f"{month.in_time} of {month.requests} ({month.share}%)"


def _choice(tab: OfficersTab) -> Block:
    options = {shown: _option(shown, tab.counts.get(shown)) for shown in Shown}
    menu: Block = {
        "type": "static_select",
        "action_id": names.SHOW,
        "placeholder": {"type": "plain_text", "text": "Which cases?"},
        "options": list(options.values()),
        "initial_option": options[tab.shown],
    }
    # Slack keeps what was chosen as long as the block has the same id.
    return {"type": "actions", "block_id": f"shown-{tab.shown}", "elements": [menu]}


def _option(shown: Shown, count: int | None) -> Block:
    words = _SHOWN[shown] if count is None else f"{_SHOWN[shown]} ({count})"
    return {"text": {"type": "plain_text", "text": words}, "value": shown.value}


def _row(card: Card, today: date) -> Iterator[Block]:
    look = button("Open", names.OPEN_CASE, card.escalation)
    title = f"*{card.reference}* {called(card)}, {_whom(card)}"
    yield markdown(f"{title}\n{_when(card, today)}") | {"accessory": look}
    owner = f"With {person(card.owner)}" if card.owner else "With nobody yet" if card.open else ""
    after = what_next(card)
    said = [
        *filter(None, [owner]),
        escape(clip(card.state_in_brief, 200)),
        *([f"next: {in_a_line(after)}"] if after else ()),
    ]
    yield small_print(" · ".join(said))


def _whom(card: Card) -> str:
    who = "a member of staff" if card.audience == "staff" else "a customer"
    return f"for somebody else, logged by {who}" if card.subject else f"from {who}"


def _when(card: Card, today: date) -> str:
    last_day = card.last_day
    if not card.open:
        return "Closed"
    if last_day is None:
        return _without_day(card)
    days = (last_day - today).days
    on = in_words(last_day)
    if days < 0:
        return f":rotating_light: *Overdue by {many(-days, 'day')}*, the last day was {on}"
    left = "*Today is the last day*" if days == 0 else f"*{capital(many(days, 'day'))} left*"
    return f"{left}, {on}"


def _without_day(card: Card) -> str:
    if card.stopped:
        return "The clock is stopped"
    return "Acknowledged: no further day by law" if card.acknowledged else "No day by law"


def _pages(tab: OfficersTab) -> Iterator[Block]:
    turns = []
    if tab.page:
        value = f"{tab.shown}:{tab.page - 1}"
        turns.append(button("Earlier in the list", names.PAGE_UP, value))
    if tab.more:
        value = f"{tab.shown}:{tab.page + 1}"
        turns.append(button("Further down the list", names.PAGE_DOWN, value))
    if not tab.cases:
        yield markdown("Nothing here.")
    if turns:
        yield buttons(*turns)
