"""Where answers are made: one after another on a thread of their own, so that the server goes on listening meanwhile.

Two at once would only hold each other up: what makes an answer is pure computing, of which an interpreter does one at a time.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar
from weakref import WeakSet

from clonus.services.sentence import forget

Made = TypeVar("Made")
SECONDS_REMEMBERED = 60.0
_ONE = ThreadPoolExecutor(1, thread_name_prefix="answers")
_WAITING: WeakSet[asyncio.AbstractEventLoop] = WeakSet()


async def worked(make: Callable[[], Made]) -> Made:
    """What a function makes; one that is given up on still ends before the next begins.

    A minute after the first of them the wording of every entry that was read is forgotten: until then reading it anew takes less time.
    """
    loop = asyncio.get_running_loop()
    if loop not in _WAITING:
        _WAITING.add(loop)
        loop.call_later(SECONDS_REMEMBERED, _forget, loop)
    return await loop.run_in_executor(_ONE, make)


def _forget(loop: asyncio.AbstractEventLoop) -> None:
    _WAITING.discard(loop)
    forget()
