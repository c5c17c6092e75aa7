"""How the long jobs on a whole store tell how far they are."""

from collections.abc import Callable

Progress = Callable[[float, float, str], object]
"""Called with the steps done, the steps in all, and what is done now."""


def silent(*_progress: object) -> None:
    """Ignore progress."""
