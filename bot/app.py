"""The composition root: settings -> database, knowledge, delivery, Bolt; start and stop."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

import aiohttp
import structlog
from slack_sdk.web.async_client import AsyncWebClient

import knowledge
from bot import metrics
from bot.books.gathering import sources
from bot.clock import utc_now
from bot.database import Database
from bot.delivery.attempting import HELD_FOR, Carrier
from bot.delivery.for_officers import Document
from bot.delivery.local import local_worker
from bot.delivery.made import Made
from bot.delivery.retrying import NotSent, OutcomeUnknown
from bot.desk.documents import PrintingPress
from bot.desk.timetable import timetable
from bot.desk.values import Desk
from bot.rotation import try_keys
from bot.rounds import Round, Rounds, every
from bot.schema import require_current
from bot.settings import Settings
from bot.slack.agent import AgentView
from bot.slack.audience import Directory
from bot.slack.bolt import bolt_app
from bot.slack.catching_up import catch_up
from bot.slack.door import Door
from bot.slack.http import listen, runner_of, shut, web_app
from bot.slack.sender import SlackSender
from bot.slack.sockets import Socket
from bot.slack.taking_up import arrivals_as_jobs, arrivals_worker
from bot.slack.verifying import verify
from bot.slack.wire import TOKEN_GONE, Wire
from bot.sole import claim
from bot.unusable import DatabaseUnusable
from knowledge import languages

log = structlog.get_logger()

_STOP_WITHIN = timedelta(seconds=5)
_ASK_AGAIN = timedelta(seconds=5)
_SLACK_TIMEOUT_SECONDS = 30
_JOBS_AT_ONCE = 48
_LOOK_BACK_EVERY = timedelta(hours=1)
_VERIFIED_EVERY = timedelta(hours=1)


class TokenRefused(Exception):
    """Slack does not know the bot token."""

    def __init__(self, reason: str) -> None:
        super().__init__(f"Slack refuses SLACK_BOT_TOKEN ({reason}); copy it anew from your app.")


class Helpdesk:
    """The bot, put together; `start` and `stop` once each."""

    def __init__(self, settings: Settings, *, clock: Callable[[], datetime] = utc_now) -> None:
        """Raise `DatabaseUnusable`, `KnowledgeFaults` or `StaleBuild` before anything starts."""
        self._settings, self._clock = settings, clock
        self.database = Database(settings.database_url, settings.keys)
        self._claim: int | None = None
        try:
            self._claim = claim(self.database)
            require_current(self.database)
            self.database.transact(try_keys)
        except DatabaseUnusable:
            self._let_go()
            raise
        self._desk = Desk(
            knowledge=knowledge.load(settings.helpdesk_knowledge),
            compliance=settings.helpdesk_compliance_channel,
            nation=settings.helpdesk_nation,
            zone=settings.helpdesk_timezone,
            papers=knowledge.officers_papers(settings.helpdesk_knowledge),
            second_eyes=settings.helpdesk_second_pair_of_eyes,
            calls_here=settings.helpdesk_breach_here,
            opens=settings.helpdesk_office_hours[0],
            closes=settings.helpdesk_office_hours[1],
            digest_at=settings.helpdesk_digest_at,
            call_again_after=timedelta(hours=settings.helpdesk_call_again_hours),
        )
        of = sources(settings.helpdesk_knowledge or knowledge.DEFAULT)
        self._press = PrintingPress(self.database, self._desk, of)
        self._socket: Socket | None = None
        self._tasks: list[asyncio.Task[None]] = []
        self._ends: list[Callable[[], Awaitable[None]]] = []
        self._wakes: list[Callable[[], None]] = []
        self._clock_moved = False

    async def start(self) -> str:
        """Start to listen and to deliver; return the address at which HTTP is answered.

        Raises `TokenRefused`, and `OSError` when the port is taken.
        """
        self._session = aiohttp.ClientSession(
            timeout=aiohttp.ClientTimeout(total=_SLACK_TIMEOUT_SECONDS)
        )
        client = self._client()
        self.door = self._open_door(client)
        await self._introduce_once()
        signing_secret = self._settings.slack_signing_secret.get_secret_value()
        self._bolt = bolt_app(self.door, client=client, signing_secret=signing_secret or "-")
        try:
            address = await self._listen(signing_secret)
        except OSError:
            await self._session.close()
            raise
        self._socket = await self._connect()
        self.rounds = Rounds(self._timetable(), clock=self._clock)
        await (self._work_in_a_cluster() if self.database.on_server else self._work_alone())
        self._tasks = [asyncio.create_task(self._keep_introducing())]
        return address

    async def stop(self) -> None:
        """Stop listening, let what is under way end, and close; the rest waits in its tables."""
        if self._socket:
            await self._socket.close()
        await shut(self._runner, self._listening)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*(ends() for ends in self._ends))
        await self.door.agent.close()
        await self._session.close()
        self._let_go()

    def _let_go(self) -> None:
        self.database.close()
        if self._claim is not None:
            os.close(self._claim)

    def wake(self) -> None:
        """Look at once at everything that waits for its time: the clock was moved."""
        self._clock_moved = True
        for wake in self._wakes:
            wake()

    async def problems(self) -> dict[str, str]:
        """Return what is not ready, by name, in one sentence each."""
        found: dict[str, str] = {}
        try:
            await self.database.alongside(try_keys)
        except DatabaseUnusable as fault:
            found["database"] = str(fault)
        try:
            problem = await self.door.sender.compliance_problem(self._desk.compliance)
            if problem:
                found["compliance_channel"] = problem
        except (NotSent, OutcomeUnknown) as failure:
            gone = self.door.wire.token_gone
            found["slack"] = gone or f"Slack does not answer: {failure.reason}"
        if self._socket and not self._socket.is_heard():
            found["socket"] = "Slack is not heard over Socket Mode; connecting anew"
        if not self.door.introduced:
            found.setdefault("slack", "Slack has not said who the bot is")
        return found

    def _timetable(self) -> tuple[Round, ...]:
        return (
            Round("compliance channel", every(_VERIFIED_EVERY), self._verify),
            Round("catching up", every(_LOOK_BACK_EVERY), self._catch_up),
            *timetable(
                self.database,
                self._desk,
                folder=self._settings.helpdesk_knowledge or knowledge.DEFAULT,
                link_to=self.door.link_to,
            ),
        )

    async def _figures(self) -> None:
        try:
            now = self._clock()
            look = partial(metrics.look, now=now, today=self._desk.today(now))
            await self.database.alongside(look)
        except DatabaseUnusable as fault:
            log.warning("figures not read", reason=str(fault))

    async def _verify(self, _now: datetime) -> None:
        await verify(self.door)

    async def _work_alone(self) -> None:
        arriving = arrivals_worker(self.door)
        bringing = local_worker(
            database=self.database, carrier=self._carrier(timedelta(0)), clock=self._clock
        )
        for worker in (arriving, bringing):
            worker.start()
            self._ends.append(partial(worker.stop, within=_STOP_WITHIN))
            self._wakes.append(worker.wake)
        self.rounds.start()
        self._ends.append(self.rounds.stop)
        self._wakes.append(self.rounds.wake)

    async def _work_in_a_cluster(self) -> None:
        from bot.delivery.cluster import deliveries_as_jobs  # noqa: PLC0415 - an extra
        from bot.jobs import Jobs  # noqa: PLC0415 - likewise

        jobs = Jobs(
            self.database,
            (arrivals_as_jobs(self.door), deliveries_as_jobs(self._carrier(HELD_FOR))),
            rounds=self.rounds.walk_due,
            clock=self._clock,
            at_once=_JOBS_AT_ONCE,
        )
        await jobs.start()
        self._ends.append(jobs.stop)

    def _carrier(self, holds_for: timedelta) -> Carrier:
        compliance, sender = self._desk.compliance, self.door.sender
        return Carrier(self.database, sender, compliance, self._clock, holds_for)

    async def _catch_up(self, now: datetime) -> None:
        moved, self._clock_moved = self._clock_moved, False
        try:
            await catch_up(self.door, now=now, clock_moved=moved)
        except BaseException:
            self._clock_moved |= moved
            raise

    def _client(self) -> AsyncWebClient:
        return AsyncWebClient(
            token=self._settings.slack_bot_token.get_secret_value(),
            base_url=self._settings.slack_api_url,
            session=self._session,
            timeout=_SLACK_TIMEOUT_SECONDS,
            retry_handlers=[],
        )

    def _open_door(self, client: AsyncWebClient) -> Door:
        wire = Wire(client, clock=self._clock)
        return Door(
            database=self.database,
            desk=self._desk,
            wire=wire,
            directory=Directory(wire, clock=self._clock),
            sender=SlackSender(wire, clock=self._clock, make=self._make),
            agent=AgentView(wire, switched_on=self._settings.helpdesk_agent_view),
            clock=self._clock,
        )

    async def _make(self, document: Document) -> Made:
        return await asyncio.to_thread(lambda: self._press.made(document, self._clock()))

    async def _introduce_once(self) -> None:
        try:
            await self.door.introduce()
        except (NotSent, OutcomeUnknown) as failure:
            if failure.reason in TOKEN_GONE:
                await self._session.close()
                raise TokenRefused(failure.reason) from None
            log.warning("Slack not reached, asking again", reason=failure.reason)

    async def _keep_introducing(self) -> None:
        while not self.door.introduced:
            await asyncio.sleep(_ASK_AGAIN.total_seconds())
            with suppress(NotSent, OutcomeUnknown):
                await self.door.introduce()

    async def _listen(self, signing_secret: str) -> str:
        bolt = None if self._settings.over_socket else self._bolt
        wanting = {"encoder": self._desk.knowledge.lacks, "languages": languages.LACKS}
        app = web_app(
            bolt,
            signing_secret=signing_secret,
            readiness=self.problems,
            figures=self._figures,
            reduced={name: lacks for name, lacks in wanting.items() if lacks},
        )
        self._runner = runner_of(app)
        host, port = self._settings.helpdesk_host, self._settings.helpdesk_port
        self._listening = await listen(self._runner, host, port)
        return f"http://{host}:{self._listening.sockets[0].getsockname()[1]}"

    async def _connect(self) -> Socket | None:
        if self._settings.slack_app_token is None:
            return None
        token = self._settings.slack_app_token.get_secret_value()
        socket = Socket(self._bolt, app_token=token, client=self._client(), session=self._session)
        await socket.open()
        return socket
