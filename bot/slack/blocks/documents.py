"""The form in which officers ask for the register as a file."""

from typing import Final

from bot.slack import names
from bot.slack.blocks.forms import field, modal, radio
from bot.slack.blocks.parts import Block, small_print

ANONYMISED: Final = "anonymised"
FULL: Final = "full"

_FORMATS: Final = {"xlsx": "Workbook (XLSX)", "csv": "Table (CSV)", "json": "Data (JSON)"}
_WHOM: Final = {
    ANONYMISED: "Without names, words and reasons",
    FULL: "Everything, with names and words",
}


def export_form(private_metadata: str) -> Block:
    """Return the form."""
    blocks = [
        field(names.FORMAT, "As what?", radio(_FORMATS, chosen="xlsx"), optional=False),
        field(names.WHAT, "How much of it?", radio(_WHOM, chosen=ANONYMISED), optional=False),
        small_print(
            "The file goes into the compliance channel, and the audit chain notes it. Slack keeps "
            "it as long as your workspace keeps files: delete it there when it has served."
        ),
    ]
    return modal(names.EXPORT_FORM, "Export the register", "Export", private_metadata, blocks)
