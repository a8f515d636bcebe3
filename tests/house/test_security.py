"""SECURITY.md names every table that is kept, and every test that it trusts is there."""

import re
from pathlib import Path

import pytest
from sqlmodel import SQLModel

import bot.app  # noqa: F401 - makes every table known

ROOT = Path(__file__).parents[2]
SECURITY = (ROOT / ".github/SECURITY.md").read_text(encoding="utf-8")


def test_every_table_is_in_the_inventory() -> None:
    tables = {table.name for table in SQLModel.metadata.sorted_tables}

    assert {name for name in tables if f"`{name}`" not in SECURITY} == set()


@pytest.mark.parametrize("test", sorted(set(re.findall(r"`(tests/[a-z_/]+(?:\.py)?)`", SECURITY))))
def test_what_it_trusts_is_there(test: str) -> None:
    assert (ROOT / test).exists()
