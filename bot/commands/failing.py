"""What a command may end in, other than success, and the lines that say so."""

from typing import Final

from bot.commands.printing import Failure
from bot.settings import SettingsFaulty
from bot.unusable import DatabaseUnusable
from knowledge import KnowledgeFaults, NoNotice, StaleBuild

ANTICIPATED: Final = (Failure, DatabaseUnusable, SettingsFaulty, KnowledgeFaults, StaleBuild)


def lines_of(failure: Exception) -> tuple[str, ...]:
    """Return what somebody who typed the command needs to know."""
    match failure:
        case SettingsFaulty():
            return ("The settings are not complete:", *failure.problems)
        case NoNotice(folder=folder, reason=reason):
            where = f"No notice can be read in the folder {folder} ({reason})"
            return (f"{where}: HELPDESK_KNOWLEDGE, or --folder, must name the one of your notice.",)
        case KnowledgeFaults():
            return ("The knowledge folder has faults:", *map(str, failure.faults))
        case _:
            return (str(failure),)
