import os

import pytest

from bot.database import Database
from bot.sole import AnotherIsAtWork, claim
from bot.unusable import DatabaseUnusable


def test_a_second_process_at_a_file_is_turned_away(in_file: Database) -> None:
    held = claim(in_file)
    assert held is not None

    with pytest.raises(AnotherIsAtWork, match=r"Another helpdesk is at work .* need PostgreSQL"):
        claim(in_file)

    os.close(held)
    again = claim(in_file)
    assert again is not None
    os.close(again)


def test_a_lock_file_that_cannot_be_opened_is_named_in_one_sentence(in_file: Database) -> None:
    assert in_file.file
    lock = in_file.file.with_name(f"{in_file.file.name}.lock")
    lock.mkdir()  # which nobody can open to write, not even root

    with pytest.raises(DatabaseUnusable) as refused:
        claim(in_file)

    assert str(refused.value) == (
        f"The lock file {lock} cannot be opened: Is a directory. "
        "Is it the helpdesk's own user who asks?"
    )


def test_at_a_server_there_is_room_for_many() -> None:
    database = Database("postgresql://postgres@127.0.0.1:1/none", [KEY])

    assert claim(database) is None
    database.close()


KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="
