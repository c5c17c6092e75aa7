"""The computer's own clocks: the only tests that look at them."""

import time
from datetime import UTC, timedelta

import pytest

from csq_desktop.clock import computer_clock, running_seconds


def test_the_computers_clock_gives_aware_moments_that_go_forward() -> None:
    first = computer_clock()
    assert first.tzinfo is UTC
    assert timedelta(0) <= computer_clock() - first


def test_the_running_time_goes_forward_with_and_without_a_clock_that_counts_sleep(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = running_seconds()
    assert 0 < first <= running_seconds()
    monkeypatch.delattr(time, "CLOCK_BOOTTIME", raising=False)
    assert running_seconds() > 0
