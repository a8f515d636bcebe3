"""What a requester reads: the receipt, the question before it, a plain sentence."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, assert_never

from bot.delivery.for_anybody import Told
from bot.delivery.for_requesters import (
    BreachPassedOn,
    BreachQuestion,
    ForRequesters,
    OpenPrivately,
    PapersPosted,
    Receipt,
    Relayed,
    RepliedPrivately,
    RequestQuestion,
    RequestSpotted,
)
from bot.register.requests import RightsRequest
from bot.register.rights import rights_in_words
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
    quotation,
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


def draw(message: ForRequesters) -> Drawn:
    """Return a message to a requester as Slack takes it."""
    match message:
        case RepliedPrivately() | OpenPrivately():
            return in_a_channel(message)
        case RequestQuestion():
            return request_question(message)
        case RequestSpotted():
            return request_spotted(message)
        case BreachQuestion():
            return breach_question(message)
        case Receipt():
            return receipt(message)
        case BreachPassedOn():
            return breach_passed_on(message)
        case PapersPosted():
            return papers_posted(message)
        case Told():
            return told(message)
        case Relayed():
            return relayed(message)
        case _:
            assert_never(message)


def in_a_channel(message: RepliedPrivately | OpenPrivately) -> Drawn:
    """Draw what a channel is shown of a private affair."""
    match message:
        case RepliedPrivately():
            return replied_privately(message)
        case OpenPrivately():
            return open_privately(message)
        case _:
            assert_never(message)


def replied_privately(message: RepliedPrivately) -> Drawn:
    """Draw the one neutral line of a channel."""
    del message
    said = "I've replied to you privately."
    return Drawn.of(said, [markdown(said)])


def open_privately(message: OpenPrivately) -> Drawn:
    """Draw the button behind which a message waits; the line names nothing of it."""
    said = "I could not write to you directly, so what I have for you opens here, for you alone."
    opens = button("Open", names.OPEN_PRIVATELY, message.delivery)
    return Drawn.of(said, [markdown(said), buttons(opens)])


def told(message: Told) -> Drawn:
    """Draw one plain sentence of ours."""
    said = escape(message.text)
    return Drawn.of(said, [markdown(said)])


def relayed(message: Relayed) -> Drawn:
    """Draw an officer's words, signed by the team."""
    signed = f"Compliance team ({message.reference}):"
    return Drawn.of(
        f"{signed} {escape(message.words)}", [markdown(f"*{signed}*"), quotation(message.words)]
    )


def request_question(message: RequestQuestion) -> Drawn:
    """Ask whether it is a request."""
    said = (
        f"Shall I log this as a request for {rights_in_words(message.rights)}? "
        "If you say yes, the time to answer you counts from your message."
    )
    choice = buttons(
        button("Yes, log it", names.LOG_REQUEST, message.request, style="primary"),
        button("No, I was only asking", names.NOT_A_REQUEST, message.request),
    )
    return Drawn.of(said, [markdown(said), choice])


def request_spotted(message: RequestSpotted) -> Drawn:
    """Offer to log what somebody's message asks for."""
    said = (
        f"That message may be a request for {rights_in_words(message.rights)}. "
        "Its time counts from when it reached us, so please log it."
    )
    about = f"{message.question}:{message.rights[0]}"
    log = button("Log a rights request", names.MAKE_REQUEST, about, style="primary")
    return Drawn.of(said, [markdown(said), buttons(log)])


def breach_question(message: BreachQuestion) -> Drawn:
    """Ask whether something has happened."""
    said = (
        "Is this something that has happened? I can tell the compliance team now: "
        "the sooner they know, the more can be done."
    )
    choice = buttons(
        button("Yes, tell them now", names.REPORT_BREACH, message.question, style="primary"),
        button("No, nothing has happened", names.NO_BREACH, message.question),
    )
    return Drawn.of(said, [markdown(said), choice])


def breach_passed_on(message: BreachPassedOn) -> Drawn:
    """Tell a reporter that the officers know, and what to do meanwhile."""
    said = (
        f"Thank you for saying so. The compliance team has been told just now ({message.reference})"
        " and may ask you more here. Meanwhile, if you can still stop it, do: recall the message, "
        "lock the device, close the access. Please do not delete or forward anything else."
    )
    return Drawn.of(said, [markdown(said)])


def papers_posted(message: PapersPosted) -> Drawn:
    """Ask to delete what must not be in Slack, and say where evidence goes."""
    said = " ".join((*_posted(message), "Please never post identity papers in Slack."))
    if not message.evidence:
        return Drawn.of(said, [markdown(said)])
    where = "If the compliance team asks for evidence, this is what the notice says of it:"
    blocks = [markdown(f"{said} {where}"), *sourced(message.evidence, message.notice_date)]
    dated = f"{notice_of(message.notice_date)}."
    return Drawn.of("\n".join((said, where, quotes_as_text(message.evidence), dated)), blocks)


def _posted(message: PapersPosted) -> Iterator[str]:
    if message.papers:
        held = f"the number of an identity or payment paper ({', '.join(message.papers)})"
        where = "What you sent seems" if message.in_form else "Your message seems"
        yield f"{where} to hold {held}. I have kept it without the number."
        if not message.in_form:
            yield "Please delete the message, or edit the number out."
    if message.files:
        them = "that file shows" if message.files == 1 else "one of those files shows"
        yield f"I do not open files. If {them} an identity paper, please delete it."


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


def my_requests(requests: Sequence[RightsRequest]) -> str:
    """Return a person's own requests in words, a line each."""
    if not requests:
        return "You have made no requests."
    return "\n".join(
        f"{it.reference}{_for(it)}: {rights_in_words(it.rights)}. {it.stands_for_them}."
        + (f" {promise(it)}" if it.is_open else "")
        for it in requests
    )


def promise(request: RightsRequest) -> str:
    """Return what whoever made an open request may expect, and when."""
    return _promise(
        request.rights,
        due=request.due or request.received,
        target=request.target,
        they=request.on_behalf is not None,
    )


def _for(request: RightsRequest) -> str:
    return f", logged for {request.subject}" if request.subject else ""


def _promise(rights: Sequence[Right], *, due: date, target: date | None, they: bool) -> str:
    """Return what may be expected: a complaint has no last day by law but for its receipt."""
    if _is_complaint(rights):
        hears = "The compliance team tells them" if they else "We tell you"
        return f"{hears} how it goes, and the outcome without undue delay."
    if tuple(rights) == (Right.MARKETING_OPT_OUT,) and target:
        return f"We aim to stop it by {in_full(target)}."
    hears = "They will hear" if they else "You will hear"
    return f"{hears} from the compliance team by {in_full(due)}."


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
    return _promise(message.rights, due=message.due, target=message.target, they=they)


def _of_its_rights(message: Receipt) -> Iterator[str]:
    if Right.COMPLAINT in message.rights and message.answer == "by_hand":
        yield "The compliance team acknowledges the complaint to the person who made it."
    elif Right.COMPLAINT in message.rights:
        yield "This message acknowledges the complaint; the compliance team looks into it."
    if Right.MARKETING_OPT_OUT in message.rights:
        need = "they need not prove who they are" if message.logged_for else _NEED_NOT
        yield f"To stop marketing {need}."


_NEED_NOT: Final = "you need not prove who you are"


def _to_do(message: Receipt) -> str:
    """Return what the requester must do now, before any words of the notice that ask for more."""
    if message.answer == "by_hand":
        return "Please ask the person for no identity papers, and post none in Slack."
    asked = (
        "Only if the compliance team asks you for evidence of identity, send what the notice says "
        "below to the address that it gives. "
    )
    evidence = asked if message.identity else ""
    return f"*You need not do anything now.* {evidence}Please do not post identity papers in Slack."


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
