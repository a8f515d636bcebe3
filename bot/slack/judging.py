"""Judging: a long message holds up nobody else.

To read a story in its stretches takes up to half a second of the processor, and meanwhile Slack
would wait for its acknowledgements. So a long message is judged in a thread beside the event loop;
in one, since several at a time would leave the loop fewer turns and end no sooner. A short one is
judged sooner than it is handed over. A knowledge base is only read, by as many threads as there
are.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from knowledge import KnowledgeBase
from knowledge.verdict import Audience, Verdict

_LONG: Final = 500
"""Signs from which on it takes some hundredths of a second."""
_BESIDE: Final = ThreadPoolExecutor(max_workers=1, thread_name_prefix="judging")


async def judged(
    base: KnowledgeBase, words: str, audience: Audience, previous: str | None = None
) -> Verdict:
    """Return what a message is, as `KnowledgeBase.judge` does."""
    if len(words) < _LONG:
        return base.judge(words, audience, previous)
    loop = asyncio.get_running_loop()
    return await loop.run_in_executor(_BESIDE, base.judge, words, audience, previous)
