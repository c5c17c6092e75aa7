"""The only readers of the computer's clocks; all other code is handed a clock."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

TimeSource = Callable[[], datetime]
"""A clock: returns the current, aware moment. Tests hand in one that stands still."""


def computer_clock() -> datetime:
    """The computer's wall clock in UTC, which users and time servers may set."""
    return datetime.now(UTC)


def running_seconds() -> float:
    """Seconds since this computer was started; nobody can set it."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)  # counts sleep too; Linux only
    return time.monotonic() if boot is None else time.clock_gettime(boot)
