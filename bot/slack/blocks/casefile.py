"""A case as an officer looks into it, and why its date is what it is: forms to be read."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from bot.desk.casefile import AskedSearch, CaseFile
from bot.register.history import Taken
from bot.register.ledger import Line
from bot.register.saying import DONE
from bot.register.working_days import in_words
from bot.slack import names
from bot.slack.blocks.card import BREACH_CAVEAT, facts, what
from bot.slack.blocks.form_parts import field, modal, option, reading
from bot.slack.blocks.harmless import escape, in_a_line
from bot.slack.blocks.parts import (
    DIVIDER,
    Block,
    button,
    buttons,
    capital,
    clip,
    header,
    lawful,
    markdown,
    quotation,
    sections,
    small_print,
)

_MOST_STEPS: Final = 25
_MOST_ASKED: Final = 20
_MOST_TERMS: Final = 500
_LONGEST_WHY: Final = 200
_LONGEST_LINE: Final = 900
"""So that fifty systems and all steps leave room in the hundred blocks of a form."""


def case_file(file: CaseFile, link: str | None) -> Block:
    """Return the case, to be read; `link` leads to its card in the compliance channel."""
    card = file.card
    blocks = [
        header(capital(what(card))),
        markdown("\n".join(facts(card))),
        quotation(card.words),
        *(markdown(f":warning: {lawful(flag)}") for flag in card.flags),
        *([small_print(BREACH_CAVEAT)] if card.case == "breach" else []),
        *_why(file, lawful),
        *_searches(file),
        *_history(file),
        *_ends(file, link),
    ]
    return reading(card.reference, blocks)


def why_this_date(file: CaseFile) -> Block:
    """Return how the due date came about, step by step, and what would change it."""
    said = list(_why(file, escape)) or [markdown("No clock runs.")]
    said += [small_print(escape(fact)) for fact in file.law]
    return reading("Why this date?", said)


def search_form(
    private_metadata: str, *, reference: str, systems: Sequence[str], by: date
) -> Block:
    """Return the form in which an officer asks a colleague to search, by this day if no other."""
    menu: Block = {
        "type": "static_select",
        "placeholder": {"type": "plain_text", "text": "Choose a system"},
        "options": [option(system, system) for system in systems],
    }
    person: Block = {
        "type": "users_select",
        "placeholder": {"type": "plain_text", "text": "Choose a colleague"},
    }
    terms: Block = {"type": "plain_text_input", "multiline": True, "max_length": _MOST_TERMS}
    day: Block = {"type": "datepicker", "initial_date": by.isoformat()}
    blocks = [
        field(names.SYSTEM, "Where is it to be searched?", menu, optional=False),
        field(names.TO, "Who is asked?", person, optional=False),
        field(
            names.TERMS,
            "What is to be looked for?",
            terms,
            hint="The colleague reads this and the system's name, and nothing else of the case.",
            optional=False,
        ),
        field(names.ON, "By when?", day, optional=False),
    ]
    return modal(names.SEARCH_FORM, clip(reference, 24), "Ask", private_metadata, blocks)


def _why(file: CaseFile, say: Callable[[str], str]) -> Iterator[Block]:
    if not file.working:
        return
    steps = [f"{number}. {say(step)}" for number, step in enumerate(file.working, 1)]
    yield markdown("*Why this date?*\n" + "\n".join(steps))
    if file.what_ifs:
        yield markdown("*What if?*\n" + "\n".join(f"• {say(said)}" for said in file.what_ifs))


def _searches(file: CaseFile) -> Iterator[Block]:
    if not file.ledger:
        return
    left = [line.system for line in file.ledger if not line.searches]
    done = len(file.ledger) - len(left)
    lines = (f"• {_searched(line)}" for line in file.ledger if line.searches)
    yield DIVIDER
    head = f"*Searched {done} of {len(file.ledger)} systems*"
    yield from sections((head, *lines), longest=_LONGEST_LINE)
    if left:
        yield small_print(f"Not searched yet: {escape(', '.join(left))}.")
    for asked in file.asked[:_MOST_ASKED]:
        yield markdown(_asked(asked)) | {"accessory": _withdraw(asked)}
    if file.card.open:
        yield buttons(button("Ask a colleague to search", names.ASK_SEARCH, file.card.escalation))


def _searched(line: Line) -> str:
    looks = (
        f"{it.found} ({in_a_line(it.who)}, {in_words(it.on)}{_with_words(it.terms)})"
        + (f": {escape(clip(it.note, _LONGEST_WHY))}" if it.note else "")
        for it in line.searches
    )
    return f"*{escape(line.system)}*: {'; '.join(looks)}"


def _with_words(terms: str) -> str:
    return f', "{escape(clip(terms, 80))}"' if terms else ""


def _asked(asked: AskedSearch) -> str:
    who, where = in_a_line(asked.name), escape(asked.system)
    return f"{who} is asked to search *{where}* by {in_words(asked.by)}"


def _withdraw(asked: AskedSearch) -> Block:
    return button("Ask no more", names.WITHDRAW_SEARCH, asked.task)


def _history(file: CaseFile) -> Iterator[Block]:
    if not file.history:
        return
    shown = file.history[-_MOST_STEPS:]
    earlier = len(file.history) - len(shown)
    before = [f"({earlier} earlier steps: see the evidence pack)"] if earlier else []
    yield DIVIDER
    lines = ("*What was done*", *before, *map(_step, shown))
    yield from sections(lines, longest=_LONGEST_LINE)


def _step(taken: Taken) -> str:
    why = f": {escape(clip(taken.why, _LONGEST_WHY))}" if taken.why else ""
    return f"• {in_words(taken.on)}, {in_a_line(taken.name)} {DONE[taken.step]}{why}"


def _ends(file: CaseFile, link: str | None) -> Iterator[Block]:
    if file.opinion:
        yield markdown(f"*The requester's opinion* {escape(file.opinion)}")
    said = [f"Messages with the person: {file.said}."]
    if link:
        said.append(f"<{link}|Open the card and its thread>")
    yield small_print(" ".join(said))
    yield buttons(button("Evidence pack", names.EVIDENCE, file.card.escalation))
