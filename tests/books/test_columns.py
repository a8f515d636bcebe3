from datetime import date

from bot.books.columns import COLUMNS, columns, row
from bot.register.lifecycle import Step
from bot.register.progress import Ground
from bot.register.requests import RightsRequest
from knowledge.rights import Right
from tests.books.builders import CANARY, a_request


def named(request: RightsRequest, name: str) -> object:
    (column,) = (it for it in COLUMNS if it.name == name)
    return column.cell(request)


def test_no_two_columns_share_a_name() -> None:
    assert len({it.name for it in COLUMNS}) == len({it.heading for it in COLUMNS}) == len(COLUMNS)


def test_an_anonymised_row_holds_nothing_that_a_person_wrote() -> None:
    request = a_request()
    request = request.after(Step.EXTEND, on=date(2026, 9, 10), why=f"{CANARY} why")
    request = request.after(
        Step.REFUSE, on=date(2026, 9, 10), why=f"{CANARY} facts", ground=Ground.NO_RIGHT
    )

    full, less = columns(anonymised=False), columns(anonymised=True)

    assert str(row(request, full)).count(CANARY) == 5
    assert CANARY not in str(row(request, less))


def test_a_request_that_is_open_was_answered_neither_in_time_nor_late() -> None:
    request = a_request()

    assert [named(request, name) for name in ("closed", "days", "in_time")] == [None, None, None]


def test_each_right_has_its_outcome_in_words() -> None:
    request = a_request(Right.ACCESS, Right.ERASURE)
    request = request.after(Step.FULFIL, on=date(2026, 10, 5), rights=(Right.ACCESS,))
    request = request.after(
        Step.REFUSE, on=date(2026, 10, 5), rights=(Right.ERASURE,), ground=Ground.EXEMPTION
    )

    assert named(request, "outcomes") == (
        "access: responded in full; erasure: refused it (exemption)"
    )
    assert [named(request, name) for name in ("days", "in_time")] == [32, True]
