"""How a main cause counts: by its code, or as one of the shop's own words."""

from collections.abc import Callable

OWN_WORDS = "other"
"""The entry of the list of causes that a cause in one's own words counts as."""


def counted_as(cause: str, is_listed: Callable[[str], bool]) -> str:
    """The code that a cause counts as; nothing while it was not analysed."""
    if not cause:
        return ""
    return cause if is_listed(cause) else OWN_WORDS
