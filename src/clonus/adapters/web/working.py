"""Where answers are made: one after another on a thread of their own, so that the server goes on listening meanwhile.

Two at once would only hold each other up: what makes an answer is pure computing, of which an interpreter does one at a time.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Made = TypeVar("Made")
_ONE = ThreadPoolExecutor(1, thread_name_prefix="answers")


async def worked(make: Callable[[], Made]) -> Made:
    """What a function makes; one that is given up on still ends before the next begins."""
    return await asyncio.get_running_loop().run_in_executor(_ONE, make)
