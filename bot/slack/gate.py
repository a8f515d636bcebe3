"""The gate: no button, form, shortcut or command is acted on unless the access table has it.

It stands before all listeners, so that none can forget it. Who it is, is asked of Slack at that
moment. Whose the thing is, only the transaction knows that has it before it: where that decides,
the table is asked again there.
"""

import json
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt import BoltResponse
from slack_bolt.async_app import AsyncApp

from bot.access import Deed, NotAllowed, Role, may_ever, refusal_of
from bot.delivery.for_anybody import Told
from bot.slack import names, payloads
from bot.slack.actors import team_of_interaction
from bot.slack.audience import SlackDoesNotSay
from bot.slack.blocks.form_parts import explanation
from bot.slack.door import Door, NotIntroduced
from bot.slack.returned import NotAsSent

log = structlog.get_logger()

Json = dict[str, Any]

DEEDS: Final[Mapping[str, Deed]] = {
    names.COMMAND: Deed.ASK,
    names.ASK_ABOUT_MESSAGE: Deed.ASK,
    names.START_REQUEST: Deed.ASK,
    names.NEW_REQUEST: Deed.ASK,
    names.LOG_FROM_MESSAGE: Deed.ASK,
    names.MAKE_REQUEST: Deed.ASK,
    names.FEEDBACK: Deed.RATE,
    names.ASK_TEAM: Deed.DECIDE,
    names.CHOOSE_TOPIC: Deed.DECIDE,
    names.KEEP_WORDS: Deed.DECIDE,
    names.LOG_REQUEST: Deed.DECIDE,
    names.NOT_A_REQUEST: Deed.DECIDE,
    names.CONFIRM_REQUEST: Deed.DECIDE,
    names.ONLY_ASKING: Deed.DECIDE,
    names.ADD_DETAILS: Deed.DECIDE,
    names.OPEN_PRIVATELY: Deed.READ,
    names.REPORT_BREACH: Deed.DECIDE,
    names.NO_BREACH: Deed.DECIDE,
    names.COMPLAIN: Deed.DECIDE,
    names.WITHDRAW: Deed.DECIDE,
    names.RATE: Deed.DECIDE,
    names.SAY_WHY: Deed.DECIDE,
    names.OPINION_FORM: Deed.DECIDE,
    names.SHOW: Deed.ASK,  # who is no officer any more gets their own Home tab
    names.PAGE_UP: Deed.ASK,
    names.PAGE_DOWN: Deed.ASK,
    names.LOG_FOR_ANOTHER: Deed.LOG,
    names.LOG_FOR_SOMEBODY: Deed.LOG,
    names.OPEN_CASE: Deed.WORK,
    names.WHY_DATE: Deed.WORK,
    names.ASK_SEARCH: Deed.WORK,
    names.SEARCH_FORM: Deed.WORK,
    names.WITHDRAW_SEARCH: Deed.WORK,
    names.EXPORT: Deed.WORK,
    names.EXPORT_FORM: Deed.WORK,
    names.EVIDENCE: Deed.WORK,
    names.REPORT: Deed.WORK,
    names.REPORT_FORM: Deed.WORK,
    names.ANSWER_SEARCH: Deed.SEARCH,
    names.ANSWER_FORM: Deed.SEARCH,
    names.REQUEST_FORM: Deed.REQUEST,
    names.CLAIM: Deed.WORK,
    names.OPEN_DOUBT: Deed.WORK,
    names.EXPLAIN: Deed.WORK,
    names.REPLY_TO_REQUESTER: Deed.WORK,
    names.REPLY_FORM: Deed.WORK,
    names.REPLY_PREVIEW: Deed.WORK,
    names.NEXT_STEP: Deed.WORK,
    names.STEP_NOW: Deed.WORK,
    names.ADD_TO_EARLIER: Deed.WORK,
    names.ADD_TO_ENDED: Deed.WORK,
    names.STEP_FORM: Deed.WORK,
    names.LETTER_FORM: Deed.WORK,
    names.HAND_OVER_FORM: Deed.WORK,
    names.CHECKLIST_FORM: Deed.WORK,
    names.CLOSE_FORM: Deed.WORK,
    names.APPROVE: Deed.APPROVE,
    names.SEND_BACK: Deed.WORK,
    names.ANSWER_THERE: Deed.RULE,
    names.STAY_SILENT: Deed.RULE,
}
"""What each of our buttons, forms, shortcuts and commands would do."""

_NUMBERED = re.compile("_[0-9]$")
_SHORTCUTS: Final = frozenset({"shortcut", "message_action"})


def keep_gate(app: AsyncApp, door: Door) -> None:
    """Let nothing through that the table does not have."""

    @app.middleware
    async def gate(body: Json, next_: Callable[[], Awaitable[BoltResponse]]) -> BoltResponse | None:
        if body.get("type") in {"event_callback", "url_verification"}:
            return await next_()
        try:
            await _must_be_allowed(door, body)
        except (NotAllowed, NotAsSent) as refused:
            return await say_no(door, body, str(refused))
        except SlackDoesNotSay as unknown:
            return await ask_again(door, body, str(unknown))
        return await next_()


async def say_no(door: Door, body: Json, why_not: str) -> BoltResponse:
    """Acknowledge what is not done, and tell who tried it, in one sentence."""
    log.info("not done", kind=body.get("type"))
    if body.get("type") == "view_submission":
        answer = {"response_action": "update", "view": explanation("Not done", (why_not,))}
        return _answer(answer)
    if "command" in body:
        return _answer({"text": why_not})
    if body.get("type") == "block_actions":
        await door.whisper(payloads.press(body), Told(text=why_not))
    if body.get("type") in _SHORTCUTS:
        await door.open_form(str(body["trigger_id"]), explanation("Not done", (why_not,)))
    return BoltResponse(status=200, body="")


async def ask_again(door: Door, body: Json, why_not: str) -> BoltResponse:
    """Do the same where it may well be done a moment later: a form stays open, filled in."""
    fields = ((body.get("view") or {}).get("state") or {}).get("values") or {}
    if body.get("type") == "view_submission" and fields:
        log.info("not done", kind=body.get("type"))
        return _answer({"response_action": "errors", "errors": {next(iter(fields)): why_not}})
    return await say_no(door, body, why_not)


def deed_of(body: Json) -> Deed:
    """Return what an interaction would do; raises `NotAsSent` for what is none of ours."""
    match body:
        case {"type": "block_actions", "actions": [{"action_id": str(name)}, *_]}:
            pass
        case {"type": "view_submission" | "view_closed", "view": {"callback_id": str(name)}}:
            pass
        case {"type": "shortcut" | "message_action", "callback_id": str(name)}:
            pass
        case {"command": str(name)}:
            pass
        case _:
            raise NotAsSent
    deed = DEEDS.get(_NUMBERED.sub("", name))
    if deed is None:
        raise NotAsSent
    return deed


async def _must_be_allowed(door: Door, body: Json) -> None:
    deed = deed_of(body)
    if not door.introduced:
        raise NotIntroduced
    if all(may_ever(role, deed) for role in Role):
        return
    user = str((body.get("user") or {}).get("id") or "")
    role = await door.role(user, team_of_interaction(body))
    if not may_ever(role, deed):
        raise NotAllowed(refusal_of(role, deed))


def _answer(body: Json) -> BoltResponse:
    return BoltResponse(
        status=200, body=json.dumps(body), headers={"Content-Type": "application/json"}
    )
