"""The forms in which officers ask for a file: the register, or a month's report."""

from datetime import date
from typing import Final

from bot.books.report import MONTHS_BACK
from bot.register.working_days import months_after
from bot.slack import names
from bot.slack.blocks.form_parts import field, modal, option, radio
from bot.slack.blocks.parts import Block, small_print

ANONYMISED: Final = "anonymised"
FULL: Final = "full"

_FORMATS: Final = {"xlsx": "Workbook (XLSX)", "csv": "Table (CSV)", "json": "Data (JSON)"}
_WHOM: Final = {
    ANONYMISED: "Without names, words and reasons",
    FULL: "Everything, with names and words",
}


def export_form(private_metadata: str) -> Block:
    """Return the form in which the register is asked for."""
    blocks = [
        field(names.FORMAT, "Which kind of file?", radio(_FORMATS, chosen="xlsx"), optional=False),
        field(names.WHAT, "How much of it?", radio(_WHOM, chosen=ANONYMISED), optional=False),
        small_print(
            "The file goes into the compliance channel, and the audit chain notes it. Slack keeps "
            "it as long as your workspace keeps files: delete it there when it has served."
        ),
    ]
    return modal(names.EXPORT_FORM, "Export the register", "Export", private_metadata, blocks)


def report_form(private_metadata: str, *, today: date) -> Block:
    """Return the form in which a month is chosen, this one and those before it."""
    firsts = [months_after(today.replace(day=1), -back) for back in range(MONTHS_BACK + 1)]
    options = [option(f"{first:%Y-%m}", f"{first:%B %Y}") for first in firsts]
    menu: Block = {"type": "static_select", "options": options, "initial_option": options[1]}
    blocks = [
        field(names.MONTH, "Which month?", menu, optional=False),
        small_print("The report goes into the compliance channel; it has no names in it."),
    ]
    return modal(names.REPORT_FORM, "Monthly report", "Report", private_metadata, blocks)
