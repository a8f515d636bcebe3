"""Values -> Web API: the one door through which messages leave, drawn and checked on the way."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.delivery.for_officers import Document, Reminder, TeamNote
from bot.delivery.made import NotMade
from bot.delivery.outgoing import Outgoing
from bot.delivery.retrying import CLOCK_SKEW, NotSent, Refused
from bot.places import ChannelId, PersonId
from bot.slack.blocks import draw
from bot.slack.checking import degrade, faults_of
from bot.slack.uploading import Maker, NotUploadable, makes_none, mark_of, upload
from bot.slack.wire import Wire

log = structlog.get_logger()

METADATA_TYPE = "privacy_helpdesk_delivery"
_PAGE = 200
_TRUSTED_FOR = timedelta(minutes=1)
_BLOCK_ERRORS = frozenset({"invalid_blocks", "invalid_blocks_format"})


class SlackSender:
    """Posts, redraws and looks up messages; the second implementation is the tests' stand-in."""

    def __init__(
        self, wire: Wire, *, clock: Callable[[], datetime], make: Maker = makes_none
    ) -> None:
        """`make` makes the files that are owed."""
        self._wire, self._clock, self._make = wire, clock, make
        self._direct: dict[str, ChannelId] = {}
        self._trusted_until: dict[ChannelId, datetime] = {}

    async def direct_channel(self, person: PersonId) -> ChannelId:
        """Return the direct message channel with the person."""
        if person.user not in self._direct:
            answer = await self._wire.call("conversations.open", {"users": person.user})
            self._direct[person.user] = ChannelId(str(answer["channel"]["id"]))
        return self._direct[person.user]

    async def trusted_compliance_channel(self, channel: ChannelId) -> ChannelId:
        """Return the channel; raises `NotSent` while it may not be trusted."""
        now = self._clock()
        if self._trusted_until.get(channel, now) <= now:
            problem = await self.compliance_problem(channel)
            if problem:
                raise NotSent(problem, retry_after=timedelta(seconds=30))
            self._trusted_until[channel] = now + _TRUSTED_FOR
        return channel

    def distrust(self, channel: ChannelId) -> None:
        """Look at the channel anew before anything else goes there."""
        self._trusted_until.pop(channel, None)

    async def compliance_problem(self, channel: ChannelId) -> str | None:
        """Return in one sentence why the channel may not be trusted; None when it may."""
        try:
            answer = await self._wire.call("conversations.info", {"channel": channel})
        except Refused as refused:
            return f"the compliance channel {channel} is not open to the bot ({refused.reason})"
        facts = answer.get("channel", {})
        if facts.get("is_ext_shared") or facts.get("is_pending_ext_shared"):
            return f"the compliance channel {channel} is shared with another company"
        if not facts.get("is_private"):
            return f"the compliance channel {channel} is not private"
        if facts.get("is_archived"):
            return f"the compliance channel {channel} is archived"
        if not facts.get("is_member"):
            return f"the bot is not a member of the compliance channel {channel}"
        return None

    async def post(
        self, delivery: str, message: Outgoing, *, channel: ChannelId, thread_ts: str | None
    ) -> str:
        """Post with the delivery's id as metadata and return the message's `ts`."""
        if isinstance(message, Document):
            return await self._post_file(delivery, message, channel=channel, thread_ts=thread_ts)
        payload = _payload(message) | {
            "channel": channel,
            "unfurl_links": False,
            "unfurl_media": False,
            "metadata": {"event_type": METADATA_TYPE, "event_payload": {"delivery_id": delivery}},
        }
        if thread_ts:
            payload["thread_ts"] = thread_ts
            if isinstance(message, Reminder) and message.aloud:
                payload["reply_broadcast"] = True
        answer = await self._call("chat.postMessage", payload)
        return str(answer["ts"])

    async def take_back(self, *, channel: ChannelId, ts: str) -> None:
        """Delete a message of ours."""
        await self._wire.call("chat.delete", {"channel": channel, "ts": ts})

    async def redraw(self, message: Outgoing, *, channel: ChannelId, ts: str) -> None:
        """Replace a message that stands."""
        await self._call("chat.update", _payload(message) | {"channel": channel, "ts": ts})

    async def look_up(
        self, delivery: str, *, channel: ChannelId, thread_ts: str | None, since: datetime
    ) -> str | None:
        """Return the `ts` of the message with this delivery's id, through all pages since then."""
        method = "conversations.replies" if thread_ts else "conversations.history"
        asked: dict[str, Any] = {
            "channel": channel,
            "oldest": f"{since.timestamp():.6f}",
            "limit": _PAGE,
            "include_all_metadata": True,
        }
        if thread_ts:
            asked["ts"] = thread_ts
        while True:
            page = await self._wire.call(method, asked)
            for message in page.get("messages", []):
                if _delivery_of(message) == delivery or mark_of(delivery) in _text(message):
                    return str(message["ts"])
            cursor = page.get("response_metadata", {}).get("next_cursor")
            if not cursor:
                return None
            asked["cursor"] = cursor

    async def _post_file(
        self, delivery: str, document: Document, *, channel: ChannelId, thread_ts: str | None
    ) -> str:
        """Share a file, or say in its place why there is none."""
        began, caption = self._clock(), draw(document).text
        try:
            made = await self._make(document)
            if not made.files:
                unsigned = document.model_copy(update={"asked_by": None})  # a note mentions nobody
                note = TeamNote(text=f"{draw(unsigned).text}\n{made.said}")
                return await self.post(delivery, note, channel=channel, thread_ts=thread_ts)
            await upload(
                self._wire,
                made,
                delivery=delivery,
                caption=caption,
                channel=channel,
                thread_ts=thread_ts,
            )
        except (NotMade, NotUploadable) as why:
            note = TeamNote(text=str(why))
            return await self.post(delivery, note, channel=channel, thread_ts=thread_ts)
        found = await self.look_up(
            delivery, channel=channel, thread_ts=thread_ts, since=began - CLOCK_SKEW
        )
        return found or f"{self._clock().timestamp():.6f}"  # shown a moment later; none hangs on it

    async def _call(self, method: str, payload: dict[str, Any]) -> dict[str, Any]:
        """Call; what Slack does not like about the blocks must not cost the person the message."""
        try:
            return await self._wire.call(method, payload)
        except Refused as refused:
            if refused.reason not in _BLOCK_ERRORS or not payload.get("blocks"):
                raise
            log.exception("blocks refused by Slack", method=method)
            return await self._wire.call(method, payload | {"blocks": []})


def _payload(message: Outgoing) -> dict[str, Any]:
    drawn = draw(message)
    payload: dict[str, Any] = {"text": drawn.text, "blocks": list(drawn.blocks)}
    faults = faults_of(payload)
    if faults:
        log.error("blocks not as Slack wants them", kind=message.kind, faults=len(faults))
        return degrade(payload)
    return payload


def _text(message: dict[str, Any]) -> str:
    return str(message.get("text") or "")


def _delivery_of(message: dict[str, Any]) -> str | None:
    metadata = message.get("metadata") or {}
    if metadata.get("event_type") != METADATA_TYPE:
        return None
    found = (metadata.get("event_payload") or {}).get("delivery_id")
    return str(found) if found else None
