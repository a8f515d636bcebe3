"""What a requester reads beside the receipt: the question before it, a plain sentence."""

from collections.abc import Iterator
from typing import assert_never

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
from bot.register.rights import rights_in_words
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape
from bot.slack.blocks.parts import (
    button,
    buttons,
    markdown,
    notice_of,
    quotation,
    quotes_as_text,
    sourced,
)
from bot.slack.blocks.receipt import receipt


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
        held = f"the number of an identity document or payment card ({', '.join(message.papers)})"
        where = "What you sent seems" if message.in_form else "Your message seems"
        yield f"{where} to hold {held}. I have kept it without the number."
        if not message.in_form:
            yield "Please delete the message, or edit the number out."
    if message.files:
        them = "that file shows" if message.files == 1 else "one of those files shows"
        yield f"I do not open files. If {them} an identity paper, please delete it."
