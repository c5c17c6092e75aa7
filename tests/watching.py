"""Pausing what watches which branches are taken: it takes half as long again."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import pytest

P = ParamSpec("P")
R = TypeVar("R")


def watcher(config: pytest.Config) -> Any:
    """What watches the branches taken, where anything does."""
    return getattr(config.pluginmanager.getplugin("_cov"), "cov_controller", None)


@contextmanager
def paused(config: pytest.Config) -> Iterator[None]:
    """Watch nothing meanwhile; where nothing is watched anyway, begin no watch at the end."""
    running = watcher(config)
    if running is None or not running.started:
        yield
        return
    running.pause()
    try:
        yield
    finally:
        running.resume()


def unwatched(call: Callable[P, R]) -> Callable[P, R]:
    """A function whose inner life belongs to no layer that is watched."""

    @wraps(call)
    def with_pause(*args: P.args, **options: P.kwargs) -> R:
        tracing = sys.gettrace()
        sys.settrace(None)
        try:
            return call(*args, **options)
        finally:
            sys.settrace(tracing)
            _nothing()

    return with_pause


def _nothing() -> None:
    """What coverage needs to take over again: it does so at the next call."""
