"""Whatever is sent to the endpoint, it answers 2xx or 4xx, and goes on answering people."""

from bot.sandbox.driver import Driver
from bot.trial import Trial
from tests.fuzz.endpoint import bombard, broken, still_answers
from tests.journeys.conftest import slack, tried

__all__ = ["slack", "tried"]


async def test_some_hundred_hostile_requests_break_nothing(tried: Trial, slack: Driver) -> None:
    answered = await bombard(tried, slack, most=400, seed=20261125)

    assert answered.total() >= 400
    assert broken(answered) == {}
    assert {status for kind, status in answered if kind == "unsigned"} <= {400, 401, 404, 405, 413}
    await still_answers(slack)
