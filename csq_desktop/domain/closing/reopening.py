"""Reopening after the closing: within the shop's days as ever, later with a supervisor's reason."""

from datetime import datetime, timedelta

from csq_desktop.domain.closing.policy import ClosingPolicy


def is_within_window(policy: ClosingPolicy, closed_at: datetime | None, now: datetime) -> bool:
    """Whether a case closed then can simply be reopened now.

    The last day counts whole; a closing on an unknown date has no window to be past.
    """
    if policy.reopen_days is None or closed_at is None:
        return True
    return now - closed_at < timedelta(days=policy.reopen_days + 1)
