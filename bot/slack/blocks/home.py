"""The Home tab of who is no officer: their own requests, and how to begin one."""

from collections.abc import Iterator
from datetime import date
from typing import Final

from bot.asked.scale import BEST, WORST
from bot.desk.tabs import RequestersTab
from bot.register.lifecycle import ANSWERED, Clarity, Fee, Identity, State, Status
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from bot.register.standing import stands_for_them
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.harmless import escape, in_a_line
from bot.slack.blocks.parts import (
    DIVIDER,
    Block,
    button,
    buttons,
    header,
    markdown,
    small_print,
    sure,
)
from bot.slack.blocks.receipt import promise

_WHAT_I_DO: Final = (
    "• I answer questions about personal data in the privacy notice's own words: write to me under "
    "*Messages*, or mention me in a channel.\n"
    "• I register rights requests and tell you by when you will hear.\n"
    "• I bring in the compliance team, who answer you.\n"
    "• Please never post identity papers in Slack."
)
_FOR_STAFF: Final = (
    "*When somebody asks you about their data*\n"
    "Any words will do, spoken or written, and no form is needed: _what do you have on me, delete "
    "me, stop writing to me, that is wrong, I want to complain_; also through a solicitor, a "
    "parent, a friend. The time to answer runs from the day on which any of us heard it.\n"
    "*1.* Log it at once, with the button below or *Log a rights request* in the message's menu.\n"
    "*2.* Promise nothing, ask for no identity papers, and delete nothing.\n"
    "*3.* Say that the compliance team will write to them.\n"
    "Something went astray, was lost or was seen by the wrong person? Tell me at once."
)
_NEEDED: Final[dict[State, str]] = {
    Identity.ASKED: "proof of who you are, sent as our message says and never here",
    Clarity.ASKED: "your answer to what exactly you mean",
    Fee.ASKED: "the fee that we wrote to you about",
}
"""What we need from a requester, in their words."""


def home(tab: RequestersTab) -> Block:
    """Return the Home tab of somebody who is no officer."""
    blocks = [header("Privacy helpdesk"), markdown(_WHAT_I_DO)]
    if tab.staff:
        blocks += [DIVIDER, markdown(_FOR_STAFF)]
    return {"type": "home", "blocks": [*blocks, *own(tab)]}


def own(tab: RequestersTab) -> Iterator[Block]:
    """Return what concerns a person's own requests: to begin one, and how each stands."""
    yield buttons(*_beginnings(tab))
    yield header("My requests")
    for request in tab.requests:
        yield markdown("\n".join(_lines(request, tab.today)))
        yield from _choices(request, tab.scores.get(request.id))
    if not tab.requests:
        yield markdown("You have made no requests.")
    if tab.earlier:
        yield small_print(f"and {tab.earlier} earlier ones")
    if tab.contact:
        yield small_print(f"You would rather write to a person? {escape(tab.contact)}")


def _beginnings(tab: RequestersTab) -> Iterator[Block]:
    yield button("Make a rights request", names.START_REQUEST, "new", style="primary")
    if tab.staff:
        yield button("Log one for somebody else", names.LOG_FOR_ANOTHER, "new")


def _lines(request: RightsRequest, today: date) -> Iterator[str]:
    whom = f", for {in_a_line(request.subject)}" if request.subject else ""
    yield f"*{request.reference}* {rights_in_words(request.rights)}{whom}"
    yield f"{stands_for_them(request)}. Received {in_full(request.received)}."
    if request.on_behalf is not None:
        return
    if request.is_open:
        yield promise(request, today)
    for state in request.awaits:
        yield f":point_right: *We need from you:* {_NEEDED[state]}."


def _choices(request: RightsRequest, score: int | None) -> Iterator[Block]:
    if request.on_behalf is not None:
        if request.is_open:
            yield buttons(button("Add details", names.ADD_DETAILS, request.id))
        return
    complain = button("Complain", names.COMPLAIN, request.id)
    if request.status in ANSWERED:
        yield markdown(_asked(score))
        more = [button("Say why", names.SAY_WHY, request.id)] if score else []
        yield buttons(*_scores(request, score), *more, complain)
        return
    if not request.is_open:
        if request.status is not Status.LINKED:
            yield buttons(complain)
        return
    yield buttons(
        button("Add details", names.ADD_DETAILS, request.id),
        complain,
        button("Withdraw", names.WITHDRAW, request.id, confirm=_sure_to_withdraw(request)),
    )


def _asked(score: int | None) -> str:
    if score is None:
        return f"How did we do? {WORST} is poor, {BEST} is very good."
    return f"You gave us {score} of {BEST}. Thank you."


def _scores(request: RightsRequest, score: int | None) -> Iterator[Block]:
    for number in range(WORST, BEST + 1):
        chosen = "primary" if number == score else None
        value = f"{request.id}:{number}"
        yield button(str(number), f"{names.RATE}_{number}", value, style=chosen)


def _sure_to_withdraw(request: RightsRequest) -> Block:
    return sure(
        f"Withdraw {request.reference}?",
        "The compliance team stops working on it. You can ask again at any time.",
        yes="Withdraw",
        no="Keep it",
    )
