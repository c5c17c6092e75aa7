"""Moments that a store remembers, as far as they are to be believed."""

from datetime import datetime


def past(moment: datetime | None, now: datetime) -> datetime | None:
    """A moment that was remembered; None where it is still to come, so that nobody rests on it.

    A clock that was ahead, or somebody who wishes to be left alone, would otherwise put off what
    is due for years.
    """
    return moment if moment is not None and moment <= now else None
