"""Every button, form, shortcut and command that is listened to has its row at the gate.

And past the gate, the desk acts for nobody but whom the access table calls an officer.
"""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from slack_bolt.async_app import AsyncApp

from bot.access import Deed, NotAllowed, Role
from bot.desk.values import Writer, as_officer
from bot.slack.bolt import CONVERSATIONS
from bot.slack.door import Door
from bot.slack.gate import DEEDS, deed_of
from bot.slack.returned import NotAsSent
from tests.bot.desk import PRIYA, TOM

BOT = Path(__file__).parents[2] / "bot"


class Ear:
    """Stands in for Bolt's app and keeps the names that are listened to."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def _hear(self, name: str | re.Pattern[str]) -> Callable[[Any], Any]:
        pattern = name if isinstance(name, str) else name.pattern.strip("^$").removesuffix("_[0-9]")
        self.names.add(pattern)
        return lambda listener: listener

    action = view = command = message_shortcut = global_shortcut = _hear

    def event(self, _name: object) -> Callable[[Any], Any]:
        return lambda listener: listener


def test_what_is_listened_to_is_just_what_the_gate_knows() -> None:
    ear, door = Ear(), SimpleNamespace(desk=None)
    for conversation in CONVERSATIONS:
        conversation.listen(cast("AsyncApp", ear), cast("Door", door))

    assert ear.names == set(DEEDS)


@pytest.mark.parametrize(
    ("body", "deed"),
    [
        ({"type": "block_actions", "actions": [{"action_id": "claim"}]}, Deed.WORK),
        ({"type": "block_actions", "actions": [{"action_id": "choose_topic_2"}]}, Deed.DECIDE),
        ({"type": "view_submission", "view": {"callback_id": "letter_form"}}, Deed.WORK),
        ({"type": "shortcut", "callback_id": "new_rights_request"}, Deed.ASK),
        ({"command": "/privacy", "text": "claim"}, Deed.ASK),
    ],
)
def test_the_gate_goes_by_the_name_that_slack_sends_back(body: dict[str, Any], deed: Deed) -> None:
    assert deed_of(body) is deed


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": "claim"},
        {"type": "block_actions", "actions": [{"action_id": "drop_everything"}]},
        {"type": "block_actions", "actions": [{"action_id": None}]},
        {"type": "block_actions", "actions": [{}], "view": {"callback_id": "letter_form"}},
        {"type": "view_submission", "view": None},
        {"type": "message_action", "callback_id": "claim2"},
        {"type": "block_suggestion", "action_id": "claim"},
        {"command": "/other"},
    ],
)
def test_what_the_gate_does_not_know_is_not_done(body: dict[str, Any]) -> None:
    with pytest.raises(NotAsSent):
        deed_of(body)


@pytest.mark.parametrize(("who", "role"), [(PRIYA, Role.STAFF), (TOM, Role.CUSTOMER)])
def test_only_whom_the_table_lets_work_becomes_an_officer(who: Writer, role: Role) -> None:
    with pytest.raises(NotAllowed):
        as_officer(who, role)

    assert as_officer(who, Role.OFFICER) == who


def test_nothing_else_makes_an_officer() -> None:
    made = [
        (path.name, node.name)
        for path in sorted(BOT.rglob("*.py"))
        for node in functions(path)
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and ast.unparse(call.func).split(".")[-1] == "Officer"
    ]

    assert made == [("values.py", "as_officer")]


def test_what_the_desk_does_for_an_officer_is_done_for_no_other_writer() -> None:
    asked = {
        (path.name, node.name): ast.unparse(argument.annotation)
        for path in sorted(BOT.glob("desk/*.py"))
        for node in functions(path)
        for argument in (*node.args.args, *node.args.kwonlyargs)
        if argument.arg == "officer" and argument.annotation
    }

    assert asked
    assert set(asked.values()) == {"Officer"}


@pytest.mark.parametrize("room", ["officer.py", "stepping.py", "repeating.py", "closing.py"])
def test_what_officers_do_and_see_of_a_case_is_asked_for_by_an_officer(room: str) -> None:
    for node in functions(BOT / "desk" / room):
        names = {argument.arg for argument in (*node.args.args, *node.args.kwonlyargs)}
        if "session" in names and not node.name.startswith("_"):
            assert "officer" in names, node.name


def test_what_officers_see_comes_from_the_desk_and_from_no_table() -> None:
    theirs = [
        path
        for path in sorted(BOT.glob("slack/listeners/*.py"))
        if "as_officer" in path.read_text(encoding="utf-8")
    ]

    assert theirs
    for path in theirs:
        assert not {"store", "questions", "drafts"} & set(imported(path)), path.name


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
