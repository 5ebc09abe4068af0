"""What every decoder is fuzzed with: frames that were damaged, and the clock that holds each of them to 10 ms."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Final, ParamSpec, TypeVar

from tests.devices.unwatched import unwatched

if TYPE_CHECKING:
    import random

P = ParamSpec("P")
R = TypeVar("R")

MOST_SECONDS: Final = 0.010
"""What one fuzzed frame may take of the processor."""


def fuzzed(frame: bytes, chance: random.Random) -> bytes:
    """Damage a frame: flip, lose or add some bytes."""
    damaged = bytearray(frame)
    for _ in range(chance.randrange(4)):
        if not damaged:
            break
        at, deed = chance.randrange(len(damaged)), chance.randrange(3)
        if deed == 0:
            damaged[at] ^= 1 << chance.randrange(8)
        elif deed == 1:
            del damaged[at]
        else:
            damaged.insert(at, chance.randrange(256))
    return bytes(damaged)


def held(feed: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Feed one frame, which may take 10 ms of this thread, however busy the machine is; return what came of it, or raise it.

    The interpreter collects whoever's garbage in the midst of whoever allocates next; here it does so between two frames. What
    was slow is fed again, unwatched: whoever counts which lines are run takes longer than the lines.
    """
    gc.disable()
    began = time.thread_time()
    try:
        return feed(*args, **kwargs)
    finally:
        seconds = time.thread_time() - began
        if seconds > MOST_SECONDS:  # an interrupt's or another machine's time may be in it: what is slow is slow again
            began = time.thread_time()
            with suppress(Exception), unwatched():
                feed(*args, **kwargs)
            seconds = time.thread_time() - began
        gc.enable()
        assert seconds <= MOST_SECONDS, f"a frame took {seconds * 1000:.1f} ms"
