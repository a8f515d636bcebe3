"""What is refused to a requester is said in one sentence of a requester's own words."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.desk import forms, requester
from bot.desk.forms import Form
from bot.desk.own import NotPossibleNow
from bot.register import store
from bot.register.lifecycle import UNREGISTERED, Status
from bot.register.saying import FOR_OFFICERS, FOR_REQUESTERS, TO_DO
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import NOW, TOM, desk, hear, judged

Deed = Callable[[Session, str], None]


def add_details(session: Session, request: str) -> None:
    form = Form(key="f", writer=TOM, rights=(Right.ACCESS,), details="and my orders")
    forms.add_details(session, desk=desk(), request=request, form=form, now=NOW)


def deed(
    name: str,
) -> Deed:
    operation: Callable[..., None] = getattr(requester, name)
    return lambda session, request: operation(
        session, desk=desk(), request=request, writer=TOM, now=NOW
    )


DEEDS: dict[str, Deed] = {
    name: deed(name)
    for name in ("log_candidate", "dismiss_candidate", "confirm", "only_asking", "withdraw")
} | {"add_details": add_details}


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("name", DEEDS)
async def test_no_officers_word_reaches_a_requester_who_is_refused(
    in_file: Database, name: str, status: Status
) -> None:
    def work(session: Session) -> None:
        question = hear(session, judged(Kind.REQUEST, certain=status not in UNREGISTERED))
        request = store.get(session, question)
        store.save(session, request.model_copy(update={"status": status}))

        try:
            DEEDS[name](session, question)
        except NotPossibleNow as refused:
            said = str(refused)
            assert FOR_REQUESTERS[status] in said
            assert not [words for words in TO_DO.values() if words in said]
            assert f'"{FOR_OFFICERS[status]}"' not in said or status is Status.WITHDRAWN
            assert "Possible now" not in said

    await in_file.in_transaction(work)


async def test_a_request_that_has_ended_is_not_confirmed_any_more(in_file: Database) -> None:
    def work(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))
        DEEDS["withdraw"](session, request)

        with pytest.raises(NotPossibleNow) as refused:
            DEEDS["confirm"](session, request)

        said = 'That is not possible now, since RR-2026-0001 stands as "Withdrawn".'
        assert str(refused.value) == said

    await in_file.in_transaction(work)
