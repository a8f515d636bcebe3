"""A rights request as its row has it, and back; and the keys under which a person is found."""

import json
from collections.abc import Mapping
from typing import Any, Final

from bot.register.on_behalf import in_one_writing
from bot.register.requests import RightsRequest
from bot.register.tables import RightsRequestRow
from bot.register.timeliness import in_time
from bot.sealing import look_up_keys

_ONLY_IN_THE_ROW: Final = {
    *("team", "user_id", "channel", "thread_ts"),
    *("subject", "whose", "reached_at"),
    *("stopped", "awaits", "in_time"),
}


def row_of(request: RightsRequest) -> RightsRequestRow:
    """Return the request as it is kept."""
    origin = request.origin
    whose, reached_at = stored_keys(request)
    return RightsRequestRow(
        id=request.id,
        reference=request.reference,
        status=request.status,
        team=request.requester.team,
        user_id=request.requester.user,
        audience=request.audience,
        requester_name=request.requester_name,
        subject=request.subject,
        on_behalf=_how_it_came(request),
        whose=whose,
        reached_at=reached_at,
        rights=",".join(request.rights),
        words=request.words,
        channel=origin.channel if origin else None,
        thread_ts=origin.ts if origin else None,
        received=request.received,
        received_at=request.received_at,
        nation=request.nation,
        due=request.due,
        working=json.dumps(request.working),
        progress=request.progress.model_dump_json(),
        closed_on=request.closed_on,
        in_time=in_time(request),
        erased_on=request.erased_on,
        version=request.version,
        stopped=request.is_open and not request.clock_runs,
        awaits=",".join(request.awaits),
    )


def value_of(row: RightsRequestRow) -> RightsRequest:
    """Return the request that a row keeps."""
    return value_of_fields(row.model_dump())


def value_of_fields(fields: dict[str, Any]) -> RightsRequest:
    """Return likewise what was read as plain cells, which a whole register is."""
    origin = (
        {"channel": fields["channel"], "ts": fields["thread_ts"]} if fields["channel"] else None
    )
    own = {name: cell for name, cell in fields.items() if name not in _ONLY_IN_THE_ROW}
    return RightsRequest.model_validate(
        own
        | {
            "requester": {"team": fields["team"], "user": fields["user_id"]},
            "origin": origin,
            "rights": fields["rights"].split(","),
            "working": json.loads(fields["working"]),
            "progress": json.loads(fields["progress"] or "{}"),
            "on_behalf": _behalf(fields),
        }
    )


def name_keys(request: RightsRequest) -> tuple[str, ...]:
    """Return under what a person is found by name; an erased one is found no more."""
    return () if request.erased_on else look_up_keys(in_one_writing(request.whose))


def contact_keys(request: RightsRequest) -> tuple[str, ...]:
    """Return under what a person is found by how they are reached."""
    return look_up_keys(in_one_writing(request.on_behalf.contact)) if request.on_behalf else ()


def stored_keys(request: RightsRequest) -> tuple[str, str]:
    """Return the keys of name and contact that are kept; the empty one finds nobody."""
    return _first(name_keys(request)), _first(contact_keys(request))


def _how_it_came(request: RightsRequest) -> str | None:
    behalf = request.on_behalf
    return behalf.model_dump_json(exclude={"name"}) if behalf else None


def _behalf(fields: Mapping[str, Any]) -> dict[str, object] | None:
    if fields["subject"] is None:
        return None
    rest: dict[str, object] = json.loads(fields["on_behalf"] or "{}")
    return {"name": fields["subject"]} | rest


def _first(keys: tuple[str, ...]) -> str:
    return keys[0] if keys else ""
