"""Words that supervisors alone may read, as facts; they stand in the vault."""

from dataclasses import dataclass
from datetime import datetime

REVEAL_REASON = "reveal_reason"
"""What stands for the field where the words are why somebody looked at an identity."""

WORDS_ID = "words_id"
"""What an entry of the audit trail calls the number of words that stand in the vault."""


@dataclass(frozen=True)
class PrivateWords:
    """What a field of a record said before `user` corrected it, or the words of a reason.

    Who wrote it and when is not known where the audit trail has lost its entry.
    """

    at: datetime | None
    user: str
    field: str
    text: str
