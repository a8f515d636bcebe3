"""Whatever is sent to the endpoint, it answers 2xx or 4xx, and goes on answering people."""

from structlog.testing import capture_logs

from bot.sandbox.driver import Driver
from bot.trial import Trial
from tests.fuzz.endpoint import bombard, broken, still_answers
from tests.journeys.conftest import slack, tried

__all__ = ["slack", "tried"]

BROKEN_OFF = {"event not understood", "listener broke off", "work broke off"}


async def test_some_hundred_hostile_requests_break_nothing(tried: Trial, slack: Driver) -> None:
    with capture_logs() as logged:
        answered = await bombard(tried, slack, most=400, seed=20261125)
        await still_answers(slack)

    assert answered.total() >= 400
    assert broken(answered) == {}
    assert {status for kind, status in answered if kind == "unsigned"} <= {400, 401, 404, 405, 413}
    assert [it for it in logged if it["event"] in BROKEN_OFF] == []
