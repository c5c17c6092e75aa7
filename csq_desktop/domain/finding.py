"""What a search for any record at once brings up."""

from dataclasses import dataclass

MOST_OF_EACH = 5
"""How many records of one kind are offered to what was typed."""


@dataclass(frozen=True)
class FoundRecord:
    """One record that fits what was typed: the words it is shown by, and its id."""

    text: str
    object_id: int
