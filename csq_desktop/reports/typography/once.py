"""Loading what a program needs once, whichever of its threads comes first."""

from collections.abc import Callable, Hashable
from functools import cache, wraps
from threading import RLock
from typing import TypeVar

Loaded = TypeVar("Loaded")


def once(load: Callable[..., Loaded]) -> Callable[..., Loaded]:
    """A function that is called once for the same arguments; other threads wait for its end.

    A cache alone calls it a second time while the first call still runs: a pack is set on one
    thread while a chart is drawn on another.
    """
    lock, loaded = RLock(), cache(load)

    @wraps(load)
    def waiting(*arguments: Hashable) -> Loaded:
        with lock:
            return loaded(*arguments)

    return waiting
