"""A request is added to an earlier one: what is owed to both sides, and what is left of neither."""

from datetime import date

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.delivery import deliveries
from bot.delivery.for_anybody import Told
from bot.desk import drafts, forms, repeating, stepping
from bot.desk.correspondence import Wording
from bot.desk.drafts import NoSuchDraft
from bot.desk.forms import Form
from bot.desk.values import actor
from bot.escalations import store as cases
from bot.register import operations as register
from bot.register import store as requests
from bot.register.addition import CannotBeAdded
from bot.register.lifecycle import Status, Step
from bot.register.on_behalf import OnBehalf
from bot.register.operations import Act
from bot.register.progress import Ground
from bot.register.saying import StepNotAllowed
from knowledge.rights import Right
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, PRIYA, desk, hear, heard, judged, owed


def two(session: Session) -> tuple[str, str]:
    """Let the same person ask for the same twice; return the earlier and the later request."""
    first = hear(session, judged(Kind.REQUEST))
    again = hear(session, judged(Kind.REQUEST), heard("and the calls", key="m2"))
    return first, again


def by() -> register.Actor:
    return actor(desk(), JO)


def add(session: Session, request: str, earlier: str) -> None:
    repeating.add_to_earlier(
        session, desk=desk(), escalation=request, shown=earlier, officer=JO, now=NOW
    )


async def test_a_letter_that_was_not_sent_about_the_later_one_goes(database: Database) -> None:
    def work(session: Session) -> str:
        first, again = two(session)
        draft = stepping.begin(
            session,
            desk=desk(),
            escalation=again,
            act=Act(Step.REFUSE, ground=Ground.NO_RIGHT, why="The file."),
            officer=JO,
            wording=Wording(),
            now=NOW,
        )
        assert draft is not None
        add(session, again, first)
        return draft.id

    draft = await database.in_transaction(work)

    with pytest.raises(NoSuchDraft):
        await database.in_transaction(lambda session: drafts.get(session, draft))


def log(session: Session, *, key: str, received: date) -> str:
    """Let Priya log what Maria said on that day, and return the request."""
    form = Form(
        key=key,
        writer=PRIYA,
        rights=(Right.ACCESS,),
        details="a copy of it all",
        on_behalf=OnBehalf(name="Maria", contact="maria@silva.example"),
        received=received,
    )
    forms.receive_form(session, desk=desk(), form=form, now=NOW)
    return deliveries.id_of(key)


async def test_the_card_counts_from_what_was_received_first(database: Database) -> None:
    def work(session: Session) -> None:
        first = log(session, key="by e-mail", received=date(2026, 11, 24))
        found_later = log(session, key="by letter", received=date(2026, 11, 18))

        add(session, found_later, first)

        assert cases.get(session, first).card.came_on == date(2026, 11, 18)

    await database.in_transaction(work)


async def test_what_was_added_is_not_added_a_second_time(database: Database) -> None:
    first, again = await database.in_transaction(two)
    await database.in_transaction(lambda session: add(session, again, first))

    with pytest.raises(StepNotAllowed, match="Added to an earlier request"):
        await database.in_transaction(lambda session: add(session, again, first))

    words = await database.in_transaction(lambda session: requests.get(session, first).words)
    assert words.count("and the calls") == 1


async def test_nothing_is_half_done_where_they_do_not_go_together(database: Database) -> None:
    first, again = await database.in_transaction(two)
    asked = Act(Step.ASK_CLARIFICATION)
    await database.in_transaction(
        lambda session: register.take(session, request=again, act=asked, actor=by(), now=NOW)
    )

    with pytest.raises(CannotBeAdded, match="record first what was answered"):
        await database.in_transaction(lambda session: add(session, again, first))

    def stands(session: Session) -> list[Status]:
        return [requests.get(session, one).status for one in (first, again)]

    assert await database.in_transaction(stands) == [Status.RECEIVED, Status.RECEIVED]


async def test_while_the_clock_stands_still_no_day_is_promised(database: Database) -> None:
    def told(session: Session) -> list[str]:
        first = hear(session, judged(Kind.REQUEST))
        complains = judged(Kind.REQUEST).model_copy(update={"rights": (Right.COMPLAINT,)})
        again = hear(session, complains, heard("and I complain", key="m2"))
        asked = Act(Step.ASK_CLARIFICATION)
        register.take(session, request=first, act=asked, actor=by(), now=NOW)
        add(session, again, first)
        return [it.text for it in owed(session) if isinstance(it, Told)]

    assert await database.in_transaction(told) == [
        "We have added RR-2026-0002 to RR-2026-0001 and answer both together."
    ]
