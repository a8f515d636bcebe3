import json
import logging
from collections.abc import Iterator
from typing import Any

import psycopg  # noqa: F401 - it gives its own loggers a level
import pytest
import structlog
from pydantic import SecretStr
from structlog.typing import FilteringBoundLogger

from bot.logs import configure_logs
from bot.settings import Settings

CANARY = "my mother's gait data"


class Choked(Exception):
    """Something of ours that quotes what it choked on."""


@pytest.fixture(autouse=True)
def _logs_as_they_were(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(logging.root, "level", logging.root.level)
    yield
    structlog.reset_defaults()


def logger() -> FilteringBoundLogger:
    """Return the log as machines read it; standard error is taken as it is at this moment."""
    configure_logs(as_json=True)
    log: FilteringBoundLogger = structlog.get_logger()
    return log


def written(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """Return the lines on standard error, each of which is JSON; standard output is empty."""
    said = capsys.readouterr()
    assert said.out == ""
    return [json.loads(line) for line in said.err.splitlines()]


def choke() -> None:
    raise Choked(CANARY)


def test_an_event_is_one_json_line_with_its_level_and_a_utc_time(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    log.info("relayed", escalation="QN-2026-0001")
    log.warning("two\nlines")

    relayed, two = written(capsys)

    assert relayed.pop("timestamp").endswith("Z")
    assert relayed == {"event": "relayed", "level": "info", "escalation": "QN-2026-0001"}
    assert (two["event"], two["level"]) == ("two\nlines", "warning")


def test_what_is_only_for_debugging_is_not_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    log.debug("looked at", words=CANARY)

    assert written(capsys) == []


def test_of_an_exception_only_its_type_and_place_are_written(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    try:
        choke()
    except Choked:
        log.exception("failed", incident="a1b2")

    (line,) = written(capsys)

    assert (line["exception"], line["incident"], line["level"]) == ("Choked", "a1b2", "error")
    assert [place.split()[-1] for place in line["at"]] == [
        "test_of_an_exception_only_its_type_and_place_are_written",
        "choke",
    ]
    assert line["at"][-1].startswith("test_logs.py:")
    assert CANARY not in str(line)


def test_the_cause_of_an_exception_is_not_quoted_either(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    try:
        try:
            choke()
        except Choked as cause:
            raise LookupError(CANARY) from cause
    except LookupError:
        log.exception("failed")

    (line,) = written(capsys)

    assert line["exception"] == "LookupError"
    assert CANARY not in str(line)


def test_an_exception_that_is_handed_over_is_not_quoted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    log.error("failed", exc_info=Choked(CANARY))

    assert CANARY not in str(written(capsys))


def test_a_deep_failure_names_its_last_places_only(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    def dig(depth: int) -> None:
        if depth == 0:
            choke()
        dig(depth - 1)

    try:
        dig(20)
    except Choked:
        log.exception("failed")

    (line,) = written(capsys)

    assert len(line["at"]) == 6
    assert line["at"][-1].endswith(" choke")


def test_secrets_are_hidden_wherever_they_stand(
    capsys: pytest.CaptureFixture[str],
) -> None:
    log = logger()

    settings = Settings.model_construct(slack_bot_token=SecretStr("xoxb-canary"))

    log.info(
        "started", settings=settings, token=SecretStr("xoxb-canary"), keys=[SecretStr("key-1")]
    )

    (line,) = written(capsys)
    assert "canary" not in str(line)
    assert "key-1" not in str(line)
    assert "**********" in line["token"]


@pytest.mark.parametrize(
    "library", ["slack_bolt", "slack_sdk", "aiohttp.server", "asyncio", "psycopg.pool"]
)
def test_the_libraries_own_lines_are_not_written(
    library: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logger()

    logging.getLogger(library).error("could not handle %s", CANARY)
    logging.getLogger(library).warning("odd", exc_info=Choked(CANARY))

    assert written(capsys) == []


def test_for_people_the_lines_are_plain_columns(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(as_json=False)

    try:
        choke()
    except Choked:
        structlog.get_logger().exception("failed", case="RR-2026-0001")

    said = capsys.readouterr()
    assert said.out == ""
    assert "failed" in said.err
    assert "Choked" in said.err
    assert "case=RR-2026-0001" in said.err
    assert "\x1b" not in said.err
    assert CANARY not in said.err
