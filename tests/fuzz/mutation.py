"""Payloads as Slack sends them, made wrong by a seeded chance: each run can be repeated."""

import copy
from random import Random
from typing import Any, Final

STRANGE: Final[tuple[Any, ...]] = (
    *(None, True, 0, -1, 1.5, 10**30, 1e300, "", " ", "\x00", "\ud800", "x" * 5_000, "<!channel>"),
    *("1764063000.123456", "nan", "9" * 400, [], {}, [[]], {"id": 5}, {"": ""}, ["a"], "U1"),
    *("\U0001f642" * 50, "\u202eabc", "../../etc/passwd", "'; DROP TABLE questions; --", "%s%n"),
    "\r\nX: y",
)


def places_in(part: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - JSON is untyped
    """Return every place in JSON, as what holds it and its name there."""
    names = list(part) if isinstance(part, dict) else list(range(len(part)))
    found = [(part, name) for name in names]
    for name in names:
        if isinstance(part[name], dict | list):
            found += places_in(part[name])
    return found


def mutated(payload: dict[str, Any], chance: Random) -> dict[str, Any]:
    """Return a copy with one to four things wrong."""
    wrong = copy.deepcopy(payload)
    for _ in range(chance.randint(1, 4)):
        found = places_in(wrong)
        if found:
            _spoil(*chance.choice(found), chance)
    return wrong


def _spoil(holder: Any, name: Any, chance: Random) -> None:  # noqa: ANN401 - JSON is untyped
    match chance.randrange(6):
        case 0:
            del holder[name]
        case 1:
            holder[name] = [holder[name]]
        case 2:
            holder[name] = {"value": holder[name], "id": holder[name]}
        case 3:
            deep: Any = holder[name]
            for _ in range(chance.choice((10, 59, 200))):
                deep = {"a": deep}
            holder[name] = deep
        case _:
            holder[name] = copy.deepcopy(chance.choice(STRANGE))
