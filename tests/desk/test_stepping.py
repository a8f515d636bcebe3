"""An officer takes a step: what it must say of itself before any letter is written."""

import pytest
from sqlmodel import Session

from bot.database import Database
from bot.desk import stepping
from bot.desk.correspondence import LONGEST_LETTER, Wording
from bot.desk.drafts import Draft
from bot.desk.stepping import ExemptionNotNamed, LetterTooLong
from bot.register import store
from bot.register.lifecycle import Step
from bot.register.operations import Act
from bot.register.progress import Ground
from knowledge.verdict import Kind
from tests.bot.desk import JO, NOW, by_letter, desk, hear, judged


def refusing(session: Session, *, ground: Ground, exemption: str = "") -> Draft | None:
    request = hear(session, judged(Kind.REQUEST))
    return stepping.begin(
        session,
        desk=desk(),
        escalation=request,
        act=Act(Step.REFUSE, ground=ground, why="The file."),
        officer=JO,
        wording=Wording(exemption=exemption),
        now=NOW,
    )


async def test_a_refusal_by_an_exemption_names_it(database: Database) -> None:
    def work(session: Session) -> None:
        with pytest.raises(ExemptionNotNamed):
            refusing(session, ground=Ground.EXEMPTION)

    await database.in_transaction(work)


async def test_a_named_exemption_stands_in_the_letter_and_before_the_facts(
    database: Database,
) -> None:
    draft = await database.in_transaction(
        lambda session: refusing(session, ground=Ground.EXEMPTION, exemption="legal privilege")
    )

    assert draft is not None
    assert draft.act is not None
    assert "legal privilege" in draft.words
    assert draft.act.why == "Exemption: legal privilege. The file."


async def test_an_exemption_that_is_not_the_ground_is_claimed_nowhere(database: Database) -> None:
    draft = await database.in_transaction(
        lambda session: refusing(session, ground=Ground.NO_RIGHT, exemption="legal privilege")
    )

    assert draft is not None
    assert draft.act is not None
    assert "legal privilege" not in draft.words
    assert draft.act.why == "The file."


async def test_a_letter_that_fits_into_no_message_is_not_sent_and_nothing_is_done(
    database: Database,
) -> None:
    def work(session: Session) -> None:
        request = hear(session, judged(Kind.REQUEST))

        with pytest.raises(LetterTooLong, match="Write less, please"):
            by_letter(session, request, Act(Step.NOTHING_HELD), words="a" * (LONGEST_LETTER + 1))

        assert store.get(session, request).is_open

    await database.in_transaction(work)
