"""`helpdesk ask`: the verdict on a question, and the words the bot would say."""

import json
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated

import typer

import knowledge
from bot.commands.authors import Folder, without_encoder
from bot.commands.printing import Failure, say, say_json
from bot.delivery.for_askers import ForeignPassedOn
from bot.helpdesk import (
    AskWhether,
    AskWhetherBreach,
    PassOn,
    Register,
    ReportBreach,
    Say,
    contact_of,
    decide,
)
from bot.slack.blocks import draw
from knowledge import KnowledgeBase
from knowledge.explaining import explained
from knowledge.verdict import Audience, Verdict


class Asker(StrEnum):
    """Who asks, as the command names them."""

    STAFF = "staff"
    CUSTOMER = "customer"

    @property
    def audience(self) -> Audience:
        """As the knowledge base names them."""
        return Audience.STAFF if self is Asker.STAFF else Audience.EVERYONE


def ask(
    text: Annotated[str | None, typer.Argument(help="The question.")] = None,
    *,
    audience: Annotated[Asker, typer.Option(help="Who asks.")] = Asker.CUSTOMER,
    as_json: Annotated[bool, typer.Option("--json", help="The verdict as JSON.")] = False,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="JSON lines in, JSON lines out.")] = False,
    folder: Folder = None,
) -> None:
    """Say what the bot makes of a question, and what it would answer."""
    if jsonl is (text is not None):
        raise typer.BadParameter("give either a question or --jsonl, which reads standard input")
    base = knowledge.load(folder)
    if text is None:
        for line in _answers(base, audience):
            said = json.dumps(line, ensure_ascii=False).encode(errors="backslashreplace")
            sys.stdout.write(said.decode() + "\n")
        return
    verdict = base.judge(text, audience.audience)
    if as_json:
        say_json(knowledge.verdict_json(base, verdict, audience.audience, None))
    else:
        say(_words(base, verdict, audience.audience))
        say("\n" + "\n".join((*explained(verdict, base.titles), *without_encoder(base))))


def _answers(base: KnowledgeBase, audience: Asker) -> Iterator[dict[str, object]]:
    for number, line in enumerate(sys.stdin.buffer, start=1):
        if not line.strip():
            continue
        question = _question(line, number)
        asker = Asker(question["audience"]) if "audience" in question else audience
        verdict = base.judge(question["text"], asker.audience, question.get("context"))
        yield knowledge.verdict_json(base, verdict, asker.audience, question.get("id"))


def _question(line: bytes, number: int) -> dict[str, str]:
    try:
        question = json.loads(line.decode("utf-8-sig"))
    except (ValueError, RecursionError) as cause:
        raise Failure(f"Line {number} is not JSON.") from cause
    if not isinstance(question, dict) or not isinstance(question.get("text"), str):
        raise Failure(f'Line {number} has no "text".')
    if question.get("audience", "customer") not in list(Asker):
        raise Failure(f'Line {number}: "audience" is staff or customer.')
    if not isinstance(question.get("context"), str | None):
        raise Failure(f'Line {number}: "context" is a text.')
    return question


def _words(base: KnowledgeBase, verdict: Verdict, audience: Audience) -> str:
    match decide(base, verdict, question="", readers=audience):
        case Say(message):
            return draw(message).text
        case PassOn(language):
            told = ForeignPassedOn(language=language, contact=contact_of(base), reference="QN-...")
            return f"{draw(told).text}\n(The compliance team would get it.)"
        case Register(rights, beside):
            said = f"A rights request ({', '.join(rights)}): it would be registered at once."
        case AskWhether(rights, beside):
            said = f"Perhaps a rights request ({', '.join(rights)}): I would ask first."
        case ReportBreach(beside):
            said = "A possible breach: the compliance team would be told at once."
        case AskWhetherBreach(beside):
            said = "Perhaps a breach: I would ask first whether it has happened."
    return f"{said}\n\n{draw(beside).text}" if beside else said
