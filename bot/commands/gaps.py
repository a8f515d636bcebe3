"""`helpdesk knowledge gaps`: what people asked and the answers did not meet."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Final

import typer

import knowledge
from bot.asked.gaps import Gap, gaps
from bot.asked.questions import KEPT_FOR
from bot.clock import utc_now
from bot.commands.authors import Folder
from bot.commands.operators import open_database
from bot.commands.printing import Failure, busy, say
from bot.database import Database
from bot.settings import SettingsFaulty
from knowledge.builder import read_corpus
from knowledge.grouping import grouped
from knowledge.masking import common_words, masked

_EXAMPLES = 3
_HINT: Final = re.compile("[:;] ")
"""Before what helps an operator to choose a setting, who chooses none here."""
_NEEDS: Final = "What people asked stands in the bot's database, so this needs the bot's settings"


def show_gaps(
    days: Annotated[
        int, typer.Option(min=1, max=KEPT_FOR.days, help="How many days to look back.")
    ] = 7,
    folder: Folder = None,
) -> None:
    """List questions that were unanswered, asked back or not helped, grouped, names left out."""
    database = _bots_database()
    base = knowledge.load(folder)
    now = utc_now()
    found = database.transact(
        lambda session: gaps(session, since=now - timedelta(days=days), until=now)
    )
    if not found:
        say(f"No gaps in the last {days} days.")
        return
    with busy("Putting together what asks for the same ..."):
        groups = grouped([gap.words for gap in found], base.encoder)
    common = common_words(_texts())
    for group in groups:
        _show([found[place] for place in group], common)


def _bots_database() -> Database:
    """Return the database of the bot; raises `Failure` where its settings are not those."""
    try:
        return open_database()
    except SettingsFaulty as faulty:
        problems = "; ".join(_HINT.split(problem)[0] for problem in faulty.problems)
        raise Failure(f"{_NEEDS}: {problems}.") from faulty


def _texts() -> list[str]:
    corpus = read_corpus(knowledge.INTENTS)
    return [text for chorus in corpus for voice in chorus.voices for text in voice.texts]


def _show(group: Sequence[Gap], common: frozenset[str]) -> None:
    why = ", ".join(f"{count} {why}" for why, count in Counter(it.why for it in group).items())
    near = Counter(it.nearest for it in group if it.nearest).most_common(1)
    say(f"{why}{f' (nearest: {near[0][0]})' if near else ''}")
    for text in dict.fromkeys(masked(it.words, common) for it in group[:_EXAMPLES]):
        say(f"    {text}")
