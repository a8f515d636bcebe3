"""The receipt of a rights request, and what whoever made it may expect."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, assert_never

from bot.delivery.for_requesters import Receipt, Timing
from bot.register.lifecycle import Clarity, Fee, Identity
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
from bot.register.standing import stands_for_them, timing_for_them
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape, in_a_line
from bot.slack.blocks.parts import (
    Block,
    button,
    buttons,
    header,
    markdown,
    notice_of,
    quotes_as_text,
    sourced,
)
from knowledge.rights import Right

_STATE: Final = {
    "awaited": "registered",
    "confirmed": "confirmed",
    "by_hand": "logged",
    "ended": "closed",
}


_ANSWERED: Final = {
    "awaited": "",
    "confirmed": "Thank you, you have confirmed this request.",
    "by_hand": "Thank you for logging it. The compliance team writes to the person.",
}


def receipt(message: Receipt) -> Drawn:
    """Draw our confirmation that the request is registered."""
    what = "Complaint" if _is_complaint(message.rights) else "Request"
    title = f"{what} {message.reference}: {_STATE[message.answer]}"
    if message.answer == "ended":
        return _ended_receipt(message, title)
    said = "\n".join([_ANSWERED[message.answer], *_said(message), _to_do(message)]).strip()
    blocks: list[Block] = [header(title), markdown(said)]
    blocks += sourced((*message.quotes, *message.identity), message.notice_date)
    blocks += _decisions(message)
    quoted = quotes_as_text((*message.identity, *message.quotes))  # evidence must not be cut off
    dated = f"{notice_of(message.notice_date)}." if quoted else ""
    return Drawn.of(f"{said}\n{dated}\n{quoted}".strip(), blocks)


def _ended_receipt(message: Receipt, title: str) -> Drawn:
    said = f"{_registered(message)}\n{escape(message.stands)}."
    return Drawn.of(f"{title}\n{said}", [header(title), markdown(said)])


def my_requests(requests: Sequence[RightsRequest], today: date) -> str:
    """Return a person's own requests in words, a line each."""
    if not requests:
        return "You have made no requests."
    return "\n".join(
        f"{it.reference}{_for(it)}: {rights_in_words(it.rights)}. {stands_for_them(it)}."
        + (f" {promise(it, today)}" if it.is_open else "")
        for it in requests
    )


def promise(request: RightsRequest, today: date) -> str:
    """Return what whoever made an open request may expect, and when."""
    aim = request.target if request.target and request.target >= today else None
    return _promise(
        request.rights,
        due=request.due or request.received,
        target=aim,
        timing=timing_for_them(request, today),
        they=request.on_behalf is not None,
    )


def _for(request: RightsRequest) -> str:
    return f", logged for {request.subject}" if request.subject else ""


def _promise(
    rights: Sequence[Right], *, due: date, target: date | None, timing: Timing, they: bool
) -> str:
    """Return what may be expected: a complaint has no last day by law but for its receipt."""
    if _is_complaint(rights):
        hears = "The compliance team will tell them" if they else "We will tell you"
        return f"{hears} how it goes, and the outcome, without undue delay."
    hears, answer = ("They will hear", "the answer") if they else ("You will hear", "your answer")
    match timing:
        case "stopped":
            return f"The time to answer stands still until we have {answer}."
        case "anew":
            return (
                "The time to answer starts once we have what we asked for; the last day will "
                "then be shown here."
            )
        case "over":
            day = in_full(due)
            return f"The last day was {day}. {hears} from the compliance team without undue delay."
        case "runs" if tuple(rights) == (Right.MARKETING_OPT_OUT,) and target:
            return f"We aim to stop it by {in_full(target)}."
        case "runs":
            return f"{hears} from the compliance team by {in_full(due)}."
        case _:
            assert_never(timing)


def _is_complaint(rights: Sequence[Right]) -> bool:
    return tuple(rights) == (Right.COMPLAINT,)


def _said(message: Receipt) -> list[str]:
    received = f"Received {in_full(message.received)}."
    return [_registered(message), f"{received} {_promised(message)}", *_of_its_rights(message)]


def _registered(message: Receipt) -> str:
    whom = in_a_line(message.logged_for) if message.logged_for else ""
    if _is_complaint(message.rights):
        whose = f"The complaint of {whom}" if whom else "Your complaint"
        return f"{whose} has the reference {message.reference}."
    whom = f" for {whom}" if whom else ""
    words = rights_in_words(message.rights)
    return f"I have registered a request{whom} as {message.reference}: {words}."


def _promised(message: Receipt) -> str:
    they = message.answer == "by_hand"
    due, target, timing = message.due, message.target, message.timing
    return _promise(message.rights, due=due, target=target, timing=timing, they=they)


def _of_its_rights(message: Receipt) -> Iterator[str]:
    if Right.COMPLAINT in message.rights and message.answer == "by_hand":
        yield "The compliance team acknowledges the complaint to the person who made it."
    elif Right.COMPLAINT in message.rights:
        yield "This message acknowledges the complaint; the compliance team looks into it."
    if Right.MARKETING_OPT_OUT in message.rights:
        need = "they need not prove who they are" if message.logged_for else _NEED_NOT
        yield f"To stop marketing {need}."


_UNDERSTOOD: Final = (
    "It helps if you tell me below whether I understood you; we work on it either way. "
)
_NEED_NOT: Final = "you need not prove who you are"

_AWAITED: Final[Mapping[str, tuple[str, str]]] = {
    Identity.ASKED: (
        "evidence of who you are",
        "please send what our message asks for to the address that it gives",
    ),
    Clarity.ASKED: ("your answer to our question", "please tell us what you mean"),
    Fee.ASKED: ("the fee", "please pay it as our message says"),
}
"""What is awaited of the requester, and what they are to do."""


def _to_do(message: Receipt) -> str:
    """Return what the requester must do now, before any words of the notice that ask for more."""
    if message.answer == "by_hand":
        return "Please ask the person for no identity papers, and post none in Slack."
    asked = (
        "Only if the compliance team asks you for evidence of identity, send what the notice says "
        "below to the address that it gives. "
    )
    evidence = asked if message.identity and Identity.ASKED not in message.awaits else ""
    asks = _UNDERSTOOD if message.answer == "awaited" else ""
    return f"{_waits(message.awaits)} {asks}{evidence}Please do not post identity papers in Slack."


def _waits(awaits: Sequence[str]) -> str:
    """Return what we wait for from the requester, or that there is nothing to do."""
    told = [_AWAITED[it] for it in awaits if it in _AWAITED]
    if not told:
        return "*You need not do anything now.*"
    return " ".join(f"*We wait for {what}:* {do}." for what, do in told)


def _decisions(message: Receipt) -> list[Block]:
    """Return the buttons that still lead somewhere."""
    confirm = button(
        "Yes, that is what I ask for", names.CONFIRM_REQUEST, message.request, style="primary"
    )
    asking = button("I was only asking", names.ONLY_ASKING, message.request)
    more = button("Add details", names.ADD_DETAILS, message.request)
    match message.answer:
        case "awaited":
            return [buttons(confirm, asking, more)]
        case "confirmed" | "by_hand":
            return [buttons(more)]
        case "ended":
            return []
        case _:
            assert_never(message.answer)
