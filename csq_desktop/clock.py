"""The computer's clocks, read here; whoever needs the time is handed one of them by its caller."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

TimeSource = Callable[[], datetime]
"""Asked what the time is, it answers with an aware moment; tests hand in one that stands still."""


def computer_clock() -> datetime:
    """What the computer says the time is, UTC; anybody may set it and time servers do."""
    return datetime.now(UTC)


def running_seconds() -> float:
    """Seconds this computer has been on; no user and no time server can set it."""
    boot: int | None = getattr(time, "CLOCK_BOOTTIME", None)  # counts sleep too; Linux only
    return time.monotonic() if boot is None else time.clock_gettime(boot)
