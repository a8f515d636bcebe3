"""The officers' card of a case: what they must know, and what they can press."""

from collections.abc import Iterator
from typing import Final

from bot.delivery.for_officers import Card
from bot.desk.naming import called
from bot.register.lifecycle import Fee, Identity, Step
from bot.register.saying import COMES, TO_DO
from bot.register.working_days import in_full
from bot.slack import names
from bot.slack.blocks.drawn import Drawn
from bot.slack.blocks.harmless import escape, in_a_line
from bot.slack.blocks.parts import (
    Block,
    button,
    buttons,
    capital,
    clip,
    header,
    lawful,
    markdown,
    menu,
    person,
    quotation,
    small_print,
)
from bot.slack.moves import MOVES, Move
from knowledge.rights import Right

BREACH_CAVEAT: Final = (
    "72 hours run from the moment of awareness. An internet provider may fall under PECR "
    "instead of the UK GDPR. Whether and to whom it is reported is for the compliance team."
)


_SHORT: Final = 4
"""Lines of the working that stand on the card."""


def card(message: Card) -> Drawn:
    """Draw a case as it stands now."""
    calls = message.calls_here and message.open and message.owner is None
    known = [*(["<!here>"] if calls else ()), *facts(message)]
    blocks: list[Block] = [
        header(f"{message.reference} · {what(message)}"),
        markdown("\n".join(known)),
        quotation(message.words),
    ]
    if message.case == "breach":
        blocks.append(small_print(BREACH_CAVEAT))
    if message.open and message.working:
        blocks.append(small_print(clip("\n".join(map(lawful, _short(message.working))), 1_900)))
    blocks += [markdown(f":warning: {lawful(flag)}") for flag in message.flags]
    blocks += [markdown(line) for line in _repeats(message)]
    if message.checklist:
        blocks.append(small_print(_done(message)))
    blocks += _steps(message)
    title = f"{message.reference}, {what(message)}."
    warned = [lawful(flag) for flag in message.flags] + [BREACH_CAVEAT] * (message.case == "breach")
    warned += _repeats(message)
    words = f'"{escape(clip(message.words, 1_500))}"'
    working = map(lawful, message.working if message.open else ())
    return Drawn.of("\n".join([title, *known, *warned, words, *working]), blocks)


def what(message: Card) -> str:
    """Return what a case is, as its card's title says it."""
    said = called(message)
    return f"request: {said}" if message.case == "request" else said


def facts(message: Card) -> list[str]:
    """Return what the officers must know at a glance, a line each."""
    who = f"*From* {person(message.who)}, {message.audience}"
    if message.subject:
        how = f" ({escape(message.came_by)})" if message.came_by else ""
        who += f", for {in_a_line(clip(message.subject, 100))}{how}"
    if message.origin:
        who += f" (<{message.origin}|where it was written>)"
    reach = (f"*Answer to* {escape(clip(message.contact, 200))}, by hand",)
    known = [who, *(reach if message.contact else ()), _received(message), *_clock(message)]
    owner = f", with {person(message.owner)}" if message.owner else ""
    known.append(f"*State* {escape(message.state)}{owner}")
    if message.held_by:
        held = ", ".join(message.held_by)
        known.append(
            f"*Hold* Nothing of the person's is erased while {held} is open (DPA 2018 s.173)."
        )
    elif message.no_answer:
        known.append(f"*Not yet* Respond in full: {lawful(message.no_answer)}")
    if message.ended:
        known.append(f"*Ended* {escape(message.ended)}")
    return known


def _received(message: Card) -> str:
    at = message.received_at
    if message.received_on is None:
        return f"*Received* {in_full(at.date())}, {at:%H:%M}"
    return f"*Received* {in_full(message.received_on)}, logged {in_full(at.date())}, {at:%H:%M}"


def _repeats(message: Card) -> list[str]:
    """Return what perhaps the same person asked for before, and how often."""
    said = []
    if message.looks_like and message.open:
        same = message.can_be_added and not message.beside
        add = " Is it the same? Then add this to it." if same else ""
        said.append(f":link: Looks like {escape(message.looks_like)}.{add}")
    if message.beside and message.open:
        add = "Are both one matter? Then add this to it, and each right keeps its own end."
        said.append(f":link: The same person has {escape(message.beside)}. {add}")
    if message.earlier and message.open:
        about_it = "Is it about the same? Then reopen that and add this to it; if not, leave both."
        said.append(
            f":link: Earlier: {escape(message.earlier)}. {lawful(message.stays_apart) or about_it}"
        )
    if message.repeated:
        whose = "of this person" if message.repeats_surely else "that may be this person's"
        said.append(
            f"Within twelve months {len(message.repeated)} requests {whose} for the same: "
            f"{', '.join(message.repeated[-_MOST_LISTED:])}. The number alone makes none excessive "
            "(ICO, unfounded or excessive)."
        )
    return said


_MOST_LISTED: Final = 12


def _clock(message: Card) -> Iterator[str]:
    if message.open and message.case == "breach":
        yield f"*72 hours end* {in_full(message.hours_end.date())}, {message.hours_end:%H:%M}"
    if message.case == "breach":
        yield from _known(message)
    if not message.open or not message.due:
        return
    if message.stopped:
        yield "*Due* The clock is stopped until the requester has said what is meant."
    elif message.acknowledged:
        yield (
            f"*Acknowledged* on {in_full(message.acknowledged)}; progress and outcome without "
            "undue delay (DPA 2018 s.164A)"
        )
    elif message.overdue:
        yield f":rotating_light: *Overdue* The last day was {in_full(message.due)}"
    else:
        aim = message.target if message.target and message.target < message.due else None
        said = f"*Due* {in_full(message.due)}" + (f" (aim for {in_full(aim)})" if aim else "")
        comes = COMES[Fee.ASKED if Fee.ASKED in message.awaits else Identity.ASKED]
        anew = f"; the month starts anew when {comes} (UK GDPR Art 12A)"
        yield said + (anew if message.starts_anew else "")


def _known(message: Card) -> Iterator[str]:
    """Return what officers recorded of a breach, and how long it took."""
    aware, told, closed = message.aware_at, message.ico_told_on, message.closed_at
    if aware:
        yield f"*We knew* {in_full(aware.date())}, {aware:%H:%M}"
    if told or message.ico_reference:
        on = f" on {in_full(told)}" if told else ""
        number = f", reference {escape(message.ico_reference)}" if message.ico_reference else ""
        yield f"*ICO told*{on}{number}"
    if closed:
        hours = int((closed - message.runs_from).total_seconds()) // 3_600
        took = "1 hour" if hours == 1 else f"{hours} hours"
        yield f"*Closed* {in_full(closed.date())}, {closed:%H:%M}, {took} after we knew"


def _done(message: Card) -> str:
    left = [line for line in message.checklist if line not in message.ticked]
    done = len(message.checklist) - len(left)
    next_one = f" Next: {escape(left[0])}." if left else ""
    if not message.open:
        next_one = f" Not done: {escape('; '.join(left))}." if left else ""
    return f"Done {done} of {len(message.checklist)}.{next_one}"


def _short(working: tuple[str, ...]) -> tuple[str, ...]:
    """Return the working, or its beginning where it is long: a button shows it whole."""
    if len(working) <= _SHORT:
        return working
    return (*working[: _SHORT - 1], f"and {len(working) - _SHORT + 1} more steps: Why this date?")


def _steps(message: Card) -> list[Block]:
    """Return what officers can press; of a closed case only what opens it again."""
    shown = [*(_buttons(message) if message.open else ()), *_menu(message)]
    return [buttons(*shown)] if shown else []


def _menu(message: Card) -> Iterator[Block]:
    """Return the lawful next steps as a menu, if there are any."""
    steps: dict[str, str] = {step: TO_DO[Step(step)] for step in message.steps}
    moves: dict[str, str] = {move: MOVES[move] for move in _moves(message)}
    options = [*steps.items(), *moves.items()]
    shown = {f"{message.escalation}:{name}": capital(words) for name, words in options}
    if shown:
        yield menu("Next step", names.NEXT_STEP, shown)


def _moves(message: Card) -> tuple[Move, ...]:
    if message.case == "request":
        return (Move.HAND_OVER,) if message.open else ()
    if not message.open:
        return () if message.erased else (Move.OPEN_AGAIN,)
    listed = (Move.CHECKLIST,) if message.checklist else ()
    return (*listed, Move.CLOSE, Move.HAND_OVER)


def _buttons(message: Card) -> list[Block]:
    whom = "requester" if message.case == "request" else "asker"
    reply = "Write to whoever logged it" if message.subject else f"Reply to {whom}"
    steps = [button(reply, names.REPLY_TO_REQUESTER, message.escalation)]
    if message.owner is None:
        steps.insert(0, button("Claim", names.CLAIM, message.escalation, style="primary"))
    if message.working:
        steps.append(button("Why this date?", names.WHY_DATE, message.escalation))
    if message.question:
        steps.append(button("Why this answer?", names.EXPLAIN, message.question))
    if message.rights == (Right.MARKETING_OPT_OUT,):
        done = f"{message.escalation}:{Step.FULFIL}"
        steps.insert(0, button("Confirm that marketing has stopped", names.STEP_NOW, done))
    if message.can_be_added:
        both = f"{message.escalation}:{message.add_to}"
        steps.append(button("Add to the earlier one", names.ADD_TO_EARLIER, both))
    if message.reopens:
        both = f"{message.escalation}:{message.reopens}"
        steps.append(button("Reopen the earlier one and add this", names.ADD_TO_ENDED, both))
    return steps
