"""How we log: one line an event, references only, never a person's words.

An exception's message may quote what it choked on, so only its type and place are written.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from types import TracebackType
from typing import Any

import structlog


def configure_logs(*, as_json: bool) -> None:
    """Send log lines to standard error, as JSON for machines or in columns for people."""
    renderer: structlog.typing.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_words,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(sys.stderr),
    )
    # The libraries' own lines may quote payloads: they say that, never what. Some, as psycopg, give
    # their loggers a level of their own, which goes before the root's but not before the handler's.
    alarms = logging.StreamHandler(sys.stderr)
    alarms.setLevel(logging.CRITICAL)
    logging.basicConfig(level=logging.CRITICAL, handlers=[alarms], force=True)


def _without_words(
    _logger: object, _method: str, line: MutableMapping[str, Any]
) -> MutableMapping[str, Any]:
    if line.pop("exc_info", None):
        kind, _, trace = sys.exc_info()
        line["exception"] = kind.__name__ if kind else None
        line["at"] = _places(trace)
    return line


def _places(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-6:]
    return [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
