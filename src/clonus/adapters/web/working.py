"""Where answers are made: one after another on a thread of their own, so that the server goes on listening meanwhile.

Two at once would only hold each other up: what makes an answer is pure computing, of which an interpreter does one at a time.
"""

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

Made = TypeVar("Made")
_ONE: RunVar[CapacityLimiter] = RunVar("one")


async def worked(make: Callable[[], Made]) -> Made:
    """What a function makes; one that is given up on still ends before the next begins."""
    limiter = _ONE.get(None)
    if limiter is None:
        limiter = CapacityLimiter(1)
        _ONE.set(limiter)
    return await run_sync(make, abandon_on_cancel=True, limiter=limiter)
