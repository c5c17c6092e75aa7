"""A reason given once stands for five minutes, and no clock lengthens it."""

from datetime import UTC, datetime, timedelta

import pytest

from csq_desktop.domain.customers.facts import RevealReason
from csq_desktop.domain.customers.standing_reason import StandingReason

SINCE = datetime(2026, 11, 28, 14, 30, tzinfo=UTC)
REASON = StandingReason(RevealReason.CALL_BACK, "", SINCE, 1_000.0)


@pytest.mark.parametrize(
    ("wall", "running", "stands"),
    [
        (0, 0, True),
        (299, 299, True),
        (300, 300, False),
        (10, 300, False),  # the clock on the wall was set back
        (300, 10, False),  # the computer slept
        (-1, 10, False),
        (-3_600, 10, False),
    ],
)
def test_the_clock_that_is_first_ends_it(wall: int, running: int, stands: bool) -> None:
    assert REASON.stands(SINCE + timedelta(seconds=wall), 1_000 + running) is stands


def test_it_says_when_it_ends() -> None:
    assert REASON.ends_at == SINCE + timedelta(minutes=5)
