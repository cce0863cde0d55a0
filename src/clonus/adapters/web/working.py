"""Where answers are made: one after another on a thread of their own, so that the server goes on listening meanwhile.

Two at once would only hold each other up: what makes an answer is pure computing, of which an interpreter does one at a time.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from clonus.services.sentence import forget

Made = TypeVar("Made")
SECONDS_REMEMBERED = 60.0
_ONE = ThreadPoolExecutor(1, thread_name_prefix="answers")
_FORGETTING: list[asyncio.TimerHandle] = []


async def worked(make: Callable[[], Made]) -> Made:
    """What a function makes; one that is given up on still ends before the next begins."""
    return await asyncio.get_running_loop().run_in_executor(_ONE, make)


def forget_later() -> None:
    """Forget the wording of every entry that was read, unless somebody asks again within a minute: reading it anew takes longer."""
    while _FORGETTING:
        _FORGETTING.pop().cancel()
    _FORGETTING.append(asyncio.get_running_loop().call_later(SECONDS_REMEMBERED, forget))
