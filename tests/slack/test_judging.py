"""A long message is judged as a short one is, and keeps nobody waiting."""

import asyncio

import pytest

import knowledge
from bot.slack.judging import judged
from knowledge import KnowledgeBase
from knowledge.verdict import Audience, Kind

QUESTION = "How long do you keep my data?"
STORY = (
    "I have been with you since my second year at college, first with a telephone and a modem and "
    "later with the television as well, and in all that time nobody has ever explained the bills "
    "to me. Last Tuesday I stood in the queue of your shop in Leeds for the better part of an "
    "hour, behind a man with two dogs, and the young woman at the desk was kind but could not "
    "find my account under my married name, nor under the old one. She wrote something down on a "
    "slip of paper and told me that somebody would telephone, which nobody did. All I want by "
    "now is that you delete everything that you hold about me, and tell me that it is done."
)


@pytest.fixture(scope="module")
def base() -> KnowledgeBase:
    return knowledge.load()


async def test_a_question_after_a_long_story_is_judged_before_it(base: KnowledgeBase) -> None:
    order: list[Kind] = []

    async def hear(words: str) -> None:
        verdict = await judged(base, words, Audience.EVERYONE)
        order.append(verdict.kind)

    await asyncio.gather(hear(STORY), hear(QUESTION))

    assert order == [Kind.ANSWER, Kind.REQUEST]


async def test_stories_in_many_channels_at_once_are_judged_as_one_alone_is(
    base: KnowledgeBase,
) -> None:
    stories = [f"{STORY} {QUESTION}"[start:] for start in range(0, 160, 20)]

    together = await asyncio.gather(*(judged(base, it, Audience.STAFF) for it in stories))

    assert list(together) == [base.judge(it, Audience.STAFF) for it in stories]
