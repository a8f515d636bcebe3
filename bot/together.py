"""What waits for one thread is done there together: whoever comes while it is busy shares the next.

So many small things cost one commit where each would cost its own, and nobody waits for others to
come: who finds the thread free is done alone, at once.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, Final, Generic, TypeVar

Asked = TypeVar("Asked")
_MOST: Final = 64


class Together(Generic[Asked]):
    """Hands over all that waits, to threads of its own."""

    def __init__(self, do: Callable[[Sequence[Asked]], Sequence[Any]], *, threads: int = 1) -> None:
        """`do` returns for each what came of it: a result, or the exception to raise.

        What it raises itself is raised for all of them.
        """
        self._do = do
        self._waiting: deque[tuple[Asked, Future[Any]]] = deque()
        self._taking = Lock()
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="together")

    async def do(self, asked: Asked) -> Any:  # noqa: ANN401 - whatever `do` makes of it
        """Return what came of it, or raise that."""
        outcome: Future[Any] = Future()
        self._waiting.append((asked, outcome))
        self._threads.submit(self._work_off)
        return await asyncio.wrap_future(outcome)

    def close(self) -> None:
        """End, once all that waits is done."""
        self._threads.shutdown()

    def _work_off(self) -> None:
        """Do what waits; an earlier call may have done what this one was made for."""
        with self._taking:
            taken = [self._waiting.popleft() for _ in range(min(len(self._waiting), _MOST))]
        taken = [it for it in taken if it[1].set_running_or_notify_cancel()]
        if not taken:
            return
        for (_, outcome), came in zip(taken, self._all_done(taken), strict=True):
            if isinstance(came, BaseException):
                outcome.set_exception(came)
            else:
                outcome.set_result(came)

    def _all_done(self, taken: Sequence[tuple[Asked, Future[Any]]]) -> Sequence[Any]:
        try:
            return self._do([asked for asked, _ in taken])
        except BaseException as fault:  # noqa: BLE001 - raised again where each is awaited
            return [fault] * len(taken)
