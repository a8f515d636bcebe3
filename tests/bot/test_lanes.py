import asyncio
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from structlog.testing import capture_logs

from bot.lanes import Lanes, Waiting
from bot.unusable import DatabaseUnusable

LONG = timedelta(hours=1)


@dataclass(frozen=True)
class Piece:
    lane: str
    name: str


@dataclass
class Table:
    """Work that waits, as a database would hold it."""

    pieces: list[Piece]
    done: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    finished: asyncio.Event = field(default_factory=asyncio.Event)

    async def waiting(self, busy: frozenset[str], most: int) -> Waiting[Piece]:
        if self.failures:
            raise self.failures.pop()
        heads: dict[str, Piece] = {}
        for piece in self.pieces:
            heads.setdefault(piece.lane, piece)
        free = [piece for piece in heads.values() if piece.lane not in busy]
        return Waiting(free[:most], LONG)

    async def do(self, piece: Piece) -> None:
        await asyncio.sleep(0)
        self.pieces.remove(piece)
        self.done.append(piece.name)
        if not self.pieces:
            self.finished.set()


async def test_one_lane_is_worked_in_order_without_waiting() -> None:
    table = Table([Piece("a", str(number)) for number in range(50)])
    lanes = Lanes(waiting=table.waiting, do=table.do, at_once=4)

    lanes.start()
    await asyncio.wait_for(table.finished.wait(), 5)
    await lanes.stop(within=timedelta(seconds=1))

    assert table.done == [str(number) for number in range(50)]


async def test_what_was_seen_of_a_lane_that_ended_meanwhile_is_not_done_again() -> None:
    table = Table([Piece("a", "only")])
    looks, taken = 0, list[str]()

    async def slow_look(busy: frozenset[str], most: int) -> Waiting[Piece]:
        nonlocal looks
        looks += 1
        seen = await table.waiting(busy, most)
        if looks == 2:
            await table.finished.wait()
            await asyncio.sleep(0.01)  # the lane is free again by now
        return seen

    async def do(piece: Piece) -> None:
        taken.append(piece.name)
        lanes.wake()
        while looks < 2:  # noqa: ASYNC110 - two steps of the loop at most
            await asyncio.sleep(0)
        await table.do(piece)

    lanes = Lanes(waiting=slow_look, do=do, at_once=4)
    lanes.start()
    await asyncio.wait_for(table.finished.wait(), 5)
    await asyncio.sleep(0.05)
    await lanes.stop(within=timedelta(seconds=1))

    assert taken == ["only"]


async def test_never_two_pieces_of_one_lane_nor_more_lanes_than_allowed() -> None:
    under_way: dict[str, int] = defaultdict(int)
    most = 0
    table = Table([Piece(str(number % 7), str(number)) for number in range(70)])

    async def watched(piece: Piece) -> None:
        nonlocal most
        under_way[piece.lane] += 1
        most = max(most, sum(under_way.values()))
        assert under_way[piece.lane] == 1
        await table.do(piece)
        under_way[piece.lane] -= 1

    lanes = Lanes(waiting=table.waiting, do=watched, at_once=3)
    lanes.start()
    await asyncio.wait_for(table.finished.wait(), 5)
    await lanes.stop(within=timedelta(seconds=1))

    assert most == 3


async def test_something_new_is_taken_up_at_once() -> None:
    table = Table([])
    lanes = Lanes(waiting=table.waiting, do=table.do, at_once=1)
    lanes.start()
    await asyncio.sleep(0)

    table.pieces.append(Piece("a", "late"))
    lanes.wake()
    await asyncio.wait_for(table.finished.wait(), 5)

    await lanes.stop(within=timedelta(seconds=1))


@pytest.mark.parametrize("failure", [DatabaseUnusable("locked"), ValueError("no such kind")])
async def test_what_cannot_be_looked_up_for_a_while_stops_nothing_for_good(
    failure: Exception,
) -> None:
    table = Table([Piece("a", "patient")], failures=[failure])
    lanes = Lanes(waiting=table.waiting, do=table.do, at_once=1)

    lanes.start()
    await asyncio.wait_for(table.finished.wait(), 5)

    await lanes.stop(within=timedelta(seconds=1))


async def test_what_breaks_off_without_a_word_of_it_is_tried_again_and_holds_no_lane_up() -> None:
    table = Table([Piece("a", "breaks off"), Piece("b", "goes on")])
    faults: list[Exception] = [ValueError("a canary's words")]

    async def breaks_off_once(piece: Piece) -> None:
        if piece.lane == "a" and faults:
            raise faults.pop()
        await table.do(piece)

    lanes = Lanes(waiting=table.waiting, do=breaks_off_once, at_once=2)
    with capture_logs() as logged:
        lanes.start()
        await asyncio.wait_for(table.finished.wait(), 60)
        await lanes.stop(within=timedelta(seconds=1))

    assert table.done == ["goes on", "breaks off"]
    said = {"event": "work broke off", "exception": "ValueError", "log_level": "error"}
    assert logged == [said]


async def test_stopping_lets_what_is_under_way_end_and_takes_up_nothing_more() -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()
    table = Table([Piece("a", "first"), Piece("a", "second")])

    async def slow(piece: Piece) -> None:
        begun.set()
        await may_end.wait()
        await table.do(piece)

    lanes = Lanes(waiting=table.waiting, do=slow, at_once=1)
    lanes.start()
    await begun.wait()
    stopping = asyncio.create_task(lanes.stop(within=timedelta(seconds=5)))
    await asyncio.sleep(0)
    may_end.set()
    await stopping

    assert table.done == ["first"]
