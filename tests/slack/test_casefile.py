"""A case's file shows all that was done and searched, however much it is, and Slack takes it."""

from datetime import UTC, date, datetime
from typing import Any

from bot.desk.casefile import AskedSearch, CaseFile
from bot.places import PersonId
from bot.register.history import Taken
from bot.register.ledger import ledger
from bot.register.lifecycle import Step
from bot.register.progress import Search
from bot.sandbox.limits import view_faults
from bot.slack.blocks.casefile import case_file
from bot.slack.checking import faults_of
from tests.slack.test_blocks import a_card

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
JO = PersonId(team="T0", user="U9")


def taken(number: int, why: str = "") -> Taken:
    return Taken(
        request="r1",
        number=number,
        at=NOW,
        who=JO,
        name="Jo",
        step=Step.EXTEND,
        on=date(2026, 11, 25),
        why=why,
    )


def search(system: str, note: str) -> Search:
    on = date(2026, 11, 25)
    return Search(system=system, on=on, who="Jo", terms="Tom", found="nothing", note=note)


def read(form: dict[str, Any]) -> str:
    texts = (block.get("text") for block in form["blocks"])
    return "\n".join(text["text"] for text in texts if text)


def test_every_step_is_shown_whole_up_to_the_newest() -> None:
    file = CaseFile(
        card=a_card(),
        place=None,
        history=tuple(taken(number, f"{'x' * 180} {number}.") for number in range(1, 41)),
    )

    form = case_file(file, None)

    shown = read(form)
    assert "(15 earlier steps: see the evidence pack)" in shown
    assert all(f" {number}." in shown for number in range(16, 41))
    assert " 15." not in shown


def test_fifty_systems_are_shown_each_with_what_was_found() -> None:
    systems = tuple(f"System {number}!" for number in range(50))
    looks = [search(it, f"{'y' * 150} at {it}") for it in systems for _ in range(2)]
    asked = AskedSearch(task="t1", system="Mail", name="Priya", by=date(2026, 12, 1))
    file = CaseFile(
        card=a_card(),
        place=None,
        history=tuple(taken(number, "x" * 200) for number in range(1, 41)),
        ledger=ledger(systems, looks),
        asked=(asked,) * 20,
        working=("z" * 200,) * 9,
        what_ifs=("z" * 200,) * 9,
    )

    form = case_file(file, "https://x.slack.com/y")

    shown = read(form)
    assert "Searched 50 of 50 systems" in shown
    assert all(f"at {system}" in shown for system in systems)
    assert faults_of(form) == ()
    assert view_faults(form) == []
